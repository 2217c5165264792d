"""What `check` finds: by shape, by catalogue, among the resources of this run, by the service's limits."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

from pulumi_junction.api import settings
from pulumi_junction.api.patience import PATIENCE_OF_PREVIEWS
from pulumi_junction.core import catalogue
from pulumi_junction.core.adoption import overwritten, refused
from pulumi_junction.core.changes import ForTeams
from pulumi_junction.core.check import Findings, check
from pulumi_junction.core.choices import REFUSE, RESET, RETAIN
from pulumi_junction.core.compare import Declared, changing
from pulumi_junction.core.describe import at
from pulumi_junction.core.identity import Scope
from pulumi_junction.core.inputs import Normalised, normalise
from pulumi_junction.core.limits import over_limits
from pulumi_junction.core.service import Service, read
from pulumi_junction.core.values import UNKNOWN, Live, Problem, Slug, Team
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
from pulumi_junction.providers.masking import masked
from pulumi_junction.providers.session import Session, Values, scope_of

REFUSALS = (AuthenticationError, PermissionDeniedError, NotFoundError, UnprocessableError)


def judge(session: Session, inputs: Normalised, olds: Values) -> Findings:
    """Find everything that is wrong or doubtful: by shape, by catalogue, among resources, by what the service has."""
    values = inputs.values
    session.has_secrets |= bool(values.get("secret") or olds.get("secret"))
    found = check(values, catalogue.load())
    errors = [*inputs.problems, *found.errors]
    too_much: Iterable[Problem] = ()
    live = None
    if not errors and _known(values):
        want, before = Declared.of(values), Declared.of(olds) if _same_place(values, olds) else Declared()
        errors += _rivals(session, scope_of(values), want)
        errors += _replacement(values, olds)
        live = None if errors else _live(session, values, want, before, _must_look(values, olds))
        if live is not None:
            errors += over_limits(want, live, before)
            errors += _adoption(session, values, overwritten(want, before, live, catalogue.load()))
        touched = changing(want, before, live or {})
        too_much = guard(session, len(touched), _giving_up(session, values, want, before))
        saying.note_live(values, touched | (before.pairs() ^ want.pairs()), live)
    session.note_checked(current_urn(), live or {})
    findings = _masked(Findings(tuple(errors), found.warnings), values)
    return Findings((*findings.errors, *too_much), findings.warnings)


def _masked(findings: Findings, values: Values) -> Findings:
    def mask(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
        return tuple(Problem(masked(one.path, values), masked(one.reason, values)) for one in problems)

    return Findings(mask(findings.errors), mask(findings.warnings))


def _rivals(session: Session, scope: Scope, want: Declared) -> Iterator[Problem]:
    """Two resources that declare one pair would undo each other at every run."""
    urn = current_urn()
    for other, (team, slug) in session.ownership.declare(urn, scope, want.pairs()).items():
        both = f"{name_of(other)} and by {name_of(urn)}"
        reason = f"{slug} of team {want.teams[team] or team} is declared by {both}; leave it to one of them"
        yield Problem(at("providers", slug), reason)


def _live(session: Session, values: Values, want: Declared, before: Declared, must: bool) -> Live | None:
    """Read what the service has of all that is or was declared, where a key is at hand.

    An outage here never fails a preview; a refusal does.

    Where it *must* be known, an outage does as well.
    """
    wanted = settings.live_checks(session.config) and session.limits_reachable
    if not ((wanted or must) and session.has_key()):
        return None
    try:
        service = session.client.team_data_pull_preferences(scope_of(values), PATIENCE_OF_PREVIEWS)
        known = session.take_read(current_urn(), scope_of(values))
        teams = [team for team in {**want.teams, **before.teams} if team not in known]
        return {**known, **_of_declared(service, teams, {**want.providers, **before.providers})}
    except REFUSALS:
        raise  # what `up` would meet as well
    except ApiError as reason:
        if must:
            raise
        if session.give_up_limits():
            warn(f"the service's limits were not checked: {reason.what}")
        return None


def _of_declared(service: Service, teams: Sequence[Team], slugs: Collection[Slug]) -> Live:
    """Ask for these data providers alone; for all where the API's document, or the service, lacks one of them."""
    known = catalogue.load().providers
    if all(slug in known and known[slug].settable for slug in slugs):
        with suppress(UnprocessableError):
            return read(service, teams, sorted(slugs))
    return read(service, teams)


def _must_look(values: Values, olds: Values) -> bool:
    """Tell whether a refusal to adopt would come too late: in a replacement the old place is given up first."""
    return bool(olds) and not _same_place(values, olds) and values.get("adopt") == REFUSE


def _replacement(values: Values, olds: Values) -> Iterator[Problem]:
    """A new word would be shown for the old place, where the stored one counts."""
    stored, word = olds.get("on_delete", RESET), values.get("on_delete", RESET)
    if olds and not _same_place(values, olds) and stored != word:
        reason = f"the old place is given up by the stored word, {stored}, and not by {word}"
        yield Problem("on_delete", f"{reason}; change it in an `up` of its own, before the place")


def _adoption(session: Session, values: Values, found: ForTeams) -> Iterable[Problem]:
    """Show what is there already: with `adopt="refuse"` as errors, else as a table of what is overwritten."""
    if values.get("adopt") == REFUSE:
        return refused(found)
    saying.say_changes(values, saying.OVERWRITTEN, found)
    session.announce(current_urn(), found)
    return ()


def _giving_up(session: Session, values: Values, want: Declared, before: Declared) -> int:
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
