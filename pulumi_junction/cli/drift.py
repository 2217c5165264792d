"""`pulumi-junction drift`: what is declared, what was applied last, what is set at Junction."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from pulumi_junction.cli import options, pulumi_preview
from pulumi_junction.cli.answer import print_json
from pulumi_junction.cli.failures import COULD_NOT, DRIFT, UsageProblem, fail
from pulumi_junction.cli.tables import console, lines, on_screen, table
from pulumi_junction.cli.waiting import Waiting
from pulumi_junction.report import building, sources
from pulumi_junction.report.model import StackReport
from pulumi_junction.report.preview import Preview
from pulumi_junction.report.reading import HOW
from pulumi_junction.report.three_way import Difference, differences

_Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[FILE|FOLDER]...",
        help="Event logs of previews with --refresh, instead of running `pulumi`.",
        show_default="none",
    ),
]
_Stacks = Annotated[
    list[str] | None,
    typer.Option(
        "--stack", metavar="NAME", help="A stack to preview; may be repeated.", show_default="the one that is selected"
    ),
]
_Folder = Annotated[
    Path, typer.Option("--cwd", metavar="FOLDER", exists=True, file_okay=False, help="The Pulumi project.")
]
_HEADINGS = ("stack", "team", "provider", "resource", "declared", "applied", "live", "")


def drift(files: _Files = None, stack: _Stacks = None, cwd: _Folder = Path(), as_json: options.AsJson = False) -> None:
    """Compare what is declared, what was applied last, and what is set at Junction, stack by stack.

    Runs `pulumi preview --refresh --run-program` for each stack, or reads event
    logs of it. Changes nothing, neither at Junction nor in state.

    Exit 0: in sync. 1: could not. 3: something differs.
    """
    if files and stack:
        raise UsageProblem("--stack names a stack to preview; event logs say theirs themselves.")
    previews = sources.previews((), files, lambda: sys.stdin.read()) if files else _previews(stack or [""], cwd)
    report = building.report(previews, environ=os.environ)
    found = {one.name: differences(one) for one in report.stacks}
    if as_json:
        print_json(document(report.stacks, found))
    elif any(found.values()):
        _print(found)
    _fail_where_blind(report.stacks, any(found.values()))
    if any(found.values()) or any(one.hidden for one in report.stacks):
        raise typer.Exit(DRIFT)
    if not as_json:
        typer.echo(f"in sync: {', '.join(found)}")


def _fail_where_blind(stacks: Sequence[StackReport], differs: bool) -> None:
    """A preview that failed, or did not look, proves nothing; but what it found is there."""
    for text in (text for one in stacks for text in _objections(one)):
        print(f"pulumi-junction: {text}", file=sys.stderr)
    failed = [one.name for one in stacks if one.failed]
    if failed:
        fail(f"the preview failed: {', '.join(failed)}.", COULD_NOT)
    blind = [one.name for one in stacks if one.gaps]
    if blind and not differs:
        fail(f"nobody looked for drift everywhere: {', '.join(blind)}. {HOW}", COULD_NOT)


def document(stacks: Sequence[StackReport], found: Mapping[str, Sequence[Difference]]) -> dict[str, Any]:
    """Shape the answer to `--json`: members may be added, never renamed, retyped or removed.

    `version`: 1. `in_sync`: boolean. `stacks`: objects of `name`, `in_sync`, `failed`, `cannot_show` (strings),
    `hidden` (objects of `name` and `op`: what differs and is secret) and `differences`, each an object of `org_id`,
    `env`, `region`, `team`, `label`, `provider`, `resource` (strings), `declared`, `applied`, `live` (days, or null)
    and `who` (a string).
    """
    return {
        "in_sync": all(_in_sync(one, found[one.name]) for one in stacks),
        "stacks": [
            {
                "name": one.name,
                "in_sync": _in_sync(one, found[one.name]),
                "failed": one.failed,
                "cannot_show": list(one.gaps),
                "hidden": [asdict(touched) for touched in one.hidden],
                "differences": [_object(difference) for difference in found[one.name]],
            }
            for one in stacks
        ],
    }


def _in_sync(stack: StackReport, found: Sequence[Difference]) -> bool:
    """Nothing differs, and everything was looked at."""
    return not (found or stack.failed or stack.gaps or stack.hidden)


def _object(difference: Difference) -> dict[str, Any]:
    plain = asdict(difference)
    return {**plain.pop("scope"), "provider": plain.pop("slug"), **plain}


def _previews(stacks: Sequence[str], folder: Path) -> dict[str, Preview]:
    """Preview one stack after the other."""
    found: dict[str, Preview] = {}
    with Waiting("previewing") as waiting:
        for name in dict.fromkeys(stacks):
            waiting.now(name or "the selected stack")
            preview = pulumi_preview.preview(name, folder)
            found[name or preview.stack] = preview
    return found


def _print(found: Mapping[str, Sequence[Difference]]) -> None:
    rows = [row for name, some in found.items() for row in _rows(name, some)]
    if on_screen():
        console().print(table(_HEADINGS, rows))
    else:
        typer.echo("\n".join(lines(_HEADINGS, rows)))


def _rows(name: str, some: Sequence[Difference]) -> Iterator[Sequence[str]]:
    for one in some:
        days = ("-" if number is None else str(number) for number in (one.declared, one.applied, one.live))
        yield name, one.label or one.team, one.slug, one.resource, *days, one.who


def _objections(stack: StackReport) -> Iterator[str]:
    """Say what went wrong, and what could not be looked at."""
    for message in stack.messages:
        if message.severity == "error":
            yield f"{stack.name}: {' '.join(message.text.split())}"
    for touched in stack.hidden:
        yield f"{stack.name}: {touched.name} differs; its teams or days are secret, or not known before the apply."
    for gap in stack.gaps:
        yield f"{stack.name}: not shown: {gap}."
