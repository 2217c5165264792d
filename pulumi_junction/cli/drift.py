"""`pulumi-junction drift`: what is declared, what was applied last, what is set at Junction."""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from pulumi_junction.cli import options, previewing
from pulumi_junction.cli.failures import COULD_NOT, DRIFT, fail
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
    previews = sources.previews((), files, sys.stdin.read) if files else _previews(stack or [""], cwd)
    report = building.report(previews)
    found = {one.name: differences(one) for one in report.stacks}
    if as_json:
        typer.echo(json.dumps(document(report.stacks, found), indent=2))
    elif any(found.values()):
        _print(found)
    _fail_where_blind(report.stacks)
    if any(found.values()):
        raise typer.Exit(DRIFT)
    if not as_json:
        typer.echo(f"in sync: {', '.join(found)}")


def _fail_where_blind(stacks: Sequence[StackReport]) -> None:
    """A preview that failed, or did not look, proves nothing."""
    for text in (text for one in stacks for text in _objections(one)):
        print(f"pulumi-junction: {text}", file=sys.stderr)
    failed = [one.name for one in stacks if one.failed]
    if failed:
        fail(f"the preview failed: {', '.join(failed)}.", COULD_NOT)
    blind = [one.name for one in stacks if one.gaps]
    if blind:
        fail(f"nobody looked for drift: {', '.join(blind)}. {HOW}", COULD_NOT)


def document(stacks: Sequence[StackReport], found: Mapping[str, Sequence[Difference]]) -> dict[str, Any]:
    """Shape the answer to `--json`: members may be added, never renamed, retyped or removed.

    `in_sync`: boolean. `stacks`: objects of `name`, `in_sync`, `failed`, `cannot_show` (strings) and `differences`,
    each an object of `org_id`, `env`, `region`, `team`, `label`, `provider`, `resource` (strings), `declared`,
    `applied`, `live` (days, or null) and `who` (a string).
    """
    return {
        "in_sync": not any(found.values()) and not any(one.failed for one in stacks),
        "stacks": [
            {
                "name": one.name,
                "in_sync": not found[one.name] and not one.failed,
                "failed": one.failed,
                "cannot_show": list(one.gaps),
                "differences": [_object(difference) for difference in found[one.name]],
            }
            for one in stacks
        ],
    }


def _object(difference: Difference) -> dict[str, Any]:
    plain = asdict(difference)
    return {**plain.pop("scope"), "provider": plain.pop("slug"), **plain}


def _previews(stacks: Sequence[str], folder: Path) -> dict[str, Preview]:
    """Preview one stack after the other."""
    found: dict[str, Preview] = {}
    with Waiting("previewing") as waiting:
        for name in dict.fromkeys(stacks):
            waiting.now(name or "the selected stack")
            preview = previewing.preview(name, folder)
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
    for name in stack.hidden:
        yield f"{stack.name}: {name} is not compared, as its teams or days are secret, or not known before the apply."
