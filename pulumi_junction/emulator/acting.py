"""What a client sees of each fault."""

import asyncio
import json
import math
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from typing import Any

from pulumi_junction.emulator.detours import again, detour
from pulumi_junction.emulator.exchange import NO_ANSWER, Answer, Exchange, Header
from pulumi_junction.emulator.faults import Fault
from pulumi_junction.emulator.reading import only_reads

SLOW_SECONDS = 5
PIECE_SECONDS = 0.05
"""Between two pieces of a slow answer: far less than the time a client waits for the next byte."""

_TOLD = "The emulator was told to fail here."
_NOTHING_SET = Answer.of(200, {"data_pull_preferences": [], "next_cursor": None})
_ACCEPTED = Answer(202, b"", ())
_JUNCTION = "/v2/"
_CURSORS = ("next", "next_cursor", "next_token")
_PAGE = b"<!doctype html>\n<html><head><title>Gateway</title></head><body><h1>Please try again</h1></body></html>\n"

Act = Callable[[Fault, Exchange], Awaitable[None]]


async def act(fault: Fault, exchange: Exchange) -> None:
    """Do to the request what the fault says."""
    if fault.after and fault.what not in ("cut", "stall"):
        await exchange.carry_out()
    await _ACTS.get(fault.what, _status)(fault, exchange)


async def _status(fault: Fault, exchange: Exchange) -> None:
    """An error of the API: 422 in the documented shape, the others with a `detail` in words."""
    detail: Any = _TOLD
    if fault.status() == 422:
        detail = [{"loc": ["body"], "msg": _TOLD, "type": "value_error"}]
    await exchange.reply(Answer.of(fault.status(), {"detail": detail}, *_retry_after(fault)))


async def _cut(fault: Fault, exchange: Exchange) -> None:
    """Half of the answer, less than its announced length, and the end of the connection."""
    await _half(await _answer(fault, exchange), exchange)
    await exchange.hang_up()


async def _answer(fault: Fault, exchange: Exchange) -> Answer:
    """What is begun: the real answer where the request is carried out."""
    if fault.after or only_reads(exchange.scope["method"], exchange.scope["path"]):
        return await exchange.carry_out()
    return _ACCEPTED if exchange.scope["path"].startswith(_JUNCTION) else _NOTHING_SET


async def _half(answer: Answer, exchange: Exchange) -> None:
    """Half of the body; where there is none, half of what comes before it, or the client would have all of it."""
    if answer.body:
        await exchange.begin(answer)
        await exchange.say(answer.body[: len(answer.body) // 2])
    else:
        exchange.record(answer.status)
        exchange.write(f"HTTP/1.1 {answer.status} OK\r\nContent-".encode())


async def _drop(_fault: Fault, exchange: Exchange) -> None:
    exchange.record(NO_ANSWER)
    await exchange.hang_up()


async def _hang(fault: Fault, exchange: Exchange) -> None:
    exchange.record(NO_ANSWER)
    await exchange.pause(fault.seconds())
    await exchange.hang_up()


async def _slow(fault: Fault, exchange: Exchange) -> None:
    """The real answer, its beginning at once and its body in equal pieces."""
    answer = await exchange.carry_out()
    seconds, size = fault.seconds(SLOW_SECONDS), len(answer.body)
    pieces = max(1, min(size, math.ceil(seconds / PIECE_SECONDS)))
    await exchange.begin(answer)
    for piece in range(pieces):
        if not await exchange.pause(seconds / pieces):
            await exchange.hang_up()
            return
        part = answer.body[size * piece // pieces : size * (piece + 1) // pieces]
        await exchange.say(part, last=piece == pieces - 1)


async def _stall(fault: Fault, exchange: Exchange) -> None:
    """Half of the answer, and no end."""
    await _half(await _answer(fault, exchange), exchange)
    await exchange.pause(fault.seconds())
    await exchange.hang_up()


async def _drip(fault: Fault, exchange: Exchange) -> None:
    """A header that grows byte by byte, never to its end."""
    exchange.record(NO_ANSWER)
    ends = asyncio.get_running_loop().time() + fault.seconds()
    exchange.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while asyncio.get_running_loop().time() < ends and await exchange.pause(PIECE_SECONDS):
        exchange.write(b".")
    await exchange.hang_up()


async def _garble(_fault: Fault, exchange: Exchange) -> None:
    name = b"data" if exchange.scope["path"].startswith(_JUNCTION) else b"data_pull_preferences"
    await exchange.reply(Answer(200, b'{"' + name + b'": [\x80\xff\x00'))


async def _html(fault: Fault, exchange: Exchange) -> None:
    headers = ((b"content-type", b"text/html; charset=utf-8"), *_retry_after(fault))
    await exchange.reply(Answer(fault.status(), _PAGE, headers))


async def _shape(_fault: Fault, exchange: Exchange) -> None:
    await exchange.reply(Answer.of(200, {"data": [{"id": 1, "days": "many"}], "object": "list"}))


async def _empty(_fault: Fault, exchange: Exchange) -> None:
    await exchange.reply(Answer(200, b""))


async def _redirect(fault: Fault, exchange: Exchange) -> None:
    """To the same path elsewhere; port 9 is where by convention nothing is kept of what is sent."""
    query = exchange.scope["query_string"]
    path = exchange.scope["raw_path"] + (b"?" + query if query else b"")
    place = fault.options.get("to", "http://127.0.0.1:9").rstrip("/").encode()
    await exchange.reply(Answer(307, b"", ((b"location", place + path),)))


async def _loop(_fault: Fault, exchange: Exchange) -> None:
    """The page that is asked for, and a cursor that leads back to it."""
    await _led_on(exchange, again(exchange.scope, exchange.body))


async def _empty_page(_fault: Fault, exchange: Exchange) -> None:
    """Nothing, and a cursor of the page that was asked for."""
    await _led_on(exchange, detour(exchange.scope, exchange.body), empty=True)


async def _led_on(exchange: Exchange, cursor: str, *, empty: bool = False) -> None:
    """The real page with another cursor, under every name that a cursor has in it, and perhaps without its list."""
    answer = await exchange.carry_out()
    if answer.status == 200:
        page = json.loads(answer.body)
        changed = {name: cursor if name in _CURSORS else value for name, value in page.items()}
        answer = answer.saying(
            {name: [] if empty and isinstance(value, list) else value for name, value in changed.items()}
        )
    await exchange.reply(answer)


def _retry_after(fault: Fault) -> tuple[Header, ...]:
    value = fault.options.get("retry-after")
    if value is None:
        return ()
    if value.startswith("date"):
        date = datetime.now(timezone.utc) + timedelta(seconds=int(value.removeprefix("date")))
        value = format_datetime(date, usegmt=True)
    return ((b"retry-after", value.encode("ascii")),)


_ACTS: Mapping[str, Act] = {
    "cut": _cut,
    "drip": _drip,
    "drop": _drop,
    "empty": _empty,
    "empty-page": _empty_page,
    "garble": _garble,
    "hang": _hang,
    "html": _html,
    "loop": _loop,
    "redirect": _redirect,
    "shape": _shape,
    "slow": _slow,
    "stall": _stall,
}
