"""The tables of an emulator."""

TABLES = (
    "create table if not exists teams (env text, region text, team_id text, preferences text not null, "
    "primary key (env, region, team_id))",
    # Teams that have users. They are apart from those above, which are known since something was set.
    "create table if not exists owners (id integer primary key, env text, region text, team_id text, "
    "unique (env, region, team_id))",
    "create table if not exists users (id integer primary key, owner integer not null, user_id text not null, "
    "unique (owner, user_id))",
    "create index if not exists users_in_order on users (owner)",
    "create table if not exists connections (id integer primary key, user integer not null, provider text not null, "
    "connected_at real not null, unique (user, provider))",
    "create table if not exists operations (id integer primary key, owner integer not null, type text not null, "
    "provider text not null, started_at real not null, total integer not null, batch integer not null, "
    "interval real not null, seconds real not null, outcome text not null)",
    "create index if not exists operations_in_order on operations (owner)",
    # One row for all resources of a connection: they are pulled together, and 20,000 users fit in memory.
    "create table if not exists pulls (connection integer primary key, scheduled_at real not null, "
    "starts_at real not null, seconds real not null, terms integer)",
    "create index if not exists pulls_to_come on pulls (starts_at) where terms is null",
    # What a pull was told when it began: {"sleep": [days, error]}. Thousands of pulls share a row.
    "create table if not exists terms (id integer primary key, text text not null unique)",
    # What a connection was given. Rows come in the order of connections, and tokens are null where they are made up.
    "create table if not exists grants (connection integer primary key, since real not null, period real not null, "
    "number integer not null, tokens text, paused_at real)",
    # Rows of imports: tokens until their time comes, and then whether they were imported.
    "create table if not exists imports (operation integer not null, place integer not null, user_id text not null, "
    "due real not null, tokens text, imported integer, primary key (operation, place))",
    "create index if not exists imports_to_come on imports (due) where imported is null",
)
"""Created where they do not exist, so a state file of an earlier emulator goes on."""
