"""What `check` finds: by shape, by catalogue, among the resources of this run, by the service's limits."""

import re
from collections.abc import Iterable, Iterator, Mapping

from pulumi_junction.api import settings
from pulumi_junction.api.patience import PATIENCE_OF_PREVIEWS
from pulumi_junction.core import catalogue
from pulumi_junction.core.adoption import overwritten, refused
from pulumi_junction.core.changes import ForTeams
from pulumi_junction.core.check import Findings, check
from pulumi_junction.core.compare import Applied, changing
from pulumi_junction.core.identity import Scope
from pulumi_junction.core.inputs import Normalised, at, normalise
from pulumi_junction.core.limits import over_limits
from pulumi_junction.core.service import read
from pulumi_junction.core.values import REFUSE, RETAIN, UNKNOWN, Live, Problem
from pulumi_junction.errors import (
    ApiError,
    AuthenticationError,
    NotFoundError,
    PermissionDeniedError,
    UnprocessableError,
)
from pulumi_junction.providers import saying
from pulumi_junction.providers.bridge import current_urn, name_of, warn
from pulumi_junction.providers.guarding import guard
from pulumi_junction.providers.session import Session, Values, scope_of

REFUSALS = (AuthenticationError, PermissionDeniedError, NotFoundError, UnprocessableError)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def judge(session: Session, inputs: Normalised, olds: Values) -> Findings:
    """Find everything that is wrong or doubtful: by shape, by catalogue, among resources, by what the service has."""
    values = inputs.values
    found = check(values, catalogue.load())
    errors = [*inputs.problems, *found.errors]
    too_much: Iterable[Problem] = ()
    if not errors and _known(values):
        want, before = Applied.of(values), Applied.of(olds) if _same_place(values, olds) else Applied()
        errors += _rivals(session, scope_of(values), want)
        live = _live(session, values, want)
        if live is not None:
            errors += over_limits(want, live, before)
            errors += _adoption(session, values, overwritten(want, before, live, catalogue.load()))
        too_much = guard(session, len(changing(want, before, live or {})), _giving_up(session, values, want, before))
    findings = Findings(tuple(errors), found.warnings)
    findings = _masked(findings) if values.get("secret") else findings
    return Findings((*findings.errors, *too_much), findings.warnings)


def _masked(findings: Findings) -> Findings:
    """Take every number and every team out: a day count that is a secret may be among them, or a team that is one."""

    def mask(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        return tuple(
            Problem(_UUID.sub("…", one.path), re.sub(r"\d+", "…", _UUID.sub("…", one.reason))) for one in problems
        )

    return Findings(mask(findings.errors), mask(findings.warnings))


def _rivals(session: Session, scope: Scope, want: Applied) -> Iterator[Problem]:
    """Two resources that declare one pair would undo each other at every run."""
    urn = current_urn()
    for other, (team, slug) in session.ownership.declare(urn, scope, want.pairs()).items():
        reason = f"{slug} of team {team} is declared by {name_of(other)} and by {name_of(urn)}; leave it to one of them"
        yield Problem(at("providers", slug), reason)


def _live(session: Session, values: Values, want: Applied) -> Live | None:
    """Read what the service has, where a key is at hand. An outage here never fails a preview; a refusal does."""
    if not (settings.live_checks(session.config) and session.limits_reachable and session.has_key()):
        return None
    try:
        service = session.client.team_data_pull_preferences(scope_of(values), PATIENCE_OF_PREVIEWS)
        return read(service, list(want.teams))
    except REFUSALS:
        raise  # what `up` would meet as well
    except ApiError as reason:
        if session.give_up_limits():
            warn(f"the service's limits were not checked: {reason.what}")
        return None


def _adoption(session: Session, values: Values, found: ForTeams) -> Iterable[Problem]:
    """Show what is there already: with `adopt="refuse"` as errors, else as a table of what is overwritten."""
    if values.get("adopt") == REFUSE:
        return refused(found)
    saying.say_changes(values, saying.OVERWRITTEN, found)
    session.foretell(current_urn())
    return ()


def _giving_up(session: Session, values: Values, want: Applied, before: Applied) -> int:
    """Count what an update gives up; a replacement or a deletion is counted when it comes."""
    leaving = before.pairs() - want.pairs() if values.get("on_delete") != RETAIN else frozenset()
    return len(leaving - session.ownership.needed(current_urn(), scope_of(values), leaving).keys())


def _same_place(values: Values, olds: Values) -> bool:
    return all(values[key] == olds.get(key) for key in ("org_id", "env", "region"))


def whole(olds: Values) -> Values:
    """Take old inputs for what was applied; of a state that somebody has broken by hand, nothing."""
    before = normalise(olds)
    return before.values if not before.problems and _known(before.values) else {}


def _known(value: object) -> bool:
    """Tell whether nothing in a value is still unknown."""
    if isinstance(value, Mapping):
        return all(_known(one) for one in value.values())
    return value is not UNKNOWN
