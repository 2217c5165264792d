"""A repository with the four stacks and our workflows, installed as their README says, and GitHub around it."""

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support import processes
from tests.support.github_server import HEAD, MERGED, REPOSITORY, GitHubServer
from tests.support.processes import Finished
from tests.support.repository import ROOT
from tests.support.workflow_runner import Repository, Run, Runner

STACKS = ("sandbox-us", "sandbox-eu", "production-us", "production-eu")
PULL_REQUEST = 41


class Workflows:
    """What happens in such a repository; nothing is applied yet."""

    def __init__(self, folder: Path, template: Path, junction: ThreadedEmulator, github: GitHubServer) -> None:
        """*template* holds the repository and the state of its stacks."""
        shutil.copytree(template, folder / "template", symlinks=True)
        self.files, state = folder / "template" / "repository", folder / "template" / "state"
        self.junction, self.github, self._folder = junction, github, folder
        # They reach a step by the workflow alone: the fixture takes them out of the surroundings.
        self.settings = {
            "JUNCTION_MANAGEMENT_KEY": junction.management_key,
            "PULUMI_CONFIG_PASSPHRASE": os.environ["PULUMI_CONFIG_PASSPHRASE"],
            "PULUMI_BACKEND_URL": state.as_uri(),
        }
        environments = dict.fromkeys(("preview", "main", *STACKS), self.settings)
        self._runner = Runner(Repository(self.files, environments), github, folder / "runs")

    def only(self, *stacks: str) -> None:
        """Take the other stacks out of the workflows, which makes them quicker to run."""
        others = "|".join(stack for stack in STACKS if stack not in stacks)
        for file in (self.files / ".github" / "workflows").iterdir():
            text = re.sub(rf",? ?\b(?:{others})\b", "", file.read_text(encoding="utf-8"))
            file.write_text(text.replace("[, ", "["), encoding="utf-8")

    def pull_request(self, repository: str = REPOSITORY, login: str = "ada") -> Run:
        """Somebody opens a pull request with what the files are now, or pushes to it."""
        source = {"sha": HEAD, "repo": {"full_name": repository}}
        pull = {"number": PULL_REQUEST, "head": source, "user": {"login": login}}
        return self._run("pr.yml", "pull_request", "refs/pull/41/merge", HEAD, {"pull_request": pull})

    def merge(self) -> Run:
        """It is merged."""
        self.github.merge(PULL_REQUEST)
        return self.push()

    def push(self) -> Run:
        """Something arrives on the protected branch."""
        return self._run("apply.yml", "push", "refs/heads/main", MERGED, {})

    def by_hand(self, workflow: str, ref: str = "refs/heads/main") -> Run:
        """Run workflow."""
        return self._run(workflow, "workflow_dispatch", ref, MERGED, {})

    def _run(self, workflow: str, name: str, ref: str, sha: str, event: Mapping[str, Any]) -> Run:
        about = {"event_name": name, "ref": ref, "sha": sha, "repository": REPOSITORY, "event": event}
        return self._runner.run(workflow, about)

    def script(self, name: str, *args: str, **env: str) -> Finished:
        """Run one of the scripts alone, as another CI system does; "" takes a setting away."""
        command = [str(self.files / ".github" / "scripts" / name), *args]
        return processes.run(command, self.files, {**os.environ, **self.settings, "NO_COLOR": "1", **env})

    def pulumi(self, *args: str) -> Finished:
        """Somebody at a terminal."""
        ended = processes.run(["pulumi", *args, "--non-interactive"], self.files, {**os.environ, **self.settings})
        assert ended.code == 0, ended.text
        return ended

    def edit(self, stack: str, old: str, new: str) -> None:
        """Replace what stands once in the file of a stack."""
        file = self.files / f"Pulumi.{stack}.yaml"
        text = file.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file.name}"
        file.write_text(text.replace(old, new), encoding="utf-8")


def install(repository: Path) -> None:
    """Do what the README of the workflows says: three folders below `.github`."""
    for folder in ("actions", "scripts", "workflows"):
        shutil.copytree(
            ROOT / "examples" / "github-actions" / folder,
            repository / ".github" / folder,
            ignore=shutil.ignore_patterns("__pycache__"),
        )
