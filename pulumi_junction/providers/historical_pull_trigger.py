"""The dynamic provider behind HistoricalPullTrigger: translate, trigger, translate back.

This module's path and the class's name are in people's state: they never change.
"""

import secrets
from typing import Any

from pulumi.dynamic import (
    CheckFailure,
    CheckResult,
    ConfigureRequest,
    CreateResult,
    DiffResult,
    ReadResult,
    ResourceProvider,
    UpdateResult,
)

from pulumi_junction.core import catalogue
from pulumi_junction.core.team_inputs import judge
from pulumi_junction.core.trigger_inputs import normalise
from pulumi_junction.errors import JunctionError
from pulumi_junction.providers import cancellation, pulling
from pulumi_junction.providers.bridge import bag, clean, current_urn, plain, tell, warn
from pulumi_junction.providers.pull_session import PullSession, Values

Props = dict[str, Any]

PLACE = ("provider", "team", "env", "region")
"""A change of one of these is another trigger: a replacement, of which the old one sends nothing."""

COMPUTED = ("operation", "window_seconds", "unsettled")


class HistoricalPullTriggerProvider(ResourceProvider):
    """State holds this class's name and nothing of an instance: no settings, no key, no code."""

    serialize_as_secret_always = False

    def __reduce__(self) -> tuple[type["HistoricalPullTriggerProvider"], tuple[()]]:
        return HistoricalPullTriggerProvider, ()

    def configure(self, req: ConfigureRequest) -> None:
        """Remember where settings are; they are looked up at the first request."""
        self._session = PullSession(lambda key: req.config.get(key))
        cancellation.listen()

    @clean
    def check(self, olds: Props, news: Props) -> CheckResult:
        """Bring the inputs to the normal form; report every problem at once, and say what will be triggered."""
        normalised = normalise(plain(news))
        values, before = normalised.values, plain(olds)
        errors, warnings = judge(values["provider"], catalogue.load())
        problems = [*normalised.problems, *errors]
        for warning in warnings:
            warn(str(warning))
        self._session.note_checked(current_urn())
        if not (problems or before):  # else `diff` says it, which knows what was reached
            pulling.announce(self._session, values, {})
        return CheckResult(bag(values), [CheckFailure("", str(problem)) for problem in problems])

    @clean
    def diff(self, id_: str, olds: Props, news: Props) -> DiffResult:
        """Leave the comparison to the engine; another place or data provider is a replacement."""
        was, now = plain(olds), plain(news)
        moved = _moved(was, now)
        if moved:
            return DiffResult(replaces=moved)
        if self._session.was_checked(current_urn()):
            pulling.announce(self._session, now, was)
        return DiffResult(changes=True) if "unsettled" in was else DiffResult()

    @clean
    def create(self, props: Props) -> CreateResult:
        """Trigger pulls of all users."""
        values = normalise(plain(props)).values
        id_ = f"{values['provider']}/{secrets.token_hex(4)}"
        return CreateResult(id_, bag(pulling.apply(self._session, id_, values, {})))

    @clean
    def update(self, id_: str, olds: Props, news: Props) -> UpdateResult:
        """Trigger pulls of all users where `triggers` has changed, else of those that are new."""
        values = normalise(plain(news)).values
        return UpdateResult(bag(pulling.apply(self._session, id_, values, plain(olds))))

    @clean
    def read(self, id_: str, props: Props) -> ReadResult:
        """Read how far the operation is, for a refresh. There is nothing else to read, so nothing can be imported."""
        self._session.note_read(current_urn())
        olds = plain(props)
        if "window_seconds" not in olds:
            raise JunctionError(
                "a trigger is something that was done once, and cannot be read or imported.",
                "`list_bulk_ops` and `get_historical_pulls` read what Junction knows.",
            )
        shown = pulling.refreshed(self._session, olds)
        inputs = {key: value for key, value in shown.items() if key not in COMPUTED}
        return ReadResult(id_, bag(shown), bag(inputs))

    @clean
    def delete(self, id_: str, props: Props) -> None:
        """Send nothing: there is no way to take a pull back."""
        tell("nothing is sent: what was triggered goes on at Junction, and what was pulled stays there")


def _moved(was: Values, now: Values) -> list[str]:
    return [key for key in PLACE if was and was.get(key) != now.get(key)]
