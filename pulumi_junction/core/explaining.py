"""Why one user's history is as it is: what was pulled, what was not and why, what to do. Only what is documented."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pulumi_junction.core import outcomes
from pulumi_junction.core.catalogue import Catalogue, Provider
from pulumi_junction.core.pull_rows import Choice, PullRow
from pulumi_junction.core.pulls import Pull, UserPulls
from pulumi_junction.core.throttle import TRIGGERABLE
from pulumi_junction.core.values import Slug

Action = Literal["look again", "watch", "trigger", "ask"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One resource, in words."""

    row: PullRow
    meaning: str


@dataclass(frozen=True, slots=True)
class Advice:
    """What to do about a data provider."""

    provider: Slug
    what: str
    action: Action


@dataclass(frozen=True, slots=True)
class Story:
    """One data provider of the user."""

    provider: Slug
    name: str
    findings: tuple[Finding, ...]
    facts: tuple[str, ...]
    """What the documents say of the data provider, and bears on its history."""

    advice: tuple[Advice, ...]


def explain(user: UserPulls, catalogue: Catalogue) -> Iterator[Story]:
    """Yield the data providers of a user, in order."""
    for slug in sorted(user.providers):
        rows = list(Choice(providers=frozenset({slug})).rows(user))
        known = catalogue.providers.get(slug)
        findings = tuple(Finding(row, _meaning(row, known)) for row in rows)
        name = known.name if known else slug
        yield Story(slug, name, findings, tuple(_facts(slug, known, catalogue)), tuple(_advice(slug, rows, known)))


def _meaning(row: PullRow, known: Provider | None) -> str:
    parts = ["there is no record of a pull"] if row.pull is None else list(_of_pull(row.pull))
    if known and row.resource in known.fixed_days:
        parts.append(f"the documents fix {row.resource} of {known.name} at {known.fixed_days[row.resource]} days")
    if never_pulled(row.resource, known) and known:
        parts.append(f"by the documents {known.name} never pulls history for {row.resource}")
    return "; ".join(parts)


def _of_pull(pull: Pull) -> Iterator[str]:
    if pull.status not in outcomes.STATUSES or (pull.status != "success" and not pull.error):
        yield outcomes.of_status(pull.status)
    if pull.error:
        yield f"{pull.error}: {outcomes.of_error(pull.error).text}"
    if outcomes.troubled(pull):
        again = outcomes.retried(pull)
        if again is not None:
            yield "Junction retries it" if again else "Junction does not retry it"
        elif pull.error is None or outcomes.of_error(pull.error).retried is not None:
            yield "whether Junction retries it is not documented"
    if pull.range_start and pull.range_end:
        number = "none" if pull.days_with_data == 0 else f"{pull.days_with_data:,}"
        first, last = pull.range_start.date(), pull.range_end.date()
        data = f", {number} with data" if pull.status == "success" or pull.days_with_data else ""
        yield f"{pull.days} day{'' if pull.days == 1 else 's'}, {first} to {last}{data}"


def never_pulled(resource: str, known: Provider | None) -> bool:
    """Tell whether the documents exclude the history of a resource."""
    return known is not None and known.backfills is not None and resource not in known.backfills


def _facts(slug: Slug, known: Provider | None, catalogue: Catalogue) -> Iterator[str]:
    if known is None:
        yield f"{slug} is not in the documents that this release knows."
        return
    if known.replaced_by:
        yield f"{slug} is retired; {known.replaced_by} takes its place."
    if known.configurable is False or not known.settable:
        days = "" if known.default_days is None else f"; it pulls {known.default_days}"
        yield f"How many days are pulled cannot be configured{days}."
    else:
        usual = "" if known.default_days is None else f"{known.default_days} days where no preference is set; "
        yield f"{usual}{catalogue.longest_days} at most."


def _advice(slug: Slug, rows: Sequence[PullRow], known: Provider | None) -> Iterator[Advice]:
    pulls = [(row.resource, row.pull) for row in rows if row.pull is not None]
    running = [name for name, pull in pulls if outcomes.under_way(pull)]
    failed = [name for name, pull in pulls if not outcomes.under_way(pull) and outcomes.troubled(pull)]
    absent = [row.resource for row in rows if row.pull is None and not never_pulled(row.resource, known)]
    if running:
        retrying = all(pull.status == "retrying" for name, pull in pulls if name in running)
        yield Advice(slug, f"wait for {_listed(running)}, then look again", "look again" if retrying else "watch")
    reasons = [f"{_listed(failed)} failed or met an error"] if failed else []
    reasons += [f"there is no record of a pull of {_listed(absent)}, and nothing says why"] if absent else []
    if reasons:
        yield _again(slug, "; ".join(reasons))


def _again(slug: Slug, why: str) -> Advice:
    if slug in TRIGGERABLE:
        return Advice(slug, f"{why}: trigger another pull", "trigger")
    return Advice(slug, f"{why}; Junction documents no trigger for {slug}: ask its support", "ask")


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
