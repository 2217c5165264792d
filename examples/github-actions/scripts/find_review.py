"""Which run has the reviewed plans of a merged pull request: writes `run-id` to GITHUB_OUTPUT, or refuses.

GITHUB_SHA is the commit on the protected branch GITHUB_REF_NAME. Only a pull request's merge into that branch has been
reviewed, and there is a plan only where all previews of its last commit went well.
"""

import os
from typing import Any

from github_api import GitHub, Refused, run

WORKFLOW, ARTIFACT = "pr.yml", "reviewed"
AGAIN = "To review it now, run the workflow apply by hand: it previews the stacks and asks before it applies."


def main() -> None:
    github, commit = GitHub(), os.environ["GITHUB_SHA"]
    pull = _merged(github, commit)
    number, head = pull["number"], pull["head"]["sha"]
    found = _previewed(github, head)
    if found is None:
        raise Refused(f"#{number}: its previews of {head[:12]} did not succeed, so there is no plan to apply. {AGAIN}")
    kept = github.get(f"/actions/runs/{found['id']}/artifacts?name={ARTIFACT}")["artifacts"]
    if not any(not one["expired"] for one in kept):
        raise Refused(f"#{number}: its reviewed plans are no longer kept; they expire. {AGAIN}")
    with open(os.environ["GITHUB_OUTPUT"], "a", encoding="utf-8") as output:
        output.write(f"run-id={found['id']}\n")
    print(f"The plans of #{number} at {head[:12]}, run {found['id']}.")


def _merged(github: GitHub, commit: str) -> dict[str, Any]:
    branch = os.environ["GITHUB_REF_NAME"]
    for pull in github.pages(f"/commits/{commit}/pulls"):
        if pull["merged_at"] and pull["merge_commit_sha"] == commit and pull["base"]["ref"] == branch:
            return pull
    why = f"{commit[:12]} is not the merge of a pull request into {branch}, so nobody has reviewed what it changes"
    raise Refused(f"{why}. {AGAIN}")


def _previewed(github: GitHub, head: str) -> dict[str, Any] | None:
    """The latest run that went well. A fork can run a workflow of the same name, with plans of its own making."""
    query = f"head_sha={head}&event=pull_request&status=success"
    runs: list[dict[str, Any]] = github.get(f"/actions/workflows/{WORKFLOW}/runs?{query}")["workflow_runs"]
    ours = os.environ["GITHUB_REPOSITORY"]
    return next((one for one in runs if (one["head_repository"] or {}).get("full_name") == ours), None)


run(main)
