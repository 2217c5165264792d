"""Runs GitHub's workflow files on this machine: their jobs in order, their `run:` steps for real, each in a checkout.

Of `uses:` steps it knows what our workflows use. What it does not know fails the test.
"""

import fnmatch
import itertools
import os
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.support import processes
from tests.support.github_server import REPOSITORY, GitHubServer
from tests.support.workflow_expressions import condition, fill

Plain = Mapping[str, Any]


def load(file: Path) -> dict[str, Any]:
    """Read a workflow; `on` stays a word, as in YAML 1.2."""
    loaded: dict[str, Any] = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
    return loaded


@dataclass
class Job:
    """A job that has ended, or one of its matrix."""

    result: str
    """`success`, `failure`, `skipped` or `cancelled`."""

    log: str = ""
    summary: str = ""


@dataclass
class Run:
    """A run of a workflow that has ended."""

    number: int
    jobs: dict[str, Job] = field(default_factory=dict)
    """By name; a matrix's are named `preview (sandbox-us)`."""

    @property
    def results(self) -> dict[str, str]:
        """What became of each job."""
        return {name: job.result for name, job in self.jobs.items()}

    @property
    def conclusion(self) -> str:
        """What a pull request shows of it."""
        return "failure" if {"failure", "cancelled"} & set(self.results.values()) else "success"


@dataclass(frozen=True)
class Repository:
    """What a checkout gives, and what its settings hold."""

    files: Path
    environments: Mapping[str, Mapping[str, str]]
    """Secrets and variables of each; a job without `environment:` sees none."""


class Runner:
    """GitHub, as far as our workflows need it."""

    def __init__(self, repository: Repository, github: GitHubServer, folder: Path) -> None:
        self._repository, self._github, self._folder = repository, github, folder
        self._numbers = itertools.count(9000)

    def run(self, workflow: str, github: Plain) -> Run:
        """Run `.github/workflows/WORKFLOW` to its end; *github* is what the event says."""
        plain = load(self._repository.files / ".github" / "workflows" / workflow)
        run = Run(next(self._numbers))
        self._github.artifacts[run.number] = {}
        needed: dict[str, str] = {}
        for name, job in _in_order(plain["jobs"]):
            needed[name] = self._job(_Place(run, name, job, plain, github, needed))
        known = {"id": run.number, "conclusion": run.conclusion, "event": github["event_name"]}
        head = github.get("event", {}).get("pull_request", {}).get("head", {})
        full_name = head.get("repo", {}).get("full_name", REPOSITORY)
        made = known | {"head_sha": head.get("sha", github.get("sha")), "head_repository": {"full_name": full_name}}
        self._github.runs.append(made)
        return run

    def _job(self, at: "_Place") -> str:
        if not condition(at.job.get("if"), at.context({})):
            at.run.jobs[at.name] = Job("skipped")
            return "skipped"
        strategy = at.job.get("strategy", {})
        cells = [{"stack": stack} for stack in strategy.get("matrix", {}).get("stack", ())] or [{}]
        if strategy.get("fail-fast", True):
            ended = list(self._one_by_one(at, cells))
        else:
            with ThreadPoolExecutor(2) as pool:
                ended = list(pool.map(lambda cell: self._cell(at, cell), cells))
        for cell, job in zip(cells, ended, strict=True):
            at.run.jobs[at.name + "".join(f" ({value})" for value in cell.values())] = job
        return next((job.result for job in ended if job.result != "success"), "success")

    def _one_by_one(self, at: "_Place", cells: list[dict[str, str]]) -> Iterator[Job]:
        failed = False
        for cell in cells:
            job = Job("cancelled") if failed else self._cell(at, cell)
            failed = failed or job.result == "failure"
            yield job

    def _cell(self, at: "_Place", matrix: dict[str, str]) -> Job:
        where = self._folder / f"{at.run.number}-{at.name}-{'-'.join(matrix.values())}"
        shutil.copytree(self._repository.files, where / "checkout", symlinks=True)
        environment = fill(at.job.get("environment", ""), at.context({"matrix": matrix}))
        token = f"token-{where.name}"
        self._github.tokens[token] = at.job.get("permissions", at.workflow.get("permissions"))
        settings = self._repository.environments[environment] if environment else {}
        return _Steps(at, matrix, settings, token, where, self._github).run()


def _in_order(jobs: Plain) -> Iterator[tuple[str, Plain]]:
    done: set[str] = set()
    while len(done) < len(jobs):
        ready = [name for name, job in jobs.items() if name not in done and set(_needs(job)) <= done]
        assert ready, "jobs that need each other"
        yield from ((name, jobs[name]) for name in ready)
        done.update(ready)


def _needs(job: Plain) -> list[str]:
    needs = job.get("needs", [])
    return [needs] if isinstance(needs, str) else list(needs)


@dataclass(frozen=True)
class _Place:
    run: Run
    name: str
    job: Plain
    workflow: Plain
    github: Plain
    ended: Mapping[str, str]

    def context(self, more: Plain) -> dict[str, Any]:
        """What a job's own `if:` sees: what it needs, and whether all of that went well."""
        needs = {name: {"result": self.ended[name]} for name in _needs(self.job)}
        well = all(one["result"] == "success" for one in needs.values())
        status = {"success": lambda: well, "cancelled": lambda: False}
        return {"github": self.github, "needs": needs, **status, **more}


class _Steps:
    """The steps of one job."""

    def __init__(
        self, at: _Place, matrix: Plain, settings: Mapping[str, str], token: str, where: Path, github: GitHubServer
    ) -> None:
        self._at, self._where, self._github, self._token = at, where, github, token
        self._checkout = where / "checkout"
        self._summary, self._failed, self._log, self._outputs = where / "summary", False, "", where / "output"
        self._context: dict[str, Any] = {
            "github": {**at.github, "token": token},
            "matrix": matrix,
            "secrets": settings,
            "vars": settings,
            "steps": {},
            "success": lambda: not self._failed,
            "cancelled": lambda: False,
        }

    def run(self) -> Job:
        for step in self._at.job["steps"]:
            if condition(step.get("if"), self._context):
                ok = self._run(step) if "run" in step else self._use(step)
                self._failed = self._failed or not ok
        summary = self._summary.read_text(encoding="utf-8") if self._summary.exists() else ""
        return Job("failure" if self._failed else "success", self._log, summary)

    def _run(self, step: Plain) -> bool:
        env = {**self._at.workflow.get("env", {}), **self._at.job.get("env", {}), **step.get("env", {})}
        self._outputs.write_text("", encoding="utf-8")
        ended = processes.run(
            ["bash", "-e", "-c", step["run"]],
            self._checkout,
            {**os.environ, **self._variables(), **{key: fill(value, self._context) for key, value in env.items()}},
        )
        self._log += ended.text
        if "id" in step:
            lines = self._outputs.read_text(encoding="utf-8").splitlines()
            self._context["steps"][step["id"]] = {"outputs": dict(line.split("=", 1) for line in lines)}
        return ended.code == 0

    def _variables(self) -> dict[str, str]:
        github = self._context["github"]
        return {
            "GITHUB_ACTIONS": "true",
            "GITHUB_API_URL": self._github.url,
            "GITHUB_OUTPUT": str(self._outputs),
            "GITHUB_REF_NAME": github["ref"].rpartition("/")[2],
            "GITHUB_REPOSITORY": github["repository"],
            "GITHUB_RUN_ID": str(self._at.run.number),
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_SHA": github["sha"],
            "GITHUB_STEP_SUMMARY": str(self._summary),
            "NO_COLOR": "1",
        }

    def _use(self, step: Plain) -> bool:
        action = step["uses"].partition("@")[0]
        given = {key: fill(value, self._context) for key, value in step.get("with", {}).items()}
        if action.startswith("./"):
            assert (self._checkout / action / "action.yml").is_file()
            return True
        if action == "actions/checkout":
            return True
        return {"actions/upload-artifact": self._upload, "actions/download-artifact": self._download}[action](given)

    def _upload(self, given: Mapping[str, str]) -> bool:
        source, kept = self._checkout / given["path"], self._where / "artifacts" / given["name"]
        if source.is_dir():
            shutil.copytree(source, kept)
        elif source.is_file():
            kept.mkdir(parents=True)
            shutil.copy(source, kept)
        else:
            return True  # a warning
        self._github.artifacts[self._at.run.number][given["name"]] = kept
        return True

    def _download(self, given: Mapping[str, str]) -> bool:
        number = int(given.get("run-id", self._at.run.number))
        if number != self._at.run.number and not self._github.allowed(given["github-token"], "actions", "read"):
            return False
        kept = {} if number in self._github.expired else self._github.artifacts[number]
        wanted = [one for one in kept if fnmatch.fnmatchcase(one, given.get("pattern", given.get("name", "")))]
        for name in wanted:
            assert "name" in given or given["merge-multiple"] == "true"
            shutil.copytree(kept[name], self._checkout / given["path"], dirs_exist_ok=True)
        return bool(wanted) or "pattern" in given
