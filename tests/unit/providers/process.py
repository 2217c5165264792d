"""A provider process in this process: the engine's calls in, its answers, warnings and failures out.

Values travel as on the wire, so every number is a float. `served` stands for the servicer: the bridge finds the call by
the names of its locals.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, TypeVar

from google.rpc import status_pb2
from pulumi.dynamic import Config, ConfigureRequest
from pulumi.runtime import rpc
from pulumi.runtime.proto import provider_pb2

from pulumi_junction.providers.bridge import PROVIDER_KEY, Failure
from pulumi_junction.providers.team_data_pull_preferences import TeamDataPullPreferencesProvider
from tests.support.bags import marshal, unmarshal

T = TypeVar("T")
Props = Mapping[str, Any]

ORG = "0a1b2c3d-0000-4000-8000-000000000001"
A = "aaaa1111-1111-4111-8111-111111111111"
B = "bbbb2222-2222-4222-8222-222222222222"
C = "cccc3333-3333-4333-8333-333333333333"
PROVIDER = "the-class-by-reference"


def urn_of(name: str) -> str:
    return f"urn:pulumi:sandbox-us::shop::pulumi-python:dynamic/junction:TeamDataPullPreferences::{name}"


def declared(teams: Any = (A,), **providers: Any) -> dict[str, Any]:
    """Inputs as a program hands them over."""
    given = dict(teams) if isinstance(teams, Mapping) else list(teams)
    return {"org_id": ORG, "env": "sandbox", "region": "us", "teams": given, "providers": providers}


class FailedError(Exception):
    """What the engine shows of a failed call, and what it keeps in state all the same."""

    def __init__(self, message: str, details: provider_pb2.ErrorResourceInitFailed | None) -> None:
        super().__init__(message)
        self.message = message
        self.details = details

    @property
    def kept(self) -> dict[str, Any]:
        assert self.details is not None
        kept = unmarshal(self.details.properties)
        assert kept.pop(PROVIDER_KEY) == PROVIDER, "state without it cannot be refreshed"
        return kept


@dataclass
class Context:
    """The servicer's: takes trailing metadata, once."""

    trailers: list[bytes] = field(default_factory=list)

    def set_trailing_metadata(self, trailer: tuple[tuple[str, bytes], ...]) -> None:
        ((name, value),) = trailer
        assert name == "grpc-status-details-bin"
        self.trailers.append(value)


def served(request: Any, method: Callable[[], T]) -> T:
    context = Context()
    try:
        result = method()
    except Failure as failure:
        raise _as_shown(context, str(failure)) from None
    assert context.trailers == []
    return result


def _as_shown(context: Context, text: str) -> FailedError:
    (trailer,) = context.trailers
    status = status_pb2.Status.FromString(trailer)
    assert (status.code, status.message) == (2, text)
    details = None
    for packed in status.details:
        details = provider_pb2.ErrorResourceInitFailed()
        assert packed.Unpack(details)
        assert list(details.reasons) == [status.message]
    return FailedError(status.message, details)


@dataclass(frozen=True)
class Checked:
    inputs: dict[str, Any]
    problems: list[str]


@dataclass
class Entry:
    """A resource in state."""

    name: str
    id: str
    inputs: dict[str, Any]
    outputs: dict[str, Any]


class Process:
    """One provider process: what it learns is forgotten with it."""

    def __init__(self, config: Mapping[str, str]) -> None:
        self.provider = TeamDataPullPreferencesProvider()
        self.provider.configure(ConfigureRequest(Config(dict(config), "shop")))

    def check(self, name: str, news: Props, olds: Props | None = None) -> Checked:
        request = SimpleNamespace(urn=urn_of(name), olds=_struct(olds or {}), news=_struct(news))
        bags = _bag(request.olds, unknowns=True), _bag(request.news, unknowns=True)
        result = served(request, lambda: self.provider.check(*bags))
        assert all(failure.property == "" for failure in result.failures), "the engine would print the value"
        return Checked(_wire(result.inputs), [failure.reason for failure in result.failures])

    def inputs(self, name: str, news: Props, olds: Props | None = None) -> dict[str, Any]:
        """Those of a program that is right."""
        checked = self.check(name, news, olds)
        assert checked.problems == []
        return checked.inputs

    def diff(self, entry: Entry, news: Props) -> Any:
        request = SimpleNamespace(urn=urn_of(entry.name), olds=_struct(entry.outputs), news=_struct(news))
        bags = _bag(request.olds, unknowns=True), _bag(request.news, unknowns=True)
        return served(request, lambda: self.provider.diff(entry.id, *bags))

    def create(self, name: str, news: Props) -> Entry:
        return self.create_checked(name, self.inputs(name, news))

    def create_checked(self, name: str, inputs: dict[str, Any]) -> Entry:
        """Without a check, which would look at the service again."""
        request = SimpleNamespace(urn=urn_of(name), properties=_struct(inputs))
        result = served(request, lambda: self.provider.create(_bag(request.properties)))
        return Entry(name, result.id, inputs, _wire(result.outs))

    def update(self, entry: Entry, news: Props) -> Entry:
        inputs = self.inputs(entry.name, news, entry.inputs)
        request = SimpleNamespace(urn=urn_of(entry.name), olds=_struct(entry.outputs), news=_struct(inputs))
        bags = _bag(request.olds), _bag(request.news)
        result = served(request, lambda: self.provider.update(entry.id, *bags))
        return Entry(entry.name, entry.id, inputs, _wire(result.outs))

    def read(self, entry: Entry) -> Entry | None:
        """A refresh; None where the engine is told that it is gone."""
        request = SimpleNamespace(urn=urn_of(entry.name), properties=_struct(entry.outputs))
        result = served(request, lambda: self.provider.read(entry.id, _bag(request.properties)))
        if not result.id:
            return None
        return Entry(entry.name, result.id, _wire(result.inputs), _wire(result.outs))

    def get(self, name: str, id_: str, inputs: Props) -> dict[str, Any]:
        """`ResourceOptions(id=...)`: the program's inputs, unchecked."""
        request = SimpleNamespace(urn=urn_of(name), inputs=_struct(inputs))
        result = served(request, lambda: self.provider.read(id_, _bag(request.inputs)))
        assert result.id == id_
        return _wire(result.outs)

    def delete(self, entry: Entry) -> None:
        request = SimpleNamespace(urn=urn_of(entry.name), properties=_struct(entry.outputs))
        served(request, lambda: self.provider.delete(entry.id, _bag(request.properties)))


def in_the_clear(value: Any) -> Any:
    """As the engine sends it to a provider that takes no secrets."""
    value = rpc.unwrap_rpc_secret(value)
    return {key: in_the_clear(one) for key, one in value.items()} if isinstance(value, dict) else value


def _struct(props: Props) -> Any:
    return marshal({**in_the_clear(dict(props)), PROVIDER_KEY: PROVIDER})


def _bag(struct: Any, unknowns: bool = False) -> dict[str, Any]:
    bag: dict[str, Any] = rpc.deserialize_properties(struct, unknowns)
    return bag


def _wire(props: Props | None) -> dict[str, Any]:
    assert props is not None
    assert PROVIDER_KEY not in props
    return unmarshal(marshal(props))
