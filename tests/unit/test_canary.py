"""The search for the key finds it: otherwise the tests that find nothing would say nothing."""

import base64
import json
import urllib.parse

import pytest

from tests.support.canary import KEY, crash_report, sings


@pytest.mark.parametrize("around", ["", "a", "ab", "abc", "abcd"])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode, base64.standard_b64encode])
def test_it_is_found_in_base64_whatever_stands_around_it(around: str, encode: "type[bytes]") -> None:
    assert sings(encode(f"{around}{KEY}{around}".encode()))


@pytest.mark.parametrize(
    "text",
    [
        KEY,
        json.dumps({"key": KEY}),
        repr({"key": KEY.encode()}),
        "https://junction.example/?" + urllib.parse.urlencode({"key": KEY}),
        KEY.encode().hex(),
    ],
)
def test_it_is_found_in_what_programs_make_of_it(text: str) -> None:
    assert sings(f"before {text} after")


def test_nothing_is_found_where_it_is_not() -> None:
    assert not sings(base64.b64encode(b"mg-canary and no more"))


def test_a_crash_report_shows_local_variables_of_failures_that_are_hidden() -> None:
    def inner() -> None:
        local = KEY
        raise ValueError(len(local))

    def outer() -> None:
        try:
            inner()
        except ValueError:
            raise RuntimeError("nothing") from None

    with pytest.raises(RuntimeError) as caught:
        outer()

    assert sings(crash_report(caught.value))
