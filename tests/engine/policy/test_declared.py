"""Rules that judge what is declared: refused and let pass by the real engine."""

from typing import Any

import pulumi
import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.engine.policy.conftest import MakePack
from tests.support.engine import EngineStack
from tests.support.engine_policies import PROTECTED, said
from tests.support.engine_programs import ACME, Later, preferences

CASES: dict[str, tuple[str, dict[str, Any], dict[str, Any], str]] = {
    "longest days": (
        'longest_days({"production": 90})',
        {"providers": {"oura": {"default": 60, "resource_overrides": {"sleep": 91}}}},
        {"providers": {"oura": {"default": 60, "resource_overrides": {"sleep": 90}}}},
        "providers.oura.resource_overrides.sleep: 91 days; production allows at most 90. Declare 90 or fewer.",
    ),
    "allowed providers": (
        'allowed_providers({"us": ["oura"]})',
        {"providers": {"oura": 60, "strava": 20}},
        {"providers": {"oura": 60}},
        "providers.strava: not allowed in us (allowed: oura). Remove it.",
    ),
    "labels": (
        "require_labels()",
        {"team_ids": [ACME]},
        {"team_ids": {"Acme Care": ACME}},
        f'team_ids: no label for {ACME}. Declare a map: team_ids={{"Acme Care": "<UUID>"}}.',
    ),
    "protect": (
        "require_protect()",
        {},
        {"opts": PROTECTED},
        "opts.protect: off; in production nothing refuses to delete the resource, which resets it. "
        "Add opts=pulumi.ResourceOptions(protect=True).",
    ),
}
"""Rule, a program that breaks it, one that keeps it, and what is said."""


@pytest.mark.parametrize(("rule", "breaks", "keeps", "line"), CASES.values(), ids=CASES.keys())
def test_a_mandatory_rule_refuses_the_preview_and_is_silent_when_it_is_kept(
    stack: EngineStack, pack: MakePack, rule: str, breaks: dict[str, Any], keeps: dict[str, Any], line: str
) -> None:
    options = pack(rule).options

    refused = stack.preview(preferences(**breaks), fails=True, **options)

    assert said(refused) == [("mandatory", "acme", line)]
    assert line in refused.text
    assert stack.preview(preferences(**keeps), **options).violations == ()


def test_an_advisory_rule_is_shown_and_the_preview_ends_well(stack: EngineStack, pack: MakePack) -> None:
    preview = stack.preview(preferences(), **pack("require_protect()", level="ADVISORY").options)

    assert [level for level, _, _ in said(preview)] == ["advisory"]
    assert preview.changes == {"create": 1}


def test_a_mandatory_rule_stops_up_before_anything_is_sent(
    stack: EngineStack, pack: MakePack, emulator: ThreadedEmulator
) -> None:
    stack.up(preferences(), fails=True, **pack('longest_days({"production": 90})').options)

    assert emulator.writes == []


def test_what_is_only_read_is_not_judged(stack: EngineStack, pack: MakePack, emulator: ThreadedEmulator) -> None:
    emulator.set("production", "us", ACME, "oura", 300)
    options = pack('longest_days({"production": 90})', "require_labels()", "require_protect()").options

    read = stack.preview(preferences(providers=["oura"], opts=pulumi.ResourceOptions(id="any")), **options)

    assert read.violations == ()


def test_unknown_days_pass_the_preview_with_an_advisory_and_are_refused_by_up(
    stack: EngineStack, pack: MakePack, emulator: ThreadedEmulator
) -> None:
    def program() -> None:
        preferences(providers={"oura": Later("days", 200).answer, "strava": 10})()

    options = pack('longest_days({"production": 90})').options

    preview = stack.preview(program, **options)
    up = stack.up(program, fails=True, **options)

    ((level, _, text),) = said(preview)
    assert (level, "at .providers.oura can't be known during preview" in text) == ("advisory", True)
    ((level, _, text),) = said(up)
    assert (level, text.partition(";")[0]) == ("mandatory", "providers.oura.default: 200 days")
    assert emulator.writes == []


def test_what_is_known_beside_unknown_days_is_refused_in_the_preview(stack: EngineStack, pack: MakePack) -> None:
    def program() -> None:
        preferences(providers={"oura": Later("days", 10).answer, "garmin": 91})()

    preview = stack.preview(program, fails=True, **pack('longest_days({"production": 90})').options)

    assert [level for level, _, _ in said(preview)] == ["mandatory", "advisory"]
