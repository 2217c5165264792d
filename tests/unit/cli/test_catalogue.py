"""`pulumi-junction catalogue`: readable on a screen, whole in a pipe, stable as JSON."""

import io
import json
import re
import sys
from datetime import date
from types import MappingProxyType

import pytest
from rich.console import Console
from typer.testing import CliRunner

from pulumi_junction.cli import catalogue as command
from pulumi_junction.cli.app import app
from pulumi_junction.core.catalogue import Catalogue, Provider, load

ELLIPSIS = "\u2026"


class Screen(io.StringIO):
    """A standard output that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def run(*arguments: str, **environment: str) -> str:
    result = CliRunner().invoke(app, ["catalogue", *arguments], env=environment)
    assert result.exit_code == 0, result.output
    return result.stdout


def on_screen(width: int) -> str:
    file = Screen()
    command.print_screen(load(), Console(file=file, width=width, color_system=None, markup=False))
    return file.getvalue()


def test_a_pipe_gets_every_provider_on_one_line_with_everything_on_it() -> None:
    lines = {line.split()[0]: line for line in run().splitlines()[1:] if line[:1].islower()}

    assert sorted(load().providers) == list(lines)
    for row in command.rows(load()):
        assert [cell for cell in row if cell not in lines[row.slug]] == []


def test_a_pipe_gets_no_colours_and_no_dots_whatever_the_environment_says() -> None:
    text = run(COLUMNS="40", FORCE_COLOR="1")

    assert text == run()
    assert text.isprintable() or set(re.findall(r"[^ -~]", text)) == {"\n"}
    assert ELLIPSIS not in text


def test_80_columns_hold_a_screen() -> None:
    assert max(map(len, on_screen(80).splitlines())) <= 80


def test_at_80_columns_each_provider_of_the_table_takes_one_line() -> None:
    table = on_screen(80).split("\n\n")[0].splitlines()

    assert [line.split()[0] for line in table] == ["slug", *sorted(load().providers)]


@pytest.mark.parametrize("width", [40, 60, 80, 200])
def test_a_screen_loses_nothing_either(width: int) -> None:
    """Cells wrap inside their columns: so compare how often each letter appears, not the text."""
    shown = re.sub(r"\s", "", on_screen(width))
    wide = re.sub(r"\s", "", on_screen(10_000))

    assert ELLIPSIS not in shown
    assert sorted(shown) == sorted(wide)


def test_a_wide_enough_screen_has_every_remark_and_source() -> None:
    text = on_screen(10_000)

    for row in command.rows(load()):
        assert row.source in text
        assert row.retrieved in text
        assert row.remark in text


def test_a_terminal_gets_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr(sys, "stdout", screen := Screen())

    command.show()

    assert "where" in screen.getvalue()


def test_resources_are_names_one_a_line() -> None:
    assert run("--resources").splitlines() == sorted(load().resources)


def test_json_is_whole_with_and_without_resources() -> None:
    assert run("--json", "--resources") == run("--json")
    plain = json.loads(run("--json"))
    assert plain == {"version": 1, **command.document(load())}
    assert next(iter(plain)) == "version"


def test_json_keeps_its_shape() -> None:
    """Programs read this: add members, never rename, retype or remove one."""
    provider = Provider(
        slug="fitbit",
        name="Fitbit",
        default_days=90,
        settable=True,
        configurable=True,
        remark="Some are fixed.",
        source="a page",
        retrieved=date(2026, 8, 20),
        fixed_days=MappingProxyType({"activity": 14}),
        backfills=frozenset({"sleep_stream", "sleep"}),
        replaced_by=None,
    )

    assert command.document(Catalogue(365, {"fitbit": provider}, frozenset({"sleep", "activity"}))) == {
        "longest_days": 365,
        "providers": [
            {
                "slug": "fitbit",
                "name": "Fitbit",
                "default_days": 90,
                "settable": True,
                "configurable": True,
                "fixed_days": {"activity": 14},
                "backfills": ["sleep", "sleep_stream"],
                "replaced_by": None,
                "remark": "Some are fixed.",
                "source": "a page",
                "retrieved": "2026-08-20",
            }
        ],
        "resources": ["activity", "sleep"],
    }


@pytest.mark.parametrize(
    ("slug", "words"), [("oura", "yes"), ("fitbit", "partly"), ("polar", "no"), ("ultrahuman", "not listed")]
)
def test_what_the_table_of_junction_says_is_told_apart_from_its_silence(slug: str, words: str) -> None:
    assert next(row.configurable for row in command.rows(load()) if row.slug == slug) == words


def test_undocumented_days_are_a_dash_and_never_a_number() -> None:
    assert next(row.default for row in command.rows(load()) if row.slug == "ultrahuman") == "-"


def test_a_retired_slug_names_the_new_one() -> None:
    assert next(row.remark for row in command.rows(load()) if row.slug == "whoop") == "Declare whoop_v2 instead."
