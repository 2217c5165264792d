"""The dynamic provider behind TeamDataPullPreferences: translate, ask the core, translate back.

This module's path and the class's name are in people's state: they never change.
"""

import base64
import pickle
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
from pulumi_junction.core.compare import Applied, drifted, shared
from pulumi_junction.core.inputs import normalise
from pulumi_junction.core.values import LiveProvider
from pulumi_junction.errors import JunctionError
from pulumi_junction.providers import applying
from pulumi_junction.providers.bridge import bag, clean, current_urn, plain, warn
from pulumi_junction.providers.judging import judge
from pulumi_junction.providers.session import Session, engine_config, scope_of

Props = dict[str, Any]

PLACE = ("org_id", "env", "region")
"""A change of one of these is another place: a replacement."""


class TeamDataPullPreferencesProvider(ResourceProvider):
    """State holds this class's name and nothing of an instance: no settings, no key, no code."""

    serialize_as_secret_always = False

    def __reduce__(self) -> tuple[type["TeamDataPullPreferencesProvider"], tuple[()]]:
        return TeamDataPullPreferencesProvider, ()

    def configure(self, req: ConfigureRequest) -> None:
        """Remember where settings are; they are looked up at the first request."""
        self._session = Session(engine_config(req))

    @clean
    def check(self, olds: Props, news: Props) -> CheckResult:
        """Bring the inputs to the normal form; report every problem at once."""
        values = normalise(plain(news))
        findings = judge(self._session, values, plain(olds))
        for warning in findings.warnings:
            warn(str(warning))
        return CheckResult(
            applying.sealed(bag(values.values)), [CheckFailure("", str(problem)) for problem in findings.errors]
        )

    @clean
    def diff(self, id_: str, olds: Props, news: Props) -> DiffResult:
        """Leave the comparison to the engine, which does it path by path; only another place is a replacement."""
        was, now = plain(olds), plain(news)
        moved = [key for key in PLACE if key in was and now.get(key) != was[key]]
        if moved:
            return DiffResult(replaces=moved)
        urn = current_urn()
        return DiffResult(changes=True) if urn and self._session.ownership.was_reset(urn) else DiffResult()

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
        drift = drifted(Applied.of(outputs), live)
        if drift is None:
            return ReadResult("", {})  # gone: the next preview plans to set it again
        inputs = {key: outputs[key] for key in (*PLACE, "teams", "lenient", "secret") if key in outputs} | drift
        return ReadResult(id_, applying.outputs(inputs, live), applying.sealed(inputs))

    def _get(self, id_: str, inputs: Mapping[str, Any]) -> ReadResult:
        """Serve `ResourceOptions(id=...)`, in previews too."""
        asked = dict.fromkeys(inputs.get("providers") or (), 1)  # which ones counts here, not how many days
        values = normalise({**inputs, "providers": asked})
        problems = [*values.problems, *misspelt(asked, catalogue.load())]
        if problems:
            raise JunctionError("; ".join(str(problem) for problem in problems))
        live = applying.live(self._session, values.values)
        effective = shared(values.values["teams"], Applied.of(values.values).providers, live)["effective"]
        if not effective:
            where = scope_of(values.values)
            raise JunctionError(f"{where} shows none of these preferences.", "Check team_ids and providers.")
        self._session.ownership.release(current_urn())
        shown = {slug: LiveProvider.of(wire).preference().plain() for slug, wire in effective.items()}
        return ReadResult(
            id_, applying.outputs(values.values, live) | applying.sealed(values.values | {"providers": shown})
        )

    @clean
    def delete(self, id_: str, props: Props) -> None:
        """Reset every declared pair, and nothing else."""
        applying.reset(self._session, plain(props))


PICKLED = base64.b64encode(pickle.dumps(TeamDataPullPreferencesProvider(), protocol=4)).decode()
"""What state holds as `__provider`. Never another protocol: the default differs between versions of Python."""
