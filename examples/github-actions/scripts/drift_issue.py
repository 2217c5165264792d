"""The one issue about drift: drift_issue.py FOLDER STACK... opens, edits or closes it.

FOLDER is what drift.sh and report.sh have filled. A stack without a status could not be looked at.
"""

import os
import sys
from pathlib import Path
from typing import Any

from github_api import GitHub, own, run

MARKER = "<!-- pulumi-junction:drift -->"


def main() -> None:
    folder, stacks = Path(sys.argv[1]), sys.argv[2:]
    status = {stack: _status(folder / "status" / stack) for stack in stacks}
    drifted = [stack for stack in stacks if status[stack] == "7"]
    github = GitHub()
    issue = _open_issue(github)
    if drifted:
        _say(github, issue, f"Drift: {', '.join(drifted)}", (folder / "report.md").read_text(encoding="utf-8"))
    elif issue and all(status.values()):
        github.send("POST", f"/issues/{issue['number']}/comments", {"body": f"In sync again, says {_run()}."})
        github.send("PATCH", f"/issues/{issue['number']}", {"state": "closed", "state_reason": "completed"})
    elif issue:
        print(f"#{issue['number']} stays open: not every stack could be looked at.")


def _status(file: Path) -> str:
    return file.read_text(encoding="utf-8").strip() if file.is_file() else ""


def _open_issue(github: GitHub) -> dict[str, Any] | None:
    for issue in github.pages("/issues?state=open"):
        if issue["user"]["login"] == own() and (issue["body"] or "").startswith(MARKER):
            return issue
    return None


def _say(github: GitHub, issue: dict[str, Any] | None, title: str, report: str) -> None:
    what = (
        "Somebody has changed settings at Junction since the last apply. To put back what is declared, run the "
        "workflow apply by hand; to keep what was set, open a pull request that declares it."
    )
    text = {"title": title, "body": f"{MARKER}\n{what} Found by {_run()}.\n\n{report}"}
    if issue:
        github.send("PATCH", f"/issues/{issue['number']}", text)
    else:
        github.send("POST", "/issues", text)


def _run() -> str:
    at = os.environ
    return f"{at['GITHUB_SERVER_URL']}/{at['GITHUB_REPOSITORY']}/actions/runs/{at['GITHUB_RUN_ID']}"


run(main)
