"""The answer to `--json`, as every command gives it."""

import json
from collections.abc import Mapping
from typing import Any

import typer

VERSION = 1


def print_json(members: Mapping[str, Any]) -> None:
    """Print one object. Later releases may add members; to rename, retype or remove one takes another `version`."""
    typer.echo(json.dumps({"version": VERSION, **members}, indent=2))
