"""What one provider process knows, and when it looks for it."""

import threading
from collections.abc import Callable
from typing import Any, NoReturn

import pytest
from pulumi.dynamic import Config, ConfigureRequest

from pulumi_junction.api.management import ManagementClient
from pulumi_junction.core.identity import Scope
from pulumi_junction.emulator.state import Emulator
from pulumi_junction.errors import ConfigError
from pulumi_junction.providers.session import Session, engine_config, scope_of
from tests.unit.providers.conftest import EngineLog, Network
from tests.unit.providers.process import A, FailedError, Process, declared

Start = Callable[..., Process]


def made(seen: "list[tuple[str, str]]", barrier: threading.Event | None = None) -> Any:
    def make(url: str, key: str, *, patience: Any, at_a_time: int, say: Any, sleep: Any) -> object:
        seen.append((url, key))
        if barrier:
            barrier.wait(5)
        return object()

    return make


def config(**values: str) -> Any:
    return {f"junction:{name}": value for name, value in values.items()}.get


def test_nothing_is_looked_up_before_it_is_needed() -> None:
    def asked(key: str) -> NoReturn:
        raise AssertionError(f"{key} was looked up")

    Session(asked)


def test_configuring_never_fails(start: Start) -> None:
    """It would show a traceback, and a preview without a key must work."""
    Process({"junction:managementUrl": "nonsense", "junction:liveChecks": "off"}).inputs("one", declared([A], oura=1))


def test_settings_come_from_the_configuration_of_the_stack() -> None:
    seen: list[tuple[str, str]] = []
    request = ConfigureRequest(Config({"junction:managementKey": "k", "shop:managementKey": "not this"}, "shop"))

    assert Session(engine_config(request), client=made(seen)).client
    assert seen == [("https://api.management.junction.com", "k")]


def test_a_variable_wins_as_a_refresh_sees_the_configuration_stored_in_state(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, str]] = []
    monkeypatch.setenv("JUNCTION_MANAGEMENT_KEY", "new")

    assert Session(config(managementKey="old"), client=made(seen)).client
    assert seen[0][1] == "new"


def test_one_client_serves_all_threads() -> None:
    """The engine calls in four."""
    seen: list[tuple[str, str]] = []
    go = threading.Event()
    session = Session(config(managementKey="k"), client=made(seen, go))
    found: list[object] = []
    threads = [threading.Thread(target=lambda: found.append(session.client)) for _ in range(8)]

    for thread in threads:
        thread.start()
    go.set()
    for thread in threads:
        thread.join(10)

    assert len(found) == 8
    assert len({id(client) for client in found}) == 1
    assert len(seen) == 1


def test_a_missing_key_can_still_come(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Session(config())
    assert not session.has_key()
    with pytest.raises(ConfigError, match="no management key"):
        _ = session.client

    monkeypatch.setenv("JUNCTION_MANAGEMENT_KEY", "k")

    assert session.has_key()
    assert isinstance(session.client, ManagementClient)
    session.client.close()


def test_without_a_key_nothing_can_be_written_and_the_line_says_what_to_do(start: Start, network: Network) -> None:
    process = start(managementKey="")
    process.inputs("research", declared([A], oura=120))

    with pytest.raises(
        FailedError, match=r"no management key\. Set JUNCTION_MANAGEMENT_KEY, or run `pulumi config set"
    ):
        process.create("research", declared([A], oura=120))

    assert network.asked == []


def test_each_process_finds_out_for_itself(start: Start) -> None:
    one, other = start().provider._session, start().provider._session

    assert one.ownership is not other.ownership
    assert one.semantics is not other.semantics


def test_the_place_is_read_off_inputs() -> None:
    assert scope_of(declared()) == Scope(declared()["org_id"], "sandbox", "us")


def test_what_a_program_reads_now_is_released_and_not_reset(start: Start, junction: Emulator, log: EngineLog) -> None:
    """The engine deletes the managed one when a resource becomes a read of the same name."""
    entry = start().create("research", declared([A], oura=120))
    process = start()

    process.get("research", entry.id, {**declared([A]), "providers": ["oura"]})
    process.delete(entry)

    assert junction.get("sandbox", "us", A) == {"oura": {"default": 120}}
    assert log.warnings == [
        "research: nothing was reset: the program reads these preferences now and no longer owns them"
    ]


def test_another_resource_that_is_read_releases_nothing(start: Start, junction: Emulator) -> None:
    entry = start().create("research", declared([A], oura=120))
    process = start()

    process.get("theirs", "id", {**declared([A]), "providers": ["oura"]})
    process.delete(entry)

    assert junction.get("sandbox", "us", A) == {}
