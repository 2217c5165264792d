"""What people can write is documented: settings, arguments, outputs, commands and options."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

import pulumi
import pytest
import typer

from pulumi_junction import (
    ConnectionImport,
    GetTeamDataPullPreferencesResult,
    HistoricalPullTrigger,
    TeamDataPullPreferences,
    get_team_data_pull_preferences,
)
from pulumi_junction.api.settings import SETTINGS, Setting
from pulumi_junction.cli.app import app
from tests.support.markdown import Page
from tests.support.repository import ROOT

README = ROOT / "README.md"
FOLDER = ROOT / "docs" / "resources"
RESOURCE = FOLDER / "team-data-pull-preferences.md"
RESOURCES: dict[str, type[pulumi.CustomResource]] = {
    RESOURCE.name: TeamDataPullPreferences,
    "historical-pull-trigger.md": HistoricalPullTrigger,
    "connection-import.md": ConnectionImport,
}
COMMAND_LINE = ROOT / "docs" / "cli.md"


def arguments(function: object) -> list[str]:
    assert callable(function)
    return [name for name in inspect.signature(function).parameters if name != "self"]


def options() -> Iterator[tuple[str, str]]:
    """Command and option, or the variable that stands for it; "" for those of the whole."""
    for name, command in commands(typer.main.get_command(app)):
        for param in command.params:
            yield from ((name, option) for option in param.opts)
            if param.envvar:
                yield name, str(param.envvar)


def commands(command: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """A command and those of its group, each with its words: `pulls watch`."""
    yield name, command
    for word, one in vars(command).get("commands", {}).items():
        yield from commands(one, f"{name} {word}".lstrip())


OPTIONS = list(options())
COMMANDS = sorted({command for command, _ in OPTIONS} - {""})


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)
def test_a_setting_is_in_the_readme_with_its_variable_and_its_key(setting: Setting) -> None:
    rows = [line for line in README.read_text(encoding="utf-8").splitlines() if line.startswith("|")]

    assert [row for row in rows if f"`{setting.variable}`" in row and f"`{setting.key}`" in row]


@pytest.mark.parametrize(
    ("page", "argument"), [(page, name) for page, one in RESOURCES.items() for name in arguments(one.__init__)]
)
def test_an_argument_of_a_resource_is_explained(page: str, argument: str) -> None:
    assert argument in Page(FOLDER / page).section("Arguments").explained()


@pytest.mark.parametrize(
    ("page", "output"), [(page, name) for page, one in RESOURCES.items() for name in inspect.get_annotations(one)]
)
def test_an_output_of_a_resource_is_explained(page: str, output: str) -> None:
    assert output in Page(FOLDER / page).section("Outputs").explained()


@pytest.mark.parametrize("page", RESOURCES)
def test_nothing_is_explained_that_is_neither_argument_nor_output(page: str) -> None:
    shown, declared = Page(FOLDER / page), RESOURCES[page]

    assert shown.section("Outputs").explained() <= set(inspect.get_annotations(declared))
    assert shown.section("Arguments").explained() - {"default", "resource_overrides"} == set(
        arguments(declared.__init__)
    )


@pytest.mark.parametrize("argument", arguments(get_team_data_pull_preferences))
def test_an_argument_of_the_function_is_explained(argument: str) -> None:
    assert argument in Page(RESOURCE).section("get_team_data_pull_preferences").explained()


@pytest.mark.parametrize("member", ["teams", "org_id", "env", "region"])
def test_a_member_of_the_functions_result_is_named(member: str) -> None:
    assert hasattr(GetTeamDataPullPreferencesResult, member)
    assert member in {span.text for span in Page(RESOURCE).section("get_team_data_pull_preferences").code()}


@pytest.mark.parametrize("argument", arguments(TeamDataPullPreferences.get))
def test_an_argument_of_get_is_named(argument: str) -> None:
    signature = " ".join(span.text for span in Page(RESOURCE).section("get").code())

    assert re.search(rf"\b{argument}\b", signature)


@pytest.mark.parametrize(("command", "option"), OPTIONS)
def test_an_option_of_a_command_is_documented(command: str, option: str) -> None:
    page = Page(COMMAND_LINE)
    spans = (page.section(command) if command else page).code()

    assert any(re.match(rf"{re.escape(option)}\b", span.text) for span in spans)


@pytest.mark.parametrize("command", COMMANDS)
def test_no_option_is_documented_that_a_command_lacks(command: str) -> None:
    spans = Page(COMMAND_LINE).section(command).code()
    documented = {span.text.split()[0] for span in spans if span.text.startswith("--")}

    assert documented <= {option for _, option in OPTIONS} | {"--help"}
