"""What `create`, `update`, `read` and `delete` do: read, plan, send, and say what came of it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pulumi.runtime import rpc

from pulumi_junction.core import catalogue
from pulumi_junction.core.adoption import adopted, overwritten, refused
from pulumi_junction.core.apply import Application
from pulumi_junction.core.changes import several
from pulumi_junction.core.choices import REFUSE, RESET, RETAIN
from pulumi_junction.core.compare import Declared, edited, shared
from pulumi_junction.core.leaving import coming_back
from pulumi_junction.core.partial import done_teams, not_given_up, partial
from pulumi_junction.core.plan import Plan, plan
from pulumi_junction.core.service import read
from pulumi_junction.core.values import Adopted, Live, Slug, Team
from pulumi_junction.errors import JunctionError
from pulumi_junction.providers import saying
from pulumi_junction.providers.bridge import PartialFailure, current_urn, progress, warn
from pulumi_junction.providers.guarding import stop_if_larger
from pulumi_junction.providers.masking import hidden, masked, masking
from pulumi_junction.providers.ownership import Ownership
from pulumi_junction.providers.session import Session, Values, scope_of

MAY_BE_SECRET = (
    "teams",
    "providers",
    "deviations",
    "effective",
    "exceptions",
    "adopted",
    "unwritten",
    "in_doubt",
    "after_delete",
)


def live(session: Session, values: Values) -> Live:
    """Read what the service has for the teams of these inputs or outputs."""
    service = session.client.team_data_pull_preferences(scope_of(values))
    return read(service, list(values["teams"]))


def apply(session: Session, id_: str, values: Values, olds: Values) -> dict[str, Any]:
    """Make the service equal these inputs; returns the outputs. A failure half-way is PartialFailure."""
    want, before = Declared.of(values), Declared.of(olds)
    telling = hidden(values, olds.get("secret"))  # what was a secret is not to be told either
    with _turn(session, telling, want, before) as turn:
        _adopt(session, telling, want, before, turn.now)
        saying.say_edited(telling, want, edited(turn.plan.setting | turn.plan.giving_up, before, turn.now))
        found = adopted(want, before, turn.now, catalogue.load())
        try:
            turn.carry_out()
        except JunctionError as reason:
            reached = partial(want, before, turn.application, found)
            if reached is None:
                raise
            raise PartialFailure(
                f"{_how_far(telling, want, before, turn.application)}; {reason}",
                id_,
                sealed(_kept(values, olds) | reached),
            ) from None
    saying.say_spared(turn.spared)
    saying.say_kept(values, want, turn.application.live)
    return outputs(values, turn.application.live, found)


def reset(session: Session, values: Values) -> None:
    """Give up every declared pair as `on_delete` says, but for those that a resource of this run declares."""
    before, on_delete = Declared.of(values), values.get("on_delete", RESET)
    if session.ownership.is_released(current_urn()):
        warn("nothing was reset: the program reads these preferences now and no longer owns them")
        return
    if on_delete == RETAIN:
        saying.say_retained(len(before.pairs()))
        return
    with _turn(session, values, Declared(), before) as turn:
        turn.carry_out()
    back = coming_back(turn.plan.giving_up, before, on_delete, catalogue.load(), turn.now, turn.application.live)
    saying.say_gone_back(values, back)
    saying.say_spared(turn.spared)


@dataclass(frozen=True, slots=True)
class Turn:
    """One resource's turn: what is there, what is to be done."""

    now: Live
    plan: Plan
    spared: Mapping[tuple[Team, Slug], str]
    application: Application
    values: Values
    ownership: Ownership

    def carry_out(self) -> None:
        """Send the plan. What is given up is noted before: an answer may be lost."""
        self.ownership.note_reset(scope_of(self.values), self.plan.giving_up)
        with masking(self.values):
            self.application.run()


@contextmanager
def _turn(session: Session, values: Values, want: Declared, before: Declared) -> Iterator[Turn]:
    """Read and plan, with these teams held until the block ends; stops where more would change than is allowed."""
    scope, urn = scope_of(values), current_urn()
    service = session.client.team_data_pull_preferences(scope)
    teams = sorted({*want.teams, *before.teams})
    session.note_write()
    with session.ownership.hold(scope, teams):
        session.ownership.claim(urn, scope, want.pairs())
        spared = session.ownership.needed(urn, scope, before.pairs() - want.pairs())
        now = read(service, teams)
        todo = plan(want, now, before, spared, values.get("on_delete", RESET))
        stop_if_larger(session, len(todo.setting), len(todo.giving_up))

        # What is not declared here may be another resource's secret.
        telling = hidden(values, session.has_secrets)

        def say(text: str) -> None:
            progress(masked(text, telling))

        application = Application(service, session.semantics, catalogue.load(), todo, now, say)
        yield Turn(now, todo, spared, application, telling, session.ownership)


def _kept(values: Values, olds: Values) -> dict[str, Any]:
    """Leave the word that counts for a deletion, and what is secret, as they were.

    The engine keeps the old inputs after a failed update, and what was a secret may be among what is kept of them.
    """
    if not olds:
        return dict(values)
    word = {key: olds[key] for key in ("on_delete", "after_delete") if key in olds}
    word |= {"secret": True} if olds.get("secret") else {}
    return {key: value for key, value in values.items() if key not in ("on_delete", "after_delete")} | word


def _how_far(values: Values, want: Declared, before: Declared, application: Application) -> str:
    """Say how many teams are done, and which are not."""
    done, labels = done_teams(want, application), {**before.teams, **want.teams}
    left = [labels[team] or team for team in sorted(want.teams.keys() - done | not_given_up(application))]
    names = f" (not {several(left, 10)})" if left and not values.get("secret") else ""
    return f"{len(done)} of {len(want.teams)} teams are done{names}"


def _adopt(session: Session, values: Values, want: Declared, before: Declared, now: Live) -> None:
    """Refuse what is not to be overwritten, or say it where `check` could not."""
    ours = session.ownership.given_up(scope_of(values), want.pairs())
    found = overwritten(want, before, now, catalogue.load(), ours)
    if values.get("adopt") == REFUSE and found:
        first, *more = [str(problem) for problem in refused(found)]
        raise JunctionError(masked(first, values) + (f" (and {len(more)} more like it)" if more else ""))
    saying.say_changes(values, saying.OVERWRITTEN, session.not_announced(current_urn(), found))


def outputs(values: Values, live: Live, found: Adopted) -> dict[str, Any]:
    """Add to the inputs what the service made of them."""
    effective = shared(values["teams"], Declared.of(values).providers, live)
    return sealed({**values, **effective, "adopted": found})


def sealed(values: Values) -> dict[str, Any]:
    """Where an argument is a secret, make all a secret that may repeat it: the engine marks the same paths only."""
    if not values.get("secret"):
        return dict(values)
    return {key: rpc.wrap_rpc_secret(value) if key in MAY_BE_SECRET else value for key, value in values.items()}
