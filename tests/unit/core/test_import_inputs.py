"""The normal form of an import holds a fingerprint for each user, and all problems are found at once."""

import json
from pathlib import Path
from typing import Any

import pytest

from pulumi_junction.core.import_inputs import Read, normalise
from pulumi_junction.core.values import UNKNOWN
from tests.support.moving import recipe

A = "aaaa1111-1111-4111-8111-111111111111"
B = "bbbb2222-2222-4222-8222-222222222222"
PLACE = {"provider": "oura", "env": "sandbox", "region": "us"}


def read(**given: Any) -> Read:
    return normalise({**PLACE, **given}, "salt")


def test_credentials_are_not_in_it() -> None:
    found = read(connections=[recipe(B), recipe(A)], team="acme", wait=60.0)

    assert found.problems == []
    assert [one.user_id for one in found.connections] == [B, A]
    fingerprints = {one.user_id: one.fingerprint("salt") for one in found.connections}
    assert found.values == {**PLACE, "salt": "salt", "team": "acme", "wait": 60, "fingerprints": fingerprints}
    assert list(found.values["fingerprints"]) == [A, B]


def test_a_file_says_the_same_as_a_list_and_its_path_is_kept_as_it_was_given(tmp_path: Path) -> None:
    file = tmp_path / "credentials"
    file.write_text(json.dumps(recipe(A)), encoding="utf-8")
    file.chmod(0o600)

    found = read(from_file=str(file))

    assert found.values == {**read(connections=[recipe(A)]).values, "from_file": str(file)}


@pytest.mark.parametrize(
    "given",
    [
        {"connections": UNKNOWN},
        {"connections": [UNKNOWN]},
        {"connections": [recipe(A), recipe(B, access_token=UNKNOWN)]},
        {"connections": [recipe(A, oauth_scopes=[UNKNOWN])]},
        {"connections": [recipe(A)], "provider": UNKNOWN},
        {"from_file": UNKNOWN},
    ],
)
def test_of_what_is_not_known_yet_nothing_is_known(given: dict[str, Any]) -> None:
    found = read(**given)

    assert found.problems == []
    assert found.values["fingerprints"] is UNKNOWN
    assert found.connections == ()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "connections: either connections or from_file must be given, and not both"),
        ({"connections": [], "from_file": "x"}, "connections: either connections or from_file"),
        ({"connections": {"a": 1}}, "connections: must be a list of connections, not a map"),
        ({"connections": [], "provider": None}, "provider: must be the data provider of the connections, e.g. oura"),
        ({"connections": [], "provider": 5}, "provider: must be the data provider of the connections"),
        ({"connections": [], "env": "staging"}, "env: "),
        ({"connections": [], "region": "asia"}, "region: "),
        ({"connections": [], "team": 5}, "team: must be the label of one of the team API keys, not 5"),
        ({"from_file": 5}, "from_file: must be the path of a file, not 5"),
        ({"from_file": "/nowhere/at all"}, "from_file: /nowhere/at all cannot be read (No such file or directory)."),
        ({"connections": [], "wait": 0}, "wait: must be whole seconds, 1 to 86400, not 0"),
        ({"connections": [], "wait": 86_401}, "wait: must be whole seconds"),
        ({"connections": [], "wait": 1.5}, "wait: must be whole seconds, 1 to 86400, not 1.5"),
        ({"connections": [], "user_ids": []}, "user_ids: "),
    ],
)
def test_what_is_wrong_is_one_problem(given: dict[str, Any], said: str) -> None:
    (problem,) = read(**given).problems

    assert str(problem).startswith(said)


def test_all_problems_are_found_at_once() -> None:
    found = read(env="staging", wait=0, connections=[{}, recipe(A)], region=UNKNOWN)

    paths = [problem.path.partition("[")[0] for problem in found.problems]
    assert sorted(set(paths)) == ["connections", "env", "wait"]
    assert list(found.values["fingerprints"]) == [A]
