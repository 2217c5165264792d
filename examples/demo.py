"""`make demo`: the life of a preference, and how it reaches users who are connected already. Needs no keys.

On the real Pulumi engine, against a pretend Junction.
"""

import signal
import sys

try:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until there is something to clean up
    from demo_backfill import Listed, PulumiJunction, backfill
    from demo_play import main, perform
    from demo_stage import ByHand, Edit, Pulumi, Stage, Step
except ModuleNotFoundError as missing:
    sys.exit(f"demo: {missing.name} is not installed for {sys.executable}; `make demo` sets everything up")

USERS = 450
FASTER = 90
"""Times that the pretend Junction pulls faster: ten and a half minutes in seven seconds."""

ONE = "708387f8-f23a-523c-bb78-9e41a80bebeb"
DAYS_OF_ONE = f"pulls status --provider oura --resource sleep --user {ONE} --stack sandbox-us"

PREFERENCE: tuple[Step, ...] = (
    Pulumi("stack init sandbox-us", "A stack named <env>-<region> says which place at Junction it is for."),
    Pulumi("preview --diff", "What the program declares: days per data provider, for two teams. A preview only reads."),
    Pulumi("up --skip-preview", "Sets it, both teams in one request."),
    Pulumi("preview", "Nothing to do: Junction has what is declared."),
    Edit("180", "365", "Somebody wants a whole year of Oura."),
    Pulumi("preview --diff", "What a reviewer sees of that: 180 => 365 days."),
    Pulumi("up --skip-preview", "Sends oura, and nothing else."),
    ByHand(
        "sandbox",
        "us",
        {"garmin": {"default": {"historical_days_to_pull": 14}}},
        "Behind Pulumi's back somebody sets Garmin to 14 days.",
    ),
    Pulumi(
        "preview --refresh --run-program --diff",
        "The drift is under (refresh): 120 => 14. What `up` would do about it is under (update): 14 => 120.",
    ),
    Pulumi("up --refresh --run-program --skip-preview", "Repairs the drift: sends garmin, and nothing else."),
    Pulumi("destroy --skip-preview", "Resets what was declared, and nothing else, to Junction's defaults."),
)

BACKFILL: tuple[Step, ...] = (
    Listed("Now examples/backfill. The team has Oura users already; here is whose history is to be pulled again."),
    Pulumi("stack init sandbox-us", "A stack of that project."),
    PulumiJunction(DAYS_OF_ONE, "One of them: Junction pulled 180 days, its default, when they connected."),
    Pulumi("preview", "365 days for whoever connects from now on, and for the others a pull that takes a while."),
    Pulumi("up --skip-preview", "Sets the days first, and then triggers, in one request."),
    PulumiJunction(
        "pulls watch --provider oura --interval 1 --stack sandbox-us",
        f"Junction starts 150 every 5 minutes; this one is {FASTER} times as fast.",
    ),
    PulumiJunction(DAYS_OF_ONE, "365 days have arrived."),
    Pulumi("destroy --skip-preview", "Resets the days. Nothing is sent for the trigger: what was pulled stays."),
)

NEXT = """\
That was examples/quickstart and examples/backfill; nothing is left of them. Where to go from here:
  examples/quickstart/README.md                 the same for your own teams
  docs/guides/backfill.md                       from preference to data
  README.md                                     settings, adopting what exists, troubleshooting
  docs/resources/team-data-pull-preferences.md  every argument and output
  pulumi-junction catalogue                     the data providers and their defaults"""


def play(stage: Stage) -> None:
    """Say each step, then do it."""
    say = stage.console
    second = backfill(stage)
    steps = [*((stage, step) for step in PREFERENCE), *((second, step) for step in BACKFILL)]
    for number, (place, step) in enumerate(steps, start=1):
        say.rule(f"{number} of {len(steps)}", align="left")
        perform(step, place)
    say.rule()
    say.print(NEXT, soft_wrap=True)


if __name__ == "__main__":
    sys.exit(main(play, users=USERS, time_scale=FASTER))
