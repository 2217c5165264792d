"""`make demo`: the life of a preference on the real Pulumi engine, against a pretend Junction. Needs no keys."""

import signal
import sys

try:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until there is something to clean up
    from demo_play import main, perform
    from demo_stage import ByHand, Edit, Pulumi, Stage, Step
except ModuleNotFoundError as missing:
    sys.exit(f"demo: {missing.name} is not installed for {sys.executable}; `make demo` sets everything up")

STEPS: tuple[Step, ...] = (
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

NEXT = """\
That was examples/quickstart; nothing is left of it. Where to go from here:
  examples/quickstart/README.md                 the same for your own teams
  README.md                                     settings, adopting what exists, troubleshooting
  docs/resources/team-data-pull-preferences.md  every argument and output
  pulumi-junction catalogue                     the data providers and their defaults"""


def play(stage: Stage) -> None:
    """Say each step, then do it."""
    say = stage.console
    for number, step in enumerate(STEPS, start=1):
        say.rule(f"{number} of {len(STEPS)}", align="left")
        perform(step, stage)
    say.rule()
    say.print(NEXT, soft_wrap=True)


if __name__ == "__main__":
    sys.exit(main(play))
