"""What `check` finds: by shape, by catalogue, among the resources of this run, by the service's limits."""

import re
from collections.abc import Iterator, Mapping

from pulumi_junction.api import settings
from pulumi_junction.api.patience import PATIENCE_OF_PREVIEWS
from pulumi_junction.core import catalogue
from pulumi_junction.core.apply import read
from pulumi_junction.core.check import Findings, check
from pulumi_junction.core.compare import Applied
from pulumi_junction.core.identity import Scope
from pulumi_junction.core.inputs import Normalised, at
from pulumi_junction.core.limits import over_limits
from pulumi_junction.core.values import UNKNOWN, Problem
from pulumi_junction.errors import (
    ApiError,
    AuthenticationError,
    NotFoundError,
    PermissionDeniedError,
    UnprocessableError,
)
from pulumi_junction.providers.bridge import current_urn, name_of, warn
from pulumi_junction.providers.session import Session, Values, scope_of

REFUSALS = (AuthenticationError, PermissionDeniedError, NotFoundError, UnprocessableError)


def judge(session: Session, inputs: Normalised, olds: Values) -> Findings:
    """Find everything that is wrong or doubtful: by shape, by catalogue, among resources, by the service's limits."""
    found = check(inputs.values, catalogue.load())
    errors = [*inputs.problems, *found.errors]
    if not errors and _known(inputs.values):
        want = Applied.of(inputs.values)
        errors += _rivals(session, scope_of(inputs.values), want)
        errors += _over_limits(session, inputs.values, want, olds)
    findings = Findings(tuple(errors), found.warnings)
    return _masked(findings) if inputs.values.get("secret") else findings


def _masked(findings: Findings) -> Findings:
    """Take every number out: a day count that is a secret may be among them."""

    def mask(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        return tuple(Problem(one.path, re.sub(r"\d+", "…", one.reason)) for one in problems)

    return Findings(mask(findings.errors), mask(findings.warnings))


def _rivals(session: Session, scope: Scope, want: Applied) -> Iterator[Problem]:
    """Two resources that declare one pair would undo each other at every run."""
    urn = current_urn()
    for other, (team, slug) in session.ownership.declare(urn, scope, want.pairs()).items():
        reason = f"{slug} of team {team} is declared by {name_of(other)} and by {name_of(urn)}; leave it to one of them"
        yield Problem(at("providers", slug), reason)


def _over_limits(session: Session, values: Values, want: Applied, olds: Values) -> Iterator[Problem]:
    """Ask the service for its limits, where a key is at hand. An outage here never fails a preview; a refusal does."""
    if not (settings.live_checks(session.config) and session.limits_reachable and session.has_key()):
        return
    try:
        service = session.client.team_data_pull_preferences(scope_of(values), PATIENCE_OF_PREVIEWS)
        now = read(service, list(want.teams))
    except REFUSALS:
        raise  # what `up` would meet as well
    except ApiError as reason:
        if session.give_up_limits():
            warn(f"the service's limits were not checked: {reason.what}")
        return
    yield from over_limits(want, now, Applied.of(olds))


def _known(value: object) -> bool:
    """Tell whether nothing in a value is still unknown."""
    if isinstance(value, Mapping):
        return all(_known(one) for one in value.values())
    return value is not UNKNOWN
