"""`pulumi-junction pulls status` where somebody looks."""

import sys

import pytest

from pulumi_junction.cli.pulls import columns, writing
from pulumi_junction.cli.pulls.spool import Spool
from pulumi_junction.core.catalogue import load
from pulumi_junction.core.pull_rows import Choice
from pulumi_junction.core.pulls import ProviderPulls, Pull, UserPulls
from pulumi_junction.core.tallying import Tally
from tests.support.introspection import ANN, BEN
from tests.support.screen import Screen
from tests.unit.core.test_explaining import DONE, WHEN

AGAIN = Pull("retrying", WHEN, range_start=DONE.range_start, range_end=WHEN, error="provider_rate_limit_exceeded")


def on_screen(monkeypatch: pytest.MonkeyPatch, *users: UserPulls) -> str:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr(sys, "stdout", screen := Screen())
    tally = Tally()
    with Spool() as spool:
        table = writing.Table(spool)
        for user in users:
            rows = list(Choice().rows(user))
            tally.add(rows)
            for row in rows:
                table.add(row)
        table.finish(tally, {})
    return screen.getvalue()


def test_rows_stand_below_their_user_and_data_provider_each_with_its_error(monkeypatch: pytest.MonkeyPatch) -> None:
    oura = {"oura": ProviderPulls({"sleep": DONE, "hrv": AGAIN})}

    shown = on_screen(monkeypatch, UserPulls(ANN, oura), UserPulls(BEN, {"garmin": ProviderPulls({"sleep": DONE})}))

    _, *blocks = shown.split(f"\n{ANN}")
    assert f"{ANN}{blocks[0]}".splitlines() == [
        f"{ANN}  oura",
        "resource status   from       to         days data",
        "hrv      retrying 2026-08-24 2026-11-22   90    0",
        "  provider_rate_limit_exceeded: Junction retries it",
        "sleep    success  2026-08-24 2026-11-22   90   70",
        "",
        f"{BEN}  garmin",
        "resource status   from       to         days data",
        "sleep    success  2026-08-24 2026-11-22   90   70",
        "",
    ]


def test_80_columns_hold_a_screen_with_the_longest_names(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = load()
    slug, resource = (max(names, key=len) for names in (catalogue.providers, catalogue.resources))
    pulls = ProviderPulls({resource: AGAIN, "sleep": Pull("in_progress", WHEN)}, ("water",))

    lines = on_screen(monkeypatch, UserPulls(ANN, {slug: pulls})).splitlines()

    assert max(map(len, lines)) <= 80
    assert [line for line in lines if line.startswith(f"{resource} ")]


@pytest.mark.parametrize(
    ("pull", "says"),
    [
        (DONE, "-"),
        (AGAIN, "yes"),
        (Pull("failure", WHEN, error="unexpected_error"), "no"),
        (Pull("failure", WHEN), "?"),
        (Pull("paused", WHEN), "-"),
    ],
)
def test_whether_it_is_retried_is_only_said_where_something_went_wrong(pull: Pull, says: str) -> None:
    assert columns.retried(pull) == says
