"""After a failure half-way: what is owned, which word counts, and what is said, pair by pair."""

from collections.abc import Callable

import httpx
import pytest

from pulumi_junction.emulator.state import Emulator
from tests.unit.providers.conftest import EngineLog, Network
from tests.unit.providers.process import A, B, C, Entry, FailedError, Process, declared

Start = Callable[..., Process]


def refuse_writes_of(team: str, network: Network, method: str = "POST") -> None:
    """Let no request of this method through that names the team.

    Another team has drifted, so that the two share no request.
    """
    network.junction.set("sandbox", "us", A, "oura", 7)

    def refuse(request: httpx.Request) -> httpx.Response | None:
        named = team in request.content.decode() or team in str(request.url)
        return httpx.Response(400) if request.method == method and named else None

    network.refuse = refuse


def failed(start: Start, entry: Entry, program: dict[str, object], network: Network) -> tuple[Entry, str]:
    """An update that fails; what state holds then: the old inputs, and the outputs that are kept."""
    with pytest.raises(FailedError) as caught:
        start().update(entry, program)
    network.refuse = lambda _: None
    return Entry(entry.name, entry.id, entry.inputs, caught.value.kept), caught.value.message


@pytest.fixture
def entry(start: Start, junction: Emulator) -> Entry:
    """Two teams with oura; strava of one of them is somebody else's."""
    junction.set("sandbox", "us", B, "strava", 33)
    return start().create("research", declared({"Acme": A, "Beta": B}, oura=120))


def test_a_pair_that_was_never_written_is_not_reset(
    start: Start, entry: Entry, junction: Emulator, network: Network
) -> None:
    refuse_writes_of(B, network)
    kept, _ = failed(start, entry, declared({"Acme": A, "Beta": B}, oura=120, strava=20), network)

    start().delete(kept)

    assert junction.get("sandbox", "us", A) == {}
    assert junction.get("sandbox", "us", B) == {"strava": {"default": 33}}


def test_nor_where_the_program_goes_back(start: Start, entry: Entry, junction: Emulator, network: Network) -> None:
    refuse_writes_of(B, network)
    kept, _ = failed(start, entry, declared({"Acme": A, "Beta": B}, oura=120, strava=20), network)
    found = start().read(kept)
    assert found is not None

    start().update(found, declared({"Acme": A, "Beta": B}, oura=120))

    assert junction.get("sandbox", "us", A) == {"oura": {"default": 120}}
    assert junction.get("sandbox", "us", B) == {"oura": {"default": 120}, "strava": {"default": 33}}


def test_what_it_had_is_adopted_when_it_is_written_at_last(
    start: Start, entry: Entry, junction: Emulator, network: Network
) -> None:
    program = declared({"Acme": A, "Beta": B}, oura=120, strava=20) | {"on_delete": "restore"}
    refuse_writes_of(B, network)
    kept, _ = failed(start, entry, program, network)

    start().delete(start().update(kept, program))

    assert junction.get("sandbox", "us", B) == {"strava": {"default": 33}}


def test_where_all_is_given_up_and_nothing_new_is_reached_state_says_so(
    start: Start, entry: Entry, junction: Emulator, network: Network
) -> None:
    junction.set("sandbox", "us", C, "oura", 7)
    refuse_writes_of(C, network)

    kept, message = failed(start, entry, declared({"Cura": C}, oura=120), network)

    assert message.startswith("0 of 1 teams are done (not Cura); ")
    start().delete(kept)
    assert junction.get("sandbox", "us", C) == {"oura": {"default": 7}}


@pytest.mark.parametrize(("stored", "word"), [("retain", "reset"), ("reset", "retain")])
def test_a_failed_update_does_not_change_the_word_that_counts_for_a_deletion(
    start: Start, junction: Emulator, network: Network, stored: str, word: str
) -> None:
    """The engine keeps the old inputs, so their `after_delete` is what a preview prints."""
    both = {"Acme": A, "Beta": B}
    entry = start().create("research", declared(both, oura=120) | {"on_delete": stored})
    junction.set("sandbox", "us", B, "oura", 200)
    refuse_writes_of(B, network)
    kept, _ = failed(start, entry, declared(both, oura=200, strava=5) | {"on_delete": word}, network)

    start().delete(kept)

    assert ("oura" in junction.get("sandbox", "us", A)) is (stored == "retain")
    assert kept.outputs["after_delete"] == entry.inputs["after_delete"]


def test_what_is_not_given_up_yet_is_named_as_not_done(start: Start, junction: Emulator, network: Network) -> None:
    entry = start().create("research", declared({"Acme": A, "Beta": B}, oura=120, strava=30))
    refuse_writes_of(A, network, "DELETE")

    _, message = failed(start, entry, declared({"Acme": A}, oura=120), network)

    assert message.startswith("0 of 1 teams are done (not Acme); ")


def test_an_edit_of_a_team_that_was_not_reached_is_shown_when_it_is_overwritten(
    start: Start, junction: Emulator, network: Network, log: EngineLog
) -> None:
    program = declared({"Acme": A, "Beta": B}, oura=120)
    junction.set("sandbox", "us", B, "garmin", 3)
    process = start()
    inputs = process.inputs("research", program)
    network.refuse = _second_post()
    with pytest.raises(FailedError) as caught:
        process.create_checked("research", inputs)
    network.refuse = lambda _: None
    (left,) = {A, B} - caught.value.kept["teams"].keys()
    junction.set("sandbox", "us", left, "oura", 60)

    start().update(Entry("research", "id", inputs, caught.value.kept), program)

    assert "oura      default   60        120" in log.warnings[-1]


def _second_post() -> Callable[[httpx.Request], httpx.Response | None]:
    seen: list[httpx.Request] = []

    def refuse(request: httpx.Request) -> httpx.Response | None:
        seen.extend([request] if request.method == "POST" else [])
        return httpx.Response(400) if len(seen) > 1 else None

    return refuse


def unanswered(method: str, network: Network, *, carried_out: bool) -> None:
    """Answer 503 to every request of a method."""
    transport = network.answer

    def refuse(request: httpx.Request) -> httpx.Response | None:
        if request.method != method:
            return None
        if carried_out:
            network.refuse = lambda _: None
            transport(request)
            network.refuse = refuse
        return httpx.Response(503)

    network.refuse = refuse


@pytest.mark.parametrize("refreshed", [False, True])
@pytest.mark.parametrize("carried_out", [False, True])
def test_what_was_perhaps_written_is_reset_only_where_it_was(
    start: Start, junction: Emulator, network: Network, carried_out: bool, refreshed: bool
) -> None:
    junction.set("sandbox", "us", A, "oura", 33)
    program = declared({"Acme": A}, oura=120)
    process = start()
    inputs = process.inputs("research", program)
    unanswered("POST", network, carried_out=carried_out)
    with pytest.raises(FailedError) as caught:
        process.create_checked("research", inputs)
    network.refuse = lambda _: None
    kept = Entry("research", "id", inputs, caught.value.kept)
    found = start().read(kept) if refreshed else kept
    assert found is not None

    start().delete(found)

    assert junction.get("sandbox", "us", A) == ({} if carried_out else {"oura": {"default": 33}})


def test_where_the_answer_to_a_reset_is_lost_the_way_back_sets_it_again(
    start: Start, junction: Emulator, network: Network
) -> None:
    """Something is kept, so that the engine updates even where the program is the old one again."""
    entry = start().create("research", declared({"Acme": A, "Beta": B}, oura=120))
    unanswered("DELETE", network, carried_out=True)

    kept, _ = failed(start, entry, declared({"Acme": A}, oura=120), network)
    start().update(kept, declared({"Acme": A, "Beta": B}, oura=120))

    assert junction.get("sandbox", "us", B) == {"oura": {"default": 120}}


def test_what_was_a_secret_stays_one_where_the_update_that_makes_it_plain_fails(
    start: Start, junction: Emulator, network: Network
) -> None:
    secret = declared({"Acme": A, "Beta": B, "Cura": C}, oura=311, strava=17) | {"secret": True}
    entry = start().create("research", secret)
    refuse_writes_of(A, network, "DELETE")

    kept, message = failed(start, entry, declared({"Acme": A, "Beta": B}, oura=120), network)

    assert kept.outputs["secret"] is True
    assert "311" not in message
    assert "Acme" not in message


def test_a_secret_of_another_resource_is_not_told_where_it_could_be_lost(
    start: Start, junction: Emulator, log: EngineLog
) -> None:
    junction.options.post = "replace"
    process = start()
    hidden = process.create("hidden", declared({"Acme": A}, oura=311) | {"secret": True})
    again = start()
    again.check("hidden", declared({"Acme": A}, oura=311) | {"secret": True}, hidden.inputs)

    again.create("plain", declared({"Acme": A}, strava=17))

    assert any("written first and alone" in line for line in log.progress)
    assert "311" not in "".join(request.message for request in log.requests)
    assert junction.get("sandbox", "us", A)["oura"] == {"default": 311}
