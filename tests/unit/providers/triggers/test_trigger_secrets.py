"""Who the users are may be a secret, and keys always are: no message, failure or output holds them."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.support.canary import KEY, crash_report, singing, sings
from tests.unit.providers.conftest import EngineLog
from tests.unit.providers.process import FailedError
from tests.unit.providers.triggers.conftest import Junction, Start
from tests.unit.providers.triggers.process import A, B, declared

ECHOES: list[Any] = [
    *(httpx.Response(status, json={"detail": f"{A} {KEY}"}) for status in (400, 401, 403, 404, 409, 418, 422, 429)),
    httpx.Response(422, json={"detail": [{"loc": ["body", "user_ids", A], "msg": f"no user {A.upper()}; key {KEY}"}]}),
    httpx.Response(503, json={"detail": f"{A} {KEY}"}),
    httpx.Response(307, headers={"Location": f"https://elsewhere.example/{A}/{KEY}"}),
    httpx.Response(200, text=f"<html>{A} {KEY}"),
    httpx.Response(200, json={"data": [{"type": KEY, "pending": A}], "next_cursor": KEY}),
    httpx.ConnectError(f"{A} {KEY}"),
    httpx.ReadTimeout(f"{A} {KEY}"),
    LookupError(f"{A} {KEY}"),
]


@pytest.fixture(autouse=True)
def _known_key(service: Junction) -> None:
    service.junction._seeded[KEY] = service.junction.team


def said(method: Callable[[], object]) -> list[str]:
    try:
        method()
    except FailedError as failed:
        return [failed.message]
    return []


@pytest.mark.parametrize("echo", ECHOES, ids=lambda one: str(getattr(one, "status_code", type(one).__name__)))
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_service_that_repeats_users_and_keys_does_not_make_us_repeat_them(
    method: str, echo: "httpx.Response | Exception", start: Start, service: Junction, log: EngineLog
) -> None:
    created = start().create("backfill", declared(A))
    service.asked.clear()
    service.loses(method, echo)
    failures = said(lambda: start(teamApiKey=KEY).update(created, declared(A, B)))
    failures += said(lambda: start(teamApiKey=KEY).update(created, declared(A, triggers=["x"], wait=30)))
    start(teamApiKey=KEY).read(created)

    accepted = method == "POST" and isinstance(echo, httpx.Response) and echo.is_success
    assert len(failures) == (0 if accepted else 2)
    shown = failures + [request.message for request in log.requests]
    assert len(shown) > 2
    assert method in service.methods
    assert [text for text in shown if A in text.lower() or B in text] == []
    assert singing((text, text) for text in shown) == []


def test_a_failure_looked_at_closely_does_not_show_the_key(start: Start, service: Junction) -> None:
    service.loses("POST", httpx.Response(422, json={"detail": KEY}))
    process = start(teamApiKey=KEY)

    with pytest.raises(FailedError) as failed:
        process.create("backfill", declared(A))

    assert "refused the request (422): <key>" in failed.value.message
    assert not sings(crash_report(failed.value, __file__))


def test_no_output_holds_the_key(start: Start, service: Junction) -> None:
    created = start(teamApiKey=KEY).create("backfill", declared(A))
    read = start(teamApiKey=KEY).read(created)

    assert created.outputs["operation"]["pending"] == 1
    assert not sings(repr((created, read)))
