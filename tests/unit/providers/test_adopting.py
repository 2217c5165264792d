"""The first time a pair is declared: what somebody has set is shown, and overwritten or refused."""

from collections.abc import Callable

import httpx
import pytest

from pulumi_junction.core.inputs import normalise
from pulumi_junction.emulator.state import Emulator
from tests.unit.providers.conftest import EngineLog, Network
from tests.unit.providers.process import A, B, FailedError, Process, declared

Start = Callable[..., Process]

REFUSED = (
    'providers.oura.default: is 90 days at Junction for Acme, and adopt="refuse" does not set 120; '
    'declare 90, or pass adopt="overwrite"'
)


@pytest.fixture(autouse=True)
def _set_by_somebody(junction: Emulator) -> None:
    junction.set("sandbox", "us", A, "oura", 90)


def program(adopt: str | None = None) -> dict[str, object]:
    return declared({"Acme": A, "Beta": B}, oura=120) | ({"adopt": adopt} if adopt else {})


def normal(inputs: dict[str, object]) -> dict[str, object]:
    """As `check` has left them."""
    return normalise(inputs).values


@pytest.mark.parametrize("adopt", [None, "overwrite"])
def test_a_preview_shows_what_would_be_overwritten(start: Start, log: EngineLog, adopt: str | None) -> None:
    assert start().check("research", program(adopt)).problems == []

    (warning,) = log.warnings
    assert warning.splitlines() == [
        "research: what is set at Junction now is overwritten:",
        "team  provider  resource  days now  days then",
        "Acme  oura      default   90        120",
    ]


def test_it_is_overwritten_and_not_said_again_by_the_same_process(
    process: Process, junction: Emulator, log: EngineLog
) -> None:
    process.create("research", program())

    assert junction.get("sandbox", "us", A) == {"oura": {"default": 120}}
    assert len(log.warnings) == 1


def test_where_the_preview_could_not_look_it_is_said_when_it_happens(start: Start, log: EngineLog) -> None:
    start(liveChecks="off").create("research", program())

    assert [warning.splitlines()[0] for warning in log.warnings] == [
        "research: what is set at Junction now is overwritten:"
    ]


def test_refuse_is_an_error_in_the_preview(process: Process, log: EngineLog) -> None:
    assert process.check("research", program("refuse")).problems == [REFUSED]
    assert log.warnings == []


def test_refuse_holds_where_the_preview_could_not_look(start: Start, junction: Emulator) -> None:
    with pytest.raises(FailedError) as caught:
        start(liveChecks="off").create("research", program("refuse"))

    assert caught.value.message == REFUSED
    assert caught.value.details is None
    assert junction.writes == []


def test_refuse_holds_against_who_was_faster_than_the_apply(process: Process, junction: Emulator) -> None:
    junction.set("sandbox", "us", A, "oura", 120)
    assert process.check("research", program("refuse")).problems == []
    junction.set("sandbox", "us", A, "oura", 60)

    with pytest.raises(FailedError, match="is 60 days at Junction for Acme"):
        process.create_checked("research", normal(program("refuse")))
    assert junction.writes == []


def test_what_was_set_after_the_preview_is_shown_when_it_is_overwritten(
    process: Process, junction: Emulator, log: EngineLog
) -> None:
    process.check("research", program())
    junction.set("sandbox", "us", B, "oura", 60)

    process.create_checked("research", normal(program()))

    assert [warning.splitlines()[-1] for warning in log.warnings] == [
        "Acme  oura      default   90        120",
        "Beta  oura      default   60        120",
    ]


def test_a_refusal_does_not_name_what_is_secret(start: Start) -> None:
    secret = program("refuse") | {"secret": True}

    (problem,) = start().check("research", secret).problems
    with pytest.raises(FailedError) as caught:
        start(liveChecks="off").create("research", secret)

    for text in (problem, caught.value.message):
        assert "Acme" not in text
        assert "90" not in text
        assert "120" not in text


def test_an_edit_is_said_even_where_the_apply_fails_afterwards(
    start: Start, junction: Emulator, network: Network, log: EngineLog
) -> None:
    entry = start().create("research", program())
    log.requests.clear()
    junction.set("sandbox", "us", A, "oura", 30)
    network.refuse = lambda request: httpx.Response(403) if request.method == "POST" else None

    with pytest.raises(FailedError):
        start().update(entry, declared({"Acme": A, "Beta": B}, oura=200))

    assert log.warnings == [
        "research: oura was 30 days at the service for Acme, changed since the last apply; setting 200 days"
    ]


def test_an_edit_of_what_is_given_up_is_said_as_well(start: Start, junction: Emulator, log: EngineLog) -> None:
    entry = start().create("research", declared({"Acme": A}, oura=120, strava=30))
    log.requests.clear()
    junction.set("sandbox", "us", A, "oura", 31)

    start().update(entry, declared({"Acme": A}, strava=30))

    assert "research: oura was 31 days at the service for Acme, changed since the last apply" in log.warnings


def test_refuse_takes_what_is_as_declared(process: Process, junction: Emulator) -> None:
    junction.set("sandbox", "us", A, "oura", 120)

    process.create("research", program("refuse"))

    assert junction.get("sandbox", "us", B) == {"oura": {"default": 120}}


def test_what_is_owned_is_changed_without_being_asked_again(start: Start, junction: Emulator, log: EngineLog) -> None:
    junction.set("sandbox", "us", A, "oura", 120)
    entry = start().create("research", program("refuse"))
    changed = declared({"Acme": A, "Beta": B}, oura=200) | {"adopt": "refuse"}

    start().update(entry, changed)

    assert junction.get("sandbox", "us", A) == {"oura": {"default": 200}}
    assert log.warnings == []


def test_a_team_that_comes_later_is_adopted_then(start: Start, junction: Emulator, log: EngineLog) -> None:
    entry = start().create("research", declared({"Beta": B}, oura=120))

    start().update(entry, program())

    assert [warning.splitlines()[-1] for warning in log.warnings] == ["Acme  oura      default   90        120"]


def test_another_place_is_adopted_anew(start: Start, junction: Emulator) -> None:
    """What was declared in us says nothing of eu: there it is the first time."""
    junction.set("sandbox", "eu", A, "oura", 7)
    entry = start().create("research", program())

    problems = start().check("research", program("refuse") | {"region": "eu"}, entry.inputs).problems

    assert problems == [REFUSED.replace("is 90 days", "is 7 days").replace("declare 90", "declare 7")]


def test_what_a_preview_could_not_ask_is_not_refused_by_it(start: Start, network: Network, log: EngineLog) -> None:
    network.refuse = lambda _: httpx.Response(503)

    assert start().check("research", program("refuse")).problems == []
    assert "were not checked" in log.warnings[0]


def test_a_secret_is_overwritten_without_a_table(start: Start, log: EngineLog) -> None:
    start().check("research", program() | {"secret": True})

    assert log.warnings == ["research: what is set at Junction now is overwritten (not shown, as it is a secret)"]


def test_a_secret_is_refused_without_a_number(start: Start) -> None:
    (problem,) = start().check("research", program("refuse") | {"secret": True}).problems

    assert "90" not in problem
    assert "120" not in problem


@pytest.mark.parametrize("adopt", ["Refuse", 1, True, ["refuse"]])
def test_another_word_is_an_error(process: Process, adopt: object) -> None:
    (problem,) = process.check("research", declared([A], oura=120) | {"adopt": adopt}).problems

    assert problem.startswith("adopt: must be overwrite or refuse, not ")


def test_edits_since_the_last_apply_are_overwritten_but_said(start: Start, junction: Emulator, log: EngineLog) -> None:
    entry = start().create("research", program())
    log.requests.clear()
    junction.set("sandbox", "us", A, "oura", 30)

    start().update(entry, declared({"Acme": A, "Beta": B}, oura=200))

    assert log.warnings == [
        "research: oura was 30 days at the service for Acme, changed since the last apply; setting 200 days"
    ]
    assert junction.get("sandbox", "us", A) == {"oura": {"default": 200}}


def test_an_edit_that_a_refresh_has_shown_is_no_news(start: Start, junction: Emulator, log: EngineLog) -> None:
    entry = start().create("research", program())
    log.requests.clear()
    junction.set("sandbox", "us", A, "oura", 30)
    found = start().read(entry)
    assert found is not None

    start().update(found, program())

    assert log.warnings == []


def test_an_edit_to_what_is_declared_now_is_nobodys_loss(start: Start, junction: Emulator, log: EngineLog) -> None:
    entry = start().create("research", program())
    log.requests.clear()
    junction.set("sandbox", "us", A, "oura", 200)

    start().update(entry, declared({"Acme": A, "Beta": B}, oura=200))

    assert log.warnings == []
    assert [sorted(one.body["team_ids"]) for one in junction.writes[-1:] if one.body] == [[B]]


def test_what_the_last_apply_left_undone_is_not_somebodys_edit(
    start: Start, junction: Emulator, network: Network, log: EngineLog
) -> None:
    junction.set("sandbox", "us", B, "peloton", 1)
    entry = start().create("research", program())
    seen: list[httpx.Request] = []

    def second_post(request: httpx.Request) -> httpx.Response | None:
        seen.extend([request] if request.method == "POST" else [])
        return httpx.Response(403) if len(seen) > 1 else None

    network.refuse = second_post
    with pytest.raises(FailedError) as caught:
        start().update(entry, declared({"Acme": A, "Beta": B}, oura=200))
    network.refuse = lambda _: None
    log.requests.clear()
    entry.outputs = caught.value.kept

    start().update(entry, declared({"Acme": A, "Beta": B}, oura=200))

    assert log.warnings == []


def test_edits_of_a_secret_are_said_without_numbers(start: Start, junction: Emulator, log: EngineLog) -> None:
    secret = program() | {"secret": True}
    entry = start().create("research", secret)
    log.requests.clear()
    junction.set("sandbox", "us", A, "oura", 30)

    start().update(entry, declared({"Acme": A, "Beta": B}, oura=200) | {"secret": True})

    assert log.warnings == [
        "research: oura had another value at the service for 1 team(s), changed since the last apply"
    ]


def test_refuse_takes_back_what_this_run_has_given_up(start: Start, junction: Emulator) -> None:
    """A replacement on demand deletes first: what `restore` has just set is no stranger's."""
    restoring = declared({"Acme": A}, oura=120) | {"on_delete": "restore"}
    entry = start().create("research", restoring)
    process = start(liveChecks="off")

    process.delete(entry)
    process.create("research", restoring | {"adopt": "refuse"})

    assert junction.get("sandbox", "us", A) == {"oura": {"default": 120}}


def test_before_a_replacement_a_refusal_looks_even_where_it_need_not(start: Start, junction: Emulator) -> None:
    """The old place is given up first, so afterwards it would be too late."""
    entry = start().create("research", declared({"Acme": A}, oura=120))
    junction.set("sandbox", "eu", A, "oura", 33)
    there = declared({"Acme": A}, oura=120) | {"adopt": "refuse", "region": "eu"}

    (problem,) = start(liveChecks="off").check("research", there, entry.inputs).problems

    assert problem.startswith("providers.oura.default: is 33 days at Junction for Acme")


def test_and_an_outage_stops_it(start: Start, network: Network) -> None:
    entry = start().create("research", declared({"Acme": A}, oura=120))
    network.refuse = lambda _: httpx.Response(503)

    with pytest.raises(FailedError, match="has a problem of its own"):
        start().check("research", declared({"Acme": A}, oura=120) | {"adopt": "refuse", "region": "eu"}, entry.inputs)


def test_another_place_and_another_word_do_not_go_together(start: Start) -> None:
    entry = start().create("research", declared({"Acme": A}, oura=120))
    there = declared({"Acme": A}, oura=120) | {"region": "eu", "on_delete": "retain"}

    assert start().check("research", there, entry.inputs).problems == [
        "on_delete: the old place is given up by the stored word, reset, and not by retain; "
        "change it in an `up` of its own, before the place"
    ]


def test_many_refusals_are_counted(start: Start, junction: Emulator) -> None:
    teams = {f"Team {number}": f"{number:08d}-0000-4000-8000-000000000000" for number in range(60)}
    for number, team in enumerate(teams.values()):
        junction.set("sandbox", "us", team, "oura", 200 + number)
    many = declared(teams, oura=120) | {"adopt": "refuse"}

    problems = start().check("research", many).problems
    with pytest.raises(FailedError) as caught:
        start(liveChecks="off").create("research", many)

    assert problems[50:] == ["and 10 more problems"]
    assert caught.value.message.endswith(" (and 59 more like it)")


def test_what_was_a_secret_is_not_told_when_it_is_none_any_more(start: Start, log: EngineLog) -> None:
    entry = start().create("research", declared({"Acme": A}, oura=120, strava=30) | {"secret": True})
    log.requests.clear()
    process = start()

    process.diff(entry, process.inputs("research", declared({"Acme": A}, oura=120), entry.inputs))

    (warning,) = log.warnings
    assert "30" not in warning
