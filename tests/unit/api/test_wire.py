"""Answers are read tolerantly: what is not known is ignored, what may be absent may be null."""

import json
from typing import Any

import pytest

from pulumi_junction.api import answers
from pulumi_junction.api import management_wire as wire
from pulumi_junction.api.settings import MANAGEMENT_URL
from pulumi_junction.core.values import Days, LiveProvider
from tests.unit.api.line import A, B

AMOUNT = {"historical_days_to_pull": 120, "historical_days_to_pull_limit": 365}


def read(*providers: Any, **members: Any) -> Any:
    teams = [{"team_id": team, "providers": one} for team, one in zip((A, B), providers, strict=False)]
    return answers.read(wire.page, json.dumps({"data_pull_preferences": teams, **members}).encode(), MANAGEMENT_URL)


@pytest.mark.parametrize("overrides", [{}, {"resource_overrides": None}, {"resource_overrides": {}}])
def test_no_overrides_may_be_written_in_three_ways(overrides: dict[str, Any]) -> None:
    assert read({"oura": {"default": AMOUNT, **overrides}}).live == {A: {"oura": LiveProvider(Days(120, 365))}}


@pytest.mark.parametrize("limit", [{}, {"historical_days_to_pull_limit": None}])
def test_a_limit_may_be_left_out(limit: dict[str, Any]) -> None:
    shown = {"default": {"historical_days_to_pull": 120, **limit}}

    assert read({"oura": shown}).live == {A: {"oura": LiveProvider(Days(120, None))}}


def test_overrides_have_days_and_limits_of_their_own() -> None:
    shown = {"default": AMOUNT, "resource_overrides": {"sleep": {"historical_days_to_pull": 7}}}

    assert read({"oura": shown}).live == {A: {"oura": LiveProvider(Days(120, 365), {"sleep": Days(7)})}}


def test_members_that_nobody_knows_are_ignored_at_every_depth() -> None:
    more = {"new": {"thing": [1]}}
    shown = {"default": AMOUNT | more, "resource_overrides": {"sleep": AMOUNT | more}, **more}
    body = {"data_pull_preferences": [{"team_id": A, "providers": {"oura": shown}, **more}], **more}

    assert answers.read(wire.page, json.dumps(body).encode(), MANAGEMENT_URL).live == {
        A: {"oura": LiveProvider(Days(120, 365), {"sleep": Days(120, 365)})}
    }


def test_data_providers_and_resources_that_nobody_knows_are_read_like_any() -> None:
    shown = {"default": AMOUNT, "resource_overrides": {"brand_new": AMOUNT}}

    assert read({"newer_than_us": shown}).live[A]["newer_than_us"].resource_overrides == {"brand_new": Days(120, 365)}


@pytest.mark.parametrize("end", [{}, {"next_cursor": None}])
def test_the_end_of_the_pages_may_be_left_out(end: dict[str, Any]) -> None:
    assert read(**end).next_cursor is None
    assert read(next_cursor="more").next_cursor == "more"


def test_a_team_is_spelt_as_in_the_request_however_the_answer_spells_it() -> None:
    body = {"data_pull_preferences": [{"team_id": A.upper(), "providers": {}}]}

    assert answers.read(wire.page, json.dumps(body).encode(), MANAGEMENT_URL).live == {A: {}}


def test_whole_days_may_be_written_as_a_float() -> None:
    assert read({"oura": {"default": {"historical_days_to_pull": 120.0}}}).live[A]["oura"].default == Days(120)


def test_a_team_without_data_providers_is_a_team() -> None:
    assert read({}, {"oura": {"default": AMOUNT}}).live == {A: {}, B: {"oura": LiveProvider(Days(120, 365))}}
