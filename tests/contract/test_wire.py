"""Our wire models against the API's document: every answer it allows is read, every body we make is one it allows."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulumi_junction.api import answers
from pulumi_junction.api import management_wire as wire
from pulumi_junction.api.settings import MANAGEMENT_URL
from pulumi_junction.core.catalogue import load
from pulumi_junction.core.values import ProviderPreference

DOCUMENT: dict[str, Any] = json.loads(
    (Path(__file__).parent / "openapi" / "management.openapi.json").read_text(encoding="utf-8")
)
ANSWER = "TeamDataPullPreferencesResponse"
BODY = "UpsertTeamDataPullPreferencesBody"


def schema(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}", "components": DOCUMENT["components"]}


def enum(name: str) -> st.SearchStrategy[str]:
    return st.sampled_from(DOCUMENT["components"]["schemas"][name]["enum"])


amounts = st.fixed_dictionaries(
    {"historical_days_to_pull": st.integers(), "historical_days_to_pull_limit": st.integers()}
)
shown_providers = st.fixed_dictionaries(
    {"default": amounts},
    optional={"resource_overrides": st.none() | st.dictionaries(enum("Resource"), amounts, max_size=3)},
)
teams_shown = st.fixed_dictionaries(
    {"team_id": st.uuids().map(str), "providers": st.dictionaries(enum("Providers"), shown_providers, max_size=3)}
)
shown_answers = st.fixed_dictionaries(
    {"data_pull_preferences": st.lists(teams_shown, max_size=4)}, optional={"next_cursor": st.none() | st.text()}
)


@given(shown_answers)
@settings(max_examples=100)
def test_every_answer_that_the_document_allows_is_read_whole(answer: dict[str, Any]) -> None:
    jsonschema.validate(answer, schema(ANSWER))

    page = answers.read(wire.page, json.dumps(answer).encode(), MANAGEMENT_URL)

    live = page.live
    for team in answer["data_pull_preferences"]:
        for slug, provider in team["providers"].items():
            overrides = provider.get("resource_overrides")
            expected = provider if overrides else {"default": provider["default"]}
            assert live[team["team_id"]][slug].wire() == expected
    assert page.next_cursor == answer.get("next_cursor")


days = st.integers(1, 365)
names = st.sampled_from(sorted(load().resources))
slugs = st.sampled_from(sorted(slug for slug, row in load().providers.items() if row.settable))
preferences = st.builds(ProviderPreference, days, st.dictionaries(names, days, max_size=3))


@given(st.lists(st.uuids().map(str), min_size=1), st.dictionaries(slugs, preferences, min_size=1))
@settings(max_examples=50)
def test_every_body_that_we_make_is_one_that_the_document_allows(
    teams: list[str], providers: dict[str, ProviderPreference]
) -> None:
    jsonschema.validate(wire.upsert_body(tuple(teams), providers), schema(BODY))


def test_the_document_would_refuse_a_body_without_teams() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"providers": {}}, schema(BODY))
