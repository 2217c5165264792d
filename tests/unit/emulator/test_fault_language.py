"""`POST#2 503 retry-after=1`: what can be said, what cannot, and which requests are meant."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulumi_junction.emulator.faults import GRAMMAR, FaultSyntaxError, parse
from pulumi_junction.emulator.state import Emulator
from pulumi_junction.emulator.upcoming import Faults

DATE = "Wed, 21 Oct 2026 07:28:00 GMT"


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("POST 503", "POST 503"),
        ("POST#1- 503", "POST 503"),
        ("POST#2 503 retry-after=1", "POST#2 503 retry-after=1"),
        ("POST#2-2 503", "POST#2 503"),
        ("POST#2-4 429", "POST#2-4 429"),
        ("POST#2- 401", "POST#2- 401"),
        ("POST 503 times=3", "POST#1-3 503"),
        ("POST#3 503 times=2", "POST#3-4 503"),
        ("  POST   drop  after ", "POST drop after"),
        ("POST drop before", "POST drop"),
        ("DELETE 503 retry-after=date+2 after", "DELETE 503 after retry-after=date+2"),
        (f"ANY 503 retry-after='{DATE}'", f"ANY 503 'retry-after={DATE}'"),
        ("GET html status=502 retry-after=0", "GET html status=502 retry-after=0"),
        ("ANY hang seconds=0.5", "ANY hang seconds=0.5"),
        ("POST redirect to=http://127.0.0.1:8080", "POST redirect to=http://127.0.0.1:8080"),
        ("POST redirect to=http://[::1]:8080/v2", "POST redirect 'to=http://[::1]:8080/v2'"),
        ("GET#3 empty-page", "GET#3 empty-page"),
        ("ANY drip seconds=2", "ANY drip seconds=2"),
        ("POST stall after", "POST stall after"),
        ("GET loop", "GET loop"),
        ("POST/v2/link#1 503 after", "POST/v2/link#1 503 after"),
        ("ANY/v1 503", "ANY/v1 503"),
        ("POST/v2/link/bulk_import#1 503 after", "POST/v2/link/bulk_import#1 503 after"),
        ("POST/v2/link/bulk_pause 429", "POST/v2/link/bulk_pause 429"),
        ("POST/v2/link/bulk_export#2- loop", "POST/v2/link/bulk_export#2- loop"),
        ("GET/v2/introspect/historical_pull#2- empty-page", "GET/v2/introspect/historical_pull#2- empty-page"),
    ],
)
def test_a_fault_has_one_meaning_that_is_written_back(written: str, means: str) -> None:
    assert str(parse(written)) == means
    assert parse(means) == parse(written)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "'' is not METHOD"),
        ("503", "'503' is not METHOD"),
        ("post 503", "'post' is not METHOD"),
        ("PUT 503", "'PUT' is not METHOD"),
        ("POST#0 503", "'POST#0' is not METHOD"),
        ("POST#4-2 503", "it would end at 2 before it begins at 4"),
        (f"POST#{'9' * 5000} 503", "is not METHOD"),
        ("POST", "'' is not a WHAT"),
        ("POST 200", "'200' is not a WHAT"),
        ("POST 600", "'600' is not a WHAT"),
        ("POST ٥٠٣", "'٥٠٣' is not a WHAT"),
        ("POST status", "'status' is not a WHAT"),
        ("POST explode", "'explode' is not a WHAT"),
        ("POST 503 later", "'later' says nothing of it"),
        ("POST 503 seconds=1", "'seconds=1' says nothing of it"),
        ("POST 503 retry-after=1 retry-after=2", "'retry-after=2' says nothing of it"),
        ("POST 503 retry-after=soon", "retry-after is SECONDS, an HTTP date or date+SECONDS, not 'soon'"),
        ("POST 503 retry-after=-1", "not '-1'"),
        ("POST 503 'retry-after=Wed, 21 Oct 2026 07:28:00 GMT\r\nX: y'", "retry-after is SECONDS"),
        ("POST 503 'unclosed", "No closing quotation"),
        ("POST 503 times=0", "times is a whole number from 1"),
        ("POST#2- 503 times=2", "times stands beside #N, not beside a range"),
        ("POST#2-3 503 times=2", "times stands beside #N, not beside a range"),
        ("POST hang seconds=60.1", "seconds is more than 0 and at most 60"),
        ("POST hang seconds=0", "seconds is more than 0 and at most 60"),
        ("GET drip seconds=61", "seconds is more than 0 and at most 60"),
        ("GET stall after", "after is for what can be lost of a POST or DELETE"),
        ("POST hang seconds=nan", "seconds is more than 0 and at most 60"),
        ("POST html status=302", "status is 200 or 400 to 599"),
        ("POST redirect to=http://junction.example:80", "to is http://127.0.0.1:PORT"),
        ("POST redirect to=http://127.0.0.1", "to is http://127.0.0.1:PORT"),
        ("POST redirect to=file://127.0.0.1:80/", "to is http://127.0.0.1:PORT"),
        ("POST redirect to=http://127.0.0.1:port", "to is http://127.0.0.1:PORT"),
        ("POST redirect 'to=http://127.0.0.1:80\r\nX: y'", "to is http://127.0.0.1:PORT"),
        ("GET drop after", "after is for what can be lost of a POST or DELETE"),
        ("POST slow after", "after is for what can be lost of a POST or DELETE"),
        ("POST drop before after", "before or after is said once"),
        ("POST loop", "loop is for GET and POST/v2/link/bulk_export"),
        ("POST/v2/link/bulk_import loop", "loop is for GET"),
        ("DELETE/v2/link/bulk_export loop", "loop is for GET"),
        ("POST/v2/lnk 503", "'/v2/lnk' begins no path of the API"),
        ("POST/v1/organisation 503", "'/v1/organisation' begins no path of the API"),
        ("POSTv2 503", "'POSTv2' is not METHOD"),
        ("POST/v2/link? 503", "'POST/v2/link?' is not METHOD"),
        ("ANY empty-page", "empty-page is for GET"),
    ],
)
def test_what_is_no_fault_is_refused_in_one_line_that_shows_how(text: str, reason: str) -> None:
    with pytest.raises(FaultSyntaxError) as refused:
        parse(text)

    line = str(refused.value)
    assert reason in line
    assert line.endswith(f"; write {GRAMMAR}")
    assert line.isprintable()


def read_back(text: str) -> None:
    """What is a fault is the same one when it is written back; what is none raises nothing else."""
    try:
        fault = parse(text)
    except FaultSyntaxError:
        return
    assert parse(str(fault)) == fault


@given(st.text())
def test_any_text_is_a_fault_or_refused(text: str) -> None:
    read_back(text)


WORDS = [
    "POST",
    "GET/v2/link",
    "ANY/v1#2",
    "GET#2",
    "ANY#1-3",
    "DELETE#2-",
    "503",
    "hang",
    "html",
    "slow",
    "drop",
    "loop",
    "after",
    "times=2",
]
MORE = ["retry-after=1", f"'retry-after={DATE}'", "seconds=1.5", "status=502", "to=http://127.0.0.1:1", "before"]


@given(st.lists(st.sampled_from([*WORDS, *MORE]), min_size=2, max_size=5))
def test_what_is_written_back_is_the_same_fault(words: list[str]) -> None:
    read_back(" ".join(words))


def told(*texts: str) -> Faults:
    faults = Faults()
    faults.add(*texts)
    return faults


def happening(faults: Faults, methods: str) -> list[str]:
    """What happens to each of the requests; `-` for nothing."""
    taken = [faults.take(method) for method in methods.split()]
    return [fault.what if fault else "-" for fault in taken]


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("POST 503", "503 503 503 503 503"),
        ("POST#1 503", "503 - - - -"),
        ("POST#2 503", "- 503 - - -"),
        ("POST#2-4 503", "- 503 503 503 -"),
        ("POST#3- 503", "- - 503 503 503"),
        ("POST 503 times=2", "503 503 - - -"),
        ("POST#2 503 times=2", "- 503 503 - -"),
        ("GET#1 503", "- - - - -"),
        ("ANY#5 503", "- - - - 503"),
    ],
)
def test_requests_are_counted_from_the_next_one(text: str, hit: str) -> None:
    assert happening(told(text), "POST POST POST POST POST") == hit.split()


def test_only_requests_of_its_method_are_counted_and_any_counts_all() -> None:
    assert happening(told("POST#2 503"), "POST GET DELETE POST") == ["-", "-", "-", "503"]
    assert happening(told("ANY#3 503"), "POST GET DELETE PATCH") == ["-", "-", "503", "-"]


def test_a_fault_with_a_path_counts_requests_of_that_path_alone() -> None:
    faults = told("POST/v2/link#2 503", "ANY/v1#1 drop")
    sent = ["/v2/link/bulk_trigger_historical_pull", "/v1/org/x", "/v2/link/bulk_trigger_historical_pull"]

    taken = [faults.take("POST", path) for path in sent]

    assert [fault.what if fault else "-" for fault in taken] == ["-", "drop", "503"]
    assert faults.left() == []


def test_each_fault_counts_by_itself_and_of_two_the_one_told_first_happens() -> None:
    faults = told("POST#1 503", "POST#1-2 429", "ANY#4 drop")

    assert happening(faults, "POST POST POST POST") == ["503", "429", "-", "drop"]


def test_what_is_left_is_said_from_now() -> None:
    faults = told("POST#2-4 503", "ANY#1 drop", "GET#3- 429", "DELETE cut")

    faults.take("POST")
    assert faults.left() == ["POST#1-3 503", "GET#3- 429", "DELETE cut"]

    for method in ("POST", "POST", "GET", "GET", "DELETE"):
        faults.take(method)
    assert faults.left() == ["POST#1 503", "GET 429", "DELETE cut"]


def test_one_wrong_fault_among_several_and_none_is_told(junction: Emulator) -> None:
    with pytest.raises(FaultSyntaxError):
        junction.fail("POST 503", "POTS 503")

    assert junction.faults.left() == []


def test_an_emulator_can_be_made_with_faults_and_not_with_what_is_none() -> None:
    with Emulator(fail=["POST#2 503", "GET drop"]) as junction:
        assert junction.faults.left() == ["POST#2 503", "GET drop"]
    with pytest.raises(FaultSyntaxError):
        Emulator(fail=["POTS 503"])


def test_as_many_requests_are_hit_as_were_told_however_many_come_at_once() -> None:
    faults = told("POST#3-7 503")

    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(lambda _: faults.take("POST"), range(50)))

    assert len([fault for fault in taken if fault]) == 5
