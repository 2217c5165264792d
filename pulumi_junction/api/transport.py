"""The one door out: every request of this package leaves through `Transport.send`."""

import threading
import time
from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pulumi_junction.api import answers
from pulumi_junction.api.answers import Shape
from pulumi_junction.api.deadline import within
from pulumi_junction.api.http import httpx
from pulumi_junction.api.key import Key
from pulumi_junction.api.patience import AT_A_TIME, Patience
from pulumi_junction.api.pause import Pause
from pulumi_junction.api.responses import Telling, detail, error_for
from pulumi_junction.api.retry import Say, Worth, any_attempt, send
from pulumi_junction.api.words import Words
from pulumi_junction.errors import ApiConnectionError, ApiError, ApiResponseError, ApiTimeoutError, ConfigError
from pulumi_junction.version import __version__

CONNECT_SECONDS = 10.0
READ_SECONDS = 30.0
LARGEST_ANSWER = 64 * 2**20  # bytes; a page of 100 teams with every data provider and override stays below

_SENDING = ("send_request_headers.started", "send_request_body.started")  # headers alone are no request yet
_NOTHING_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)

T = TypeVar("T")


class _TooLargeError(Exception):
    """The answer goes on beyond anything that this API can say."""


def silent(_: str) -> None:
    """Say nothing about waits."""


class Transport:
    """One of Junction's APIs. Thread-safe; holds the key, so it is never pickled, printed or logged."""

    def __init__(
        self,
        words: Words,
        url: str,
        key: str,
        *,
        transport: httpx.BaseTransport | None = None,
        patience: Patience | None = None,
        at_a_time: int = AT_A_TIME,
        say: Say = silent,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.patience = patience or Patience()
        self.at_a_time = at_a_time
        self._turns = threading.BoundedSemaphore(at_a_time)
        self._pause = Pause()
        self._words = words
        self._key = key = Key(key)
        self._say = say
        self._sleep = sleep
        secure = urlsplit(url).scheme != "http"
        try:
            self.http = httpx.Client(
                base_url=url,
                headers={"User-Agent": f"pulumi-junction/{__version__}"},
                follow_redirects=False,  # a redirect would take the key to another host
                trust_env=secure,  # no proxy may read what goes to this machine in the clear
                transport=transport,
                verify=secure,  # else certificates are loaded for nothing
                event_hooks={"request": [_refuse_unscoped_delete, self._sign]},
            )
            return
        except (ImportError, OSError, ValueError, httpx.InvalidURL) as reason:
            kind = type(reason).__name__
        what = f"requests cannot be made as the environment says ({kind})."
        raise ConfigError(what, f"Check {words.url.variable}, the proxy variables and SSL_CERT_FILE.")

    def __reduce__(self) -> Any:
        raise TypeError("a client holds a key and is not to be pickled")

    def close(self) -> None:
        """Close the connections."""
        self.http.close()

    def _sign(self, request: httpx.Request) -> None:
        """Add the key at the last moment, so that nothing else holds it."""
        request.headers[self._words.header] = self._key

    def send(
        self,
        method: str,
        path: str,
        *,
        patience: Patience | None = None,
        worth: Worth = any_attempt,
        words: Words | None = None,
        telling: Telling | None = None,
        at_once: bool = False,
        **content: Any,
    ) -> httpx.Response:
        """Return a 2xx answer; everything else is one of our errors.

        *worth* tells after which ends of an attempt another one may be made at all; *words* of which endpoints the
        errors speak; *telling* reads a 422 in place of `detail`. *at_once* does not wait for a pause that another
        request was asked to make.
        """
        most = self.patience if patience is None else patience

        def attempt(seconds: float) -> httpx.Response:
            return self._attempt(seconds, method, path, **content)

        in_turn = attempt if at_once else self._pause.around(attempt, self._sleep, self._say)
        if not self._turns.acquire(timeout=most.budget):
            what = f"{self._host} is busy with other requests of this run."
            raise ApiTimeoutError(what, "Try again later.", sent=False)
        try:
            last = send(in_turn, most, worth, self._say, self._sleep)
        finally:
            self._turns.release()
        if last.response.is_success:
            return last.response
        telling = telling or (lambda answer: detail(answer, self._key.hide))
        raise error_for(last, self._host, words or self._words, telling)

    def read(self, shape: Shape[T], method: str, path: str, **sending: Any) -> T:
        """Return a 2xx answer that is as documented."""
        return self.parsed(shape, self.send(method, path, **sending))

    def parsed(self, shape: Shape[T], answer: httpx.Response) -> T:
        """Read an answer that has been sent."""
        return answers.read(shape, answer.content, self._words.url, self._key.hide)

    def _attempt(self, seconds: float, method: str, path: str, **content: Any) -> httpx.Response:
        """Send once. What went wrong inside HTTPX is dropped: its frames hold the key, and the answer."""
        ends = time.monotonic() + seconds
        timeout = httpx.Timeout(min(READ_SECONDS, seconds), connect=min(CONNECT_SECONDS, seconds))
        problem: ApiError
        try:
            return within(seconds, lambda: self._whole(ends, method, path, timeout=timeout, **content))
        except (TimeoutError, httpx.TimeoutException) as reason:
            what = f"{self._host} did not answer in time."
            problem = ApiTimeoutError(what, "Try again later.", sent=not isinstance(reason, _NOTHING_SENT))
        except httpx.TransportError as reason:
            what = f"{self._host} could not be reached ({type(reason).__name__})."
            hint = f"Check the network and {self._words.url.variable}."
            problem = ApiConnectionError(what, hint, sent=not isinstance(reason, _NOTHING_SENT))
        except httpx.DecodingError:
            problem = ApiResponseError(f"{self._host} sent an answer that cannot be decoded.")
        except _TooLargeError:
            problem = ApiResponseError(f"{self._host} sent more than an answer of this API can hold.")
        except AssertionError:
            raise  # nothing was sent
        except Exception as bug:
            what = f"{self._host} could not be asked ({type(bug).__name__})."
            problem = ApiError(what, "This is a bug in pulumi-junction; please report this line to its authors.")
        raise problem

    def _whole(self, ends: float, method: str, path: str, **content: Any) -> httpx.Response:
        """Read the whole answer before *ends*, when nobody waits for it any more."""

        def stop_if_late(event: str, _: object) -> None:
            if event.endswith(_SENDING) and time.monotonic() > ends:
                raise httpx.WriteTimeout("nobody waits for an answer any more, so nothing is to be done")

        body = bytearray()
        with self.http.stream(method, path, extensions={"trace": stop_if_late}, **content) as answer:
            for piece in answer.iter_bytes():
                body += piece
                if time.monotonic() > ends:
                    raise httpx.ReadTimeout("slow")
                if len(body) > LARGEST_ANSWER:
                    raise _TooLargeError
        kept = {name: answer.headers[name] for name in ("Retry-After", "Location") if name in answer.headers}
        return httpx.Response(answer.status_code, headers=kept, content=bytes(body))

    @property
    def _host(self) -> str:
        return self.http.base_url.host


class Client:
    """What the client of either API is made of; *options* are the transport's."""

    words: Words

    def __init__(self, url: str, key: str, **options: Any) -> None:
        self.transport = Transport(self.words, url, key, **options)

    def __reduce__(self) -> Any:
        raise TypeError("a client holds a key and is not to be pickled")

    def close(self) -> None:
        """Close the connections."""
        self.transport.close()


def _refuse_unscoped_delete(request: httpx.Request) -> None:
    """Both filters are optional in the API; without them a DELETE may reset every team."""
    named = {name for name, value in request.url.params.multi_items() if value}
    if request.method == "DELETE" and not {"team_id", "provider"} <= named:
        raise AssertionError("a DELETE without team_id and provider was about to be sent")
