"""`drift.yml`: one issue while somebody's edits last, closed when they are over, red where nobody can tell."""

import re
from pathlib import Path

import pytest

from tests.engine.examples.test_four_stacks import NORDKAP
from tests.support.github_server import REPOSITORY, GitHubServer
from tests.support.workflow_scene import Workflows

LOOKED = {"look (sandbox-us)": "success", "look (sandbox-eu)": "success"}
PLACE = ("sandbox", "eu", NORDKAP)


@pytest.fixture
def applied(workflows: Workflows) -> Workflows:
    """One stack has something in it; the others are as new."""
    workflows.pulumi("up", "--yes", "--skip-preview", "--stack", "sandbox-eu")
    return workflows


def test_an_edit_by_hand_opens_an_issue_with_what_is_set_and_what_would_be_put_back(
    applied: Workflows, github: GitHubServer
) -> None:
    applied.only("sandbox-us", "sandbox-eu")
    applied.junction.set(*PLACE, "strava", 7)

    run = applied.by_hand("drift.yml")

    assert run.results == {**LOOKED, "issue": "success"}, run
    (issue,) = github.issues
    assert issue["title"] == "Drift: sandbox-eu"
    assert re.search(r"strava .*\b90\b.*\b7\b", issue["body"])
    assert f"https://github.com/{REPOSITORY}/actions/runs/{run.number}" in issue["body"]
    assert github.writes == ["POST /issues"]


def test_the_status_of_a_stack_is_the_engines(applied: Workflows, tmp_path: Path) -> None:
    status = tmp_path / "status" / "sandbox-eu"

    assert applied.script("drift.sh", "sandbox-eu", str(tmp_path)).code == 0
    assert status.read_text() == "0\n"

    applied.junction.set(*PLACE, "strava", 7)
    assert applied.script("drift.sh", "sandbox-eu", str(tmp_path)).code == 0
    assert status.read_text() == "7\n"

    applied.settings["PULUMI_BACKEND_URL"] = (tmp_path / "nowhere").as_uri()
    unknown = applied.script("drift.sh", "sandbox-eu", str(tmp_path))
    assert unknown.code not in (0, 7)
    assert not status.exists()


def test_a_stack_that_was_never_applied_has_not_drifted(workflows: Workflows, tmp_path: Path) -> None:
    assert workflows.script("drift.sh", "sandbox-us", str(tmp_path)).code == 0

    assert (tmp_path / "status" / "sandbox-us").read_text() == "0\n"


def test_a_stack_that_cannot_be_looked_at_is_red_and_closes_no_issue(
    workflows: Workflows, github: GitHubServer
) -> None:
    workflows.only("sandbox-us", "sandbox-eu")
    github.issue("<!-- pulumi-junction:drift -->\nas it was", "Drift: sandbox-eu")
    (workflows.files / "Pulumi.sandbox-eu.yaml").write_text("config: [", encoding="utf-8")

    run = workflows.by_hand("drift.yml")

    assert run.results == {**LOOKED, "look (sandbox-eu)": "failure", "issue": "failure"}
    assert "#500 stays open" in run.jobs["issue"].log
    assert "The preview failed: sandbox-eu" in run.jobs["issue"].summary
    assert github.writes == []
