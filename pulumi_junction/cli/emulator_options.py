"""The options of `pulumi-junction emulator`."""

from pathlib import Path
from typing import Annotated, Literal
from uuid import UUID

import typer

_DEMO = "a demo value, printed"

Host = Annotated[str, typer.Option(help="A loopback address; nothing else is accepted.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")]
OrgId = Annotated[
    UUID | None,
    typer.Option(envvar="JUNCTION_ORG_ID", help="The organisation that lives here.", show_default=_DEMO),
]
ManagementKey = Annotated[
    str | None,
    typer.Option(envvar="JUNCTION_MANAGEMENT_KEY", help="The key requests must carry.", show_default=_DEMO),
]
TeamApiKey = Annotated[
    str | None,
    typer.Option(
        envvar="JUNCTION_TEAM_API_KEY", help="The key of the demo team, in sandbox and us.", show_default=_DEMO
    ),
]
Users = Annotated[
    int, typer.Option(min=0, max=1_000_000, help="Users of the demo team, each with connections to five providers.")
]
Seed = Annotated[
    Path | None,
    typer.Option(dir_okay=False, help="JSON file with more teams, their keys, users and connections."),
]
State = Annotated[
    Path | None,
    typer.Option(dir_okay=False, help="SQLite file that keeps what is set.", show_default="in memory"),
]
Post = Annotated[
    Literal["merge", "replace", "deep"],
    typer.Option(
        help="What a POST replaces of a team: the providers it names, all providers, or only the values it names."
    ),
]
Unset = Annotated[Literal["defaults", "absent"], typer.Option(help="What answers show where nothing is set.")]
Echo = Annotated[Literal["full", "sent"], typer.Option(help="The answer to a POST: all providers, or those sent.")]
PageSize = Annotated[
    int | None,
    typer.Option(
        min=1, help="Most teams, operations, users or connections in a page.", show_default="as many as are asked for"
    ),
]
Latency = Annotated[int, typer.Option(min=0, metavar="MS", help="Wait before each answer.")]
Faults = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FAULT",
        help="What goes wrong, such as 'POST#2 503 retry-after=1' or 'GET/v2/link 503'; may be repeated.",
    ),
]
TimeScale = Annotated[
    float,
    typer.Option(
        metavar="FACTOR", help="Let operations and refreshes go faster: with 60 a minute of theirs passes in a second."
    ),
]
PullErrors = Annotated[
    list[str] | None,
    typer.Option(
        "--pull-error",
        metavar="NAME=ERROR",
        help="How pulls end, such as oura.sleep=provider_rate_limit_exceeded; may be repeated.",
    ),
]
OpStatuses = Annotated[
    list[str] | None,
    typer.Option(
        "--op-status",
        metavar="PROVIDER=STATUS",
        help="How operations end, such as oura=failure or, of an import, import:oura=failure; may be repeated.",
    ),
]
ImportFailures = Annotated[
    list[str] | None,
    typer.Option("--import-fail", metavar="USER", help="A user who cannot be imported; may be repeated."),
]
NoLink = Annotated[
    bool, typer.Option("--no-link", help="Answer 403 at the link endpoints, as long as Junction has not enabled them.")
]
Limit = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME=DAYS", help="Another limit than 365, such as oura=90 or oura.sleep=60; may be repeated."
    ),
]
Clamp = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME=DAYS", help="Kept whatever is asked, such as fitbit.activity=14; may be repeated."),
]
