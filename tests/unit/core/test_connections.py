"""A row becomes a connection, or problems that name place and user; a fingerprint tells credentials apart."""

from typing import Any

import pytest

from pulumi_junction.core.connections import Connection, connections
from pulumi_junction.core.masked import Masked, masked
from pulumi_junction.core.values import Problem
from tests.support.moving import recipe

A = "aaaa1111-1111-4111-8111-111111111111"
B = "bbbb2222-2222-4222-8222-222222222222"
GARMIN = {"expires_at": 2_147_483_647, "provider_id": "g" * 36, "oauth_scopes": None}


def read(*rows: object, provider: str = "oura") -> tuple[list[Connection], list[str]]:
    problems: list[Problem] = []
    found = list(connections(rows, provider, problems))
    return found, [str(one) for one in problems]


def one(**changes: Any) -> Connection:
    (found,), problems = read(recipe(A, **changes))
    assert problems == []
    return found


@pytest.mark.parametrize("given", [recipe(A), masked(recipe(A)), {**recipe(A), "expires_at": 1_900_000_000.0}])
def test_a_right_row_is_what_the_service_is_sent_however_it_came(given: dict[str, Any]) -> None:
    (found,), problems = read(given)

    assert problems == []
    assert found.clear() == recipe(A)
    assert all(type(value) is not Masked for value in (*found.clear().values(), *found.clear()["oauth_scopes"]))


def test_an_id_is_spelt_as_the_service_spells_it() -> None:
    assert read(recipe(A.upper()))[0][0].user_id == A


@pytest.mark.parametrize("scopes", [None, [], ["sleep", "activity"]])
def test_scopes_are_a_list_or_nothing(scopes: object) -> None:
    assert one(oauth_scopes=scopes).wire()["oauth_scopes"] == scopes


def test_scopes_may_be_missing() -> None:
    row = recipe(A)
    del row["oauth_scopes"]

    assert read(row)[0][0].oauth_scopes is None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"user_id": "jane"}, "connections[0].user_id: must be the UUID of a user, not a string of 4 characters"),
        ({"user_id": None}, "connections[0].user_id: must be the UUID of a user, not nothing"),
        ({"access_token": ""}, "connections[0].access_token: must be a text, not a string of 0 characters"),
        ({"access_token": " x"}, "connections[0].access_token: must be a text, not a text with space around it"),
        ({"refresh_token": 5}, "connections[0].refresh_token: must be a text, not a number"),
        ({"access_token": "a\nb"}, "connections[0].access_token: must be a text, not one with characters that no"),
        ({"provider_id": "\ud800"}, "connections[0].provider_id: must be a text, not one with characters that no"),
        ({"oauth_scopes": ["sleep,heart"]}, "connections[0].oauth_scopes: must be single scopes"),
        ({"provider_id": None}, "connections[0].provider_id: must be a text, not nothing"),
        ({"access_token": "x" * 20_001}, "connections[0].access_token: must be a text, not a string of 20001"),
        ({"expires_at": 1_900_000_000_000}, "connections[0].expires_at: is in milliseconds; divide it by 1000"),
        ({"expires_at": 3600}, "connections[0].expires_at: must be a time in seconds since 1970"),
        ({"expires_at": 2_147_483_648}, "connections[0].expires_at: must be a time in seconds since 1970"),
        ({"expires_at": "2026-11-23"}, "connections[0].expires_at: must be whole seconds since 1970, not a string"),
        ({"expires_at": 1_900_000_000.5}, "connections[0].expires_at: must be whole seconds"),
        ({"expires_at": True}, "connections[0].expires_at: must be whole seconds since 1970, not true"),
        ({"expires_at": float("nan")}, "connections[0].expires_at: must be whole seconds"),
        ({"oauth_scopes": "sleep"}, "connections[0].oauth_scopes: must be a list of texts or null"),
        ({"oauth_scopes": [1]}, "connections[0].oauth_scopes: must be a list of texts or null"),
        ({"acess_token": "x"}, "connections[0].acess_token: is not known; leave it out"),
        ({"8f3a+secret": "x"}, "connections[0]: a name of 11 characters is not known; leave it out"),
    ],
    ids=lambda one: next(iter(one)) if isinstance(one, dict) else "",
)
def test_what_is_wrong_names_the_row_the_field_and_the_user(wrong: dict[str, Any], said: str) -> None:
    found, (problem, *others) = read(recipe(A, **wrong))

    assert found == []
    assert problem.startswith(said)
    assert others == []
    assert problem.endswith(f"(user {A})") is ("user_id" not in wrong)


def test_all_problems_of_a_row_are_said_at_once_and_no_row_keeps_another_from_being_read() -> None:
    found, problems = read({}, "x", recipe(B))

    assert [one.user_id for one in found] == [B]
    assert [problem.partition(":")[0] for problem in problems] == [
        *(
            f"connections[0].{name}"
            for name in ("user_id", "access_token", "refresh_token", "provider_id", "expires_at")
        ),
        "connections[1]",
    ]


def test_the_same_user_twice_is_a_problem_however_the_id_is_spelt() -> None:
    found, problems = read(recipe(A), recipe(B), recipe(A.upper()))

    assert [one.user_id for one in found] == [A, B]
    assert problems == ["connections[2]: is of the same user as connections[0]; keep the newer one"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"expires_at": 1_900_000_000}, "expires_at: must be 2147483647 for garmin"),
        ({"expires_at": 2_147_483_647_000}, "expires_at: is in milliseconds"),
        ({"oauth_scopes": ["sleep"]}, "oauth_scopes: must be null for garmin"),
        ({"provider_id": "g" * 35}, "provider_id: must be Garmin's user id of 36 characters, not of 35"),
    ],
)
def test_garmin_has_rules_of_its_own(wrong: dict[str, Any], said: str) -> None:
    assert read(recipe(A, **GARMIN), provider="garmin")[1] == []

    (problem,) = read(recipe(A, **{**GARMIN, **wrong}), provider="garmin")[1]

    assert said in problem


def test_a_fingerprint_is_the_same_for_the_same_and_another_for_any_other() -> None:
    known = one().fingerprint("salt")
    assert one(expires_at=1_900_000_000.0).fingerprint("salt") == known
    others = [
        one(access_token="other"),
        one(refresh_token="other"),
        one(provider_id="other"),
        one(expires_at=1_900_000_001),
        one(oauth_scopes=["other"]),
    ]

    assert len({known, *(other.fingerprint("salt") for other in others)}) == 6
    assert one().fingerprint("other salt") != known
    assert len(known) == 32


def test_the_order_of_scopes_and_whether_none_are_named_are_no_other_credentials() -> None:
    assert one(oauth_scopes=["a", "b"]).fingerprint("salt") == one(oauth_scopes=["b", "a"]).fingerprint("salt")
    assert one(oauth_scopes=None).fingerprint("salt") == one(oauth_scopes=[]).fingerprint("salt")
