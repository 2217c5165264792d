"""What the other tests here stand on."""

from pathlib import Path

import pytest

from tests.support.engine import EngineStack, find_cli
from tests.support.engine_programs import OURA, preferences


def test_without_a_cli_tests_are_skipped_with_the_command_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(pytest.skip.Exception, match="make setup"):
        find_cli(str(tmp_path), ci=False)


def test_without_a_cli_tests_fail_where_ci_runs_them(tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="make setup"):
        find_cli(str(tmp_path), ci=True)


def test_an_operation_that_ends_otherwise_than_expected_fails_the_test(stack: EngineStack) -> None:
    with pytest.raises(AssertionError, match="must be a whole number of days"):
        stack.preview(preferences(providers={"oura": 0}))
    with pytest.raises(AssertionError, match="expected to fail, but ended well"):
        stack.preview(preferences(providers=OURA), fails=True)
