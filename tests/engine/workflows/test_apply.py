"""`apply.sh`: what was reviewed is applied; anything else is refused in one line, and nothing is sent."""

from pathlib import Path

import pytest

from tests.engine.examples.test_four_stacks import CLINIC, NORDKAP
from tests.support.engine_policies import Pack
from tests.support.engine_programs import days
from tests.support.processes import Finished
from tests.support.workflow_scene import Workflows

STACK = "production-eu"


@pytest.fixture
def reviewed(workflows: Workflows, tmp_path: Path) -> Path:
    """A review of `clinic` with 90 days of Strava, where `clinic` (30) is applied."""
    workflows.pulumi("up", "--yes", "--skip-preview", "--stack", STACK)
    workflows.edit(STACK, "preset: clinic\n", "preset: clinic\n      days: {strava: 90}\n")
    return review(workflows, tmp_path)


def review(workflows: Workflows, folder: Path) -> Path:
    ended = workflows.script("preview.sh", STACK, str(folder / "reviewed"))
    assert ended.code == 0, ended.text
    workflows.junction.clear_requests()
    return folder / "reviewed"


def live(workflows: Workflows) -> object:
    return workflows.junction.get("production", "eu", NORDKAP)


def refused(ended: Finished, why: str) -> None:
    """It ends with one line that says what, where, and what to do."""
    assert ended.code == 1, ended.text
    last = ended.stderr.splitlines()[-1]
    assert last.startswith(f"error: {STACK}: {why}")
    assert "run the workflow apply by hand" in last
    assert "Traceback" not in ended.text


NOT_REVIEWED = "nothing was applied, as this is not the plan that was reviewed"


def test_changed_inputs_are_refused_and_the_reviewed_ones_applied(workflows: Workflows, reviewed: Path) -> None:
    workflows.edit(STACK, "strava: 90", "strava: 60")
    refused(workflows.script("apply.sh", STACK, str(reviewed)), NOT_REVIEWED)
    assert live(workflows) == CLINIC
    assert workflows.junction.writes == []

    workflows.edit(STACK, "strava: 60", "strava: 90")
    ended = workflows.script("apply.sh", STACK, str(reviewed))
    assert ended.code == 0, ended.text
    assert live(workflows) == CLINIC | days(strava=90)


@pytest.mark.parametrize("drifted", ["oura", "strava"], ids=["beside the change", "in the value that changes"])
def test_drift_that_came_after_the_review_is_refused(workflows: Workflows, reviewed: Path, drifted: str) -> None:
    workflows.junction.set("production", "eu", NORDKAP, drifted, 7)

    ended = workflows.script("apply.sh", STACK, str(reviewed))

    refused(ended, NOT_REVIEWED)
    assert "7" in ended.stdout
    assert live(workflows) == CLINIC | days(**{drifted: 7})
    assert workflows.junction.writes == []


def test_a_key_in_configuration_that_was_rotated_after_the_review_is_refused(
    workflows: Workflows, tmp_path: Path
) -> None:
    workflows.settings["JUNCTION_MANAGEMENT_KEY"] = ""
    key = ("config", "set", "--secret", "junction:managementKey", "--stack", STACK)
    workflows.pulumi(*key, workflows.junction.management_key)
    reviewed = review(workflows, tmp_path)
    workflows.junction.management_key = "the-next-management-key"
    workflows.pulumi(*key, workflows.junction.management_key)

    ended = workflows.script("apply.sh", STACK, str(reviewed))

    refused(ended, "not applied as reviewed")
    assert "violates plan" in ended.text
    assert workflows.junction.management_key not in ended.text
    assert workflows.junction.writes == []


def test_what_a_policy_objects_to_has_no_plan_that_could_be_applied(workflows: Workflows, tmp_path: Path) -> None:
    pack = Pack.of(tmp_path / "pack", 'longest_days({"production": 30})')
    folder = str(tmp_path / "reviewed")

    previewed = workflows.script("preview.sh", STACK, folder, POLICY_PACK=str(pack.folder))
    assert previewed.code != 0
    assert "junction-longest-days" in previewed.text

    refused(workflows.script("apply.sh", STACK, folder), "nothing was applied, as")
    assert workflows.junction.writes == []


def test_without_a_reviewed_plan_nothing_is_applied(workflows: Workflows, tmp_path: Path) -> None:
    refused(
        workflows.script("apply.sh", STACK, str(tmp_path)), "nothing was applied, as there is no reviewed plan of it"
    )

    assert workflows.junction.requests == []
