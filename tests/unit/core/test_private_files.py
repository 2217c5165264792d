"""Files that nobody else may read: a system that cannot keep them is refused."""

import os
from pathlib import Path

import pytest

from pulumi_junction.core import private_files
from pulumi_junction.errors import ConfigError


def test_whatever_the_umask_allows_the_mode_is_600(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        private_files.put(tmp_path / "small", b"content")
        private_files.create(tmp_path / "large").close()
    finally:
        os.umask(before)

    assert {path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {0o600}


def test_what_is_there_is_never_opened_as_new(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("nowhere")

    with pytest.raises(FileExistsError):
        private_files.create(tmp_path / "link")


def test_a_small_file_is_replaced_whole_and_what_a_killed_run_left_does_not_stop_it(tmp_path: Path) -> None:
    (tmp_path / "small.new").write_bytes(b"half")
    private_files.put(tmp_path / "small", b"old")
    private_files.put(tmp_path / "small", b"new")

    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("small", b"new")]


def test_a_folder_in_its_place_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"cannot be opened \(Is a directory\)\. Look what it is"):
        private_files.reopen(tmp_path)


def test_a_pipe_in_its_place_is_one_line(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)

    with pytest.raises(ConfigError, match=r"pipe is no file\. Look what it is, and move it away\."):
        private_files.reopen(tmp_path / "pipe")


def test_a_system_that_cannot_keep_files_from_others_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "O_NOFOLLOW")

    with pytest.raises(ConfigError, match=r"Move connections on Linux or macOS\."):
        private_files.create(tmp_path / "file")
