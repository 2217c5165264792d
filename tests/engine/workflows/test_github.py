"""What the scripts ask of GitHub, without the engine: found by marker and author, refused in one line."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import processes
from tests.support.github_server import HEAD, MERGED, REPOSITORY, GitHubServer
from tests.support.processes import Finished
from tests.support.repository import ROOT

SCRIPTS = ROOT / "examples" / "github-actions" / "scripts"
MARKER = "<!-- pulumi-junction:drift -->"
BY_HAND = "run the workflow apply by hand"

Script = Callable[..., Finished]


@pytest.fixture
def script(github: GitHubServer, tmp_path: Path) -> Script:
    """Run one, with a token that may do everything unless other permissions are given."""

    def run(name: str, *args: str, may: str = "write", api: str = github.url) -> Finished:
        github.tokens["token"] = dict.fromkeys(("actions", "issues", "pull-requests"), may)
        env = {
            "PATH": os.environ["PATH"],
            "PYTHONDONTWRITEBYTECODE": "1",
            "GITHUB_ACTIONS": "true",
            "GITHUB_API_URL": api,
            "GITHUB_OUTPUT": str(tmp_path / "output"),
            "GITHUB_REF_NAME": "main",
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_RUN_ID": "7",
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_SHA": MERGED,
            "GITHUB_TOKEN": "token",
            "PR_NUMBER": "41",
        }
        return processes.run([sys.executable, str(SCRIPTS / name), *args], tmp_path, env)

    return run


def refused(ended: Finished, why: str) -> None:
    assert (ended.code, ended.stdout) == (1, "")
    assert ended.stderr.startswith(f"::error::{why}")
    assert ended.stderr.count("\n") == 1


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A folder as drift.sh and report.sh fill it: one stack has drifted, one is in sync."""
    (tmp_path / "status").mkdir()
    (tmp_path / "status" / "sandbox-us").write_text("0\n", encoding="utf-8")
    (tmp_path / "status" / "sandbox-eu").write_text("7\n", encoding="utf-8")
    (tmp_path / "report.md").write_text("<!-- report -->\nthe report\n", encoding="utf-8")
    return tmp_path


def test_the_comment_is_edited_and_nobody_elses(script: Script, github: GitHubServer, report: Path) -> None:
    theirs = github.comment("<!-- report -->\nnot yours", login="mallory")
    github.page_size = 1

    for text in ("first", "second"):
        (report / "report.md").write_text(f"<!-- report -->\n{text}\n", encoding="utf-8")
        assert script("comment.py", str(report / "report.md")).code == 0

    assert github.writes == ["POST /issues/41/comments", "PATCH /issues/comments/101"]
    assert github.comments[1]["body"] == "<!-- report -->\nsecond\n"
    assert theirs["body"] == "<!-- report -->\nnot yours"


def drift_issue(script: Script, folder: Path) -> Finished:
    ended = script("drift_issue.py", str(folder), "sandbox-us", "sandbox-eu")
    assert ended.code == 0, ended.text
    return ended


def test_while_drift_lasts_one_issue_of_ours_is_edited_and_nobody_elses(
    script: Script, github: GitHubServer, report: Path
) -> None:
    theirs = github.issue(f"{MARKER}\nnot yours", login="mallory")
    github.page_size = 1

    drift_issue(script, report)
    (report / "status" / "sandbox-us").write_text("7\n", encoding="utf-8")
    drift_issue(script, report)

    assert github.writes == ["POST /issues", "PATCH /issues/501"]
    assert github.issues[1]["title"] == "Drift: sandbox-us, sandbox-eu"
    assert github.issues[1]["body"].startswith(MARKER)
    assert "the report" in github.issues[1]["body"]
    assert theirs["body"] == f"{MARKER}\nnot yours"


def test_the_issue_is_closed_with_a_word_once_all_stacks_are_in_sync(
    script: Script, github: GitHubServer, report: Path
) -> None:
    issue = github.issue(f"{MARKER}\nas it was")
    (report / "status" / "sandbox-eu").write_text("0\n", encoding="utf-8")

    drift_issue(script, report)

    assert (issue["state"], issue["state_reason"]) == ("closed", "completed")
    assert github.comments[0]["body"] == f"In sync again, says https://github.com/{REPOSITORY}/actions/runs/7."

    drift_issue(script, report)
    assert len(github.writes) == 2


def test_the_issue_stays_open_where_a_stack_could_not_be_looked_at(
    script: Script, github: GitHubServer, report: Path
) -> None:
    github.issue(f"{MARKER}\nas it was")
    (report / "status" / "sandbox-eu").unlink()

    assert "#500 stays open: not every stack could be looked at." in drift_issue(script, report).stdout

    assert github.writes == []


def test_the_plans_of_a_merge_are_those_of_the_last_run_that_went_well(
    script: Script, github: GitHubServer, tmp_path: Path
) -> None:
    github.merge(41)
    for number, conclusion in ((1, "success"), (2, "success"), (3, "failure")):
        previewed(github, number, conclusion=conclusion)

    assert script("find_review.py").code == 0

    assert (tmp_path / "output").read_text(encoding="utf-8") == "run-id=2\n"


def previewed(github: GitHubServer, number: int, *, conclusion: str = "success", repository: str = REPOSITORY) -> None:
    about = {"id": number, "conclusion": conclusion, "event": "pull_request", "head_sha": HEAD}
    github.runs.append({**about, "head_repository": {"full_name": repository}})
    github.artifacts[number] = {"reviewed": Path()}


@pytest.mark.parametrize(("commit", "base"), [("0123456789abcdef", "main"), (MERGED, "a-branch-without-protection")])
def test_a_push_that_is_no_merge_of_a_pull_request_is_refused(
    commit: str, base: str, script: Script, github: GitHubServer
) -> None:
    github.merge(41, commit, base)
    previewed(github, 1)

    ended = script("find_review.py")

    refused(
        ended, f"{MERGED[:12]} is not the merge of a pull request into main, so nobody has reviewed what it changes."
    )
    assert BY_HAND in ended.stderr


def test_plans_that_a_fork_has_made_are_refused(script: Script, github: GitHubServer) -> None:
    github.merge(41)
    previewed(github, 1, repository="mallory/wearables")

    ended = script("find_review.py")

    refused(ended, f"#41: its previews of {HEAD[:12]} did not succeed, so there is no plan to apply.")
    assert BY_HAND in ended.stderr


def test_plans_that_have_expired_are_refused(script: Script, github: GitHubServer) -> None:
    github.merge(41)
    previewed(github, 1)
    github.expired.add(1)

    ended = script("find_review.py")

    refused(ended, "#41: its reviewed plans are no longer kept; they expire.")
    assert BY_HAND in ended.stderr


def test_a_token_that_may_not_is_one_line_that_names_the_permissions(script: Script, report: Path) -> None:
    ended = script("comment.py", str(report / "report.md"), may="read")

    refused(ended, "GitHub answered 403 to POST /issues/41/comments; see `permissions:` of the job.")


def test_a_github_that_does_not_answer_is_one_line(script: Script, report: Path) -> None:
    ended = script("comment.py", str(report / "report.md"), api="http://127.0.0.1:9")

    refused(ended, "GitHub did not answer GET /issues/41/comments; re-run the job.")
