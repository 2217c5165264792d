"""A call that fails: one line for the person, no traceback, no key, and never an engine that waits for ever."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from pulumi.dynamic import Config, ConfigureRequest

from pulumi_junction.emulator.server import ThreadedEmulator
from pulumi_junction.providers.bridge import Failure
from pulumi_junction.providers.team_data_pull_preferences import TeamDataPullPreferencesProvider
from tests.protocol.conftest import Start
from tests.protocol.faults import refusing
from tests.protocol.programs import config, declared, in_state, new_team
from tests.support.plugin import CallFailedError, Plugin, Props
from tests.support.sabotage import SABOTEUR

ID = "sandbox/us/1"
REFUSED = "127.0.0.1 does not allow this with the management key (403). "

CALLS: dict[str, Callable[[Plugin, Props, Props], Any]] = {
    "check": lambda plugin, inputs, outputs: plugin.check(inputs, inputs),
    "diff": lambda plugin, inputs, outputs: plugin.diff(ID, outputs, inputs, inputs),
    "create": lambda plugin, inputs, outputs: plugin.create(inputs),
    "update": lambda plugin, inputs, outputs: plugin.update(ID, outputs, inputs, inputs),
    "read": lambda plugin, inputs, outputs: plugin.read(ID, outputs, inputs),
    "get": lambda plugin, inputs, outputs: plugin.read(ID, None, inputs),
    "delete": lambda plugin, inputs, outputs: plugin.delete(ID, outputs, inputs),
}


def fail(call: str, plugin: Plugin, junction: ThreadedEmulator) -> CallFailedError:
    inputs = declared(junction, {new_team(): ""}, {"oura": {"default": 120}})
    with pytest.raises(CallFailedError) as caught:
        CALLS[call](plugin, inputs, in_state(inputs))
    return caught.value


@pytest.mark.parametrize(
    ("call", "method"),
    [("create", "POST"), ("create", "GET"), ("update", "POST"), ("read", "GET"), ("get", "GET"), ("delete", "DELETE")],
)
def test_a_refusal_is_told_in_one_line(call: str, method: str, plugin: Plugin, junction: ThreadedEmulator) -> None:
    with refusing(junction, method):
        failure = fail(call, plugin, junction)

    assert failure.clean
    assert failure.message.startswith(REFUSED)
    assert "\n" not in failure.message
    assert failure.partial is None, "nothing was done, so there is nothing to keep"


def test_the_status_details_hold_the_line_and_nothing_else(start: Start, junction: ThreadedEmulator) -> None:
    plugin = start(config(junction, managementKey="mk_wrong"))

    for call in ("create", "update", "read", "delete"):
        failure = fail(call, plugin, junction)
        assert failure.message.startswith("127.0.0.1 refused the management key (401). Set JUNCTION_MANAGEMENT_KEY")
        assert list(failure.details.details) == []
        assert not any(word in str(failure.details) for word in ("Traceback", ".py", "mk_wrong"))


def test_an_engine_that_reads_no_details_finds_the_line(plugin: Plugin, junction: ThreadedEmulator) -> None:
    with refusing(junction, "GET"):
        failure = fail("create", plugin, junction)

    assert failure.traceback == failure.message
    assert "another exception" not in failure.traceback
    assert junction.management_key not in failure.traceback


def test_without_the_calls_frames_it_is_a_plain_exception_of_one_line(
    junction: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What would be left if a version of Pulumi served calls in another way."""
    monkeypatch.delenv("JUNCTION_MANAGEMENT_KEY", raising=False)
    provider = TeamDataPullPreferencesProvider()
    provider.configure(ConfigureRequest(Config({}, "shop")))

    with pytest.raises(Failure) as caught:
        provider.create(declared(junction, {new_team(): ""}, {"oura": {"default": 120}}))

    assert str(caught.value).startswith("no management key. Set JUNCTION_MANAGEMENT_KEY, or run ")
    assert "\n" not in str(caught.value)
    assert caught.value.__suppress_context__


def test_the_same_process_serves_the_next_call(plugin: Plugin, junction: ThreadedEmulator) -> None:
    inputs = declared(junction, {new_team(): ""}, {"oura": {"default": 120}})
    with refusing(junction, "POST"), pytest.raises(CallFailedError):
        plugin.create(inputs)

    _, outputs = plugin.create(inputs)

    assert list(outputs["effective"]) == ["oura"]


@pytest.mark.parametrize(
    "exception",
    [
        "builtins:SystemExit",
        "builtins:KeyboardInterrupt",
        "builtins:GeneratorExit",
        "asyncio:CancelledError",
        "builtins:KeyError",
    ],
)
def test_whatever_is_raised_ends_the_call_in_one_line(exception: str, start: Start, junction: ThreadedEmulator) -> None:
    """The servicer catches Exception only: after a BaseException the engine would wait for ever.

    The line says where the bug is, not what the exception says: that may be a secret, and here it is.
    """
    sabotage = f"pulumi_junction.providers.team_data_pull_preferences:plain={exception}"
    plugin = start(variables={"SABOTAGE": sabotage}, site=SABOTEUR)

    name = exception.partition(":")[2]
    line = rf"{name} at sitecustomize\.py:\d+\. This is a bug in pulumi-junction; please report this line to .*\."
    for call in CALLS:
        failure = fail(call, plugin, junction)
        assert re.fullmatch(line, failure.message), f"{call}: {failure.message}"
        assert "mk_secret" not in f"{failure.details} {failure.traceback}"
    assert plugin.alive
