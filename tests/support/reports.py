"""Reports for the page: one that a clinic might get for a pull request, and one of a thousand teams."""

import uuid

from pulumi_junction.report import building
from pulumi_junction.report.model import Report
from pulumi_junction.report.reading import read
from tests.support.previews import Bag, Log, days, declared, live

PLACES = {
    "production-us": ("production", "us"),
    "production-eu": ("production", "eu"),
    "sandbox-us": ("sandbox", "us"),
    "sandbox-eu": ("sandbox", "eu"),
}
TEAMS = ("Acme Care", "Beta Labs", "Cardio Study", "Harbor Health", "Northwind Sleep", "Research Pool")
COMMIT = "4f2a9c1d8e0b7735a1c66f0e92b4d3c815aa07be"


def team(label: str, stack: str) -> str:
    """The same team has another UUID in every place."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{stack}/{label}"))


def teams(stack: str, *labels: str) -> dict[str, str]:
    """Teams of a stack, by UUID."""
    return {team(label, stack): label for label in labels}


def of(*logs: Log, commit: str = COMMIT, connections: dict[str, int] | None = None) -> Report:
    """The report of previews."""
    return building.report({log.stack: read(log.text(), log.stack) for log in logs}, commit, {"": connections or {}})


def example() -> Report:
    """Four stacks: Oura goes a year back, Strava is given up, somebody has set Garmin by hand, sandbox tries Whoop."""
    return of(_production_us(), _production_eu(), _sandbox_us(), _sandbox_eu(), connections={"oura": 2400, "whoop": 60})


def _declared(stack: str, providers: Bag, *labels: str, **more: Bag) -> Bag:
    env, region = PLACES[stack]
    return declared(providers, teams(stack, *(labels or TEAMS)), env=env, region=region, **more)


def _production_us() -> Log:
    stack = "production-us"
    care = _declared(stack, days(oura=180, strava=90), "Acme Care", "Beta Labs")
    rest = _declared(stack, days(oura=180), *TEAMS[2:])
    log = Log(stack).refreshed("care", care, care).refreshed("others", rest, rest)
    log.update("care", care, _declared(stack, days(oura=365), "Acme Care", "Beta Labs")).same("others", rest)
    text = "care: strava of Acme Care, Beta Labs is reset to Junction's default: 90 days now, 14 after the apply"
    return log.warning(text, "care").other("same", "bucket")


def _production_eu() -> Log:
    stack = "production-eu"
    old = _declared(stack, days(oura=180, garmin=(120, {"sleep": 180})), "Acme Care", "Cardio Study", "Harbor Health")
    by_hand = {team("Cardio Study", stack): days(garmin=(30, {"sleep": 180}))}
    drifted = {**old, "deviations": by_hand}
    new = _declared(stack, days(oura=365, garmin=(120, {"sleep": 90})), "Acme Care", "Cardio Study", "Harbor Health")
    log = Log(stack).refreshed("care", old, drifted).update("care", drifted, new)
    return log.violation("no-lowering", "garmin sleep falls from 180 to 90 days in production.", "care", "advisory")


def _sandbox_us() -> Log:
    stack = "sandbox-us"
    same, labels = _declared(stack, days(oura=90)), ("Acme Care", "Northwind Sleep")
    log = Log(stack).refreshed("everyone", same, same).same("everyone", same)
    noted = {team(label, stack): live(limit=180, whoop=30) for label in labels}
    return log.create("trial", _declared(stack, days(whoop=180), *labels), noted)


def _sandbox_eu() -> Log:
    same = _declared("sandbox-eu", days(oura=90))
    return Log("sandbox-eu").refreshed("everyone", same, same).same("everyone", same)


def thousand() -> Report:
    """A thousand teams in each of four stacks; every tenth has been set by hand, each to days of its own."""
    logs = []
    for stack in PLACES:
        labels = [f"Clinic {number:04}" for number in range(1, 1001)]
        old = _declared(stack, days(oura=180), *labels)
        by_hand = {team(label, stack): days(oura=20 + number) for number, label in enumerate(labels[::10])}
        found = {**old, "deviations": by_hand}
        log = Log(stack).refreshed("clinics", old, found)
        logs.append(log.update("clinics", found, _declared(stack, days(oura=365), *labels)))
    return of(*logs)
