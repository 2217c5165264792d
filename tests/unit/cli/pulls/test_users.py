"""Whose pulls are triggered: arguments, a file, standard input, or everybody."""

from pathlib import Path

import pytest

from pulumi_junction.emulator.state import Emulator
from tests.unit.cli.pulls.conftest import Pulls, posted

OURA = ("trigger", "--provider", "oura", "--yes")


def test_users_are_named_as_arguments_and_written_as_the_api_does(junction: Emulator, pulls: Pulls) -> None:
    one, two = junction.users[:2]

    pulls(*OURA, one.upper(), two)

    assert posted(junction) == [[one, two]]


def test_a_file_has_one_a_line_and_comments_and_blank_lines_do_not_count(
    junction: Emulator, pulls: Pulls, tmp_path: Path
) -> None:
    one, two = junction.users[:2]
    file = tmp_path / "users.txt"
    file.write_text(f"\ufeff# those who asked\r\n\r\n{one}\r\n   {two}  \n  # the end\n", encoding="utf-8")

    pulls(*OURA, "--users-file", str(file))

    assert posted(junction) == [[one, two]]


def test_a_table_counts_with_its_first_column(junction: Emulator, pulls: Pulls, tmp_path: Path) -> None:
    one, two = junction.users[:2]
    file = tmp_path / "users.csv"
    file.write_text(f'"user_id",name\n{one},"a, b"\n# left out\n"{two}",\n', encoding="utf-8")

    pulls(*OURA, "--users-file", str(file))

    assert posted(junction) == [[one, two]]


def test_standard_input_is_a_file_as_well(junction: Emulator, pulls: Pulls) -> None:
    one, two = junction.users[:2]

    pulls(*OURA, "--users-file", "-", answers=f"{one}\n{two}")

    assert posted(junction) == [[one, two]]


def test_duplicates_are_dropped_and_said(junction: Emulator, pulls: Pulls) -> None:
    one, two = junction.users[:2]

    ended = pulls(*OURA, one, two, one.upper(), one)

    assert posted(junction) == [[one, two]]
    assert "pulumi-junction: 2 duplicates dropped.\n" in ended.stderr


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# top\n{user}\nabc\n{user}\n", "{file}:3: 'abc' is not the UUID of a user."),
        ("abc\n\ndef\n", "{file}:1: 'abc' is not the UUID of a user (and 1 more)."),
        ("user_id,name\n{user},x\n\nabc,y\n", "{file}:4: 'abc' is not the UUID of a user."),
        ("name,user_id\nx,{user}\n", "{file}:1: 'name,user_id' is not the UUID of a user (and 1 more)."),
        ("{user} {user}\n", "{file}:1: '{user} 95"),
        ("# nobody\n\n", "{file} names no users."),
        ("user_id\n", "{file} names no users."),
    ],
)
def test_a_file_that_is_wrong_is_one_line_with_its_place_and_nothing_is_asked(
    text: str, words: str, junction: Emulator, pulls: Pulls, tmp_path: Path
) -> None:
    user, file = "9543bbb7-eea1-4a4c-a5f7-3dd3ac01bd31", tmp_path / "users.txt"
    file.write_text(text.format(user=user), encoding="utf-8")

    ended = pulls(*OURA, "--users-file", str(file), status=2)

    assert ended.stderr.startswith(f"pulumi-junction: {words.format(file=file, user=user)}")
    assert len(ended.stderr.splitlines()) == 1
    assert junction.requests == []


def test_what_is_quoted_of_a_wrong_file_is_short_and_no_control_character(pulls: Pulls, tmp_path: Path) -> None:
    file = tmp_path / "users.txt"
    file.write_text("\x1b[31m" + "x" * 5_000, encoding="utf-8")

    ended = pulls(*OURA, "--users-file", str(file), status=2)

    assert "\x1b" not in ended.stderr
    assert len(ended.stderr) < 200 + len(str(file))


@pytest.mark.parametrize(
    ("content", "words"),
    [(None, "No such file or directory"), (b"\xff\xfe\x00", "is not UTF-8 text"), (b'"' + b"x" * 200_000, "is no CSV")],
    ids=["missing", "binary", "one endless cell"],
)
def test_a_file_that_cannot_be_read_is_one_line(
    content: bytes | None, words: str, pulls: Pulls, tmp_path: Path
) -> None:
    file = tmp_path / "users.txt"
    if content is not None:
        file.write_bytes(content)

    ended = pulls(*OURA, "--users-file", str(file), status=2)

    assert words in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_a_wrong_argument_is_one_line(junction: Emulator, pulls: Pulls) -> None:
    ended = pulls(*OURA, "abc", status=2)

    assert ended.stderr == "pulumi-junction: USER: 'abc' is not the UUID of a user.\n"
    assert junction.requests == []


def test_all_are_those_whom_introspection_knows_with_the_provider(junction: Emulator, pulls: Pulls) -> None:
    junction.options.page_size = 7

    pulls(*OURA, "--all")

    (sent,) = posted(junction)
    assert sorted(sent) == sorted(junction.users)


def test_users_without_the_provider_are_not_among_all(junction: Emulator, pulls: Pulls) -> None:
    ended = pulls("trigger", "--provider", "wahoo", "--yes", "--all", status=1)

    assert "introspection knows no user with wahoo; nothing was triggered." in ended.stderr
    assert posted(junction) == []


@pytest.mark.parametrize(
    "source", [[], ["--all", "--users-file", "x"], ["--all", "{user}"], ["--users-file", "x", "{user}"]]
)
def test_exactly_one_source_of_users(source: list[str], junction: Emulator, pulls: Pulls) -> None:
    words = [word.format(user=junction.users[0]) for word in source]

    ended = pulls(*OURA, *words, status=2)

    assert ended.stderr == "pulumi-junction: name users, or pass --users-file or --all: one of them.\n"
    assert junction.requests == []
