"""The functions on historical pulls are documented: arguments, and members of what they return."""

import inspect

import pytest

from pulumi_junction import BulkOp, GetHistoricalPullsResult, HistoricalPull, ListBulkOpsResult, NotPulled
from pulumi_junction import get_historical_pulls as pulls
from pulumi_junction import list_bulk_ops as operations
from tests.support.markdown import Page
from tests.support.repository import ROOT

PAGE = Page(ROOT / "docs" / "resources" / "historical-pulls.md")


def members(*types: type) -> list[str]:
    return [name for one in types for name, member in vars(one).items() if isinstance(member, property)]


@pytest.mark.parametrize("function", [pulls, operations])
def test_arguments_of_a_function_are_explained(function: object) -> None:
    assert callable(function)

    explained = PAGE.section(getattr(function, "__name__", "")).explained()

    assert set(inspect.signature(function).parameters) <= explained


@pytest.mark.parametrize(
    ("section", "types"),
    [
        ("get_historical_pulls", (GetHistoricalPullsResult, HistoricalPull, NotPulled)),
        ("list_bulk_ops", (ListBulkOpsResult, BulkOp)),
    ],
)
def test_members_of_a_result_are_named(section: str, types: tuple[type, ...]) -> None:
    named = {span.text for span in PAGE.section(section).code()}

    assert members(*types)
    assert set(members(*types)) <= named


def test_every_type_is_named() -> None:
    named = {span.text for span in PAGE.section("Types").code()}

    assert {one.__name__ for one in (GetHistoricalPullsResult, HistoricalPull, NotPulled)} <= named
    assert {one.__name__ for one in (ListBulkOpsResult, BulkOp)} <= named
