"""What became of a historical pull, in words: its status, its error, whether Junction retries it, and what to do.

Source: the page "Get historical pulls" and the OpenAPI document of the Junction API (0.4.687), retrieved 2026-11-22.
They give names, and divide errors into retriable and non-retriable ones. Nothing else is documented: the words here
only read the names aloud.
"""

from dataclasses import dataclass

from pulumi_junction.core.pulls import Pull

DOCUMENTS = "the documents of 2026-11-22"

NOT_PULLED = "not pulled"
"""In place of a status where there is no record of a pull; the words of the API have no spaces."""

STATUSES = {
    "success": "pulled",
    "failure": "the pull failed",
    "in_progress": "the pull is running",
    "scheduled": "the pull has not begun yet",
    "retrying": "the pull failed, and is tried again",
}

RETRIABLE = {
    "provider_rate_limit_exceeded": "the data provider takes no more requests for now",
    "provider_unavailable": "the data provider cannot be reached",
    "transport_failure": "the transfer from the data provider broke off",
    "resource_contention": "something else was using what the pull needs",
}
"""`HistoricalPullRetriableErrorDetails`."""

NON_RETRIABLE = {
    "non_retriable_error": "an error that does not go away by trying again",
    "unexpected_error": "an error that Junction did not expect",
    "retry_quota_exhausted": "Junction has used up its retries",
}
"""`HistoricalPullNonRetriableErrorDetails`."""

_UNDER_WAY = frozenset({"in_progress", "scheduled", "retrying"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an error says."""

    text: str
    retried: bool | None
    """Whether Junction retries it. None: unknown."""


def of_status(status: str) -> str:
    """Read a status aloud; one that is new to us is shown as it is."""
    return STATUSES.get(status, f"{status} is not in {DOCUMENTS}")


def of_error(error: str) -> Meaning:
    """Read an error aloud; the enum is open."""
    for documented, retried in ((RETRIABLE, True), (NON_RETRIABLE, False)):
        if error in documented:
            return Meaning(documented[error], retried)
    return Meaning(f"not in {DOCUMENTS}; whether Junction retries it is unknown", None)


def retried(pull: Pull) -> bool | None:
    """Tell whether Junction retries a pull; None where that is undocumented, or there is nothing to retry.

    A failure whose error is retriable is undocumented: for what is tried again there is the status `retrying`.
    """
    if pull.status == "retrying":
        return True
    kind = of_error(pull.error).retried if pull.error else None
    return None if pull.status == "failure" and kind else kind


def under_way(pull: Pull) -> bool:
    """Tell whether more is to come without anybody's doing."""
    return pull.status in _UNDER_WAY


def troubled(pull: Pull) -> bool:
    """Tell whether somebody may ask why data is missing: it failed, is tried again, or met an error."""
    return pull.status in ("failure", "retrying") or pull.error is not None
