"""From pull request to apply, as GitHub runs our workflows: one comment, and what was reviewed is what is applied."""

import pytest

from tests.engine.examples.test_four_stacks import ACME, CLINIC
from tests.engine.examples.test_four_stacks import STACKS as DECLARED
from tests.support.github_server import HEAD, REPOSITORY, GitHubServer
from tests.support.workflow_scene import STACKS, Workflows

MARKER = "<!-- pulumi-junction:report -->"
PREVIEWED = {f"preview ({stack})": "success" for stack in STACKS}
APPLIED = {
    "review": "success",
    "sandbox (sandbox-us)": "success",
    "sandbox (sandbox-eu)": "success",
    "production (production-us)": "success",
    "production (production-eu)": "success",
}


def test_a_pull_request_gets_one_comment_and_its_merge_applies_what_it_shows(
    workflows: Workflows, github: GitHubServer
) -> None:
    run = workflows.pull_request()

    assert run.results == {**PREVIEWED, "report": "success", "no-preview": "skipped"}, run
    assert workflows.junction.writes == []
    assert github.writes == ["POST /issues/41/comments"]
    shown = github.comments[0]["body"]
    assert shown.startswith(MARKER)
    assert all(stack in shown for stack in STACKS)
    assert HEAD in shown

    applied = workflows.merge()
    assert applied.results == APPLIED, applied
    assert applied.jobs["review"].summary == shown
    for stack, teams in DECLARED.items():
        env, region = stack.split("-")
        assert {team: workflows.junction.get(env, region, team) for team in teams} == teams


def test_a_preview_that_fails_is_shown_as_failed_and_nothing_of_the_pull_request_can_be_applied(
    workflows: Workflows, github: GitHubServer
) -> None:
    workflows.only("sandbox-eu", "production-eu")
    workflows.edit("production-eu", "preset: clinic", "preset: clinc")

    run = workflows.pull_request()

    assert run.results == {
        "preview (sandbox-eu)": "success",
        "preview (production-eu)": "failure",
        "report": "failure",
        "no-preview": "skipped",
    }
    (comment,) = github.comments
    assert "The preview failed: production-eu" in comment["body"]
    assert "'clinc' is not a preset" in comment["body"]
    assert run.jobs["report"].summary == comment["body"]
    assert {*github.artifacts[run.number]} == {"preview-sandbox-eu", "preview-production-eu", "report"}

    merged = workflows.merge()
    assert merged.jobs["review"].result == "failure"
    assert "::error::#41: its previews of c0ffee000000 did not succeed" in merged.jobs["review"].log
    assert workflows.junction.writes == []


def test_nothing_is_started_in_production_after_a_sandbox_has_failed_and_by_hand_it_is_reviewed_again(
    workflows: Workflows, github: GitHubServer
) -> None:
    workflows.only("sandbox-us", "sandbox-eu", "production-us")
    workflows.pull_request()
    workflows.edit("sandbox-us", "preset: short", "preset: clinic")  # somebody else's, merged meanwhile

    stopped = workflows.merge()

    assert stopped.results == {
        "review": "success",
        "sandbox (sandbox-us)": "failure",
        "sandbox (sandbox-eu)": "cancelled",
        "production": "skipped",
    }
    assert (
        "sandbox-us: nothing was applied, as this is not the plan that was reviewed"
        in stopped.jobs["sandbox (sandbox-us)"].log
    )
    assert workflows.junction.writes == []

    again = workflows.by_hand("apply.yml")
    assert again.results == {job: APPLIED[job] for job in APPLIED if "production-eu" not in job}, again
    assert again.jobs["review"].summary.startswith(MARKER)
    assert workflows.junction.get("production", "us", ACME) == CLINIC


@pytest.mark.parametrize(("repository", "login"), [("mallory/wearables", "mallory"), (REPOSITORY, "dependabot[bot]")])
def test_a_pull_request_that_gets_no_secrets_is_told_that_there_is_no_preview(
    repository: str, login: str, workflows: Workflows, github: GitHubServer
) -> None:
    run = workflows.pull_request(repository=repository, login=login)

    assert run.results == {"preview": "skipped", "report": "skipped", "no-preview": "success"}
    assert run.jobs["no-preview"].summary.startswith(
        "No preview: GitHub gives pull requests of forks and of Dependabot"
    )
    assert (github.writes, workflows.junction.requests) == ([], [])


@pytest.mark.parametrize("workflow", ["apply.yml", "drift.yml"])
def test_on_another_branch_nothing_runs_by_hand(workflow: str, workflows: Workflows, github: GitHubServer) -> None:
    run = workflows.by_hand(workflow, ref="refs/heads/mine")

    assert set(run.results.values()) == {"skipped"}
    assert (github.writes, workflows.junction.requests) == ([], [])
