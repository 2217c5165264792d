"""Reports that reviewers meet, each by name: what the golden files, the schema and the browser are shown."""

from collections.abc import Callable, Mapping
from typing import Any

from pulumi_junction.report.building import report
from pulumi_junction.report.model import Report
from pulumi_junction.report.reading import read
from tests.support.previews import ACME, BETA, Log, days, declared, live

ONE = {ACME: "Acme Care"}
MANY = {f"3aac0000-0000-4000-8000-{number:012x}": f"Clinic {number}" for number in range(1, 121)}


def _made(*logs: Log, commit: str = "4f2a9c1d", connections: Mapping[str, int] | None = None) -> Report:
    previews = {log.stack: read(log.text(), log.stack) for log in logs}
    return report(previews, commit, {"": dict(connections or {})})


def _quiet(stack: str, env: str, region: str) -> Log:
    same = declared(days(oura=90), env=env, region=region)
    return Log(stack).refreshed("wearables", same, same).same("wearables", same)


def _pull_request() -> Report:
    """Four stacks: a reset and a lowered value in production, drift, a warning, something new in sandbox."""
    old, drifted = declared(days(oura=180, strava=90)), declared(days(oura=180, strava=60))
    eu = Log("production-eu").refreshed("wearables", old, drifted)
    eu.update("wearables", drifted, declared(days(oura=(365, {"sleep": 90}))), noted={ACME: live(strava=60)})
    eu.warning("wearables: strava.default falls from 90 to 60 days", "wearables")
    here: dict[str, Any] = {"env": "production", "region": "us"}
    by_hand = declared(days(garmin=365), deviations={BETA: days(garmin=200)}, **here)
    us = Log("production-us").refreshed("wearables", declared(days(garmin=365), **here), by_hand)
    us.update("wearables", by_hand, declared(days(garmin=120), **here))
    us.other("same", "bucket").other("create", "queue")
    there = {"env": "sandbox", "region": "us"}
    sandbox = Log("sandbox-us").create("wearables", declared(days(garmin=30), ONE, **there), {ACME: live(garmin=90)})
    return _made(us, eu, sandbox, _quiet("sandbox-eu", "sandbox", "eu"), connections={"oura": 320, "garmin": 500})


def _failed() -> Report:
    """One preview failed, and another one breaks a policy."""
    wrong = Log("production-eu").error(
        f"{Log().urn('wearables')} resource 'wearables' has a problem: providers.oura.default: 400 is over the limit "
        "of 365 days",
        "wearables",
    )
    objected = Log("sandbox-eu").create("wearables", declared(days(oura=365), ONE, env="sandbox"))
    objected.violation("longest-days", "No more than 90 days in sandbox.\nproviders.oura.default: 365", "wearables")
    objected.violation("labelled", "Every team has a label.", "wearables", "advisory").error("preview failed")
    return _made(wrong, objected, commit="")


def _renamed() -> Report:
    same = declared(days(oura=90))
    return _made(Log().create("wearables-eu", same).delete("wearables", same))


def _many() -> Report:
    """A hundred and twenty teams of which all but one change alike."""
    old, new = declared(days(oura=90), MANY), declared(days(oura=180), MANY)
    first = next(iter(MANY))
    return _made(Log().update("wearables", old, new, exceptions={first: live(oura=30)}))


def _odd() -> Report:
    """Text that means something to Markdown, to GitHub, to HTML."""
    labels = {ACME: "a|b `c` @team #12 <img src=x onerror=alert(1)>", BETA: "*x*\n# y [z](https://example.com) :tada:"}
    log = Log("production-eu").update("w|`@`", declared(days(oura=90), labels), declared(days(oura=60), labels))
    log.warning("```\n</details><script>alert(1)</script> @everyone ````", "w|`@`")
    log.violation("p|`q`", "@security <b>no</b> | `x`", "w|`@`", "advisory")
    return _made(log, commit="`rm -rf`; $(x)")


def _other() -> Report:
    """What cannot be compared, what is released, and a preview that was not refreshed."""
    hidden = declared(days(oura=1)) | {"providers": "[secret]"}
    kept = declared(days(strava=30), ONE, on_delete="retain")
    log = Log(refresh=False).update("hidden", hidden, hidden).delete("kept", kept).other("delete", "queue")
    restored = declared(days(fitbit=3), ONE, on_delete="restore")
    return _made(log.delete("back", restored, adopted={ACME: days(fitbit=7)}))


SCENES: dict[str, Callable[[], Report]] = {
    "pull-request": _pull_request,
    "nothing": lambda: _made(_quiet("production-eu", "production", "eu"), _quiet("sandbox-eu", "sandbox", "eu")),
    "failed": _failed,
    "renamed": _renamed,
    "many-teams": _many,
    "odd-text": _odd,
    "other": _other,
}
