"""What a program declares, as it reaches the engine."""

from typing import Any

import pulumi
import pytest
from pulumi.dynamic.dynamic import serialize_provider

from pulumi_junction import HistoricalDaysArgs, ProviderDataPullPreferencesArgs, TeamDataPullPreferences
from pulumi_junction.providers.team_data_pull_preferences import TeamDataPullPreferencesProvider
from tests.unit.resources.conftest import ORG, OTHER, TEAM, Engine

PLACE: dict[str, Any] = {"org_id": ORG, "env": "sandbox", "region": "us"}


def declare(**changed: Any) -> TeamDataPullPreferences:
    arguments: dict[str, Any] = {"team_ids": [TEAM], "providers": {"oura": 120}, **PLACE}
    return TeamDataPullPreferences("research", **arguments | changed)


def test_a_declaration_reaches_the_engine_with_its_place(engine: Engine) -> None:
    engine.run(declare)

    (resource,) = engine.resources
    assert resource.typ == "pulumi-python:dynamic/junction:TeamDataPullPreferences"
    assert resource.name == "research"
    assert engine.inputs == {**PLACE, "teams": [TEAM], "providers": {"oura": 120}}


def test_state_holds_the_name_of_the_class_and_no_secret(engine: Engine) -> None:
    engine.run(declare)

    (resource,) = engine.resources
    assert resource.inputs["__provider"] == serialize_provider(TeamDataPullPreferencesProvider())
    assert len(resource.inputs["__provider"]) <= 160


DAYS = "historical_days_to_pull"


@pytest.mark.parametrize(
    ("given", "reaches"),
    [
        (120, 120),
        ({"default": 120}, {"default": 120}),
        ({"default": 120, "resource_overrides": {"sleep": {DAYS: 7}}}, None),
        (ProviderDataPullPreferencesArgs(default=120), {"default": 120}),
        (
            ProviderDataPullPreferencesArgs(
                default=HistoricalDaysArgs(historical_days_to_pull=120),
                resource_overrides={"sleep": HistoricalDaysArgs(historical_days_to_pull=7), "activity": 30},
            ),
            {"default": {DAYS: 120}, "resource_overrides": {"sleep": {DAYS: 7}, "activity": 30}},
        ),
    ],
    ids=["days", "dict", "the API's form", "class", "classes all the way down"],
)
def test_every_form_reaches_the_engine_in_the_api_s_spelling(given: Any, reaches: Any, engine: Engine) -> None:
    engine.run(lambda: declare(providers={"oura": given}))

    assert engine.inputs["providers"] == {"oura": given if reaches is None else reaches}


def test_outputs_may_stand_for_anything(engine: Engine) -> None:
    out = pulumi.Output.from_input

    engine.run(
        lambda: declare(
            team_ids=out({"Acme": TEAM}),
            providers={"oura": out({"default": 1}), "garmin": {"default": out(2)}, "strava": out(3)},
            org_id=out(ORG),
            env=out("sandbox"),
            region=out("us"),
        )
    )

    assert engine.inputs == {
        **PLACE,
        "teams": {"Acme": TEAM},
        "providers": {"oura": {"default": 1}, "garmin": {"default": 2}, "strava": 3},
    }


def test_lenient_is_an_input_only_where_it_says_something(engine: Engine) -> None:
    engine.run(lambda: declare(lenient=True))
    assert engine.inputs["lenient"] is True

    other = Engine()
    other.run(lambda: declare(lenient=False))
    assert "lenient" not in other.inputs


def test_outputs_are_typed_all_the_way_down(engine: Engine) -> None:
    def program() -> Any:
        resource = declare(team_ids={"Acme": TEAM})
        return pulumi.Output.all(
            teams=resource.teams,
            default=resource.providers.apply(lambda providers: providers["oura"].default),
            no_overrides=resource.providers.apply(lambda providers: providers["oura"].resource_overrides),
            days=resource.effective.apply(lambda effective: effective["oura"].default.historical_days_to_pull),
            limit=resource.effective.apply(lambda effective: effective["oura"].default.historical_days_to_pull_limit),
            sleep=resource.effective.apply(
                lambda effective: (effective["oura"].resource_overrides or {})["sleep"].historical_days_to_pull
            ),
            exception=resource.exceptions.apply(
                lambda exceptions: exceptions[TEAM]["oura"].default.historical_days_to_pull
            ),
            org_id=resource.org_id,
            env=resource.env,
            region=resource.region,
        )

    assert engine.run(program) == {
        **PLACE,
        "teams": {TEAM: "Acme"},
        "default": 120,
        "no_overrides": None,
        "days": 90,
        "limit": 365,
        "sleep": 90,
        "exception": 90,
    }


@pytest.mark.parametrize(
    ("given", "ignored"),
    [
        (["team_ids"], ["teams"]),
        (["providers.oura", "team_ids"], ["providers.oura", "teams"]),
        (["teams"], ["teams"]),
        ([], []),
        (None, None),
    ],
)
def test_ignoring_changes_of_an_argument_means_the_property_that_it_becomes(
    given: list[str] | None, ignored: list[str] | None, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = registered(engine, monkeypatch, pulumi.ResourceOptions(ignore_changes=given))

    assert options.ignore_changes == ignored


def test_the_old_is_deleted_before_the_new_as_a_reset_would_wipe_what_was_just_written(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert registered(engine, monkeypatch, None).delete_before_replace is True
    assert registered(engine, monkeypatch, pulumi.ResourceOptions(protect=True)).delete_before_replace is True


def test_options_are_those_that_were_given(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    given = pulumi.ResourceOptions(protect=True, retain_on_delete=True, aliases=[pulumi.Alias(name="old")])

    options = registered(engine, monkeypatch, given)

    assert (options.protect, options.retain_on_delete) == (True, True)
    assert options.aliases == given.aliases
    assert given.delete_before_replace is None, "what belongs to the program is not changed"


def registered(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, opts: pulumi.ResourceOptions | None
) -> pulumi.ResourceOptions:
    """The options as they reach the SDK's resource."""
    seen: list[pulumi.ResourceOptions] = []

    def initialised(self: Any, type_: str, name: str, props: Any, opts: pulumi.ResourceOptions) -> None:
        seen.append(opts)

    monkeypatch.setattr(pulumi.CustomResource, "__init__", initialised)
    engine.run(lambda: declare(opts=opts) and None)
    (options,) = seen
    return options


def test_the_wrong_place_is_refused_before_anything_is_registered(engine: Engine) -> None:
    engine.stack = "production-eu"

    with pytest.raises(pulumi.RunError, match="declares preferences for sandbox-us"):
        engine.run(declare)

    assert engine.resources == []


def test_get_reads_and_declares_nothing(engine: Engine) -> None:
    engine.stack = "production-eu"

    def program() -> Any:
        theirs = TeamDataPullPreferences.get(
            "theirs", "any-name", team_ids=[TEAM, OTHER], providers=["oura"], opts=None, **PLACE
        )
        return theirs.providers.apply(lambda providers: providers["oura"].default)

    assert engine.run(program) == 90
    (resource,) = engine.resources
    assert resource.resource_id == "any-name"
    assert engine.inputs == {**PLACE, "teams": [TEAM, OTHER], "providers": ["oura"]}
