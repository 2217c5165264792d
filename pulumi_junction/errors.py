"""Everything this package raises, one line each: what happened, then what to do.

JunctionError
├── ConfigError                   a setting is missing or unusable; nothing was sent
├── CanceledError                 Pulumi was told to stop; what was to be tried again was not
└── ApiError                      the API could not be asked, or did not agree
    ├── ApiConnectionError        no answer arrived
    │   └── ApiTimeoutError       not in time
    ├── ApiResponseError          a 2xx that is not what the API documents
    ├── UnsettledError            nobody knows whether a bulk request was accepted (core/settling.py)
    └── ApiStatusError            any other status
        ├── AuthenticationError   401
        ├── PermissionDeniedError 403
        ├── NotFoundError         404
        ├── UnprocessableError    422
        ├── RateLimitError        429
        └── ServerError           5xx
"""


class JunctionError(Exception):
    """One line for a person; `hint` says what to do next. Never holds a key, a token or a body."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(f"{what} {hint}" if hint else what)
        self.what = what
        self.hint = hint


class ConfigError(JunctionError):
    """A setting is missing or unusable. Nothing was sent."""


class CanceledError(JunctionError):
    """Pulumi was told to stop while an attempt was to be made again. The one before may have been carried out."""


class ApiError(JunctionError):
    """The API could not be asked, or did not agree."""


class ApiConnectionError(ApiError):
    """No answer arrived.

    `sent`: the request, or an earlier attempt of it, may have been carried out all the same.
    """

    def __init__(self, what: str, hint: str = "", *, sent: bool = True) -> None:
        super().__init__(what, hint)
        self.sent = sent


class ApiTimeoutError(ApiConnectionError):
    """No answer arrived in time."""


class ApiResponseError(ApiError):
    """A 2xx whose body is not what the API documents."""


class ApiStatusError(ApiError):
    """An answer with a status other than 2xx.

    `in_doubt`: an earlier attempt of the same request may have been carried out, though this one was not.
    """

    def __init__(self, what: str, hint: str = "", *, status_code: int, in_doubt: bool = False) -> None:
        super().__init__(what, hint)
        self.status_code = status_code
        self.in_doubt = in_doubt


class AuthenticationError(ApiStatusError):
    """401: the key was refused."""


class PermissionDeniedError(ApiStatusError):
    """403: the key may not do this."""


class NotFoundError(ApiStatusError):
    """404: no such organisation, or the feature is off for it."""


class UnprocessableError(ApiStatusError):
    """422: the API read the request and refused it."""


class RateLimitError(ApiStatusError):
    """429: too many requests, still so after the retries."""


class ServerError(ApiStatusError):
    """5xx: still so after the retries."""


def is_refusal(problem: JunctionError) -> bool:
    """Tell whether a request was surely not carried out: every attempt at it was read and refused, or none was made.

    A redirect counts as refused, as it is not followed. After a 408 or a 5xx, or without an answer, nobody knows;
    where no connection was made, nothing was sent.
    """
    if isinstance(problem, ApiConnectionError):
        return not problem.sent
    if isinstance(problem, ApiStatusError):
        return not problem.in_doubt and not may_be_carried_out(problem.status_code)
    return isinstance(problem, ConfigError)


def may_be_carried_out(status_code: int) -> bool:
    """Tell whether such an answer, other than a 2xx, leaves open what became of the request."""
    return status_code == 408 or status_code >= 500
