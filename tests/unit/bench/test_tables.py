"""What `make bench` writes stands between its marks, and nothing else on the page changes."""

from pathlib import Path

import pytest

from bench import __main__ as bench
from bench import tables
from bench.harness import Cost

PAGE = "# A\n\n<!-- bench:floor -->\nold\n<!-- /bench -->\n\nwords\n\n<!-- bench:scale -->\n<!-- /bench -->\n"


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "performance.md"
    file.write_text(PAGE)
    monkeypatch.setattr(tables, "PAGE", file)
    return file


def test_a_section_is_replaced_and_the_others_stay(page: Path) -> None:
    tables.put("floor", "new")

    assert page.read_text() == PAGE.replace("old", "\nnew\n")


def test_writing_the_same_again_changes_nothing(page: Path) -> None:
    tables.put("scale", r"a \1 b")
    once = page.read_text()
    tables.put("scale", r"a \1 b")

    assert page.read_text() == once
    assert r"a \1 b" in once


def test_a_section_without_a_place_is_refused(page: Path) -> None:
    with pytest.raises(SystemExit, match="growth"):
        tables.put("growth", "new")


def test_the_page_has_a_place_for_every_section() -> None:
    text = tables.PAGE.read_text(encoding="utf-8")

    assert [name for name in bench.SECTIONS if text.count(f"<!-- bench:{name} -->\n") != 1] == []


@pytest.mark.parametrize(("value", "words"), [(1.034, "≤ 1.03: met"), (1.036, "≤ 1.03: **missed**")])
def test_a_goal_is_judged_by_the_figure_that_is_shown(value: float, words: str) -> None:
    assert tables.goal(value, 1.03) == words


def test_a_goal_that_the_noise_may_have_decided_says_so() -> None:
    assert tables.goal(1.05, 1.03, noise=0.1) == "≤ 1.03: missed, but for a noise of 0.10"
    assert tables.goal(1.2, 1.03, noise=0.1) == "≤ 1.03: **missed**"


def test_the_noise_is_what_the_floor_differs_from_itself() -> None:
    costs = {"floor": [Cost(1.0)], "floor, again": [Cost(0.9)], "`a`": [Cost(1.0)], "`a` again": [Cost(1.02)]}

    assert tables.noise(costs) == pytest.approx(0.1)
