"""One case, called as the engine calls it, and what is wrong with the answer."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import grpc
from google.protobuf import struct_pb2
from pulumi.runtime import rpc
from pulumi.runtime.proto import provider_pb2
from typing_extensions import Self

from pulumi_junction.providers.pickled import TEAM_DATA_PULL_PREFERENCES as PICKLED
from tests.protocol.fuzz_bags import CANARY, KINDS, SECRET_DAYS, SIGNATURE, Bag
from tests.support.bags import marshal
from tests.support.plugin import CALL_SECONDS, TYPE, CallFailedError, Plugin, urn_of

LONGEST = 1_000
"""Characters of a reason. Names of up to 60 characters are repeated, and one such character may take twelve."""

SECRET = re.compile(rf"{SECRET_DAYS}|[0-9a-f]{{8}}(-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}}")
"""Where all may be secret: no number of days, no team."""

REFUSAL = re.compile(r"^[^\n]+ (refused the management key \(401\)|knows no such organisation \(404\))[^\n]+$")
"""The one documented failure of a check: the service says no, as it would to an `up`. Here to another organisation."""


@dataclass(frozen=True)
class Answer:
    inputs: struct_pb2.Struct
    reasons: tuple[str, ...]
    failed: CallFailedError | None = None

    @property
    def accepted(self) -> bool:
        return not (self.reasons or self.failed)

    def spelt(self) -> tuple[bytes, tuple[str, ...], str]:
        """For comparing: a NaN is none of its equals, but its bytes are."""
        return self.inputs.SerializeToString(deterministic=True), self.reasons, str(self.failed)


class Caller(Plugin):
    """`with Caller(...) as caller:` is one plugin process, for calls from any number of threads."""

    def __init__(self, engine: str, config: dict[str, str]) -> None:
        super().__init__(engine=engine)
        self._config = config

    def __enter__(self) -> Self:
        return super().__enter__().configure(self._config)

    def answer(self, olds: struct_pb2.Struct, news: struct_pb2.Struct, name: str) -> Answer:
        request = provider_pb2.CheckRequest(urn=urn_of(name), name=name, type=TYPE, olds=olds, news=news)
        try:
            answer = self._stub.Check(request, timeout=CALL_SECONDS)
        except grpc.RpcError as error:
            return Answer(struct_pb2.Struct(), (), CallFailedError(error))
        return Answer(answer.inputs, tuple(failure.reason for failure in answer.failures))


def wire(bag: Bag) -> struct_pb2.Struct:
    """As the engine sends it: `__provider` is always what the state or the program says, or nothing could be called."""
    return marshal({**bag, "__provider": PICKLED})


def complaints(caller: Caller, olds: Bag, news: Bag, name: str) -> tuple[Answer, list[str]]:
    """Call a case, and again, and again with what was accepted; tell all that is wrong with the answers."""
    before, asked = wire(olds), wire(news)
    answer = caller.answer(before, asked, name)
    if not (is_readable(before) and is_readable(asked)):
        return answer, [] if answer.failed else ["the SDK cannot read it, and yet there is an answer"]
    found = list(_of_answer(answer, shown_by_design(news)))
    if news.get("secret") is True:
        found += [f"tells a secret: {reason}" for reason in answer.reasons if SECRET.search(reason)]
    if caller.answer(before, asked, name).spelt() != answer.spelt():
        found.append("another answer the second time")
    if answer.accepted:
        inputs = _in_the_clear(answer.inputs)
        again = caller.answer(before, inputs, name)
        if not again.accepted:
            found.append(f"what was accepted is refused when normalised: {again.reasons or again.failed}")
        elif again.spelt() != answer.spelt():
            found.append(f"normalising again changes something: {again.inputs}")
    return answer, found


def _of_answer(answer: Answer, shown: bool) -> Iterator[str]:
    for reason in answer.reasons:
        if len(reason.splitlines()) != 1 or not reason.isprintable():
            yield f"not one line: {reason!r}"
        if len(reason) > LONGEST:
            yield f"{len(reason)} characters: {reason[:200]}..."
        if CANARY in reason and not shown:
            yield f"tells a secret: {reason}"
    if answer.failed is not None and not (answer.failed.clean and REFUSAL.search(answer.failed.message)):
        yield f"failed: {answer.failed.message if answer.failed.clean else answer.failed.traceback}"


def shown_by_design(news: Bag) -> bool:
    """Tell whether the secret stands where a team's label is to be: people are told of teams by their labels."""
    teams = news.get("teams")
    return isinstance(teams, dict) and CANARY in repr(list(teams.values())) and news.get("secret") is not True


def is_readable(bag: struct_pb2.Struct) -> bool:
    """Tell whether the SDK can make a property bag of it; where it cannot, no provider is ever asked."""
    try:
        read = rpc.deserialize_properties(bag, keep_unknowns=True)
        return bool(read["__provider"] == PICKLED)
    except Exception:
        return False


def _in_the_clear(inputs: struct_pb2.Struct) -> struct_pb2.Struct:
    """Unmark secrets: this plugin says that it takes none, so the engine sends it what is in them."""
    plain = struct_pb2.Struct()
    plain.CopyFrom(inputs)
    for key, value in inputs.fields.items():
        held = value.struct_value.fields  # a look at what is not there would put it there
        if SIGNATURE in held and held[SIGNATURE].string_value == KINDS["secret"]:
            plain.fields[key].CopyFrom(held["value"])
    return plain


def shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) < 3_000 else f"{text[:3_000]}... ({len(text)} characters)"
