"""What a shell completes: commands, options, and the values that are known."""

import pytest
from typer.testing import CliRunner

from pulumi_junction.cli.app import app
from pulumi_junction.core.catalogue import load
from tests.unit.cli.conftest import Run

SHELLS = ("bash", "zsh", "fish", "powershell", "pwsh")


def completed(line: str) -> list[str]:
    """What bash would offer at the end of a line."""
    words = line.split(" ")
    asked = {"_PULUMI_JUNCTION_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(words) - 1)}
    ended = CliRunner().invoke(app, [], env=asked, prog_name="pulumi-junction")
    return ended.stdout.split()


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_a_named_shell_is_printed_wherever_it_is_asked_for(shell: str, run: Run) -> None:
    text = run("completion", shell).stdout

    assert "pulumi-junction" in text
    assert f"complete_{'powershell' if shell == 'pwsh' else shell}" in text


def test_another_shell_is_a_wrong_argument(run: Run) -> None:
    assert "'tcsh' is not one of" in run("completion", "tcsh", status=2).output


def test_commands_are_completed() -> None:
    assert completed("pulumi-junction e") == ["export", "emulator"]


def test_options_are_completed() -> None:
    assert completed("pulumi-junction show --re") == ["--region"]


def test_known_values_are_completed() -> None:
    assert completed("pulumi-junction show --env ") == ["production", "sandbox"]
    assert completed("pulumi-junction export --region e") == ["eu"]
    assert completed("pulumi-junction show --provider ") == sorted(load().providers)
    assert completed("pulumi-junction show --provider wh") == ["whoop", "whoop_v2"]
