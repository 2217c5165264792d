"""What becomes of what is declared no more, and that it is said before and when it happens."""

from collections.abc import Callable

import pytest
from pulumi.runtime import rpc

from pulumi_junction.emulator.state import Emulator
from tests.unit.providers.conftest import EngineLog
from tests.unit.providers.process import A, B, Entry, Process, declared

Start = Callable[..., Process]


@pytest.fixture(autouse=True)
def _set_by_somebody(junction: Emulator) -> None:
    junction.set("sandbox", "us", A, "oura", 90, {"sleep": 7})


def program(on_delete: str, **providers: int) -> dict[str, object]:
    return declared({"Acme": A, "Beta": B}, **(providers or {"oura": 120, "strava": 30})) | {"on_delete": on_delete}


@pytest.fixture
def created(start: Start, junction: Emulator, log: EngineLog) -> Callable[[str], Entry]:
    def create(on_delete: str) -> Entry:
        entry = start().create("research", program(on_delete))
        junction.clear_requests()
        log.requests.clear()
        return entry

    return create


def test_reset_puts_back_the_defaults_and_says_which(
    start: Start, created: Callable[[str], Entry], junction: Emulator, log: EngineLog
) -> None:
    start().delete(created("reset"))

    assert junction.get("sandbox", "us", A) == junction.get("sandbox", "us", B) == {}
    assert log.told == [
        "research: reverted, by Junction's answer or its documents:\n"
        "team        provider  resource  days before  days now\n"
        "Acme, Beta  oura      default   120          180\n"
        "Acme, Beta  strava    default   30           14"
    ]


def test_retain_sends_nothing_and_says_so(
    start: Start, created: Callable[[str], Entry], junction: Emulator, log: EngineLog
) -> None:
    start().delete(created("retain"))

    assert junction.requests == []
    assert log.told == ['research: 4 preference(s) stay as they are at Junction: on_delete="retain"']


def test_restore_sets_what_was_there_before_the_resource(
    start: Start, created: Callable[[str], Entry], junction: Emulator, log: EngineLog
) -> None:
    start().delete(created("restore"))

    assert junction.get("sandbox", "us", A) == {"oura": {"default": 90, "resource_overrides": {"sleep": 7}}}
    assert junction.get("sandbox", "us", B) == {}
    assert "Acme        oura      default   120          90" in log.told[0]


def test_what_was_found_survives_refreshes_and_updates(
    start: Start, created: Callable[[str], Entry], junction: Emulator
) -> None:
    entry = start().update(created("restore"), program("restore", oura=200))
    found = start().read(entry)
    assert found is not None

    start().delete(found)

    assert junction.get("sandbox", "us", A) == {"oura": {"default": 90, "resource_overrides": {"sleep": 7}}}


@pytest.mark.parametrize("on_delete", ["reset", "restore"])
def test_a_preview_says_what_comes_back_for_a_data_provider_that_is_removed(
    start: Start, created: Callable[[str], Entry], log: EngineLog, on_delete: str
) -> None:
    entry = created(on_delete)
    process = start()

    process.diff(entry, process.inputs("research", program(on_delete, strava=30), entry.inputs))

    first, _, *rows = log.warnings[0].splitlines()
    assert first == "research: no longer declared; these values revert:"
    assert [row.split()[-3:] for row in rows] == (
        [["default", "120", "180"]]
        if on_delete == "reset"
        else [["default", "120", "90"], ["sleep", "120", "7"], ["default", "120", "180"]]
    )


def test_a_preview_says_nothing_where_it_is_retained(
    start: Start, created: Callable[[str], Entry], log: EngineLog
) -> None:
    entry = created("retain")
    process = start()

    process.diff(entry, process.inputs("research", program("retain", strava=30), entry.inputs))

    assert log.warnings == []


def test_in_an_update_the_programs_word_counts(
    start: Start, created: Callable[[str], Entry], junction: Emulator
) -> None:
    start().update(created("reset"), program("retain", strava=30))

    assert [request.method for request in junction.writes] == []
    assert junction.get("sandbox", "us", B)["oura"] == {"default": 120}


def test_a_refresh_never_says_that_something_goes_back(
    start: Start, created: Callable[[str], Entry], log: EngineLog
) -> None:
    """There the sides are exchanged: state is compared with what the service has."""
    entry = created("reset")
    process = start()
    found = process.read(entry)
    assert found is not None

    process.diff(found, program("reset", strava=30))

    assert log.warnings == []


def test_state_says_what_a_deletion_leaves_as_the_engine_asks_nothing_then(process: Process) -> None:
    assert process.inputs("research", program("reset"))["after_delete"] == {"oura": 180, "strava": 14}
    assert process.inputs("research", program("retain"))["after_delete"] == {"oura": "unchanged", "strava": "unchanged"}


def test_a_delete_that_is_run_again_restores_once(
    start: Start, created: Callable[[str], Entry], junction: Emulator
) -> None:
    entry = created("restore")
    start().delete(entry)
    junction.clear_requests()

    start().delete(entry)

    assert [request.method for request in junction.writes] == []


def test_what_another_resource_declares_now_is_neither_reset_nor_restored(
    start: Start, created: Callable[[str], Entry], junction: Emulator
) -> None:
    entry = created("restore")
    process = start()
    process.create("renamed", program("restore"))
    junction.clear_requests()

    process.delete(entry)

    assert junction.writes == []


@pytest.mark.parametrize("on_delete", ["Reset", 0, False])
def test_another_word_is_an_error(process: Process, on_delete: object) -> None:
    (problem,) = process.check("research", declared([A], oura=120) | {"on_delete": on_delete}).problems

    assert problem.startswith("on_delete: must be reset, retain or restore, not ")


def test_what_somebody_has_set_meanwhile_is_what_is_shown_to_go(
    start: Start, created: Callable[[str], Entry], junction: Emulator, log: EngineLog
) -> None:
    entry = created("reset")
    junction.set("sandbox", "us", A, "oura", 30)
    junction.set("sandbox", "us", B, "oura", 30)
    process = start()

    process.diff(entry, process.inputs("research", program("reset", strava=30), entry.inputs))
    start().delete(entry)

    assert "Acme, Beta  oura      default   30        180" in log.warnings[0]
    assert "Acme, Beta  oura      default   30           180" in log.told[0]


def test_a_preview_of_a_replacement_says_what_comes_back_in_the_old_place(
    start: Start, created: Callable[[str], Entry], log: EngineLog
) -> None:
    entry = created("restore")
    process = start()
    elsewhere = program("restore") | {"region": "eu"}

    process.diff(entry, process.inputs("research", elsewhere, entry.inputs))

    assert "Acme        oura      default   120       90" in log.warnings[0]
    assert "Acme, Beta  strava    default   30        14" in log.warnings[0]


def test_what_is_secret_stays_so_while_it_goes(start: Start, junction: Emulator, log: EngineLog) -> None:
    entry = start().create("research", program("restore") | {"secret": True})
    junction.set("sandbox", "us", A, "garmin", 77)
    process = start()

    process.diff(entry, process.inputs("research", program("restore", strava=30) | {"secret": True}, entry.inputs))
    start().delete(entry)

    said = "".join(request.message for request in log.requests)
    assert not any(secret in said for secret in ("Acme", A, B, "120", "77", "90"))


def test_what_the_service_makes_of_a_restore_is_what_is_shown(
    start: Start, created: Callable[[str], Entry], junction: Emulator, log: EngineLog
) -> None:
    entry = created("restore")
    junction.options.limits = {"oura": 50}

    start().delete(entry)

    assert "oura      default   120          50" in log.told[0].replace("50           50", "120          50")


def test_while_it_is_not_known_what_becomes_of_it_nothing_is_said(
    start: Start, created: Callable[[str], Entry], log: EngineLog
) -> None:
    entry = created("reset")
    process = start()
    inputs = process.inputs("research", program("retain", strava=30), entry.inputs)

    process.diff(entry, inputs | {"on_delete": rpc.UNKNOWN})

    assert log.warnings == []
