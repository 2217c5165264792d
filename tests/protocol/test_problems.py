"""What `check` finds wrong: all of it at once, each on a line of its own, with nothing that may be secret in it."""

from collections.abc import Iterator
from typing import Any

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.protocol.faults import refusing
from tests.protocol.programs import declared, new_team
from tests.support.plugin import CallFailedError, Plugin, urn_of

SECRET = "s3cr3t-t0k3n"


def test_all_problems_are_told_at_once(plugin: Plugin, junction: ThreadedEmulator) -> None:
    providers = {
        "aura": 30,
        "garmin": {"resource_overrides": {"sleep": 400}},
        "oura": {"default": 0, "resource_overrides": {"slep": 30}},
        "whoop": 30,
    }

    checked = plugin.check({}, declared(junction, ["acme"], providers) | {"region": "asia", "enviroment": "sandbox"})

    assert sorted(reason.partition(":")[0] for reason in checked.reasons) == [
        "enviroment",
        "providers.aura",
        "providers.garmin.default",
        "providers.garmin.resource_overrides.sleep",
        "providers.oura.default",
        "providers.oura.resource_overrides.slep",
        "providers.whoop",
        "region",
        "team_ids[0]",
    ]


def test_the_path_is_in_the_reason_for_the_engine_prints_the_value_of_a_property(
    plugin: Plugin, junction: ThreadedEmulator
) -> None:
    checked = plugin.check({}, declared(junction, ["acme"], {"oura": {"default": 400}}))

    assert {property_ for property_, _ in checked.failures} == {""}
    assert all("\n" not in reason for reason in checked.reasons)


def test_what_is_wrong_is_no_reason_to_fail(plugin: Plugin) -> None:
    """An exception would show a traceback; an empty bag is as wrong as can be."""
    checked = plugin.check({}, {})

    assert sorted(reason.partition(":")[0] for reason in checked.reasons) == [
        "env",
        "org_id",
        "providers",
        "region",
        "team_ids",
    ]


def with_secret_leaves() -> Iterator[tuple[str, dict[str, Any]]]:
    team = new_team()
    overridden = {"default": 30, "resource_overrides": {"sleep": SECRET}}
    yield "org_id", {"org_id": SECRET}
    yield "env", {"env": SECRET}
    yield "region", {"region": SECRET}
    yield "lenient", {"lenient": SECRET}
    yield "teams", {"teams": SECRET}
    yield "teams-list", {"teams": [team, SECRET]}
    yield "teams-map", {"teams": {"Acme Care": SECRET}}
    yield "providers", {"providers": SECRET}
    yield "provider", {"providers": {"oura": SECRET}}
    yield "default", {"providers": {"oura": {"default": SECRET}}}
    yield "api-default", {"providers": {"oura": {"default": {"historical_days_to_pull": SECRET}}}}
    yield "overrides", {"providers": {"oura": {"default": 30, "resource_overrides": SECRET}}}
    yield "override", {"providers": {"oura": overridden}}
    yield "unknown-key", {"note": SECRET}
    yield "unknown-nested-key", {"providers": {"oura": {"default": 30, "note": {"deep": [SECRET]}}}}
    yield "list-for-days", {"providers": {"oura": [SECRET]}}


@pytest.mark.parametrize("changes", [pytest.param(changes, id=name) for name, changes in with_secret_leaves()])
def test_a_value_that_may_be_secret_is_in_no_reason(
    changes: dict[str, Any], plugin: Plugin, junction: ThreadedEmulator
) -> None:
    """The engine hands secrets over as they are, and prints reasons as they come."""
    checked = plugin.check({}, declared(junction, [new_team()], {"oura": 30}) | changes)

    assert checked.reasons
    assert not any(SECRET in reason for reason in checked.reasons)
    assert SECRET not in plugin.printed


def test_two_resources_that_declare_one_pair_are_told_apart_by_name(plugin: Plugin, junction: ThreadedEmulator) -> None:
    team = new_team()
    first = plugin.check({}, declared(junction, [team], {"oura": 30}), urn_of("first"))
    second = plugin.check({}, declared(junction, [team], {"garmin": 30, "oura": 60}), urn_of("second"))

    assert first.failures == []
    assert second.reasons == [
        f"providers.oura: oura of team {team} is declared by first and by second; leave it to one of them"
    ]


def test_more_than_the_service_allows_is_refused_with_the_number(plugin: Plugin, junction: ThreadedEmulator) -> None:
    team = new_team()
    junction.options.limits = {"oura": 90}

    checked = plugin.check({}, declared(junction, [team], {"oura": 120, "strava": 120}))

    assert checked.reasons == [
        f"providers.oura.default: is above the 90 days that Junction allows team {team}; lower it to 90"
    ]


def test_what_was_applied_before_a_limit_fell_is_not_refused(plugin: Plugin, junction: ThreadedEmulator) -> None:
    program = declared(junction, [new_team()], {"oura": 120})
    before = plugin.check({}, program).inputs
    junction.options.limits = {"oura": 90}

    assert plugin.check(before, program).failures == []
    assert len(plugin.check(before, program | {"providers": {"oura": 121}}).failures) == 1


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_service_that_refuses_fails_the_preview_as_it_would_fail_the_update(
    status: int, plugin: Plugin, junction: ThreadedEmulator
) -> None:
    with refusing(junction, "GET", status), pytest.raises(CallFailedError, match=rf"\({status}\)") as caught:
        plugin.check({}, declared(junction, [new_team()], {"oura": 120}))

    assert caught.value.clean
    assert "\n" not in caught.value.message
