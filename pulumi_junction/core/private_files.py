"""Files that nobody else may read: made so from the start, refused where they are not, on the disk when it counts."""

import errno
import os
import shlex
import stat
from pathlib import Path
from typing import BinaryIO

from pulumi_junction.errors import ConfigError


def create(path: Path) -> BinaryIO:
    """Make a file of mode 600 for reading and writing; a FileExistsError where anything has that name already."""
    return os.fdopen(os.open(path, _flags() | os.O_CREAT | os.O_EXCL, 0o600), "r+b")


def reopen(path: Path) -> BinaryIO | None:
    """Open what `create` has made, None where there is nothing; a ConfigError where somebody else may have had it."""
    try:
        handle = os.open(path, _flags() | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    except OSError as problem:
        what = "is a symbolic link" if problem.errno == errno.ELOOP else f"cannot be opened ({problem.strerror})"
        raise ConfigError(f"{path} {what}.", "Look what it is, and move it away.") from None
    mode = os.fstat(handle).st_mode
    if stat.S_ISREG(mode) and not mode & 0o077:
        return os.fdopen(handle, "r+b")
    os.close(handle)
    if not stat.S_ISREG(mode):
        raise ConfigError(f"{path} is no file.", "Look what it is, and move it away.")
    raise ConfigError(f"others may read {path}, or write to it.", f"Run `chmod 600 {shlex.quote(str(path))}`.")


def lock(file: BinaryIO, path: Path) -> None:
    """Keep every other run away until the file is closed; also a killed process closes its files."""
    import fcntl  # not on every system

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise in_use(path) from None


def is_still(file: BinaryIO, path: Path) -> bool:
    """Tell whether an open file has that name yet."""
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.lstat())
    except FileNotFoundError:
        return False


def in_use(path: Path) -> ConfigError:
    """Return what whoever comes second is told."""
    return ConfigError(f"{path} is in use: another run is at it.", "Wait until that one has ended.")


def save(file: BinaryIO) -> None:
    """Return when it is on the disk."""
    file.flush()
    os.fsync(file.fileno())


def save_names(folder: Path) -> None:
    """Return when names that came, changed or went in a folder are on the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put(path: Path, content: bytes) -> None:
    """Write a small file whole: whoever reads it finds the old content or the new one."""
    new = beside(path, ".new")
    new.unlink(missing_ok=True)  # of a run that was killed
    with create(new) as file:
        file.write(content)
        save(file)
    new.replace(path)
    save_names(path.parent)


def beside(path: Path, ending: str) -> Path:
    """Return the path with more at its end."""
    return path.with_name(path.name + ending)


def _flags() -> int:
    if not hasattr(os, "O_NOFOLLOW"):
        raise ConfigError("on this system no file can be kept from others.", "Move connections on Linux or macOS.")
    return os.O_RDWR | os.O_NOFOLLOW
