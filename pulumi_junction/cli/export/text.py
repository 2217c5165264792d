"""An export as text: a Python program as `ruff format` leaves it, or structured configuration of a stack."""

import json
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from pulumi_junction.cli.export.model import Export, LeftOut
from pulumi_junction.cli.failures import printable

CONFIG_KEY = "junction:preferences"

READER = """\
import pulumi
from pulumi_junction import TeamDataPullPreferences

for name, one in pulumi.Config("junction").require_object("preferences").items():
    TeamDataPullPreferences(name, team_ids=one["teams"], providers=one["providers"])
"""
"""The whole program that declares what such a configuration holds."""

_COLUMNS = 88
_OPENING = '''\
"""Team data pull preferences of {place}, as Junction has them.

Only what differs from Junction's documented defaults; `pulumi up` sends nothing.
"""
'''
_NOTHING = "# Nothing differs from Junction's documented defaults."


def program(exported: Export) -> str:
    """Write the program. Every list and map is spread out, so that no line is too long for any formatter."""
    scope = exported.scope
    lines = [_OPENING.format(place=scope)]
    if exported.groups:
        lines += ["from pulumi_junction import TeamDataPullPreferences", ""]
        lines += [f'{name} = "{value}"' for name, value in _constants(exported)]
    else:
        lines.append(_NOTHING)
    for group in exported.groups:
        lines += ["", "TeamDataPullPreferences(", f'    "{group.name}",', "    team_ids=["]
        lines += [f'        "{team}",' for team in group.teams]
        lines += ["    ],", "    providers={", *_python(group.short(), 8), "    },"]
        lines += ["    org_id=ORG_ID,", "    env=ENV,", "    region=REGION,", ")"]
    return "\n".join([*lines, *_left_out(exported.left_out), ""])


def config(exported: Export) -> str:
    """Write what belongs into `Pulumi.<stack>.yaml`. UUIDs stand in quotes, or YAML could take some for numbers."""
    scope = exported.scope
    lines = ["# For Pulumi.<stack>.yaml; this program declares it:", "#"]
    lines += [f"#     {line}".rstrip() for line in READER.splitlines()]
    lines += ["config:", f'  junction:orgId: "{scope.org_id}"', f"  junction:env: {scope.env}"]
    lines += [f"  junction:region: {scope.region}", f"  {CONFIG_KEY}:{'' if exported.groups else ' {}'}"]
    for group in exported.groups:
        lines += [f"    {group.name}:", "      teams:", *(f'        - "{team}"' for team in group.teams)]
        lines += ["      providers:", *_yaml(group.short(), 8)]
    return "\n".join([*lines, *_left_out(exported.left_out), ""])


def _constants(exported: Export) -> Iterator[tuple[str, str]]:
    yield "ORG_ID", exported.scope.org_id
    yield "ENV", exported.scope.env
    yield "REGION", exported.scope.region


def _python(values: Mapping[str, Any], indent: int) -> Iterator[str]:
    """Keys are names of the catalogue and values whole numbers: the checks have refused everything else."""
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield f"{' ' * indent}{json.dumps(key)}: {{"
            yield from _python(value, indent + 4)
            yield f"{' ' * indent}}},"
        else:
            yield f"{' ' * indent}{json.dumps(key)}: {value},"


def _yaml(values: Mapping[str, Any], indent: int) -> Iterator[str]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield f"{' ' * indent}{key}:"
            yield from _yaml(value, indent + 2)
        else:
            yield f"{' ' * indent}{key}: {value}"


def _left_out(left_out: tuple[LeftOut, ...]) -> Iterator[str]:
    """Say in comments what is set and not declared, and why; names are the service's and may hold anything."""
    if left_out:
        yield from ("", "# Left out, because a preview refuses it; Junction keeps it as it is:")
    for one in left_out:
        teams = f"team {one.teams[0]}" + (f" and {len(one.teams) - 1:,} more" if len(one.teams) > 1 else "")
        text = printable(f"{one.provider}: {one.preference} of {teams}: {one.reason}")
        yield from textwrap.wrap(
            text, _COLUMNS, initial_indent="# - ", subsequent_indent="#   ", break_long_words=False
        )
