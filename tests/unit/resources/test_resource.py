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


@pytest.mark.parametrize(
    "secret",
    [
        lambda: {"team_ids": pulumi.Output.secret([TEAM])},
        lambda: {"team_ids": [pulumi.Output.secret(TEAM)]},
        lambda: {"team_ids": {"Acme": pulumi.Output.secret(TEAM)}},
        lambda: {"providers": pulumi.Output.secret({"oura": 120})},
        lambda: {"providers": {"oura": {"default": 1, "resource_overrides": {"sleep": pulumi.Output.secret(2)}}}},
        lambda: {"providers": {"oura": ProviderDataPullPreferencesArgs(default=pulumi.Output.secret(120))}},
    ],
    ids=["teams", "a team", "a team by label", "providers", "an override", "in a class"],
)
def test_the_provider_is_told_that_something_is_secret_as_it_cannot_see_it(secret: Any, engine: Engine) -> None:
    engine.run(lambda: declare(**secret()))

    assert engine.inputs["secret"] is True


def test_what_is_not_secret_says_nothing_of_it(engine: Engine) -> None:
    engine.run(lambda: declare(team_ids=pulumi.Output.from_input([TEAM]), org_id=pulumi.Output.secret(ORG)))

    assert "secret" not in engine.inputs


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


def registered(engine: Engine, opts: pulumi.ResourceOptions | None) -> Any:
    """The request that declares the only resource."""
    engine.run(lambda: declare(opts=opts).urn)
    (request,) = [request for request in engine.requests if request.type != "pulumi:pulumi:Stack"]
    return request


@pytest.mark.parametrize(
    ("given", "ignored"),
    [
        (["team_ids"], ["teams"]),
        (["providers.oura", "team_ids"], ["providers.oura", "teams"]),
        (["teams"], ["teams"]),
        ([], []),
        (None, []),
    ],
)
def test_ignoring_changes_of_an_argument_means_the_property_that_it_becomes(
    given: list[str] | None, ignored: list[str], engine: Engine
) -> None:
    request = registered(engine, pulumi.ResourceOptions(ignore_changes=given))

    assert list(request.ignoreChanges) == ignored


@pytest.mark.parametrize("given", [None, pulumi.ResourceOptions(), pulumi.ResourceOptions(protect=True)])
def test_the_old_is_deleted_before_the_new_as_a_reset_would_wipe_what_was_just_written(
    given: pulumi.ResourceOptions | None, engine: Engine
) -> None:
    request = registered(engine, given)

    assert request.deleteBeforeReplace is True
    assert given is None or given.delete_before_replace is None, "what belongs to the program is not changed"


def test_options_are_those_that_were_given(engine: Engine) -> None:
    given = pulumi.ResourceOptions(protect=True, retain_on_delete=True, aliases=[pulumi.Alias(name="old")])

    request = registered(engine, given)

    assert (request.protect, request.retainOnDelete) == (True, True)
    assert [alias.spec.name for alias in request.aliases] == ["old"]


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
