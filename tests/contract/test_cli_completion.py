"""Completion in a real shell."""

import os
import shlex
from pathlib import Path

import pytest

from tests.support import processes
from tests.support.command_line import COMMAND

LAST_WORD = """
eval "$(pulumi-junction completion bash)"
COMP_WORDS=({words}) COMP_CWORD={last}
_pulumi_junction_completion pulumi-junction
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("pulumi-junction ca", ["catalogue"]),
        ("pulumi-junction show --provider ou", ["oura"]),
        ("pulumi-junction export --format c", ["config"]),
    ],
)
def test_bash_completes_with_the_script_of_the_command(line: str, offered: list[str], tmp_path: Path) -> None:
    words = line.split()
    script = LAST_WORD.format(words=shlex.join(words), last=len(words) - 1)
    env = {**os.environ, "PATH": os.pathsep.join([str(Path(COMMAND).parent), os.environ["PATH"]])}

    ended = processes.run(["bash", "--norc", "-c", script], tmp_path, env)

    assert ended.stdout.split() == offered
    assert ended.stderr == ""
