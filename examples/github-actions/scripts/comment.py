"""The pull request's one comment: comment.py REPORT posts it, or edits what an earlier run has posted.

It is known by the report's first line, which GitHub does not show. PR_NUMBER is the pull request.
"""

import os
import sys
from pathlib import Path

from github_api import GitHub, own, run


def main() -> None:
    body = Path(sys.argv[1]).read_text(encoding="utf-8")
    marker = body.partition("\n")[0]
    github, number = GitHub(), os.environ["PR_NUMBER"]
    for comment in github.pages(f"/issues/{number}/comments"):
        if comment["user"]["login"] == own() and comment["body"].startswith(marker):
            github.send("PATCH", f"/issues/comments/{comment['id']}", {"body": body})
            return
    github.send("POST", f"/issues/{number}/comments", {"body": body})


run(main)
