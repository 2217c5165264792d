"""`pulumi-junction` as people start it: the installed script, with nothing of the developer's own settings."""

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support import processes
from tests.support.processes import Finished

COMMAND = str(Path(sys.executable).with_name("pulumi-junction"))

_FOREIGN = re.compile(r"(JUNCTION|PULUMI)_|.*_proxy$|(NO|FORCE)_COLOR$|COLUMNS$|LINES$|TERM$", re.IGNORECASE)


def environment(junction: ThreadedEmulator, **more: str) -> dict[str, str]:
    """The variables that lead to a pretend Junction."""
    inherited = {name: value for name, value in os.environ.items() if not _FOREIGN.match(name)}
    return inherited | {
        "TERM": "xterm-256color",
        "JUNCTION_MANAGEMENT_URL": junction.url,
        "JUNCTION_MANAGEMENT_KEY": junction.management_key,
        "JUNCTION_ORG_ID": junction.org_id,
        "JUNCTION_ENV": "sandbox",
        "JUNCTION_REGION": "us",
        **more,
    }


def run(*arguments: str, env: Mapping[str, str], cwd: str | Path = ".") -> Finished:
    """Run it to its end."""
    return processes.run([COMMAND, *arguments], cwd, env)
