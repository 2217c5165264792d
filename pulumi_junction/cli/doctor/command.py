"""`pulumi-junction doctor`: whether settings, tools and service are as they should be."""

from collections.abc import Iterator, Sequence
from typing import Any

import typer

from pulumi_junction.cli import options
from pulumi_junction.cli.answer import print_json
from pulumi_junction.cli.doctor.finding import Finding, broken, note
from pulumi_junction.cli.doctor.pulls import historical_pulls
from pulumi_junction.cli.doctor.service import ABOUT, service
from pulumi_junction.cli.doctor.settings import Seen, of_the_whole, seen
from pulumi_junction.cli.doctor.tools import engine, plugin, versions
from pulumi_junction.cli.failures import COULD_NOT
from pulumi_junction.cli.settings import CommandSettings
from pulumi_junction.cli.tables import print_rows
from pulumi_junction.core.catalogue import load
from pulumi_junction.errors import JunctionError

_STYLES = {"repair": "bold red", "note": "yellow", "ok": None}


def examine(
    org_id: options.OrgId = None,
    env: options.Env = None,
    region: options.Region = None,
    stack: options.Stack = None,
    as_json: options.AsJson = False,
) -> None:
    """Look at settings, tools and service, and say what to repair.

    Shows where each setting comes from, but never a key. It asks the service
    with GETs only and writes nothing. Exit 1 when something needs repair.
    """
    settings: list[Seen] = []
    findings = list(_all(CommandSettings(org_id, env, region), settings, stack))
    bad = [one for one in findings if one.level == "repair"]
    if as_json:
        print_json(document(settings, findings))
    else:
        _print(settings, findings)
        print(f"\n{len(bad) or 'Nothing'} to repair.")
    if bad:
        raise typer.Exit(COULD_NOT)


def document(settings: Sequence[Seen], findings: Sequence[Finding]) -> dict[str, Any]:
    """Shape the answer to `--json`.

    `ok`: boolean, nothing to repair. `settings`: objects of `setting`, `variable`, `key` (strings), `set` (boolean),
    `source` and `value` (strings or null; a secret has no value). `findings`: objects of `level` (`ok`, `note` or
    `repair`), `about`, `what` and `todo` (strings, for people).
    """
    return {
        "ok": all(one.level != "repair" for one in findings),
        "settings": [one.plain() for one in settings],
        "findings": [one.plain() for one in findings],
    }


def _all(given: CommandSettings, settings: list[Seen], stack: str | None) -> Iterator[Finding]:
    try:
        given = given.with_stack(stack)
    except JunctionError as problem:
        yield from broken("stack", problem)
    usable = True
    for one, problems in seen(given):
        settings.append(one)
        usable = usable and not problems
        yield from problems
    yield from of_the_whole(given)
    yield from versions()
    yield from engine()
    yield from plugin()
    if usable:
        yield from service(given, load())
        yield from historical_pulls(given)
    else:
        yield note(ABOUT, "not asked: the settings come first.")


def _print(settings: Sequence[Seen], findings: Sequence[Finding]) -> None:
    rows = [(one.setting.what, _value(one), one.source or "-") for one in settings]
    print_rows(("setting", "value", "from"), rows)
    told = [(one.level, one.about, f"{one.what} {one.todo}".strip()) for one in findings]
    print()
    print_rows(("", "about", "what"), told, [_STYLES[one.level] for one in findings])


def _value(one: Seen) -> str:
    if one.value is not None:
        return one.value
    return "-" if one.source is None else "(set)"
