"""What the other tests here stand on."""

from pathlib import Path

import pytest

from tests.support.browser import find_browser


def test_without_a_browser_tests_are_skipped_with_the_command_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(pytest.skip.Exception, match="apt-get install chromium"):
        find_browser(str(tmp_path), ci=False)


def test_without_a_browser_tests_fail_where_ci_runs_them(tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="apt-get install chromium"):
        find_browser(str(tmp_path), ci=True)


def test_the_browser_on_the_path_is_taken(tmp_path: Path) -> None:
    program = tmp_path / "chromium"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    assert find_browser(str(tmp_path), ci=True) == str(program)
