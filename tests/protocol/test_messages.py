"""What a reviewer is told besides errors: through the engine's log, under the resource, once."""

import socket

import pytest

from pulumi_junction.core.noting import noted
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.protocol.conftest import Start
from tests.protocol.faults import refusing
from tests.protocol.programs import config, declared, new_team
from tests.support.engine_log import EngineLog, Message
from tests.support.plugin import URN, Plugin, urn_of

DOUBTFUL = {"fitbit": {"default": 90, "resource_overrides": {"activity": 60}}}
DOUBT = (
    "providers.fitbit.resource_overrides.activity: Fitbit always pulls 14 days of activity; the override has no effect"
)


def test_a_warning_reaches_the_engine_once_with_the_resource(
    plugin: Plugin, junction: ThreadedEmulator, log: EngineLog
) -> None:
    checked = plugin.check({}, declared(junction, [new_team()], DOUBTFUL))

    assert checked.failures == []
    assert log.messages == [Message("WARNING", f"research: {DOUBT}", URN, ephemeral=False)]


def test_a_warning_names_the_resource_it_is_about(plugin: Plugin, junction: ThreadedEmulator, log: EngineLog) -> None:
    for name in ("one", "other"):
        plugin.check({}, declared(junction, [new_team()], DOUBTFUL), urn_of(name))

    assert [(message.text.partition(":")[0], message.urn) for message in log.messages] == [
        ("one", urn_of("one")),
        ("other", urn_of("other")),
    ]


def test_only_a_check_warns_of_what_is_declared(plugin: Plugin, junction: ThreadedEmulator, log: EngineLog) -> None:
    """An `up` checks, compares and creates: the reviewer reads it once."""
    inputs = plugin.check({}, declared(junction, [new_team()], DOUBTFUL)).inputs
    id_, outputs = plugin.create(inputs)
    plugin.diff(id_, outputs, inputs, inputs)
    plugin.read(id_, outputs, inputs)

    assert len(log.messages) == 1


def test_what_the_catalogue_forbids_is_a_warning_where_the_program_is_lenient(
    plugin: Plugin, junction: ThreadedEmulator, log: EngineLog
) -> None:
    checked = plugin.check({}, declared(junction, [new_team()], {"brand_new": 30}, lenient=True))

    assert checked.failures == []
    (warning,) = log.warnings
    assert warning.text.startswith("research: providers.brand_new: is not a data provider that Junction lists")


def test_an_outage_at_preview_is_one_warning_for_the_whole_process(
    start: Start, junction: ThreadedEmulator, log: EngineLog
) -> None:
    plugin = start(engine=log.address)

    with refusing(junction, "GET", 503, headers={"Retry-After": "0"}):
        for name in ("one", "other"):
            assert plugin.check({}, declared(junction, [new_team()], {"oura": 120}), urn_of(name)).failures == []

    (warning,) = log.warnings
    assert warning.urn == urn_of("one")
    assert warning.text.startswith(
        "one: the service's limits were not checked: 127.0.0.1 has a problem of its own (503)"
    )


def test_a_preview_does_not_wait_long_for_a_service_that_is_not_there(
    start: Start, junction: ThreadedEmulator, log: EngineLog
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free = taken.getsockname()[1]
    plugin = start(config(junction, managementUrl=f"http://127.0.0.1:{free}"), engine=log.address)

    checked = plugin.check({}, declared(junction, [new_team()], {"oura": 120}))

    assert checked.failures == []
    wait, warning = log.messages
    assert wait.ephemeral
    assert wait.text.endswith("before attempt 2 of 2")
    assert warning.text == (
        "research: the service's limits were not checked: 127.0.0.1 could not be reached (ConnectError)."
    )


def test_what_the_service_keeps_instead_is_a_warning(
    plugin: Plugin, junction: ThreadedEmulator, log: EngineLog
) -> None:
    """Preferences are advisory."""
    team = new_team()
    junction.options.limits = {"oura": 90}

    _, outputs = plugin.create(declared(junction, {team: ""}, {"oura": {"default": 120}}))

    assert [(message.severity, message.text) for message in log.messages] == [
        ("WARNING", f"research: providers.oura: asked 120 days, the service keeps 90 days for team {team}")
    ]
    assert outputs["providers"] == {"oura": {"default": 120}}
    assert outputs["effective"]["oura"]["default"]["historical_days_to_pull"] == 90


def test_a_wait_is_said_and_gone_afterwards(plugin: Plugin, junction: ThreadedEmulator, log: EngineLog) -> None:
    inputs = declared(junction, {new_team(): ""}, {"oura": {"default": 120}})

    with refusing(junction, "POST", 429, times=2, headers={"Retry-After": "1"}):
        plugin.create(inputs)

    assert log.messages == [
        Message("INFO", f"answer 429; waiting 1.0 s before attempt {attempt} of 6", URN, ephemeral=True)
        for attempt in (2, 3)
    ]


def test_nothing_is_said_where_all_is_well(plugin: Plugin, junction: ThreadedEmulator, log: EngineLog) -> None:
    inputs = plugin.check({}, declared(junction, [new_team()], {"oura": 120})).inputs
    plugin.create(inputs)

    assert log.messages == []
    assert plugin.printed == ""


@pytest.mark.parametrize("engine", [None, "", "127.0.0.1:1", "nonsense", "192.0.2.1:80"])
def test_an_engine_that_cannot_be_told_fails_nothing(
    engine: str | None, start: Start, junction: ThreadedEmulator
) -> None:
    plugin = start(engine=engine)

    checked = plugin.check({}, declared(junction, [new_team()], DOUBTFUL))
    _, outputs = plugin.create(checked.inputs)

    assert checked.failures == []
    assert list(outputs["effective"]) == ["fitbit"]
    assert plugin.printed == ""


def test_an_engine_that_never_answers_fails_nothing(start: Start, junction: ThreadedEmulator) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        plugin = start(config(junction), engine=f"127.0.0.1:{deaf.getsockname()[1]}")

        checked = plugin.check({}, declared(junction, [new_team()], DOUBTFUL))

    assert checked.failures == []


def test_what_junction_has_is_noted_for_reports(plugin: Plugin, junction: ThreadedEmulator, log: EngineLog) -> None:
    team = new_team()
    junction.set("sandbox", "us", team, "oura", 77)
    inputs = plugin.check({}, declared(junction, {team: ""}, {"oura": 120})).inputs
    (said,) = log.notes

    assert said.urn == URN
    seen = (noted(said.text) or {})[team]["oura"]
    assert seen is not None
    assert seen.default.days == 77
    plugin.check(inputs, inputs)
    assert log.notes == [said], "what the program does not change stands in state"


def test_of_a_secret_resource_nothing_is_noted(plugin: Plugin, junction: ThreadedEmulator, log: EngineLog) -> None:
    plugin.check({}, declared(junction, [new_team()], {"oura": 120}, secret=True))
    assert log.notes == []
