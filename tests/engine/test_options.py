"""Resource options: they work as on any resource."""

import pulumi
import pytest
from pulumi import ResourceOptions

from pulumi_junction import TeamDataPullPreferences
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_programs import ACME, BETA, OURA, TYPE, days, nothing, preferences, urn

YEAR = {"oura": {"default": 365, "resource_overrides": {"sleep": 180}}}


def test_depends_on_orders_the_requests(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    def program() -> None:
        first = TeamDataPullPreferences("zulu", team_ids=[BETA], providers={"oura": 100})
        TeamDataPullPreferences(
            "alfa", team_ids=[ACME], providers={"oura": 100}, opts=ResourceOptions(depends_on=first)
        )

    stack.up(program)

    assert [write.body["team_ids"] for write in emulator.writes if write.body] == [[BETA], [ACME]]
    assert stack.resources()["alfa"]["dependencies"] == [urn("zulu")]


def test_removing_what_is_protected_fails_at_preview(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences(opts=ResourceOptions(protect=True)))

    preview = stack.preview(nothing, fails=True)

    assert any("cannot be deleted" in error and "acme" in error for error in preview.errors)
    stack.up(nothing, fails=True)
    assert emulator.get("production", "us", ACME) == OURA


@pytest.mark.parametrize("path", ["providers.oura", 'providers["oura"].default', "providers.oura.default", "providers"])
def test_an_ignored_change_is_neither_shown_nor_sent(stack: EngineStack, emulator: ThreadedEmulator, path: str) -> None:
    stack.up(preferences())
    emulator.clear_requests()

    up = stack.up(preferences(providers=YEAR, opts=ResourceOptions(ignore_changes=[path])))

    assert up.changes == {"same": 1}
    assert emulator.writes == []


def test_beside_an_ignored_provider_others_still_change(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences(providers={"oura": 100, "garmin": 60}))

    ignoring = ResourceOptions(ignore_changes=["providers.oura"])
    up = stack.up(preferences(providers={"oura": 365, "garmin": 300}, opts=ignoring))

    assert up.diffs == {"providers.garmin.default": "update"}
    assert emulator.get("production", "us", ACME) == days(oura=100, garmin=300)


def test_an_ignored_provider_stays_when_the_program_drops_it(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences(providers={"oura": 100, "garmin": 60}))

    stack.up(preferences(providers={"garmin": 60}, opts=ResourceOptions(ignore_changes=["providers.oura"])))

    assert emulator.get("production", "us", ACME) == days(oura=100, garmin=60)


@pytest.mark.parametrize("path", ["team_ids", "teams"])
def test_ignored_teams_stay_as_they_are(stack: EngineStack, emulator: ThreadedEmulator, path: str) -> None:
    stack.up(preferences(team_ids=[ACME]))

    up = stack.up(preferences(team_ids=[BETA], opts=ResourceOptions(ignore_changes=[path])))

    assert up.changes == {"same": 1}
    assert emulator.get("production", "us", ACME) == OURA
    assert emulator.get("production", "us", BETA) == {}


def test_ignored_deviations_are_left_alone(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    """A team that was changed by hand may stay so."""
    ignoring = preferences(team_ids=[ACME, BETA], opts=ResourceOptions(ignore_changes=["deviations"]))
    stack.up(ignoring)
    emulator.set("production", "us", BETA, "oura", 7)
    stack.refresh()
    emulator.clear_requests()

    assert stack.up().changes == {"same": 1}
    assert emulator.writes == []


def test_a_parent_is_shown_and_kept_in_the_urn(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    class Practice(pulumi.ComponentResource):
        def __init__(self, name: str) -> None:
            super().__init__("example:Practice", name)
            TeamDataPullPreferences(f"{name}-pulls", team_ids=[ACME], providers=OURA, opts=ResourceOptions(parent=self))

    stack.up(lambda: Practice("acme"))

    found = stack.resources()["acme-pulls"]
    assert found["urn"].endswith(f"::example:Practice${TYPE}::acme-pulls")
    assert emulator.get("production", "us", ACME) == OURA
    assert stack.preview().changes == {"same": 2}


def test_moving_into_a_component_with_an_alias_sends_nothing(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    class Practice(pulumi.ComponentResource):
        def __init__(self) -> None:
            super().__init__("example:Practice", "practice")
            moved = pulumi.Alias(parent=pulumi.ROOT_STACK_RESOURCE)
            opts = ResourceOptions(parent=self, aliases=[moved])
            TeamDataPullPreferences("acme", team_ids=[ACME], providers=OURA, opts=opts)

    stack.up(preferences())
    emulator.clear_requests()

    up = stack.up(Practice)

    assert up.step("acme").op == "same"
    assert emulator.writes == []


def test_additional_secret_outputs_are_encrypted(stack: EngineStack) -> None:
    stack.up(preferences(opts=ResourceOptions(additional_secret_outputs=["effective"])))

    assert stack.resources()["acme"]["outputs"]["effective"]["4dabf18193072939515e22adb298388d"]


def test_a_transformation_of_the_stack_reaches_the_inputs(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    """Transforms see the properties of the resource, as every resource's."""

    def longer(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
        if args.type_ != TYPE:
            return None
        return pulumi.ResourceTransformResult({**args.props, "providers": {"oura": 300}}, args.opts)

    def program() -> None:
        pulumi.runtime.register_stack_transform(longer)
        preferences()()

    stack.up(program)

    assert emulator.get("production", "us", ACME) == days(oura=300)
