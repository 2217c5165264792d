"""The GitHub workflows of the example: valid, pinned, and as careful as their README says."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.support.github_server import REPOSITORY
from tests.support.repository import ROOT, files
from tests.support.workflow_expressions import evaluate
from tests.support.workflow_runner import load
from tests.support.workflow_scene import STACKS

EXAMPLE = ROOT / "examples" / "github-actions"
WORKFLOWS = sorted((EXAMPLE / "workflows").glob("*.yml"))
ACTIONS = sorted((EXAMPLE / "actions").glob("*/action.yml"))
SHELL = sorted((EXAMPLE / "scripts").glob("*.sh"))
JOBS = [(file, name) for file in WORKFLOWS for name in load(file)["jobs"]]
EACH_JOB = pytest.mark.parametrize(("file", "name"), [pytest.param(*job, id=f"{job[0].stem}-{job[1]}") for job in JOBS])
EACH_WORKFLOW = pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)


def run(tool: str, *args: object) -> "subprocess.CompletedProcess[str]":
    """Run a tool of the development environment."""
    command = [str(Path(sys.executable).with_name(tool)), *map(str, args)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, timeout=120, check=False)


def steps(file: Path) -> list[dict[str, Any]]:
    return [step for job in load(file)["jobs"].values() for step in job["steps"]]


def test_there_are_three_workflows_and_they_do_not_run_in_this_repository() -> None:
    assert [file.name for file in WORKFLOWS] == ["apply.yml", "drift.yml", "pr.yml"]
    assert not [file for file in files() if ".github" in file.parts]


def test_they_are_what_github_takes_for_workflows_and_actions() -> None:
    for schema, checked in (("github-workflows", WORKFLOWS), ("github-actions", ACTIONS)):
        ended = run("check-jsonschema", "--builtin-schema", f"vendor.{schema}", *checked)
        assert ended.returncode == 0, ended.stdout


def test_zizmor_finds_nothing_that_an_attacker_would_use() -> None:
    ended = run("zizmor", "--offline", "--quiet", *WORKFLOWS, *ACTIONS)

    assert ended.returncode == 0, ended.stdout


def test_what_zizmor_is_told_to_ignore_has_a_reason_beside_it() -> None:
    for file in (*WORKFLOWS, *ACTIONS):
        for line in file.read_text(encoding="utf-8").splitlines():
            assert "zizmor:" not in line or re.search(r"zizmor: ignore\[[\w-]+\] \w.{20,}", line), line


def test_actions_are_pinned_by_commit_with_the_version_beside_it() -> None:
    for file in (*WORKFLOWS, *ACTIONS):
        used = re.findall(r"^ *-? *uses: (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
        assert used
        assert [one for one in used if not re.match(r"\./|[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+\b", one)] == []


@pytest.mark.parametrize("file", SHELL, ids=lambda file: file.name)
def test_a_script_is_posix_shell_and_can_be_run(file: Path) -> None:
    ended = subprocess.run(["sh", "-n", str(file)], capture_output=True, encoding="utf-8", check=False)

    assert (ended.returncode, ended.stderr) == (0, "")
    assert file.name == "refuse.sh" or file.stat().st_mode & 0o111


@EACH_WORKFLOW
def test_no_expression_is_pasted_into_a_shell(file: Path) -> None:
    assert [step["run"] for step in steps(file) if "${{" in step.get("run", "")] == []


@EACH_WORKFLOW
def test_a_script_that_a_workflow_calls_is_there(file: Path) -> None:
    called = {name for step in steps(file) for name in re.findall(r"\.github/scripts/([\w.]+)", step.get("run", ""))}

    assert called
    assert {name for name in called if not (EXAMPLE / "scripts" / name).is_file()} == set()


@EACH_WORKFLOW
def test_no_workflow_runs_the_code_of_a_fork_with_secrets(file: Path) -> None:
    assert "pull_request_target" not in load(file)["on"]
    assert "workflow_run" not in load(file)["on"]


@EACH_WORKFLOW
def test_a_workflow_gives_its_jobs_no_permissions_of_their_own_accord(file: Path) -> None:
    assert load(file)["permissions"] == {}


@EACH_JOB
def test_a_job_may_write_no_more_than_its_comment_or_its_issue(file: Path, name: str) -> None:
    writes = {"pr-report": {"pull-requests"}, "drift-issue": {"issues"}}
    given = load(file)["jobs"][name]["permissions"]

    written = {what for what, level in given.items() if level != "read"}

    assert written == writes.get(f"{file.stem}-{name}", set())


@EACH_JOB
def test_secrets_are_those_of_an_environment(file: Path, name: str) -> None:
    job = load(file)["jobs"][name]
    uses = "${{ secrets." in str(job)

    assert uses == ("environment" in job)
    assert not uses or "pull-requests" not in job["permissions"] or job["permissions"]["pull-requests"] == "read"


@EACH_JOB
def test_what_waits_for_the_approval_of_a_preview_is_a_preview_of_a_pull_request(file: Path, name: str) -> None:
    environments = {"pr-preview": "preview", "apply-review": "main", "drift-look": "main"}
    stacks = dict.fromkeys(("apply-sandbox", "apply-production"), "${{ matrix.stack }}")

    assert load(file)["jobs"][name].get("environment") == {**environments, **stacks}.get(f"{file.stem}-{name}")


@EACH_WORKFLOW
def test_a_step_that_gets_the_key_gets_the_organisation(file: Path) -> None:
    given = [step["env"] for step in steps(file) if "JUNCTION_MANAGEMENT_KEY" in step.get("env", {})]

    assert given
    assert all(env["JUNCTION_ORG_ID"] == "${{ vars.JUNCTION_ORG_ID }}" for env in given)


@EACH_JOB
def test_a_checkout_leaves_no_token_behind(file: Path, name: str) -> None:
    used = [step for step in load(file)["jobs"][name]["steps"] if step.get("uses", "").startswith("actions/checkout@")]

    assert all(step["with"]["persist-credentials"] is False for step in used)


@EACH_JOB
def test_the_stacks_of_a_matrix_are_those_of_the_report(file: Path, name: str) -> None:
    workflow = load(file)
    matrix = workflow["jobs"][name].get("strategy", {}).get("matrix", {}).get("stack")
    named = [stack for stack in workflow["env"]["STACKS"].split() if file.stem != "apply" or stack.startswith(name)]

    assert tuple(workflow["env"]["STACKS"].split()) == STACKS
    assert matrix in (None, named)


def test_a_stack_is_applied_by_one_run_at_a_time_which_nothing_cuts_off() -> None:
    jobs = load(EXAMPLE / "workflows" / "apply.yml")["jobs"]
    for name in ("sandbox", "production"):
        assert jobs[name]["environment"] == "${{ matrix.stack }}"
        assert jobs[name]["concurrency"] == {"group": "apply-${{ matrix.stack }}", "cancel-in-progress": False}
        assert jobs[name]["strategy"] | {"matrix": None} == {"max-parallel": 1, "fail-fast": True, "matrix": None}


def test_sandbox_comes_before_production_and_nothing_makes_up_for_its_failure() -> None:
    jobs = load(EXAMPLE / "workflows" / "apply.yml")["jobs"]

    assert (jobs["sandbox"]["needs"], jobs["production"]["needs"]) == ("review", "sandbox")
    assert "if" not in jobs["sandbox"]
    assert "if" not in jobs["production"]
    assert not [step for name in ("sandbox", "production") for step in jobs[name]["steps"] if "if" in step]


def test_only_the_newest_commit_of_a_pull_request_is_previewed() -> None:
    workflow = load(EXAMPLE / "workflows" / "pr.yml")

    assert workflow["concurrency"] == {
        "group": "preview-${{ github.event.pull_request.number }}",
        "cancel-in-progress": True,
    }


@pytest.mark.parametrize(
    ("repository", "login", "previewed"),
    [(REPOSITORY, "ada", True), ("mallory/wearables", "ada", False), (REPOSITORY, "dependabot[bot]", False)],
)
def test_a_pull_request_is_either_previewed_or_told_why_not(repository: str, login: str, previewed: bool) -> None:
    jobs = load(EXAMPLE / "workflows" / "pr.yml")["jobs"]
    pull = {"head": {"repo": {"full_name": repository}}, "user": {"login": login}}
    context = {"github": {"repository": REPOSITORY, "event": {"pull_request": pull}}}

    assert evaluate(jobs["preview"]["if"], context) is previewed
    assert evaluate(jobs["no-preview"]["if"], context) is not previewed


@EACH_WORKFLOW
def test_plans_are_not_kept_for_long(file: Path) -> None:
    kept = [step["with"] for step in steps(file) if step.get("uses", "").startswith("actions/upload-artifact@")]

    assert kept
    assert all(with_["retention-days"] <= 14 for with_ in kept)


def test_the_pulumi_cli_is_the_one_that_the_readme_says_is_tested() -> None:
    (action,) = ACTIONS
    used = YAML(typ="safe", pure=True).load(action.read_text(encoding="utf-8"))["runs"]["steps"]
    (version,) = [step["with"]["pulumi-version"] for step in used if step.get("uses", "").startswith("pulumi/actions@")]

    assert f"CLI {version}" in (ROOT / "README.md").read_text(encoding="utf-8")
