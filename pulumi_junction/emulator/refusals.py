"""Who may not come in, and how a request is refused: 401, 403, and 422 in the documented shape."""

import hmac
import json
import math
from typing import Any, NoReturn

from fastapi.exceptions import RequestValidationError
from starlette.requests import Request
from starlette.responses import Response


class AsciiJSONResponse(Response):
    """JSON that can always be sent: a lone surrogate from the request is escaped, not encoded."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """NaN and infinity are errors: other languages cannot read them."""
        return json.dumps(content, allow_nan=False).encode("ascii")


def has_key(request: Request, key: str) -> bool:
    """Compared as bytes, as the header came: `compare_digest` refuses text that is not ASCII."""
    sent = request.headers.get("X-Management-Key", "").encode("latin-1")
    return hmac.compare_digest(sent, key.encode())


def unauthorized(key: str) -> Response:
    """The answer to a request without the key."""
    # The documents name no 401. They demand a key, and say no more.
    return AsciiJSONResponse({"detail": f"The {key} is missing or wrong."}, status_code=401)


def forbidden() -> Response:
    """The answer to a customer for whom Junction has not enabled these endpoints."""
    # The page says that they are disabled by default, and not how that looks.
    return AsciiJSONResponse({"detail": "Link Migration endpoints are not enabled for this team."}, status_code=403)


def refuse(place: str, name: str | int, message: str, kind: str = "value_error") -> NoReturn:
    """Raise what becomes a 422 about one part of the request; *place* is `query` or `body`."""
    raise RequestValidationError([{"type": kind, "loc": (place, name), "msg": message}])


def check_json(body: bytes) -> None:
    """Everything `json.loads` may fail on is a 422, and so is NaN, which Python alone takes for JSON."""
    try:
        json.loads(body, parse_constant=_not_json)
    except (ValueError, RecursionError) as unreadable:
        # Too deep, too many digits and wrong bytes are not told apart; none of them is a place in the text.
        refuse("body", getattr(unreadable, "pos", 0), f"JSON decode error: {unreadable}", "json_invalid")


def _not_json(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is not JSON")


async def unprocessable(request: Request, error: Exception) -> Response:
    """The document's HTTPValidationError."""
    if not isinstance(error, RequestValidationError):  # pragma: no cover
        raise error
    detail = [_shown(entry) for entry in error.errors()]
    if request.url.path.startswith("/v2/"):
        # What is sent there may be a token.
        for entry in detail:
            entry.pop("input", None)
    return AsciiJSONResponse({"detail": detail}, status_code=422)


def _shown(entry: dict[str, Any]) -> dict[str, Any]:
    """One ValidationError of the document. Of `input`, which it leaves optional, only what is a single value."""
    shown = {"loc": list(entry["loc"]), "msg": entry["msg"], "type": entry["type"]}
    if _is_plain(entry.get("input", ...)):
        shown["input"] = entry["input"]
    if "ctx" in entry:
        shown["ctx"] = {name: value if _is_plain(value) else str(value) for name, value in entry["ctx"].items()}
    return shown


def _is_plain(value: Any) -> bool:
    """Neither infinity, bytes or an exception, which JSON cannot say, nor a body that goes down bottomless."""
    return value is None or isinstance(value, str | int) or (isinstance(value, float) and math.isfinite(value))
