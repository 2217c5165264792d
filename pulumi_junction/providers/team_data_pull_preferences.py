"""The dynamic provider behind TeamDataPullPreferences: translate, ask the core, translate back.

This module's path and the class's name are in people's state: they never change.
"""

import itertools
import secrets
from collections.abc import Mapping
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
from pulumi_junction.core.check import misspelt
from pulumi_junction.core.choices import RESET
from pulumi_junction.core.compare import Declared, drifted, not_owned, shared
from pulumi_junction.core.inputs import normalise
from pulumi_junction.core.leaving import after_delete, coming_back
from pulumi_junction.core.values import UNKNOWN, Live, LiveProvider
from pulumi_junction.errors import JunctionError
from pulumi_junction.providers import applying, cancellation, saying
from pulumi_junction.providers.bridge import bag, clean, current_urn, plain, warn
from pulumi_junction.providers.judging import judge, whole
from pulumi_junction.providers.masking import hidden
from pulumi_junction.providers.session import Session, engine_config, scope_of

Props = dict[str, Any]

PLACE = ("org_id", "env", "region")
"""A change of one of these is another place: a replacement."""

MOST_PROBLEMS = 50

KEPT = (*PLACE, "teams", "lenient", "adopt", "on_delete", "secret", "after_delete")
"""The inputs that a refresh takes from state: the service does not know them."""


class TeamDataPullPreferencesProvider(ResourceProvider):
    """State holds this class's name and nothing of an instance: no settings, no key, no code."""

    serialize_as_secret_always = False

    def __reduce__(self) -> tuple[type["TeamDataPullPreferencesProvider"], tuple[()]]:
        return TeamDataPullPreferencesProvider, ()

    def configure(self, req: ConfigureRequest) -> None:
        """Remember where settings are; they are looked up at the first request."""
        self._session = Session(engine_config(req))
        cancellation.listen()

    @clean
    def check(self, olds: Props, news: Props) -> CheckResult:
        """Bring the inputs to the normal form; report every problem at once."""
        normalised, before = normalise(plain(news)), whole(plain(olds))
        findings = judge(self._session, normalised, before)
        for warning in findings.warnings:
            warn(str(warning))
        values = normalised.values
        if values != before:  # else a state from before there was an `after_delete`, which is no reason for an update
            back = after_delete(values["providers"], values.get("on_delete", RESET), before, catalogue.load())
            values = {**values, "after_delete": back}
        problems = [str(problem) for problem in findings.errors[:MOST_PROBLEMS]]
        if len(findings.errors) > MOST_PROBLEMS:
            problems.append(f"and {len(findings.errors) - MOST_PROBLEMS} more problems")
        return CheckResult(applying.sealed(bag(values)), [CheckFailure("", problem) for problem in problems])

    @clean
    def diff(self, id_: str, olds: Props, news: Props) -> DiffResult:
        """Leave the comparison to the engine, which does it path by path; only another place is a replacement."""
        was, now = plain(olds), plain(news)
        moved = [key for key in PLACE if key in was and now.get(key) != was[key]]
        urn = current_urn()
        live = self._session.checked(urn)
        if live is not None:
            self._say_coming_back(was, now, {} if moved else live, bool(moved))
        if moved:
            return DiffResult(replaces=moved)
        return DiffResult(changes=True) if urn and self._session.ownership.was_reset(urn) else DiffResult()

    def _say_coming_back(self, was: Props, now: Props, live: Live, moved: bool) -> None:
        """Say which day counts come back for what the program declares no more; in a replacement that is all of it."""
        if UNKNOWN in (now["teams"], now["providers"]):
            return
        before = Declared.of(was)
        stays = set() if moved else set(itertools.product(now["teams"], now["providers"]))  # days may be unknown
        leaving = before.pairs() - stays
        leaving -= self._session.ownership.needed(current_urn(), scope_of(was), leaving).keys()
        on_delete = (was if moved else now).get("on_delete", RESET)
        back = coming_back(leaving, before, on_delete, catalogue.load(), live)
        saying.say_changes(hidden(now, was.get("secret")), saying.OLD_PLACE if moved else saying.COMING_BACK, back)

    @clean
    def create(self, props: Props) -> CreateResult:
        """Set what differs; the first `up` adopts what is there."""
        values = normalise(plain(props)).values
        id_ = f"{values['env']}/{values['region']}/{secrets.token_hex(4)}"
        return CreateResult(id_, applying.apply(self._session, id_, values, {}))

    @clean
    def update(self, id_: str, olds: Props, news: Props) -> UpdateResult:
        """Set what differs, reset what is no longer declared."""
        values = normalise(plain(news)).values
        return UpdateResult(applying.apply(self._session, id_, values, plain(olds)))

    @clean
    def read(self, id_: str, props: Props) -> ReadResult:
        """Show what the service has for the declared pairs; the engine calls this to refresh and to get."""
        outputs = plain(props)
        if "effective" not in outputs:  # only a program's own inputs lack it
            return self._get(id_, outputs)
        live = applying.live(self._session, outputs)
        self._session.note_read(
            current_urn(), scope_of(outputs), {team: live.get(team, {}) for team in outputs["teams"]}
        )
        declared = Declared.of(outputs)
        drift = drifted(declared, live)
        if drift is None:
            return ReadResult("", {})  # gone: the next preview plans to set it again
        inputs = {key: outputs[key] for key in KEPT if key in outputs} | drift
        unwritten = not_owned(declared, live)
        rest = {"unwritten": unwritten} if unwritten else {}
        shown = applying.outputs(inputs | rest, live, outputs.get("adopted") or {})
        return ReadResult(id_, shown, applying.sealed(inputs))

    def _get(self, id_: str, inputs: Mapping[str, Any]) -> ReadResult:
        """Serve `ResourceOptions(id=...)`, in previews too."""
        asked = dict.fromkeys(inputs.get("providers") or (), 1)  # which ones counts here, not how many days
        values = normalise({**inputs, "providers": asked})
        problems = [*values.problems, *misspelt(asked, catalogue.load())]
        if problems:
            raise JunctionError("; ".join(str(problem) for problem in problems))
        live = applying.live(self._session, values.values)
        effective = shared(values.values["teams"], Declared.of(values.values).providers, live)["effective"]
        if not effective:
            where = scope_of(values.values)
            raise JunctionError(f"{where} shows none of these preferences.", "Check team_ids and providers.")
        self._session.ownership.release(current_urn())
        shown = {slug: LiveProvider.of(wire).preference().plain() for slug, wire in effective.items()}
        return ReadResult(
            id_, applying.outputs(values.values, live, {}) | applying.sealed(values.values | {"providers": shown})
        )

    @clean
    def delete(self, id_: str, props: Props) -> None:
        """Reset every declared pair, and nothing else."""
        applying.reset(self._session, plain(props))
