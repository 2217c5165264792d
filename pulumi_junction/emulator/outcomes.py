"""What the pretend service was told to let end badly: names, words, and what they mean."""

import re
from collections.abc import Callable
from typing import Annotated, get_args

from pydantic import AfterValidator, Field

from pulumi_junction.emulator import junction_wire as wire
from pulumi_junction.emulator.resources import pulled

# A word that the document lacks is allowed: its enums are not exhaustive, and clients have to live with that.
_WORD = r"[a-z][a-z0-9_]{0,63}"
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)

Word = Annotated[str, Field(pattern=f"^{_WORD}$")]


def status_with(error: str | None) -> str:
    """How a pull ends. What Junction does about an error that the document lacks is unknown; here it gives up."""
    if error is None:
        return "success"
    return "retrying" if error in get_args(wire.RetriableError) else "failure"


def _provider(name: str) -> str:
    """A misspelt name would do nothing, and nobody would notice."""
    if name not in get_args(wire.OAuthProvider):
        raise ValueError(f"{name!r} is no provider that can be triggered")
    return name


def _pulled(name: str) -> str:
    slug, dot, resource = name.partition(".")
    if dot and resource not in pulled(_provider(slug)):
        raise ValueError(f"{resource!r} is none of {', '.join(pulled(slug))}, which {slug} has here")
    return name if dot else _provider(name)


def _end(status: str) -> str:
    if status == "in_progress":
        raise ValueError("'in_progress' is no end of an operation")
    return status


def _operation(name: str) -> str:
    """Triggers by provider, imports by `import:` and provider."""
    _provider(name.removeprefix("import:"))
    return name


def _user(user_id: str) -> str:
    """As it is compared; one that is no id would never fail."""
    if not _UUID.fullmatch(user_id):
        raise ValueError(f"{user_id!r} is no user id: write a UUID with hyphens")
    return user_id.lower()


UserId = Annotated[str, AfterValidator(_user)]
PullErrors = dict[Annotated[str, AfterValidator(_pulled)], Word]
OpStatuses = dict[Annotated[str, AfterValidator(_operation)], Annotated[Word, AfterValidator(_end)]]


def pull_error_of(text: str) -> tuple[str, str]:
    """`oura=transport_failure` or `oura.sleep=transport_failure`; ValueError, in one line, for anything else."""
    how = "write PROVIDER=ERROR or PROVIDER.RESOURCE=ERROR, such as oura.sleep=provider_unavailable"
    return _pair(text, _pulled, how)


def op_status_of(text: str) -> tuple[str, str]:
    """`oura=aborted` or `import:oura=aborted`; ValueError, in one line, for anything else."""
    name, status = _pair(text, _operation, "write PROVIDER=STATUS or import:PROVIDER=STATUS, such as oura=failure")
    try:
        return name, _end(status)
    except ValueError as unending:
        raise ValueError(f"{text!r}: {unending}") from None


def import_failure_of(text: str) -> str:
    """The id of a user; ValueError, in one line, for anything else."""
    return _user(text)


def _pair(text: str, known: Callable[[str], str], how: str) -> tuple[str, str]:
    name, _, word = text.partition("=")
    if not re.fullmatch(_WORD, word):
        raise ValueError(f"{text!r}: {how}")
    try:
        return known(name), word
    except ValueError as unknown:
        raise ValueError(f"{text!r}: {unknown}") from None
