"""ConnectionImport: each connection once, and again only with other credentials."""

import re

import pulumi
import pytest

from pulumi_junction import ConnectionImport
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_connections import access_tokens, everyone, imported, program, recipes
from tests.support.engine_programs import Later, together


def test_a_preview_says_how_many_are_imported_and_sends_nothing(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    preview = pulls_stack.preview(program(*pulls.users))

    assert preview.changes == {"create": 1}
    assert "moved: imports 8 connections into oura" in preview.text
    assert pulls.requests == []


def test_creating_imports_all_once(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    users = sorted(pulls.users)
    up = pulls_stack.up(program(*users))

    assert imported(pulls) == [users]
    assert access_tokens(pulls, *users) == [f"access of {user}" for user in users]
    assert up.outputs["imported"] == 8
    assert list(up.outputs["fingerprints"]) == users
    assert all(re.fullmatch("[0-9a-f]{32}", one) for one in up.outputs["fingerprints"].values())
    pulls.clear_requests()

    assert pulls_stack.up().changes == {"same": 1}
    assert pulls_stack.preview(refresh=True).changes == {"same": 1}
    assert pulls.requests == []


def test_what_is_more_than_a_hundred_goes_in_parts(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    users = sorted(pulls.users) + [f"3aac0000-0000-4000-8000-{number:012x}" for number in range(222)]
    pulls.connections.add(pulls.team, [(user, []) for user in users[8:]], 0)

    up = pulls_stack.up(program(*users))

    sizes = [len(part) for part in imported(pulls)]
    assert max(sizes) <= 100
    assert everyone(*imported(pulls)) == sorted(users)
    assert up.outputs["imported"] == 230
    told = {one.text for one in up.progress}
    assert {f"importing connections: {sum(sizes[:number])} of 230" for number in range(len(sizes))} <= told


def test_users_that_are_added_are_imported_alone(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    *most, last = pulls.users
    pulls_stack.up(program(*most))

    preview = pulls_stack.preview(program(*most, last), diff=True)
    up = pulls_stack.up()

    assert preview.diffs == {f'fingerprints["{last}"]': "add"}
    assert "imports 1 connection into oura" in preview.text
    assert imported(pulls) == [sorted(most), [last]]
    assert up.outputs["imported"] == 8


def test_changed_credentials_are_imported_again_alone_and_the_preview_names_whose(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    first, *others = sorted(pulls.users)
    pulls_stack.up(program(first, *others))

    changed = [*recipes(first, access_token="a new one"), *recipes(*others)]
    preview = pulls_stack.preview(program(connections=changed), diff=True)
    pulls_stack.up()

    assert preview.diffs == {f'fingerprints["{first}"]': "update"}
    assert f"credentials of user {first} changed, and are imported again" in preview.text
    assert imported(pulls)[1:] == [[first]]
    assert access_tokens(pulls, first) == ["a new one"]


def test_for_users_that_are_left_out_a_resource_that_is_removed_and_a_destroy_nothing_is_sent_and_that_is_said(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    first, *others = pulls.users

    def other() -> None:
        ConnectionImport("other", provider="fitbit", connections=recipes(first))

    pulls_stack.up(together(program(first, *others), other))
    pulls.clear_requests()

    up = pulls_stack.up(program(*others))
    destroyed = pulls_stack.destroy()

    assert up.changes == {"update": 1, "delete": 1}
    assert "1 connection left out: nothing is sent, and the connections stay at Junction" in up.text
    assert up.outputs["imported"] == 7
    for ended in (up, destroyed):
        assert "nothing is sent: connections that were imported stay at Junction" in ended.text
    assert pulls.requests == []
    for provider in ("oura", "fitbit"):
        assert access_tokens(pulls, first, provider=provider) == [f"access of {first}"]


def test_another_data_provider_is_another_import(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    pulls_stack.up(program(*pulls.users))
    pulls.clear_requests()

    preview = pulls_stack.preview(program(*pulls.users, provider="fitbit"))
    up = pulls_stack.up()

    assert preview.text.partition("Diagnostics:")[2].count("imports 8 connections into fitbit") == 1
    assert up.changes == {"replace": 1}
    assert imported(pulls) == [sorted(pulls.users)]
    assert access_tokens(pulls, pulls.users[0], provider="fitbit") == [f"access of {pulls.users[0]}"]


def test_so_is_another_team(pulls_stack: EngineStack, pulls: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch) -> None:
    pulls_stack.up(program(*pulls.users))
    pulls.clear_requests()
    monkeypatch.setenv("JUNCTION_TEAM_API_KEYS", f'{{"acme": "{pulls.team_api_key}"}}')

    up = pulls_stack.up(program(*pulls.users, team="acme"))

    assert up.changes == {"replace": 1}
    assert imported(pulls) == [sorted(pulls.users)]


def test_a_rename_with_an_alias_sends_nothing(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    """The salt of the fingerprints comes from state, so they stay as they are under another name."""
    before = pulls_stack.up(program(*pulls.users)).outputs["fingerprints"]
    pulls.clear_requests()

    def renamed() -> None:
        opts = pulumi.ResourceOptions(aliases=[pulumi.Alias(name="moved")])
        ConnectionImport("renamed", provider="oura", connections=recipes(*pulls.users), opts=opts)

    up = pulls_stack.up(renamed)

    assert up.changes == {"same": 1}
    assert pulls.requests == []
    assert pulls_stack.resources()["renamed"]["outputs"]["fingerprints"] == before


def test_two_resources_have_different_fingerprints_of_the_same_credentials(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    """Nobody who reads state can tell that two resources hold the same credentials of a user."""
    (user, *_) = pulls.users

    def both() -> None:
        for name, provider in (("one", "oura"), ("two", "fitbit")):
            ConnectionImport(name, provider=provider, connections=recipes(user))

    pulls_stack.up(both)

    one, two = (pulls_stack.resources()[name]["outputs"]["fingerprints"][user] for name in ("one", "two"))
    assert one != two
    assert len(imported(pulls)) == 2


def test_connections_that_are_not_known_yet_are_no_problem_of_a_preview(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    def declare() -> None:
        token = Later("vault", "a token of the vault").answer
        ConnectionImport("moved", provider="oura", connections=recipes(pulls.users[0], access_token=token))

    preview = pulls_stack.preview(declare)
    assert preview.changes == {"create": 2}
    assert pulls.requests == []
    pulls_stack.up(declare)

    assert access_tokens(pulls, pulls.users[0]) == ["a token of the vault"]
    assert pulls_stack.up(declare).changes == {"same": 2}


def test_no_connections_are_no_request(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    up = pulls_stack.up(program(connections=[]))

    assert up.outputs["imported"] == 0
    assert pulls.writes == []


def test_a_plan_refuses_other_credentials_than_were_reviewed(
    pulls_stack: EngineStack, pulls: ThreadedEmulator, tmp_path_factory: pytest.TempPathFactory
) -> None:
    plan = str(tmp_path_factory.mktemp("plan") / "plan.json")
    pulls_stack.preview(program(*pulls.users), plan=plan)

    failed = pulls_stack.up(program(connections=recipes(*pulls.users, access_token="nobody's")), plan=plan, fails=True)

    assert "violates plan" in failed.text
    assert "nobody's" not in failed.text
    assert pulls.writes == []
