"""What `create`, `update`, `read` and `delete` do: read, plan, send, and say what came of it."""

from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pulumi.runtime import rpc

from pulumi_junction.core import catalogue
from pulumi_junction.core.adoption import adopted, overwritten, refused
from pulumi_junction.core.apply import Application
from pulumi_junction.core.changes import several
from pulumi_junction.core.compare import Applied, edited, shared
from pulumi_junction.core.leaving import coming_back
from pulumi_junction.core.partial import done_teams, partial
from pulumi_junction.core.plan import Plan, plan
from pulumi_junction.core.service import read
from pulumi_junction.core.values import REFUSE, RESET, RETAIN, Adopted, Live, Slug, Team
from pulumi_junction.errors import JunctionError
from pulumi_junction.providers import saying
from pulumi_junction.providers.bridge import PartialFailure, current_urn, progress, warn
from pulumi_junction.providers.guarding import stop_if_larger
from pulumi_junction.providers.session import Session, Values, scope_of

MAY_BE_SECRET = ("teams", "providers", "deviations", "effective", "exceptions", "adopted", "after_delete")


def live(session: Session, values: Values) -> Live:
    """Read what the service has for the teams of these inputs or outputs."""
    service = session.client.team_data_pull_preferences(scope_of(values))
    return read(service, list(values["teams"]))


def apply(session: Session, id_: str, values: Values, olds: Values) -> dict[str, Any]:
    """Make the service equal these inputs; returns the outputs. A failure half-way is PartialFailure."""
    want, before = Applied.of(values), Applied.of(olds)
    with _planned(session, values, want, before) as run:
        _adopt(session, values, want, before, run.now)
        found = adopted(want, before, run.now, catalogue.load())
        try:
            run.application.run()
        except JunctionError as reason:
            reached = partial(want, before, run.application, found)
            if reached is None:
                raise
            how_far = _how_far(values, want, done_teams(want, run.application))
            raise PartialFailure(f"{how_far}; {reason}", id_, sealed({**values, **reached})) from None
    saying.say_edited(values, want, edited(want, before, run.now))
    saying.say_spared(run.spared)
    saying.say_kept(values, want, run.application.live)
    return outputs(values, run.application.live, found)


def reset(session: Session, values: Values) -> None:
    """Give up every declared pair as `on_delete` says, but for those that a resource of this run declares."""
    before = Applied.of(values)
    if session.ownership.is_released(current_urn()):
        warn("nothing was reset: the program reads these preferences now and no longer owns them")
        return
    if values.get("on_delete") == RETAIN:
        saying.say_retained(len(before.pairs()))
        return
    with _planned(session, values, Applied(), before) as run:
        run.application.run()
    back = coming_back(run.plan.giving_up, before, values.get("on_delete", RESET), catalogue.load())
    saying.say_gone_back(values, back)
    saying.say_spared(run.spared)


@dataclass(frozen=True, slots=True)
class Run:
    """One resource's turn: what is there, what is to be done."""

    now: Live
    plan: Plan
    spared: Mapping[tuple[Team, Slug], str]
    application: Application


@contextmanager
def _planned(session: Session, values: Values, want: Applied, before: Applied) -> Iterator[Run]:
    """Read and plan, with these teams held until the block ends; stops where more would change than is allowed."""
    scope, urn = scope_of(values), current_urn()
    service = session.client.team_data_pull_preferences(scope)
    teams = sorted({*want.teams, *before.teams})
    with session.ownership.hold(scope, teams):
        session.ownership.claim(urn, scope, want.pairs())
        spared = session.ownership.needed(urn, scope, before.pairs() - want.pairs())
        now = read(service, teams)
        todo = plan(want, now, before, spared, values.get("on_delete", RESET))
        stop_if_larger(session, len(todo.setting), len(todo.giving_up))
        application = Application(service, session.semantics, catalogue.load(), todo, now, progress)
        try:
            yield Run(now, todo, spared, application)
        finally:
            session.ownership.note_reset(scope, application.given_up)


def _how_far(values: Values, want: Applied, done: Set[Team]) -> str:
    """Say how many teams are done, and which are not."""
    left = [label or team for team, label in sorted(want.teams.items()) if team not in done]
    names = f" (not {several(left, 10)})" if left and not values.get("secret") else ""
    return f"{len(done)} of {len(want.teams)} teams are done{names}"


def _adopt(session: Session, values: Values, want: Applied, before: Applied, now: Live) -> None:
    """Refuse what is not to be overwritten, or say it where `check` could not."""
    found = overwritten(want, before, now, catalogue.load())
    if values.get("adopt") == REFUSE and found:
        raise JunctionError("; ".join(str(problem) for problem in refused(found)))
    if not session.has_foretold(current_urn()):
        saying.say_changes(values, saying.OVERWRITTEN, found)


def outputs(values: Values, live: Live, found: Adopted) -> dict[str, Any]:
    """Add to the inputs what the service made of them."""
    effective = shared(values["teams"], Applied.of(values).providers, live)
    return sealed({**values, **effective, "adopted": found})


def sealed(values: Values) -> dict[str, Any]:
    """Where an argument is a secret, make all a secret that may repeat it: the engine marks the same paths only."""
    if not values.get("secret"):
        return dict(values)
    return {key: rpc.wrap_rpc_secret(value) if key in MAY_BE_SECRET else value for key, value in values.items()}
