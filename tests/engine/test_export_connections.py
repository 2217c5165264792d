"""`export_connections`: what Junction holds, as a secret of the program."""

import json
from typing import Any

import pulumi

from pulumi_junction import ConnectionImport, export_connections
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_connections import program, recipes
from tests.support.engine_programs import Later
from tests.support.moving import EXPORT


def exporting(**arguments: Any) -> Any:
    def declare() -> None:
        found = export_connections(**{"provider": "oura", **arguments})
        pulumi.export("found", found)
        pulumi.export("count", pulumi.Output.unsecret(found.apply(len)))

    return declare


def shown(stack: EngineStack) -> Any:
    return json.loads(stack.command("stack", "output", "found", "--show-secrets", "--json"))


def test_all_pages_are_read_as_an_import_takes_them(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    pulls_stack.up(program(*pulls.users))
    pulls.options.page_size = 3

    up = pulls_stack.up(exporting())

    rows = {row["user_id"]: row for row in shown(pulls_stack)}
    assert rows == {row["user_id"]: row for row in recipes(*pulls.users)}
    assert up.outputs["count"] == 8
    assert len([one for one in pulls.requests if one.path == EXPORT]) == 3


def test_users_narrow_it_and_nobody_asks_nothing(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    pulls_stack.up(program(*pulls.users))
    pulls.clear_requests()
    assert pulls_stack.up(exporting(user_ids=[])).outputs["count"] == 0
    assert pulls.requests == []

    pulls_stack.up(exporting(user_ids=[pulls.users[0].upper()]))

    assert [row["user_id"] for row in shown(pulls_stack)] == [pulls.users[0]]


def test_what_is_exported_can_be_imported_into_another_data_provider_of_the_same_program(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    """As from one team into another: the credentials go from answer to request, and into no state."""
    pulls_stack.up(program(*pulls.users))

    def moving() -> None:
        ConnectionImport("moved", provider="oura", connections=recipes(*pulls.users))
        ConnectionImport("copied", provider="fitbit", connections=export_connections(provider="oura"))

    pulls_stack.up(moving)

    assert pulls.connection(pulls.users[0], "fitbit", team_api_key=pulls.team_api_key) is not None
    assert f"access of {pulls.users[0]}" not in pulls_stack.written()
    assert pulls_stack.up(moving).changes == {"same": 2}


def test_arguments_may_be_outputs(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    pulls_stack.up(program(*pulls.users))

    def declare() -> None:
        users = Later("users", [pulls.users[1]]).answer
        pulumi.export("found", export_connections(provider=pulumi.Output.from_input("oura"), user_ids=users))

    pulls_stack.preview(declare)
    pulls_stack.up(declare)

    assert [row["user_id"] for row in shown(pulls_stack)] == [pulls.users[1]]


def test_where_the_endpoint_is_off_one_line_says_whom_to_ask(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    pulls.options.link = False

    failed = pulls_stack.preview(exporting(), fails=True)

    assert "Ask Junction's support" in failed.text
    assert "Traceback" not in failed.text
