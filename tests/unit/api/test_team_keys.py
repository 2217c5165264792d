"""Which key a team's API is asked with, and that no message about keys holds one."""

import json
from typing import Any

import pytest

from pulumi_junction.api.team_keys import team_api_key
from pulumi_junction.errors import ConfigError
from tests.support.canary import crash_report

ONE = "sk_us_one-t3am-key"
TWO = "sk_eu_two-t3am-key"
SEVERAL = {"beta": TWO, "acme": ONE}
NOTHING: dict[str, str] = {}


def config(**keys: Any) -> dict[str, str]:
    texts = {name: key if isinstance(key, str) else json.dumps(key) for name, key in keys.items()}
    return {f"junction:{name}": text for name, text in texts.items()}


def key(settings: dict[str, str], team: str | None = None) -> str:
    return team_api_key(settings.get, team).text


def problem(settings: dict[str, str], team: str | None = None) -> str:
    """What is said; neither that nor anything a crash report could show holds a key."""
    with pytest.raises(ConfigError) as caught:
        team_api_key(settings.get, team)
    shown = crash_report(caught.value, __file__)
    assert "t3am-key" not in shown
    return str(caught.value)


def test_the_only_key_needs_no_name() -> None:
    assert key(config(teamApiKey=ONE)) == ONE


def test_one_of_several_is_chosen_by_its_label() -> None:
    assert key(config(teamApiKeys=SEVERAL), "acme") == ONE
    assert key(config(teamApiKeys=SEVERAL), "beta") == TWO


def test_variables_come_before_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUNCTION_TEAM_API_KEY", ONE)
    monkeypatch.setenv("JUNCTION_TEAM_API_KEYS", json.dumps({"acme": TWO}))

    assert key(config(teamApiKey="of-config", teamApiKeys={"acme": "of-config"})) == ONE
    assert key(config(teamApiKeys={"acme": "of-config"}), "acme") == TWO


def test_a_label_counts_even_where_there_is_a_key_without_one() -> None:
    both = config(teamApiKey=ONE, teamApiKeys={"acme": TWO})

    assert (key(both), key(both, "acme")) == (ONE, TWO)
    assert "no team API key for team 'beta'" in problem(both, "beta")


def test_without_any_key_the_places_to_set_it_are_named() -> None:
    assert problem(NOTHING) == (
        "no team API key. Set JUNCTION_TEAM_API_KEY, or run `pulumi config set --secret junction:teamApiKey` "
        "(refresh and destroy see it with --run-program). Several teams: JUNCTION_TEAM_API_KEYS."
    )


def test_a_named_team_without_any_key_is_told_where_labelled_ones_go() -> None:
    said = problem(config(teamApiKey=ONE), "acme")

    assert said.startswith("there is no team API key for team 'acme'. Set JUNCTION_TEAM_API_KEYS, or run ")
    assert said.endswith('They are a JSON object: {"acme": "sk_…"}.')


def test_an_unknown_label_is_said_with_those_that_are_known() -> None:
    assert "no team API key for team 'acne'. Known are acme, beta. " in problem(config(teamApiKeys=SEVERAL), "acne")


def test_of_several_keys_none_is_chosen_by_chance() -> None:
    assert problem(config(teamApiKeys=SEVERAL)).endswith("and nothing says which. Name the team; known are acme, beta.")


@pytest.mark.parametrize(
    "text",
    [
        ONE,
        f'{{"acme": "{ONE}"',
        f'{{"acme": "{ONE}",}}',
        f"{{'acme': '{ONE}'}}",
        f'["{ONE}"]',
        f'"{ONE}"',
        f'{{"acme": ["{ONE}"]}}',
        f'{{"acme": {{"key": "{ONE}"}}}}',
        f'{{"acme": "{ONE}", "beta": 12}}',
        f'{{"acme": "{ONE}", "beta": null}}',
        f'{{"acme": "{ONE}", "beta": ""}}',
        f'{{"{ONE}": "acme"}}',
        f'{{"{ONE.replace("sk_", "pk_")}": "acme"}}',
        "[" * 100_000,
        "null",
        "12",
    ],
    ids=lambda text: text[:20],
)
@pytest.mark.parametrize("team", [None, "acme"])
def test_what_is_no_object_of_labels_and_keys_is_refused_and_not_repeated(text: str, team: str | None) -> None:
    assert problem(config(teamApiKeys=text), team).startswith(
        'the team API keys cannot be read. They are a JSON object: {"acme": "sk_…"}. Set JUNCTION_TEAM_API_KEYS'
    )


@pytest.mark.parametrize("team", [ONE, TWO.replace("sk_", "pk_")])
@pytest.mark.parametrize("keys", [SEVERAL, {}], ids=["some", "none"])
def test_a_key_in_place_of_a_label_is_told_apart_and_not_repeated(team: str, keys: dict[str, str]) -> None:
    with pytest.raises(ConfigError) as refused:
        team_api_key(config(teamApiKeys=keys).get, team)

    assert str(refused.value) == "the team is named by a key (sk_… or pk_…). Name it by its label."


@pytest.mark.parametrize("broken", [f"{ONE}\nX: y", f"{ONE} {ONE}", f"{ONE}\x00", f"{ONE}é", f"“{ONE}”"])
def test_a_key_that_no_header_can_hold_is_refused_and_not_repeated(broken: str) -> None:
    said = "the team API key holds characters that no key has."

    assert problem(config(teamApiKey=broken)).startswith(said)
    assert problem(config(teamApiKeys={"acme": broken}), "acme").startswith(said)


def test_a_broken_key_of_another_team_is_nobody_s_concern() -> None:
    assert key(config(teamApiKeys={"acme": ONE, "beta": "b r o k e n"}), "acme") == ONE


def test_a_key_shows_itself_to_nobody() -> None:
    found = team_api_key(config(teamApiKey=ONE).get)

    assert "t3am" not in f"{found} {found!r} {[found]} {found!s}"
