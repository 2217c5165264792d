"""One user's historical pulls in words, for people and for programs."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pulumi_junction.cli.failures import printable
from pulumi_junction.core.explaining import Advice, Finding, Story
from pulumi_junction.core.outcomes import NOT_PULLED

_UNKNOWN = (
    "Either the id is no user of this team: a team API key knows the users of one team, in one environment and region.",
    "Or the user has connected nothing, or Junction has nothing to tell of what is connected.",
)

_RULE = "Days respect the team's data pull preferences and the user's ingestion bounds; as of when is undocumented."


class Todo(NamedTuple):
    """What to do, and the command that does it."""

    advice: Advice
    command: str | None


class Explanation(NamedTuple):
    """All that is said of a user."""

    user_id: str
    env: str
    region: str
    stories: Sequence[Story]
    todo: Sequence[Todo]

    def plain(self) -> dict[str, Any]:
        """Shape it for `--json`. `meaning`, `facts` and `what` are for people: the words may change."""
        return {
            "env": self.env,
            "region": self.region,
            "user_id": self.user_id,
            "known": bool(self.stories),
            "providers": [_plain(story) for story in self.stories],
            "todo": [
                {"provider": one.advice.provider, "what": one.advice.what, "command": one.command} for one in self.todo
            ],
        }

    def lines(self, columns: int | None) -> Iterator[str]:
        """Write it down, each line wrapped to *columns* where there is such a limit; commands stay whole."""
        for text, indent in self._texts():
            text = printable(text)
            if columns is None or indent is None or len(text) <= columns:
                yield text
            else:
                yield from textwrap.wrap(text, columns, subsequent_indent=indent, break_on_hyphens=False)

    def _texts(self) -> Iterator[tuple[str, str | None]]:
        place = f"{self.env}-{self.region}"
        if not self.stories:
            yield f"Junction shows no historical pulls of user {self.user_id} in {place}.", ""
            yield from ((line, "") for line in _UNKNOWN)
            return
        yield f"user {self.user_id} in {place}", ""
        for story in self.stories:
            yield "", ""
            yield story.name if story.name == story.provider else f"{story.name} ({story.provider})", ""
            yield from _findings(story.findings)
            yield from ((f"  {fact}", "  ") for fact in story.facts)
        yield "", ""
        yield _RULE, ""
        yield "", ""
        if not self.todo:
            known = any(story.findings for story in self.stories)
            yield "Nothing to do: everything was pulled." if known else "Junction tells nothing of what was pulled.", ""
            return
        yield "What to do:", ""
        for one in self.todo:
            yield f"- {one.advice.provider}: {one.advice.what}.", "  "
            if one.command:
                yield f"  {one.command}", None


def _findings(findings: Sequence[Finding]) -> Iterator[tuple[str, str]]:
    names = [(one.row.resource, one.row.pull.status if one.row.pull else NOT_PULLED) for one in findings]
    first, second = (max(map(len, column), default=0) for column in zip(*names, strict=True)) if names else (0, 0)
    for (name, status), one in zip(names, findings, strict=True):
        yield f"  {name.ljust(first)}  {status.ljust(second)}  {one.meaning}", "    "


def _plain(story: Story) -> dict[str, Any]:
    resources = []
    for one in story.findings:
        row = one.row.plain()
        resources.append({name: row[name] for name in row if name not in ("user_id", "provider")})
        resources[-1]["meaning"] = one.meaning
    return {
        "provider": story.provider,
        "name": story.name,
        "resources": resources,
        "facts": list(story.facts),
    }
