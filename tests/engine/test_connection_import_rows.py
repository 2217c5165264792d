"""ConnectionImport before anything is sent: files, rows, and every problem of both in the preview."""

import csv
import json
from pathlib import Path
from typing import Any

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_cli import Project
from tests.support.engine_connections import access_tokens, credentials, imported, program, recipes

LINES = "credentials.jsonl"


def as_lines(file: Path, rows: list[Any]) -> None:
    credentials(file, *rows)


def as_array(file: Path, rows: list[Any]) -> None:
    file.write_text(json.dumps(rows, indent=2), encoding="utf-8")
    file.chmod(0o600)


def as_csv(file: Path, rows: list[Any]) -> None:
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, "oauth_scopes": " ".join(row["oauth_scopes"])} for row in rows)
    file.chmod(0o600)


def test_a_file_says_the_same_in_every_form_and_a_change_of_form_sends_nothing(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    file = pulls_stack.folder / "credentials"
    from_file = program(from_file="credentials")
    as_lines(file, recipes(*pulls.users, oauth_scopes=["sleep", "activity"]))
    pulls_stack.up(from_file)
    assert imported(pulls) == [sorted(pulls.users)]
    assert pulls_stack.resources()["moved"]["inputs"]["from_file"] == "credentials"

    for write in (as_array, as_csv):
        write(file, recipes(*pulls.users, oauth_scopes=["sleep", "activity"]))
        assert pulls_stack.up().changes == {"same": 1}
    assert len(imported(pulls)) == 1


def test_a_token_that_is_new_in_a_file_is_imported_and_the_preview_names_whose(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    first, *others = pulls.users
    file = credentials(pulls_stack.folder / LINES, *recipes(*pulls.users))
    pulls_stack.up(program(from_file=LINES))

    credentials(file, *recipes(first, access_token="a new one"), *recipes(*others))
    preview = pulls_stack.preview()
    pulls_stack.up()

    assert f"credentials of user {first} changed" in preview.text
    assert imported(pulls)[1:] == [[first]]
    assert access_tokens(pulls, first) == ["a new one"]


def test_a_destroy_and_a_refresh_need_no_file(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    """It may be deleted as soon as it is imported."""
    file = credentials(pulls_stack.folder / LINES, *recipes(*pulls.users))
    pulls_stack.up(program(from_file=LINES))
    file.unlink()

    pulls_stack.refresh()

    assert "cannot be read (No such file or directory" in pulls_stack.preview(fails=True).text
    assert pulls_stack.resources()["moved"]["outputs"]["imported"] == 8
    pulls_stack.destroy()


def test_with_the_real_cli_a_path_is_relative_to_the_project_wherever_the_command_is_typed(
    pulls: ThreadedEmulator, tmp_path: Path
) -> None:
    project = Project(tmp_path)
    project.pulumi("stack", "init", "dev")
    project.program(
        "from pulumi_junction import ConnectionImport\n\n"
        'ConnectionImport("moved", provider="oura", from_file="secret/credentials.jsonl")\n'
    )
    (project.folder / "secret").mkdir()
    credentials(project.folder / "secret" / LINES, *recipes(*pulls.users))

    project.pulumi("up", "--yes", "--skip-preview")
    project.folder, inside = project.folder / "secret", project.folder
    project.pulumi("preview", "--expect-no-changes")
    project.folder = inside
    project.pulumi("preview", "--expect-no-changes", "--cwd", str(inside))

    assert imported(pulls) == [sorted(pulls.users)]


def test_a_file_that_others_can_read_is_refused_with_the_command_that_mends_it(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    file = credentials(pulls_stack.folder / LINES, *recipes(*pulls.users), mode=0o640)

    preview = pulls_stack.preview(program(from_file=str(file)), fails=True)

    (error,) = preview.errors
    assert f"from_file: {file} holds credentials, and others may read it. Run `chmod 600 {file}`." in error
    assert pulls.requests == []


def test_a_file_that_cannot_be_understood_is_one_line_that_does_not_repeat_it(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    file = pulls_stack.folder / "credentials"
    file.write_text("name,age\nJane,50\n", encoding="utf-8")
    file.chmod(0o600)

    preview = pulls_stack.preview(program(from_file="credentials"), fails=True)

    (error,) = preview.errors
    assert "has no column user_id, and is no JSON" in error
    assert "Jane" not in preview.text
    assert pulls.requests == []


def test_every_problem_of_a_file_is_said_with_its_line(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    a, b, c, d, *_ = pulls.users
    rows: list[Any] = [
        {**recipes(a)[0], "user_id": "jane"},
        recipes(b, expires_at=1_900_000_000_000)[0],
        recipes(c)[0],
        {key: value for key, value in recipes(d)[0].items() if key != "refresh_token"},
        recipes(c.upper())[0],
    ]
    credentials(pulls_stack.folder / LINES, *rows)

    preview = pulls_stack.preview(program(from_file=LINES), fails=True)

    shown = "\n".join(preview.errors)
    for said in (
        "line 1.user_id: must be the UUID of a user, not a string of 4 characters",
        f"line 2.expires_at: is in milliseconds; divide it by 1000 (user {b})",
        f"line 4.refresh_token: must be a text, not nothing (user {d})",
        "line 5: is of the same user as line 3; keep the newer one",
    ):
        assert said in shown
    assert pulls.requests == []


GARMIN = {"expires_at": 2_147_483_647, "provider_id": "g" * 36, "oauth_scopes": None}


def test_what_garmin_s_page_asks_for_is_accepted(pulls_stack: EngineStack, pulls: ThreadedEmulator) -> None:
    user = pulls.users[0]

    pulls_stack.up(program(connections=recipes(user, **GARMIN), provider="garmin"))

    assert access_tokens(pulls, user, provider="garmin") == [f"access of {user}"]


def test_of_very_many_problems_fifty_are_said_and_the_rest_counted(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    preview = pulls_stack.preview(program(connections=[{"user_id": "x"}] * 60), fails=True)

    assert len(preview.errors) == 51
    assert "more problems" in preview.errors[-1]


def test_all_that_is_wrong_with_arguments_is_said_in_one_preview(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    preview = pulls_stack.preview(program(connections="x", provider="our", wait=0), fails=True)

    assert len(preview.errors) == 3
    for said in (
        "connections: must be a list of connections, not a string of 1 characters",
        "did you mean oura?",
        "wait: must be whole seconds, 1 to 86400, not 0",
    ):
        assert said in "\n".join(preview.errors)
    assert pulls.requests == []


def test_what_the_service_refuses_names_field_and_user_and_no_credential(
    pulls_stack: EngineStack, pulls: ThreadedEmulator
) -> None:
    """As for a rule of the service that our checks do not have."""
    user = pulls.users[0]
    failed = pulls_stack.up(program(user, provider="quantum_ring"), fails=True)

    assert "(422)" in failed.text
    assert "provider" in failed.text
    assert f"access of {user}" not in failed.text
