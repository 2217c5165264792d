"""The files of this repository, as git knows them."""

import functools
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]


@functools.cache
def files() -> tuple[Path, ...]:
    """All that is or could be committed."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    paths = (ROOT / name for name in sorted(set(listed.stdout.split("\0")) - {""}))
    return tuple(path for path in paths if path.is_file())


def pages(*patterns: str) -> list[Path]:
    """Its Markdown files below these names of files and folders; without names all of them."""
    found = [path for path in files() if path.suffix == ".md"]
    wanted = [ROOT / pattern for pattern in patterns] or [ROOT]
    return [path for path in found if any(path.is_relative_to(place) for place in wanted)]
