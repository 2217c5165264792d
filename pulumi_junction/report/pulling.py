"""Historical pulls that a plan would trigger: of how many users, and for how long at least."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pulumi_junction.core import throttle
from pulumi_junction.core.triggering import owed, triggers_differ
from pulumi_junction.core.values import Slug, is_secret
from pulumi_junction.report.model import Pulls
from pulumi_junction.report.preview import Step

_REPLACED = ("create-replacement", "delete-replaced")
"""Parts of a replacement; the step `replace` has both sides."""

_UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"  # what stands in a plan for what is not known yet


def pulls(steps: Iterable[Step]) -> Iterator[Pulls]:
    """Yield one for each trigger that something happens to."""
    for step in steps:
        if step.triggers and step.changes and step.op not in _REPLACED:
            yield _pulls(step)


def _pulls(step: Step) -> Pulls:
    new: Mapping[str, Any] = step.new.inputs if step.new else {}
    old: Mapping[str, Any] = step.old.values() if step.old and step.op == "update" else {}
    differs = {re.split(r"[.\[]", path)[0] for path in step.diffs}  # told of secrets, too
    again = bool(old) and (triggers_differ(new, old) or "triggers" in differs)
    slug = new.get("provider")
    known = isinstance(slug, str) and slug in throttle.TRIGGERABLE
    count = _count(new, old, again or "users" in differs)
    return Pulls(
        name=step.name,
        env=str(new.get("env") or ""),
        slug=str(slug) if known else "",
        users=count,
        again=again,
        sure=not (again and _holds(new.get("triggers"), _UNKNOWN)),
        seconds=throttle.rate_of(str(slug)).seconds(count) if known and count is not None else None,
    )


def _count(new: Mapping[str, Any], old: Mapping[str, Any], changed: bool) -> int | None:
    """Count who is triggered; None where users are a secret, or not known yet."""
    if not new:
        return 0
    if all(_is_plain(side.get("users")) for side in (new, old) if side):
        return len(owed(new, old))
    return None if changed or not old else 0


def _is_plain(users: object) -> bool:
    return isinstance(users, Mapping) and not is_secret(users)


def _holds(value: object, what: str) -> bool:
    if isinstance(value, Mapping):
        return any(_holds(one, what) for one in value.values())
    return any(_holds(one, what) for one in value) if isinstance(value, list) else value == what


def users(found: Sequence[Pulls]) -> dict[Slug, int]:
    """Count by data provider: the most of one trigger, as whether rates are per team nobody documents."""
    counts: dict[Slug, int] = {}
    for one in found:
        if one.slug and one.users:
            counts[one.slug] = max(counts.get(one.slug, 0), one.users)
    return counts
