"""Which teams: every form that is taken, and what is said of all others."""

from typing import Any

import pytest

from pulumi_junction.core.values import UNKNOWN
from tests.unit.core.declared import ACME, BETA, problem, problems, values


@pytest.mark.parametrize(
    ("given", "normal"),
    [
        ([BETA, ACME], {ACME: "", BETA: ""}),
        ((ACME, BETA), {ACME: "", BETA: ""}),
        ({"Beta Labs": BETA, "Acme Care": ACME}, {ACME: "Acme Care", BETA: "Beta Labs"}),
        ({ACME: "Acme Care", BETA: ""}, {ACME: "Acme Care", BETA: ""}),
        ({ACME: "Acme Care", "Beta Labs": BETA}, {ACME: "Acme Care", BETA: "Beta Labs"}),
        ([ACME.upper()], {ACME: ""}),
        ({"Acme": ACME.upper()}, {ACME: "Acme"}),
        ({ACME.upper(): "Acme"}, {ACME: "Acme"}),
        ({"": ACME}, {ACME: ""}),
    ],
    ids=[
        "list",
        "tuple",
        "labels",
        "normal form",
        "mixed",
        "capitals",
        "capitals by label",
        "capital keys",
        "no label",
    ],
)
def test_every_form_becomes_a_map_from_uuid_to_label(given: Any, normal: dict[str, str]) -> None:
    assert values(teams=given)["teams"] == normal


def test_another_order_is_the_same_declaration() -> None:
    one = values(teams={"Acme": ACME, "Beta": BETA})
    other = values(teams={"Beta": BETA, "Acme": ACME})

    assert list(one["teams"].items()) == list(other["teams"].items())
    assert values(teams=[ACME, BETA]) == values(teams=[BETA, ACME])


@pytest.mark.parametrize(
    "given",
    [UNKNOWN, [ACME, UNKNOWN], [UNKNOWN], {"Acme": UNKNOWN, "Beta": BETA}],
    ids=["all", "one of a list", "the only one", "one of a map"],
)
def test_the_teams_are_unknown_until_each_is_known(given: Any) -> None:
    assert values(teams=given)["teams"] is UNKNOWN


def test_a_label_may_be_unknown() -> None:
    assert values(teams={ACME: UNKNOWN})["teams"] == {ACME: UNKNOWN}


@pytest.mark.parametrize("given", [[], {}, None, 12, True, "acme", ACME, {ACME}, b"x"])
def test_there_must_be_teams(given: Any) -> None:
    said = problem(teams=given)

    assert said.startswith("team_ids: must be a list of UUIDs or a map label -> UUID with at least one team, not ")


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ([ACME, "acme"], "team_ids[1]"),
        ([ACME, None], "team_ids[1]"),
        ([ACME, 7.0], "team_ids[1]"),
        ([ACME, [BETA]], "team_ids[1]"),
        ([ACME, BETA.replace("-", "")], "team_ids[1]"),
        ([ACME, f"{{{BETA}}}"], "team_ids[1]"),
        ([ACME, f"urn:uuid:{BETA}"], "team_ids[1]"),
        ([ACME, f"{BETA} "], "team_ids[1]"),
        ([ACME, f"{BETA}\n"], "team_ids[1]"),
        ({"Acme": "acme"}, "team_ids.Acme"),
        ({"Acme Care": "acme"}, 'team_ids["Acme Care"]'),
        ({"": "acme"}, 'team_ids[""]'),
        ({"x" * 200: "acme"}, 'team_ids["' + "x" * 57 + '..."]'),
    ],
)
def test_each_entry_must_be_a_uuid_as_the_api_spells_it(given: Any, path: str) -> None:
    assert problem(teams=given).startswith(f"{path}: must be the UUID of a team, not ")


@pytest.mark.parametrize("label", [BETA, None, 12, ["Acme"]])
def test_a_label_is_a_name(label: Any) -> None:
    assert problem(teams={ACME: label}) == f'team_ids["{ACME}"]: needs a name as its label, not a UUID or a number'


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([ACME, BETA, ACME], "team_ids[2]: is the same team as team_ids[0]; remove one"),
        ([ACME, ACME.upper()], "team_ids[1]: is the same team as team_ids[0]; remove one"),
        ({"One": ACME, "Two": ACME.upper()}, "team_ids.Two: is the same team as team_ids.One; remove one"),
    ],
)
def test_a_team_is_named_once(given: Any, said: str) -> None:
    assert problem(teams=given) == said


def test_what_is_wrong_beside_an_unknown_team_is_found_already() -> None:
    assert problem(teams=[UNKNOWN, "acme"]).startswith("team_ids[1]: must be the UUID of a team")
    assert problem(teams=[UNKNOWN, ACME, ACME]) == "team_ids[2]: is the same team as team_ids[1]; remove one"


def test_a_label_that_is_a_number_is_none() -> None:
    """The engine's keys are text; a function's argument may be any map."""
    assert problem(teams={7: ACME}) == "team_ids[7]: needs a name as its label, not a UUID or a number"


def test_two_unknown_teams_are_not_called_the_same() -> None:
    assert problems(teams=[UNKNOWN, UNKNOWN]) == []


def test_a_label_is_repeated_as_it_was_written() -> None:
    assert problem(teams={"Café Care": "x"}).startswith('team_ids["Café Care"]: ')
