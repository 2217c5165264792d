"""`pulumi-junction completion`: the script that lets a shell complete this command."""

from typing import Annotated, Literal

import typer
from typer.completion import get_completion_script  # type: ignore[attr-defined, unused-ignore]

_Shell = Annotated[Literal["bash", "zsh", "fish", "powershell", "pwsh"], typer.Argument(help="The shell to write for.")]

PROGRAM = "pulumi-junction"
_VARIABLE = "_PULUMI_JUNCTION_COMPLETE"


def script(shell: _Shell) -> None:
    """Print a shell's completion script.

    For images and dotfiles: --install-completion and --show-completion guess the
    shell from the process that runs them.
    """
    typer.echo(get_completion_script(prog_name=PROGRAM, complete_var=_VARIABLE, shell=shell))
