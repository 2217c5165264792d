"""Between the engine and the core: bags, and failures that are one line whatever went wrong."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from google.rpc import status_pb2
from hypothesis import given
from hypothesis import strategies as st
from pulumi.output import UNKNOWN as NOT_KNOWN
from pulumi.runtime import rpc

from pulumi_junction.core.values import UNKNOWN
from pulumi_junction.errors import AuthenticationError, JunctionError
from pulumi_junction.providers.bridge import (
    PROVIDER_KEY,
    Call,
    Failure,
    PartialFailure,
    bag,
    clean,
    current_urn,
    name_of,
    plain,
)
from tests.support.bags import marshal
from tests.unit.providers.process import PROVIDER, Context, FailedError, served, urn_of

CANARY = "k4n4ry-bird"

values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(), st.just(UNKNOWN)),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=4,
)
bags = st.dictionaries(st.text().filter(lambda key: key != PROVIDER_KEY), values)


def as_deserialised(value: Any) -> Any:
    """What the SDK makes of the engine's GUID."""
    if value == rpc.UNKNOWN:
        return NOT_KNOWN
    if isinstance(value, dict):
        return {key: as_deserialised(one) for key, one in value.items()}
    return [as_deserialised(one) for one in value] if isinstance(value, list) else value


@given(bags)
def test_a_bag_comes_back_as_it_went(props: dict[str, Any]) -> None:
    sent = bag(props)

    json.dumps(sent)
    assert plain(as_deserialised(sent)) == props


def test_the_provider_itself_is_no_input() -> None:
    assert plain({PROVIDER_KEY: PROVIDER, "env": "sandbox"}) == {"env": "sandbox"}


def test_what_is_not_known_is_found_at_every_depth() -> None:
    found = plain({"a": NOT_KNOWN, "b": {"c": [NOT_KNOWN, {"d": NOT_KNOWN}]}, "e": (NOT_KNOWN, 1)})

    assert found == {"a": UNKNOWN, "b": {"c": [UNKNOWN, {"d": UNKNOWN}]}, "e": [UNKNOWN, 1]}
    assert bag({"a": UNKNOWN, "b": (UNKNOWN,)}) == {"a": rpc.UNKNOWN, "b": [rpc.UNKNOWN]}


class Provider:
    """Methods that end in every way there is."""

    @clean
    def works(self, one: int, *, other: int) -> int:
        """Add."""
        return one + other

    @clean
    def fails(self, problem: BaseException) -> None:
        """Fail."""
        raise problem


class RunAwayError(BaseException):
    """No Exception: the engine would wait for an answer for ever."""


REQUEST = SimpleNamespace(urn=urn_of("research"), properties=marshal({PROVIDER_KEY: PROVIDER}))


def failed(problem: BaseException, request: Any = REQUEST) -> FailedError:
    with pytest.raises(FailedError) as caught:
        served(request, lambda: Provider().fails(problem))
    assert len(caught.value.message.splitlines()) == 1
    return caught.value


def test_what_works_is_not_touched() -> None:
    assert served(REQUEST, lambda: Provider().works(1, other=2)) == 3
    assert Provider.works.__name__ == "works"
    assert Provider.works.__doc__ == "Add."


@pytest.mark.parametrize(
    "problem",
    [JunctionError("it broke.", "Mend it."), AuthenticationError("it broke.", "Mend it.", status_code=401)],
)
def test_our_own_errors_are_told_as_they_are(problem: JunctionError) -> None:
    failure = failed(problem)

    assert failure.message == "it broke. Mend it."
    assert failure.details is None


def test_a_message_of_several_lines_becomes_one() -> None:
    assert failed(JunctionError("two\n  lines\tand\r\na tab.")).message == "two lines and a tab."


@pytest.mark.parametrize(
    "bug",
    [
        ValueError(CANARY),
        KeyError(CANARY),
        AssertionError(CANARY),
        RecursionError(CANARY),
        Failure(CANARY),
        KeyboardInterrupt(CANARY),
        SystemExit(CANARY),
        GeneratorExit(CANARY),
        RunAwayError(CANARY),
    ],
    ids=lambda bug: type(bug).__name__,
)
def test_whatever_else_goes_wrong_is_a_bug_that_names_its_place_and_repeats_nothing(bug: BaseException) -> None:
    message = failed(bug).message

    assert message.startswith(f"{type(bug).__name__} at test_bridge.py:")
    assert message.endswith("This is a bug in pulumi-junction; please report this line to its authors.")
    assert CANARY not in message
    assert "/" not in message


@pytest.mark.parametrize("problem", [JunctionError("it\nbroke."), KeyboardInterrupt()])
def test_without_the_engines_frames_it_is_still_one_line(problem: BaseException) -> None:
    with pytest.raises(Failure) as caught:
        Provider().fails(problem)

    assert len(str(caught.value).splitlines()) == 1
    assert caught.value.__suppress_context__, "the traceback that the engine would print is short"


PARTIAL = PartialFailure("half done.", "sandbox/us/1", {"teams": {"a": "", "b": UNKNOWN}, "effective": {}})


@pytest.mark.parametrize(
    "request_",
    [
        SimpleNamespace(urn="", properties=marshal({PROVIDER_KEY: PROVIDER})),
        SimpleNamespace(urn="", olds=marshal({}), news=marshal({PROVIDER_KEY: PROVIDER})),
    ],
    ids=["create", "update"],
)
def test_half_a_success_is_kept_with_what_state_needs(request_: Any) -> None:
    failure = failed(PARTIAL, request_)

    assert failure.message == "half done."
    assert failure.details is not None
    assert failure.details.id == "sandbox/us/1"
    assert failure.kept == {"teams": {"a": "", "b": rpc.UNKNOWN}, "effective": {}}


def test_the_trailer_is_set_once_as_a_second_would_drop_the_first() -> None:
    context = Context()

    def handler(request: Any, context: Context) -> None:
        Provider().fails(PARTIAL)

    with pytest.raises(Failure):
        handler(REQUEST, context)

    (trailer,) = context.trailers
    status = status_pb2.Status.FromString(trailer)
    assert (status.code, status.message, len(status.details)) == (2, "half done.", 1)


def test_the_call_that_is_served_is_the_nearest() -> None:
    def outer(request: Any, context: Context) -> str:
        return served(SimpleNamespace(urn="inner"), current_urn)

    assert outer(SimpleNamespace(urn="outer"), Context()) == "inner"


def test_outside_of_a_call_there_is_none() -> None:
    assert Call.current() is None
    assert current_urn() == ""
    assert Call(None, None).urn == ""


def test_a_resource_is_called_by_the_last_part_of_its_urn() -> None:
    assert name_of(urn_of("research")) == "research"
    assert name_of("") == ""
