"""A provider connection with its credentials, and what may be known of them without holding them.

Fields and their rules are those of `ConnectionRecipe` on the page of Bulk Import,
https://docs.junction.com/api-reference/link/bulk-import, retrieved 2026-11-22.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pulumi_junction.core.describe import at, described
from pulumi_junction.core.identity import uuid
from pulumi_junction.core.masked import Masked
from pulumi_junction.core.values import Problem, Slug

NEVER = 2_147_483_647
"""`expires_at` of OAuth 1.0: "use the constant value"."""

OAUTH_1 = frozenset({"garmin"})

FIELDS = ("user_id", "access_token", "refresh_token", "provider_id", "expires_at", "oauth_scopes")
_USER = "user_id"
_TEXTS = ("access_token", "refresh_token", "provider_id")
_TEXT = re.compile(r"[\x20-\x7e]+")  # RFC 6749, appendix A
_EARLIEST = 946_684_800  # 2000-01-01: what is less is a duration, not a time
_MILLISECONDS = 10**11  # in seconds, the year 5138
_GARMIN_ID = 36  # characters
_LONGEST = 20_000  # characters of a token


@dataclass(frozen=True, slots=True, repr=False)
class Connection:
    """One user's connection to a data provider. Shows itself as the user's id alone; never pickled."""

    user_id: str
    access_token: Masked
    refresh_token: Masked
    provider_id: Masked
    expires_at: int
    """Seconds since 1970."""

    oauth_scopes: tuple[str, ...] | None = None

    def __repr__(self) -> str:
        return f"<connection of {self.user_id}>"

    def wire(self) -> dict[str, Any]:
        """Make a `ConnectionRecipe`."""
        return {
            "user_id": self.user_id,
            "access_token": self.access_token,
            "refresh_token": self.refresh_token,
            "provider_id": self.provider_id,
            "expires_at": self.expires_at,
            "oauth_scopes": None if self.oauth_scopes is None else list(self.oauth_scopes),
        }

    def clear(self) -> dict[str, Any]:
        """Make the same of plain texts, for whoever is to have the credentials."""
        return {key: value.text if isinstance(value, Masked) else value for key, value in self.wire().items()}

    def fingerprint(self, salt: str) -> str:
        """Tell these credentials from others without holding them: 128 bits of an HMAC-SHA-256 over all fields.

        The order of scopes does not count, nor whether there are none or nothing is said of them.
        """
        fields = self.wire() | {"oauth_scopes": sorted(set(self.oauth_scopes or ())) or None}
        text = json.dumps(fields, sort_keys=True, separators=(",", ":"))
        return hmac.new(salt.encode(), text.encode(), hashlib.sha256).hexdigest()[:32]


def connections(rows: Iterable[object], provider: Slug, problems: list[Problem]) -> Iterator[Connection]:
    """Read rows as the API's document has them; what is wrong with one is noted, and never shows a credential."""
    placed = ((at("connections", number), row) for number, row in enumerate(rows))
    yield from of_each_user(placed, provider, problems)


def of_each_user(placed: Iterable[tuple[str, object]], provider: Slug, problems: list[Problem]) -> Iterator[Connection]:
    """Read rows with their places, one for each user: a second one is noted as well."""
    first: dict[str, str] = {}
    for path, row in placed:
        found = connection(path, row, provider, problems)
        if found is None:
            continue
        if found.user_id in first:
            problems.append(Problem(path, f"is of the same user as {first[found.user_id]}; keep the newer one"))
            continue
        first[found.user_id] = path
        yield found


def connection(path: str, row: object, provider: Slug, problems: list[Problem]) -> Connection | None:
    """Read one row; None where something is wrong with it, which is noted."""
    if not isinstance(row, Mapping):
        problems.append(Problem(path, f"must be an object with {', '.join(FIELDS)}, not {described(row)}"))
        return None
    before = len(problems)
    user = uuid(row.get("user_id"))
    if user is None:
        problems.append(Problem(at(path, "user_id"), f"must be the UUID of a user, not {described(row.get(_USER))}"))
    whose = f" (user {user})" if user else ""
    problems += [_not_known(path, str(key), whose) for key in row if key not in FIELDS]
    for name in _TEXTS:
        value = row.get(name)
        if not (
            isinstance(value, str) and _TEXT.fullmatch(value) and value.strip() == value and len(value) <= _LONGEST
        ):
            problems.append(Problem(at(path, name), f"must be a text, not {_kind_of(value)}{whose}"))
    problems += [Problem(at(path, one.path), f"{one.reason}{whose}") for one in _rules(row, provider)]
    if len(problems) > before or user is None:
        return None
    scopes = None if row.get("oauth_scopes") is None else tuple(Masked(one).text for one in row["oauth_scopes"])
    access, refresh, provider_id = (Masked(row[name]) for name in _TEXTS)
    expires = _whole(row["expires_at"]) or 0
    return Connection(user, access, refresh, provider_id, expires, scopes)


def _kind_of(value: object) -> str:
    """Say what stands in place of a credential."""
    if isinstance(value, str) and 0 < len(value) <= _LONGEST:
        spaced = value.strip() not in ("", value) and _TEXT.fullmatch(value.strip())
        return "a text with space around it" if spaced else "one with characters that no credential has"
    return _unseen(value)


def _unseen(value: object) -> str:
    """Describe it without its digits: a number may be a credential."""
    return "a number" if isinstance(value, int | float) and not isinstance(value, bool) else described(value)


def _not_known(path: str, key: str, whose: str) -> Problem:
    """Repeat a key only where it is a name, and no credential that has slipped."""
    if re.fullmatch(r"[A-Za-z][a-z]*([_ -]?[A-Z]?[a-z]+){0,4}", key) and len(key) <= 24:
        return Problem(at(path, key), f"is not known; leave it out{whose}")
    return Problem(path, f"a name of {len(key)} characters is not known; leave it out{whose}")


def _rules(row: Mapping[Any, Any], provider: Slug) -> Iterator[Problem]:
    seconds = _whole(row.get("expires_at"))
    if seconds is None:
        yield Problem("expires_at", f"must be whole seconds since 1970, not {_unseen(row.get('expires_at'))}")
    elif seconds >= _MILLISECONDS:
        yield Problem("expires_at", "is in milliseconds; divide it by 1000")
    elif provider in OAUTH_1 and seconds != NEVER:
        yield Problem("expires_at", f"must be {NEVER} for {provider}, whose OAuth 1.0 tokens do not expire")
    elif not _EARLIEST <= seconds <= NEVER:
        yield Problem("expires_at", "must be a time in seconds since 1970; it looks like a duration, or is too large")
    yield from _rules_of_scopes(row.get("oauth_scopes"), provider)
    provider_id = row.get("provider_id")
    if provider == "garmin" and isinstance(provider_id, str) and len(provider_id) != _GARMIN_ID:
        yield Problem("provider_id", f"must be Garmin's user id of {_GARMIN_ID} characters, not of {len(provider_id)}")


def _rules_of_scopes(scopes: object, provider: Slug) -> Iterator[Problem]:
    if scopes is None:
        return
    if not (isinstance(scopes, list | tuple) and all(isinstance(one, str) for one in scopes)):
        yield Problem("oauth_scopes", f"must be a list of texts or null, not {described(scopes)}")
    elif any("," in one or not one.strip() for one in scopes):
        yield Problem("oauth_scopes", "must be single scopes, with no commas in them; CSV has them apart by spaces")
    elif provider in OAUTH_1 and scopes:
        yield Problem("oauth_scopes", f"must be null for {provider}, which has no scopes")


def _whole(value: object) -> int | None:
    """Read a whole number of any size that a time can have; the engine hands numbers over as floats."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not -(10**15) < value < 10**15:
        return None
    return int(value) if value == int(value) else None
