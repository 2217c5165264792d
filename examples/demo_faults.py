"""`make demo-faults`: bad days, rehearsed on the real Pulumi engine against a pretend Junction. Needs no keys."""

import signal
import sys
from typing import NamedTuple

try:
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # until there is something to clean up
    from demo_fault_steps import Change, Digest, Rehearsal, Told
    from demo_play import main, perform
    from demo_stage import ByHand, Pulumi, Stage, Step
except ModuleNotFoundError as missing:
    sys.exit(f"demo: {missing.name} is not installed for {sys.executable}; `make demo` sets everything up")

BETA = '"Beta Labs": "7c1e52b9-0d84-4a6f-8f13-c2e9d46ab705",'
GAMMA = '"Gamma Clinic": "a41f9c06-52de-4b7a-9e35-0c8d1b6f7a42",'
DELTA_ID = "e8b27d54-19c3-4f60-8a7e-6d40f2c5b913"
DELTA = f'"Delta Health": "{DELTA_ID}",'

IN_ORDER = {"JUNCTION_PARALLEL_REQUESTS": "1"}
"""Requests one after the other, so that this ends alike each time."""

IMPATIENT = {"JUNCTION_REQUEST_BUDGET_SECONDS": "2"}
BEFORE = Digest("What Pulumi knows before.")


class Scene(NamedTuple):
    """One bad day."""

    plot: str
    steps: tuple[Step, ...]


BUSY = Scene(
    "Junction is busy: it answers the first POST with 503 and asks for two seconds.",
    (
        Pulumi("stack init sandbox-us", "As in `make demo`: a new stack, and examples/quickstart for a program."),
        Told("The next POST is answered with 503 and `Retry-After: 2`.", "POST#1 503 retry-after=2"),
        Rehearsal(
            "up --skip-preview",
            "Look at the line of `wearables`: why it waits, how long, before which attempt. Then all is well.",
            says=(r"wearables creating .*answer 503; waiting 2\.0 s before attempt 2 of 6", r"\+ 2 created"),
            writes=(
                "POST 503: garmin 120, oura 180 sleep 90, strava 30 for Acme Care, Beta Labs",
                "POST 200: garmin 120, oura 180 sleep 90, strava 30 for Acme Care, Beta Labs",
            ),
        ),
    ),
)

HALF_APPLIED = Scene(
    "An update stops half-way: of the three POSTs that it takes, Junction refuses the second for good.",
    (
        ByHand(
            "sandbox",
            "us",
            {"strava": {"default": {"historical_days_to_pull": 30}}},
            "A team that Pulumi does not know yet has its Strava days already, set by hand.",
            teams=(DELTA_ID,),
        ),
        Change(
            "Two teams join, and Garmin is to be 150 days. That takes three POSTs: the old teams need Garmin, "
            "Gamma needs everything, Delta everything but Strava.",
            {BETA: f"{BETA}\n        {GAMMA}\n        {DELTA}", '"garmin": 120': '"garmin": 150'},
        ),
        Told("The second POST from here is refused: to try it again would not help.", "POST#2 422"),
        Rehearsal(
            "up --skip-preview",
            "Look at the error of `wearables`: one line, which says how many teams are done.",
            says=(r"\* 2 of 4 teams are done \(not .+, .+\); \S+ refused the request \(422\): ",),
            writes=(
                "POST 200: garmin 150 for Acme Care, Beta Labs",
                "POST 422: garmin 150, oura 180 sleep 90, strava 30 for Gamma Clinic",
            ),
            fails=True,
            variables=IN_ORDER,
        ),
        Told("Whatever the reason was, it is out of the way."),
        Rehearsal(
            "up --skip-preview",
            "Look at the requests: the rest is sent, and nothing to the two teams that are done.",
            says=(r"~ 1 updated",),
            writes=(
                "POST 200: garmin 150, oura 180 sleep 90, strava 30 for Gamma Clinic",
                "POST 200: garmin 150, oura 180 sleep 90 for Delta Health",
            ),
        ),
    ),
)

OUTAGE = Scene(
    'Junction is out of order while somebody looks for drift. No answer is not the answer "gone".',
    (
        BEFORE,
        Told("Every request is answered with 503 and `Retry-After: 30`.", "ANY 503 retry-after=30"),
        Rehearsal(
            "preview --refresh --run-program",
            "Look at the error of `wearables`: one line. A request has 2 seconds here, so nothing waits for 30.",
            says=(
                r"error: Preview failed: \S+ has a problem of its own \(503\) and asks to wait 30 s, "
                r"longer than the 2 s a request may take",
            ),
            fails=True,
            variables=IMPATIENT,
        ),
        Digest("What Pulumi knows afterwards: the same.", same_as=BEFORE),
        Rehearsal(
            "preview",
            "Without --refresh a preview asks Junction for its limits only. It goes on without them, and warns.",
            says=(r"warning: wearables: the service's limits were not checked: \S+ has a problem", r"2 unchanged"),
            variables=IMPATIENT,
        ),
        Told("The outage is over."),
    ),
)

EDITED = Scene(
    "Two people change the same days: one at Junction by hand, the other in the program.",
    (
        ByHand(
            "sandbox",
            "us",
            {"oura": {"default": {"historical_days_to_pull": 30}}},
            "Behind Pulumi's back somebody sets Oura to 30 days.",
        ),
        Change("At the same time Oura becomes 365 days in the program.", {'"default": 180': '"default": 365'}),
        Rehearsal(
            "up --skip-preview",
            "The program wins. Look at the warning of `wearables`: what was there, and for which teams.",
            says=(
                r"warning: wearables: oura was 30 days at the service for Acme Care, Beta Labs and 2 more, "
                r"changed since the last apply; setting 365, sleep 90 days",
            ),
            writes=("POST 200: oura 365 sleep 90 for Acme Care, Beta Labs, Gamma Clinic, Delta Health",),
        ),
    ),
)

SCENES = (BUSY, HALF_APPLIED, OUTAGE, EDITED)

NEXT = """\
That was examples/quickstart on four bad days; nothing is left of it. Where to go from here:
  docs/cli.md  every fault, to rehearse with your own program: `pulumi-junction emulator --fail`
  README.md    settings, adopting what exists, troubleshooting"""


def play(stage: Stage) -> None:
    """Say each scene, then play its steps."""
    say = stage.console
    for number, scene in enumerate(SCENES, start=1):
        say.rule(f"{number} of {len(SCENES)}", align="left")
        say.print(f"{scene.plot}\n", style="bold cyan", soft_wrap=True)
        for step in scene.steps:
            perform(step, stage)
    say.rule()
    say.print(NEXT, soft_wrap=True)


if __name__ == "__main__":
    sys.exit(main(play))
