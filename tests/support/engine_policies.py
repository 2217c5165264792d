"""Policy packs for the engine's tests, run by the Python that runs the tests."""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pulumi

from tests.support.engine_programs import ACME, BETA
from tests.support.engine_results import Result
from tests.support.repository import ROOT

EXAMPLE = ROOT / "examples" / "policy-pack"

EXAMPLE_VENV = "../../.venv"

SETTINGS = f"runtime:\n  name: python\n  options:\n    virtualenv: {sys.prefix}\n"

PROGRAM = """
from pulumi_junction.policy import *

PolicyPack("rules", enforcement_level=EnforcementLevel.{level}, policies=[{rules}])
"""


LABELLED = {"Acme Care": ACME, "Beta Labs": BETA}
PROTECTED = pulumi.ResourceOptions(protect=True)


class Pack:
    """Options for an operation of the engine: `stack.preview(program, **Pack(...).options)`."""

    def __init__(self, folder: Path, program: str, settings: str = SETTINGS) -> None:
        self.folder = folder
        folder.mkdir()
        (folder / "PulumiPolicy.yaml").write_text(settings, encoding="utf-8")
        (folder / "__main__.py").write_text(program, encoding="utf-8")
        self.options: dict[str, Any] = {"policy_packs": [str(folder)]}

    @classmethod
    def of(cls, folder: Path, *rules: str, level: str = "MANDATORY") -> "Pack":
        """Make a pack of rules as its author writes them."""
        return cls(folder, PROGRAM.format(level=level, rules=", ".join(rules)))

    @classmethod
    def example(cls, folder: Path) -> "Pack":
        """Make the example's, but for the place of its virtual environment."""
        settings = (EXAMPLE / "PulumiPolicy.yaml").read_text(encoding="utf-8")
        assert settings.count(EXAMPLE_VENV) == 1
        program = (EXAMPLE / "__main__.py").read_text(encoding="utf-8")
        return cls(folder, program, settings.replace(EXAMPLE_VENV, sys.prefix))

    def configured(self, levels: Mapping[str, str]) -> dict[str, Any]:
        """Give rules other levels, as `--policy-pack-config` does."""
        file = self.folder / "levels.json"
        file.write_text(json.dumps(dict(levels)), encoding="utf-8")
        return {**self.options, "policy_pack_configs": [str(file)]}


def said(result: Result) -> list[tuple[str, str, str]]:
    """Level, resource and the rule's own line, without the description above it."""
    return [(one.level, one.name, one.text.rpartition("\n")[2]) for one in result.violations]
