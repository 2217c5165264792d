"""`pulumi-junction report`: what previews would change, for people who review it."""

import os
import sys
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from pulumi_junction.cli.failures import COULD_NOT
from pulumi_junction.errors import JunctionError
from pulumi_junction.report.model import RESET, Report


class Format(str, Enum):
    """Who reads it."""

    markdown = "markdown"
    json = "json"
    html = "html"


_Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FILE|FOLDER]...",
        help="Event logs or preview digests; a folder's are named after their stacks, - is standard input.",
        show_default="-, where standard input is no terminal",
    ),
]
_Stack = Annotated[list[str] | None, typer.Option(metavar="NAME=FILE", help="One stack's preview; may be repeated.")]
_Format = Annotated[Format, typer.Option("--format", help="A pull request's comment, data, or a page.")]
_AsJson = Annotated[bool, typer.Option("--json", help="The same as --format json.")]
_Output = Annotated[Path | None, typer.Option(dir_okay=False, help="Write there.", show_default="standard output")]
_FailOn = Annotated[
    str,
    typer.Option(
        metavar="WHAT,...",
        help="Exit 2 where there is any of reset, lower, drift, production, warning.",
        show_default="",
    ),
]
_CheckDigest = Annotated[
    str | None,
    typer.Option(metavar="sha256:...", help="Exit 1 where this is no longer the plan with that digest."),
]
_Commit = Annotated[str, typer.Option(help="The commit that was previewed.", show_default="")]
_Connections = Annotated[
    list[str] | None,
    typer.Option(metavar="[STACK/]PROVIDER=N", help="How many connections there are to re-pull; may be repeated."),
]


class ReportCommand(TyperCommand):
    """A wrong option ends with 1, as everything else that could not be done: 2 is what `--fail-on` has found."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the options."""
        try:
            return super().parse_args(ctx, args)
        except Exception as problem:
            if hasattr(problem, "format_message"):
                problem.exit_code = COULD_NOT  # type: ignore[attr-defined, unused-ignore]
            raise


_WHAT: dict[str, Callable[[Report], bool]] = {
    "reset": lambda report: any(one.op == RESET for one in report.changes()) or report.hides_changes,
    "lower": lambda report: any(one.lowered or one.now is None for one in report.changes()) or report.hides_changes,
    "drift": lambda report: any(one.drift or one.hidden or not one.looked for one in report.stacks),
    "production": lambda report: any(stack.production for stack in report.stacks) or report.hides_changes,
    "warning": lambda report: any(stack.messages or stack.violations for stack in report.stacks),
}


def report(
    files: _Files = None,
    stack: _Stack = None,
    format_: _Format = Format.markdown,
    as_json: _AsJson = False,
    output: _Output = None,
    fail_on: _FailOn = "",
    check_digest: _CheckDigest = None,
    commit: _Commit = "",
    connections: _Connections = None,
) -> None:
    """Report what previews would change, in days per team and data provider.

    Give it the event log of
    PULUMI_DEBUG_COMMANDS=true pulumi preview --refresh --run-program --diff --event-log FILE.

    Exit 0: written. 1: could not, also for a wrong option. 2: something that
    --fail-on names, or that may be it: a failed preview, a secret that changes.
    """
    from pulumi_junction.report import building, sources

    wanted = _wanted(fail_on)
    given = files or ([] if stack or sys.stdin is None or sys.stdin.isatty() else [sources.STDIN])
    previews = sources.previews(stack or (), given, lambda: sys.stdin.read())
    counted = sources.counts_of_connections(connections or (), previews)
    made = building.report(previews, commit, counted, os.environ)
    _write(_render(made, Format.json if as_json else format_), output)
    if check_digest is not None:
        _check(made, check_digest)
    found = [what for what in wanted if any(one.failed for one in made.stacks) or _WHAT[what](made)]
    if found:
        typer.echo(f"pulumi-junction: the plan has what --fail-on names: {', '.join(found)}", err=True)
        raise typer.Exit(2)


def _wanted(fail_on: str) -> list[str]:
    wanted = [word.strip() for word in fail_on.split(",") if word.strip()]
    unknown = [word for word in wanted if word not in _WHAT]
    if unknown:
        raise JunctionError(f"--fail-on {unknown[0]}: there is no such thing.", f"There are {', '.join(_WHAT)}.")
    return wanted


def _render(made: Report, form: Format) -> str:
    if form is Format.markdown:
        from pulumi_junction.report.markdown import markdown

        return markdown(made)
    if form is Format.html:
        from pulumi_junction.report.html import html

        return html(made)
    from pulumi_junction.report.document import to_json

    return to_json(made)


def _write(text: str, output: Path | None) -> None:
    """Write the whole or nothing, a device excepted: a workflow must not post half a report."""
    if output is None:
        typer.echo(text, nl=False)
        return
    output = output.resolve()  # a link is not replaced, but what it leads to
    beside = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        if output.exists() and not output.is_file():
            output.write_text(text, encoding="utf-8")
            return
        beside.write_text(text, encoding="utf-8")
        beside.replace(output)
    except OSError as problem:
        beside.unlink(missing_ok=True)
        raise JunctionError(f"{output}: it cannot be written ({problem.strerror}).") from None


def _check(made: Report, reviewed: str) -> None:
    if not made.digest:
        raise JunctionError("a preview failed, so there is no plan to compare.", "Mend the preview, and review it.")
    if made.digest != reviewed:
        raise JunctionError(
            f"the plan is no longer the one that was reviewed: it is {made.digest}, reviewed was {reviewed[:80]}.",
            "Review it again.",
        )
