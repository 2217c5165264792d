"""Writes the golden states of this version: `python -m tests.engine.golden.write [--again]`."""

import json
import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pulumi_junction import __version__
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.engine.golden import FOLDER, PASSPHRASE
from tests.engine.golden.situations import SITUATIONS, Situation
from tests.support.engine import TOOLS, Command, EngineStack, NewStacks, find_cli

TIME = "2026-01-01T00:00:00Z"


def main() -> int:
    """Write the folder of this version, which is new."""
    folder = FOLDER / __version__
    if folder.exists() and "--again" not in sys.argv[1:]:
        print(f"{folder.name} is there already; --again writes it again, as long as {__version__} is not released")
        return 1
    folder.mkdir(exist_ok=True)
    with TemporaryDirectory() as temporary:
        work = Path(temporary)
        stacks = NewStacks(work, Command(_environment(work)))
        for name, situation in SITUATIONS.items():
            if name != "before-adopted":
                text = json.dumps(_written(situation, stacks, work / f"state-{name}"), indent=2, ensure_ascii=False)
                (folder / f"{name}.json").write_text(text + "\n", encoding="utf-8")
                print(f"written: {folder.name}/{name}.json")
    return 0


def _environment(work: Path) -> Path:
    """Set what the fixtures of the tests set; returns the folder of the CLI."""
    for name in [name for name in os.environ if name.startswith(("JUNCTION_", "PULUMI_"))]:
        del os.environ[name]
    cli = find_cli(os.pathsep.join([str(TOOLS), os.environ["PATH"]]), ci=True)
    os.environ |= {
        "PATH": os.pathsep.join([str(cli), str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PULUMI_HOME": str(work / "home"),
        "PULUMI_CONFIG_PASSPHRASE": PASSPHRASE,
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_PYTHON_CMD": sys.executable,
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "JUNCTION_ENV": "production",
        "JUNCTION_REGION": "us",
        "JUNCTION_LIVE_CHECKS": "off",  # else what the service is to lower would be refused
    }
    return cli


def _written(situation: Situation, stacks: NewStacks, folder: Path) -> dict[str, Any]:
    with _service() as emulator:
        stack = stacks.make("dev", folder)
        situation.write(stack, emulator, situation.program)
        teams = {team: emulator.get("production", "us", team) for team in situation.becomes}
        options = {"limits": emulator.options.limits, "clamps": emulator.options.clamps}
        return {"service": {"teams": teams, **options}, "deployment": _exported(stack, folder)}


@contextmanager
def _service() -> Iterator[ThreadedEmulator]:
    with ThreadedEmulator() as emulator:
        os.environ["JUNCTION_MANAGEMENT_URL"] = emulator.url
        os.environ["JUNCTION_MANAGEMENT_KEY"] = emulator.management_key
        os.environ["JUNCTION_ORG_ID"] = emulator.org_id
        yield emulator


def _exported(stack: EngineStack, folder: Path) -> Any:
    """Without `--show-secrets`: ciphertext stays ciphertext."""
    file = folder / "exported.json"
    stack.command("stack", "export", "--file", str(file))
    exported = scrubbed(json.loads(file.read_text(encoding="utf-8")))
    shutil.rmtree(folder)
    return exported


def scrubbed(value: Any, key: str = "") -> Any:
    """Take out what is of this machine and of this minute: folders of programs, times."""
    if isinstance(value, dict):
        return {name: scrubbed(one, name) for name, one in value.items()}
    if isinstance(value, list):
        return [scrubbed(one, key) for one in (value[:1] if key == "stackTrace" else value)]
    if key == "sourcePosition":
        return re.sub(r"^project://.*/[^/#]+", "project:///__main__.py", value)
    return TIME if key in ("time", "created", "modified") else value


if __name__ == "__main__":
    sys.exit(main())
