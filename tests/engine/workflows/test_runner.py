"""What stands in for GitHub in these tests: what it does not know is an error, so nothing passes by accident."""

from typing import Any

import pytest

from tests.support.workflow_expressions import condition, evaluate, fill

CONTEXT: dict[str, Any] = {
    "github": {"ref": "refs/heads/main", "event": {"number": 41, "action": "opened"}},
    "secrets": {"KEY": "a key"},
    "success": lambda: False,
    "cancelled": lambda: False,
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("github.ref == 'refs/heads/main' && github.event.action != 'closed'", True),
        ("github.ref == 'x' || !cancelled()", True),
        ("(github.ref == 'x' || success()) && !cancelled()", False),
        ("secrets.KEY", "a key"),
        ("secrets.NONE", ""),
    ],
)
def test_an_expression_has_githubs_value(text: str, value: object) -> None:
    assert evaluate(text, CONTEXT) == value


@pytest.mark.parametrize("text", ["github.reff", "hashFiles()", "github.ref ~ 'x'", "github.ref == ", "(github.ref"])
def test_what_is_not_known_is_an_error_and_not_empty(text: str) -> None:
    with pytest.raises((KeyError, ValueError)):
        evaluate(text, CONTEXT)


def test_after_a_failure_only_what_asks_for_it_runs() -> None:
    assert condition(None, CONTEXT) is False
    assert condition("github.event.action == 'opened'", CONTEXT) is False
    assert condition("${{ !cancelled() && github.event.action == 'opened' }}", CONTEXT) is True


def test_expressions_are_filled_in_and_what_is_a_truth_is_written_as_github_does() -> None:
    assert fill("preview-${{ github.event.number }}-${{ secrets.NONE }}", CONTEXT) == "preview-41-"
    assert fill(True, CONTEXT) == "true"
