"""Whatever goes wrong is one line: what happened and what to do. Never a key, a body, or somebody else's traceback."""

import json
from typing import Any

import httpx
import pytest

from pulumi_junction import errors
from pulumi_junction.api.patience import Patience
from pulumi_junction.core.values import ProviderPreference
from pulumi_junction.errors import (
    ApiConnectionError,
    ApiError,
    ApiResponseError,
    ApiStatusError,
    ApiTimeoutError,
    AuthenticationError,
    JunctionError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    ServerError,
    UnprocessableError,
)
from tests.unit.api.line import HOST, KEY, A, Answer, Line

ONCE = Patience(attempts=1)
BODY = "b0dy-that-nobody-may-see"


def failing(answer: Answer) -> JunctionError:
    """The error of a GET; it says one line, and neither key nor body."""
    with pytest.raises(JunctionError) as caught:
        Line([answer]).api(ONCE).get([A])
    error = caught.value
    for text in (str(error), repr(error)):
        assert len(text.splitlines()) == 1
        assert KEY not in text
        assert BODY not in text
    assert error.__suppress_context__ or error.__context__ is None
    return error


def refused(status: int, **content: Any) -> ApiStatusError:
    error = failing(httpx.Response(status, **(content or {"json": {"detail": BODY, "key": KEY}})))
    assert isinstance(error, ApiStatusError)
    assert error.status_code == status
    return error


@pytest.mark.parametrize(
    ("status", "kind", "says"),
    [
        (401, AuthenticationError, "refused the management key (401). Set JUNCTION_MANAGEMENT_KEY, or run"),
        (401, AuthenticationError, "A team API key is not accepted here."),
        (403, PermissionDeniedError, "(403). The management API belongs to Junction's Scale plan"),
        (404, NotFoundError, "knows no such organisation (404). Check org_id (JUNCTION_ORG_ID)."),
        (429, RateLimitError, "asks for fewer requests (429). Try again later."),
        (500, ServerError, "has a problem of its own (500). Try again later."),
        (502, ServerError, "(502)"),
        (503, ServerError, "(503)"),
        (504, ServerError, "(504)"),
        (599, ServerError, "(599)"),
        (400, ApiStatusError, "answered 400, which the API does not document."),
        (405, ApiStatusError, "answered 405"),
        (408, ApiStatusError, "answered 408"),
        (418, ApiStatusError, "answered 418"),
        (302, ApiStatusError, "answered 302"),
    ],
)
def test_each_status_has_a_class_and_says_what_to_do(status: int, kind: type[ApiStatusError], says: str) -> None:
    error = refused(status)

    assert type(error) is kind
    assert str(error).startswith(f"{HOST} ")
    assert says in str(error)
    assert str(error) == f"{error.what} {error.hint}".strip()


def test_a_422_says_where_and_why_in_the_services_own_words_but_not_what_was_sent() -> None:
    detail = [
        {"loc": ["body", "team_ids", 0], "msg": "Input should be a valid UUID", "type": "uuid", "input": BODY},
        {"loc": ["body", "providers"], "msg": "Field required", "ctx": {"was": BODY}},
    ]

    error = refused(422, json={"detail": detail})

    assert type(error) is UnprocessableError
    assert str(error) == (
        f"{HOST} refused the request (422): body.team_ids.0: Input should be a valid UUID; "
        "body.providers: Field required"
    )


@pytest.mark.parametrize(
    ("detail", "says"),
    [
        ("days are too many", "days are too many"),
        ([{"msg": "no place"}], "no place"),
        ([{"loc": [], "msg": "no place"}], "no place"),
        ([{"loc": "body", "msg": "odd place"}], "odd place"),
        ([{"loc": ["a"], "msg": None}], "a: None"),
        ([{"loc": ["a", 1]}, {"msg": "why"}], "a.1: ; why"),
        ([1, None, "x"], "no reason given"),
        ([], "no reason given"),
        ({"msg": "x"}, "no reason given"),
        (None, "no reason given"),
        ("two\nlines\x1b[31m", "two lines [31m"),
        (["x"], "no reason given"),
    ],
)
def test_a_422_of_another_shape_is_said_as_far_as_it_can_be_read(detail: Any, says: str) -> None:
    assert str(refused(422, json={"detail": detail})) == f"{HOST} refused the request (422): {says}"


@pytest.mark.parametrize("content", [b"", b"<html>", b"\xff\xfe", b"[1]", b"3", b"null", b"{}", b"[" * 100_000])
def test_a_422_without_a_readable_reason_is_still_one_line(content: bytes) -> None:
    assert str(refused(422, content=content)) == f"{HOST} refused the request (422): no reason given"


def test_a_long_reason_is_cut_short() -> None:
    said = str(refused(422, json={"detail": "x" * 10_000}))

    assert said.endswith("x…")
    assert len(said) < 400


@pytest.mark.parametrize(
    ("cause", "kind", "says"),
    [
        (httpx.ConnectError(f"{KEY} {BODY}"), ApiConnectionError, "could not be reached (ConnectError). Check the net"),
        (httpx.ReadError(BODY), ApiConnectionError, "could not be reached (ReadError)"),
        (httpx.RemoteProtocolError(BODY), ApiConnectionError, "(RemoteProtocolError)"),
        (httpx.ProxyError(BODY), ApiConnectionError, "(ProxyError)"),
        (httpx.ConnectTimeout(BODY), ApiTimeoutError, "did not answer in time. Try again later."),
        (httpx.ReadTimeout(BODY), ApiTimeoutError, "did not answer in time."),
        (httpx.WriteTimeout(BODY), ApiTimeoutError, "did not answer in time."),
        (httpx.PoolTimeout(BODY), ApiTimeoutError, "did not answer in time."),
    ],
)
def test_no_answer_is_an_error_of_its_own(cause: Exception, kind: type[ApiError], says: str) -> None:
    error = failing(cause)

    assert type(error) is kind
    assert says in str(error)


def amount(value: Any) -> bytes:
    team = {"team_id": A, "providers": {"oura": {"default": {"historical_days_to_pull": value}}}}
    return json.dumps({"data_pull_preferences": [team]}).encode()


@pytest.mark.parametrize(
    ("content", "where"),
    [
        (b"", "it is no JSON of that shape"),
        (b"<!doctype html><p>" + BODY.encode(), "it is no JSON of that shape"),
        (b'{"data_pull_preferences": [', "it is no JSON of that shape"),
        (b"\xff\xfe", "it is no JSON of that shape"),
        (b"null", "it is no JSON of that shape"),
        (b"[]", "it is no JSON of that shape"),
        (f'"{BODY}"'.encode(), "it is no JSON of that shape"),
        (b"{}", "at data_pull_preferences"),
        (b'{"data_pull_preferences": null}', "at data_pull_preferences"),
        (f'{{"data_pull_preferences": ["{BODY}"]}}'.encode(), "at data_pull_preferences.0"),
        (b'{"data_pull_preferences": [], "next_cursor": 7}', "at next_cursor"),
        (
            f'{{"data_pull_preferences": [{{"team_id": "{BODY}", "providers": {{}}}}]}}'.encode(),
            "at data_pull_preferences.0.team_id",
        ),
        (amount(BODY), "at data_pull_preferences.0.providers.oura.default.historical_days_to_pull"),
        (amount(1.5), "at data_pull_preferences.0.providers.oura.default.historical_days_to_pull"),
        (amount(None), "at data_pull_preferences.0.providers.oura.default.historical_days_to_pull"),
    ],
)
def test_an_answer_of_another_shape_is_said_to_be_one_with_the_place(content: bytes, where: str) -> None:
    error = failing(httpx.Response(200, content=content))

    assert type(error) is ApiResponseError
    assert str(error).startswith(f"the answer is not what the API documents ({where}). Check JUNCTION_MANAGEMENT_URL")


def test_an_answer_to_a_post_is_read_as_strictly() -> None:
    with pytest.raises(ApiResponseError, match="not what the API documents"):
        Line([httpx.Response(200, text="ok")]).api().upsert([A], {"oura": ProviderPreference(1)})


def test_an_answer_that_cannot_be_unpacked_is_an_error_of_its_own() -> None:
    packed = httpx.ByteStream(BODY.encode())

    error = failing(httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=packed))

    assert type(error) is ApiResponseError
    assert str(error) == f"{HOST} sent an answer that cannot be decoded."


def test_an_empty_success_is_not_an_answer() -> None:
    assert type(failing(httpx.Response(204))) is ApiResponseError


ALL = [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, JunctionError)]


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.__name__)
def test_the_tree_of_errors_is_as_its_picture_says(kind: type[JunctionError]) -> None:
    lines = (errors.__doc__ or "").splitlines()
    (line,) = [line for line in lines if kind.__name__ in line.split()]
    parent = kind.__base__
    assert parent is not None

    if parent is not Exception:
        (above,) = [line for line in lines if parent.__name__ in line.split()]
        indent = line.index(kind.__name__) - above.index(parent.__name__)
        assert indent == 4
        assert lines.index(above) < lines.index(line)


def test_an_error_without_a_hint_is_what_happened() -> None:
    assert str(JunctionError("it broke.")) == "it broke."
    assert str(JunctionError("it broke.", "Mend it.")) == "it broke. Mend it."
