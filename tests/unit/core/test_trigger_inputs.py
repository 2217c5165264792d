"""The normal form of a trigger: users by UUID without labels, and every problem at once."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulumi_junction.core import catalogue
from pulumi_junction.core.team_inputs import LONGEST_WAIT, judge
from pulumi_junction.core.throttle import TRIGGERABLE
from pulumi_junction.core.trigger_inputs import normalise
from pulumi_junction.core.values import UNKNOWN
from tests.unit.core import bags

A = "aaaa1111-1111-4111-8111-111111111111"
B = "bbbb2222-2222-4222-8222-222222222222"
SECRET = "Jane Doe, born 1970"
GIVEN: dict[str, Any] = {"provider": "oura", "users": [A], "env": "sandbox", "region": "us"}


def values(**changed: Any) -> dict[str, Any]:
    normalised = normalise(GIVEN | changed)
    assert normalised.problems == ()
    return normalised.values


def problems(**changed: Any) -> list[str]:
    return [str(problem) for problem in normalise(GIVEN | changed).problems]


def test_users_become_a_map_so_that_one_more_is_one_line() -> None:
    assert values(users=[B, A]) == {**GIVEN, "users": {A: "", B: ""}}
    assert list(values(users=[B, A])["users"]) == [A, B]


def test_a_uuid_is_spelt_as_the_service_spells_it() -> None:
    assert values(users=[A.upper()])["users"] == {A: ""}


@pytest.mark.parametrize("users", [{A: SECRET}, {A: ""}, {A: A}, {A: 12.0}, {A: UNKNOWN}])
def test_no_label_gets_into_state_as_it_could_be_a_name(users: dict[str, Any]) -> None:
    assert values(users=users)["users"] == {A: ""}


@pytest.mark.parametrize("users", [[], (), {}])
def test_nobody_is_allowed(users: object) -> None:
    assert values(users=users)["users"] == {}


@pytest.mark.parametrize(
    ("users", "said"),
    [
        (None, "user_ids: must be a list of UUIDs, not nothing"),
        (A, f"user_ids: must be a list of UUIDs, not a string of {len(A)} characters"),
        ({SECRET: A}, "user_ids: must be a list of UUIDs, not a map"),
        (12.0, "user_ids: must be a list of UUIDs, not 12"),
        ([SECRET], f"user_ids[0]: must be the UUID of a user, not a string of {len(SECRET)} characters"),
        ([A, None], "user_ids[1]: must be the UUID of a user, not nothing"),
        ([A, [A]], "user_ids[1]: must be the UUID of a user, not a list"),
        ([A, B, A], "user_ids[2]: is the same user as user_ids[0]; remove one"),
        ([A, A.upper()], "user_ids[1]: is the same user as user_ids[0]; remove one"),
    ],
    ids=str,
)
def test_what_is_wrong_with_users_is_said_without_repeating_any(users: object, said: str) -> None:
    assert problems(users=users) == [said]


def test_users_are_unknown_until_they_all_are_known() -> None:
    assert values(users=UNKNOWN)["users"] is UNKNOWN
    assert values(users=[A, UNKNOWN])["users"] is UNKNOWN


def test_what_is_known_of_unknown_users_is_still_judged() -> None:
    assert problems(users=[UNKNOWN, "x"]) == ["user_ids[1]: must be the UUID of a user, not a string of 1 characters"]


@pytest.mark.parametrize("key", ["provider", "env", "region", "team", "triggers", "wait"])
def test_anything_may_be_unknown(key: str) -> None:
    assert values(**{key: UNKNOWN})[key] is UNKNOWN


def test_what_is_not_said_is_not_in_the_normal_form() -> None:
    assert values(team=None, triggers=None, wait=None).keys() == GIVEN.keys()


def test_triggers_are_anything_at_all_and_stay_as_they_are() -> None:
    deep = [1.5, {"a": [None, UNKNOWN, {"b": SECRET}]}, True]

    assert values(triggers=deep)["triggers"] == deep


@pytest.mark.parametrize("wait", [1, 1.0, 300.0, float(LONGEST_WAIT)])
def test_seconds_arrive_as_floats_and_become_whole(wait: float) -> None:
    whole = values(wait=wait)["wait"]

    assert (whole, type(whole)) == (int(wait), int)


@pytest.mark.parametrize("wait", [0, -1, 1.5, LONGEST_WAIT + 1, 1e300, True, False, "60", [60], float("inf")])
def test_anything_else_is_no_wait(wait: object) -> None:
    (said,) = problems(wait=wait)

    assert said.startswith("wait: must be whole seconds, 1 to 86400, not ")


@pytest.mark.parametrize("team", ["", " ", 12, ["acme"], True])
def test_a_team_is_named_by_a_label(team: object) -> None:
    (said,) = problems(team=team)

    assert said.startswith("team: must be the label of one of the team API keys, not ")


@pytest.mark.parametrize("team", ["sk_us_t3am", "pk_us_t3am"])
def test_a_key_in_place_of_the_label_is_neither_kept_nor_repeated(team: str) -> None:
    normalised = normalise({**GIVEN, "team": team})

    assert [str(problem) for problem in normalised.problems] == [
        "team: must be the label of one of the team API keys, not a key"
    ]
    assert "team" not in normalised.values


def test_all_problems_are_told_at_once() -> None:
    said = problems(provider=None, users=["x"], env="staging", region="ca", team=3, wait=0, user_id=A)

    assert [one.partition(":")[0] for one in said] == [
        "provider",
        "user_ids[0]",
        "env",
        "region",
        "team",
        "wait",
        "user_id",
    ]


def test_no_problem_repeats_a_text_that_could_be_a_secret() -> None:
    said = problems(provider=["x", SECRET], users=[SECRET], env=SECRET, region=SECRET, team=[SECRET], wait=SECRET)

    assert len(said) == 6
    assert SECRET not in "".join(said)


like_users = st.lists(st.sampled_from([A, B, A.upper(), UNKNOWN, None, "x", 1.0]), max_size=4) | st.dictionaries(
    st.sampled_from([A, B, A.upper(), SECRET]), bags.anything, max_size=3
)
raws = st.fixed_dictionaries(
    {},
    optional={
        "provider": st.sampled_from([*TRIGGERABLE[:3], "our", "", UNKNOWN]) | bags.anything,
        "users": like_users | bags.anything,
        "env": st.sampled_from(["sandbox", "production", UNKNOWN]) | bags.anything,
        "region": st.sampled_from(["us", "eu", UNKNOWN]) | bags.anything,
        "team": st.sampled_from(["acme", "sk_us_x", UNKNOWN]) | bags.anything,
        "triggers": bags.anything,
        "wait": st.sampled_from([60.0, 0, UNKNOWN]) | bags.anything,
        "surprise": bags.anything,
    },
)


@given(raws)
def test_normalising_the_normal_form_changes_nothing(raw: dict[str, Any]) -> None:
    once = normalise(raw)

    again = normalise(once.values)

    assert again.values == once.values
    if not once.problems:
        assert again.problems == ()


@given(raws)
def test_in_the_normal_form_no_user_has_a_label(raw: dict[str, Any]) -> None:
    users = normalise(raw).values["users"]

    assert users is UNKNOWN or set(users.values()) <= {""}


@pytest.mark.parametrize("provider", TRIGGERABLE)
def test_what_the_document_lists_for_triggers_is_right(provider: str) -> None:
    assert judge(provider, catalogue.load()) == ([], [])


@pytest.mark.parametrize("provider", [UNKNOWN, None, 12.0, []])
def test_what_is_no_text_is_judged_elsewhere_or_later(provider: object) -> None:
    assert judge(provider, catalogue.load()) == ([], [])


@pytest.mark.parametrize(
    ("provider", "said"),
    [
        ("whoop", "provider: whoop is retired; use whoop_v2"),
        ("our", "provider: our is not a data provider that Junction lists; did you mean oura?"),
        ("Garmin", "provider: Garmin is not a data provider that Junction lists; did you mean garmin?"),
    ],
)
def test_a_slip_is_an_error_that_names_what_was_meant(provider: str, said: str) -> None:
    errors, warnings = judge(provider, catalogue.load())

    assert ([str(error) for error in errors], warnings) == ([said], [])


@pytest.mark.parametrize("provider", ["peloton", "quantum_ring_9000"])
def test_what_the_document_does_not_list_is_a_warning_as_its_enum_is_open(provider: str) -> None:
    errors, (warning,) = judge(provider, catalogue.load())

    assert errors == []
    assert str(warning) == (
        f"provider: {provider} is not among those that the API's document lists; Junction has the last word"
    )
