"""A file of connections: three forms, one row at a time, and a place for whatever is wrong."""

import json
from pathlib import Path

import pytest

from pulumi_junction.core import connection_files
from pulumi_junction.core.connection_files import CredentialsFile
from pulumi_junction.core.values import Problem
from pulumi_junction.errors import ConfigError
from tests.support.moving import recipe

A = "aaaa1111-1111-4111-8111-111111111111"
B = "bbbb2222-2222-4222-8222-222222222222"
LINE = json.dumps(recipe(A))
HEADER = "user_id,access_token,refresh_token,provider_id,expires_at"
CELLS = f"{A},access of {A},refresh of {A},ABC123,1900000000"


def written(folder: Path, text: str | bytes) -> CredentialsFile:
    path = folder / "credentials"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    path.chmod(0o600)
    return CredentialsFile(path)


def read(file: CredentialsFile) -> tuple[list[dict[str, object]], list[str]]:
    problems: list[Problem] = []
    return [one.clear() for one in file.connections("oura", problems)], [str(one) for one in problems]


FORMS = {
    "lines": f"{LINE}\n",
    "lines without an end": LINE,
    "blank lines, CRLF": f"\r\n  \r\n{LINE}\r\n\r\n",
    "byte order mark": f"\ufeff{LINE}",
    "array": json.dumps([recipe(A)], indent=2),
    "csv": f"{HEADER},oauth_scopes\n{CELLS},sleep\n",
    "csv, other order": "oauth_scopes,expires_at," + HEADER.rpartition(",")[0] + f"\nsleep,1900000000,{CELLS[:-11]}\n",
    "csv, quoted, CRLF": f'{HEADER},oauth_scopes\r\n{CELLS},"sleep"\r\n',
    "csv, byte order mark": f"\ufeff{HEADER},oauth_scopes\n{CELLS},sleep\n",
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
def test_every_form_says_the_same(text: str, tmp_path: Path) -> None:
    assert read(written(tmp_path, text)) == ([recipe(A)], [])


@pytest.mark.parametrize(("cell", "scopes"), [("", None), ("sleep activity", ["sleep", "activity"])])
def test_scopes_in_csv_are_apart_by_spaces(cell: str, scopes: object, tmp_path: Path) -> None:
    (found,), _ = read(written(tmp_path, f"{HEADER},oauth_scopes\n{CELLS},{cell}\n"))

    assert found["oauth_scopes"] == scopes


@pytest.mark.parametrize("text", ["", "\n \n", "[]", f"{HEADER}\n"])
def test_nothing_in_it_is_no_connection_and_no_problem(text: str, tmp_path: Path) -> None:
    assert read(written(tmp_path, text)) == ([], [])


def test_places_are_lines_as_an_editor_counts_them(tmp_path: Path) -> None:
    lines = f'\n{LINE}\n\n{{"user_id": "x"}}\n'
    array = json.dumps([recipe(A), 5])
    table = f"{HEADER}\n{CELLS}\n{B},,r,p,soon\n"

    assert [one.partition(".")[0] for one in read(written(tmp_path, lines))[1]][:1] == ["line 4"]
    assert [one.partition(" with")[0] for one in read(written(tmp_path, array))[1]] == ["row 2: must be an object"]
    assert [one.partition(":")[0] for one in read(written(tmp_path, table))[1]] == [
        "line 3.access_token",
        "line 3.expires_at",
    ]


def test_a_cell_too_many_and_one_too_few_are_problems(tmp_path: Path) -> None:
    (more,) = read(written(tmp_path, f"{HEADER}\n{CELLS},one more\n"))[1]
    (fewer,) = read(written(tmp_path, f"{HEADER}\n{CELLS[:-11]}\n"))[1]

    assert "a column without a name" in more
    assert "one more" not in more
    assert fewer.startswith("line 2.expires_at: must be whole seconds since 1970, not nothing")


def test_after_twenty_problems_nobody_reads_on(tmp_path: Path) -> None:
    lines = written(tmp_path, "{}\n" * 20 + "{ this is never looked at")

    assert len(read(lines)[1]) >= connection_files.MOST_PROBLEMS


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{}\n{", "line 2 is no JSON. One object a line, an array of objects, or CSV."),
        ("[", "the file is no JSON. One object a line, an array of objects, or CSV."),
        ("a,b\n1,2\n", "has no column user_id, and is no JSON. The first line of a CSV file names the columns"),
        (b"\xff\xfe{", "is no UTF-8 text."),
        (f"{HEADER}\n{'x' * 200_000}\n", "line 2 is no CSV."),
        ("x" * 200_000, "line 1 is no CSV."),
        ("{}\n" + "[" * 100_000, "line 2 is no JSON."),
    ],
    ids=["lines", "array", "columns", "bytes", "csv", "csv header", "deep"],
)
def test_what_is_none_of_these_is_one_line(text: str | bytes, said: str, tmp_path: Path) -> None:
    file = written(tmp_path, text)

    with pytest.raises(ConfigError) as refused:
        read(file)

    assert f"{file.path}" in str(refused.value)
    assert said in str(refused.value)


def test_a_file_that_is_not_there_or_is_a_folder_is_one_line(tmp_path: Path) -> None:
    for path, said in ((tmp_path / "none", "No such file or directory"), (tmp_path, "Is a directory")):
        with pytest.raises(ConfigError, match=said):
            read(CredentialsFile(path))


@pytest.mark.parametrize("mode", [0o640, 0o620, 0o604, 0o601, 0o777])
def test_what_is_open_to_others_is_refused_with_a_command_that_can_be_copied(mode: int, tmp_path: Path) -> None:
    (tmp_path / "a folder").mkdir()
    file = written(tmp_path / "a folder", LINE)
    file.path.chmod(mode)

    with pytest.raises(ConfigError, match="others may read it") as refused:
        read(file)

    assert refused.value.hint == f"Run `chmod 600 '{file.path}'`."


def test_an_array_that_is_too_large_says_to_write_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_files, "LARGEST_ARRAY", 10)

    with pytest.raises(ConfigError, match="too large for a JSON array"):
        read(written(tmp_path, json.dumps([recipe(A)])))
    assert read(written(tmp_path, LINE))[1] == []


def test_rows_are_read_one_at_a_time(tmp_path: Path) -> None:
    """What is broken further on is not looked at before its turn: memory stays flat in the number of rows."""
    rows = written(tmp_path, LINE + "\n{").rows()

    assert next(rows)[0] == "line 1"
    with pytest.raises(ConfigError):
        next(rows)
