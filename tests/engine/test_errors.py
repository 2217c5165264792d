"""What goes wrong is one line: what, where, what to do. No traceback, no key, no body."""

import socket
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_programs import ACME, BETA, OURA, days, nothing, preferences, together
from tests.support.engine_results import Result

KEY = "a-key-that-nobody-may-see"


def said_in_one_line(result: Result, *words: str) -> bool:
    """Tell whether the failure is one line with all of the words, and nothing that is for programmers."""
    (line,) = result.errors
    clean = not any(trace in result.text for trace in ("Traceback", 'File "', KEY))
    return clean and "\n" not in line and all(word in line for word in words)


@pytest.fixture
def wrong_key(emulator: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUNCTION_MANAGEMENT_KEY", KEY)


@pytest.mark.usefixtures("wrong_key")
def test_a_wrong_key_fails_the_preview_in_one_line(stack: EngineStack) -> None:
    preview = stack.preview(preferences(), fails=True)

    assert said_in_one_line(preview, "refused the management key (401)", "JUNCTION_MANAGEMENT_KEY")
    assert KEY not in stack.written()


def test_a_wrong_key_fails_every_operation_in_one_line(
    stack: EngineStack, emulator: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack.up(preferences())
    before = stack.resources()
    monkeypatch.setenv("JUNCTION_MANAGEMENT_KEY", KEY)
    monkeypatch.setenv("JUNCTION_LIVE_CHECKS", "off")  # so that update is reached

    failed = {
        "update": stack.up(preferences(providers={"oura": 7}), fails=True),
        "create": stack.up(together(preferences(), preferences("beta", team_ids=[BETA])), fails=True),
        "read": stack.refresh(fails=True),
        "delete": stack.destroy(fails=True),
    }

    assert [name for name, result in failed.items() if not said_in_one_line(result, "(401)")] == []
    assert {name: one["outputs"] for name, one in stack.resources().items()} == {"acme": before["acme"]["outputs"]}
    assert KEY not in stack.written()
    assert emulator.get("production", "us", ACME) == OURA


@pytest.fixture
def closed_port() -> int:
    """A port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as closing:
        port: int = closing.getsockname()[1]
    return port


def test_a_service_out_of_reach_is_a_warning_at_preview(
    stack: EngineStack, monkeypatch: pytest.MonkeyPatch, closed_port: int
) -> None:
    monkeypatch.setenv("JUNCTION_MANAGEMENT_URL", f"http://127.0.0.1:{closed_port}")

    preview = stack.preview(preferences())

    assert preview.changes == {"create": 1}
    (warning,) = preview.warnings
    assert "limits were not checked" in warning.text
    assert "could not be reached" in warning.text


def test_a_service_out_of_reach_fails_up_in_one_line(
    stack: EngineStack, monkeypatch: pytest.MonkeyPatch, closed_port: int
) -> None:
    """After all attempts, so this one takes some seconds."""
    monkeypatch.setenv("JUNCTION_MANAGEMENT_URL", f"http://127.0.0.1:{closed_port}")
    monkeypatch.setenv("JUNCTION_LIVE_CHECKS", "off")

    up = stack.up(preferences(), fails=True)

    assert said_in_one_line(up, "could not be reached", "JUNCTION_MANAGEMENT_URL")
    assert list(stack.resources()) == []


Serve = Callable[[int, bytes], str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Start a service that answers every request alike; returns its URL."""
    running: list[tuple[ThreadingHTTPServer, Thread]] = []

    def start(status: int, body: bytes) -> str:
        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_DELETE = answer  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = Thread(target=server.serve_forever)
        thread.start()
        running.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server, thread in running:
        server.shutdown()
        server.server_close()
        thread.join(5)


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (403, b"{}", "does not allow this"),
        (404, b"{}", "knows no such organisation"),
        (422, b'{"detail": [{"loc": ["body", "team_ids"], "msg": "no such team"}]}', "body.team_ids: no such team"),
        (301, b"moved", "Redirects are not followed"),
        (200, b"<html>hello</html>", "is not what the API documents"),
        (200, b'{"data_pull_preferences": "all"}', "is not what the API documents"),
    ],
    ids=["403", "404", "422", "redirect", "html", "another shape"],
)
def test_an_answer_that_is_no_help_is_one_line(
    stack: EngineStack, serve: Serve, monkeypatch: pytest.MonkeyPatch, status: int, body: bytes, words: str
) -> None:
    monkeypatch.setenv("JUNCTION_MANAGEMENT_URL", serve(status, body))
    monkeypatch.setenv("JUNCTION_LIVE_CHECKS", "off")

    up = stack.up(preferences(), fails=True)

    assert said_in_one_line(up, words)
    assert "hello" not in up.text
    assert list(stack.resources()) == []


def test_an_outage_leaves_state_alone(
    stack: EngineStack, emulator: ThreadedEmulator, serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only an answer may say that preferences are gone."""
    stack.up(preferences())
    monkeypatch.setenv("JUNCTION_MANAGEMENT_URL", serve(404, b"{}"))

    assert said_in_one_line(stack.refresh(fails=True), "404")

    assert list(stack.resources()) == ["acme"]


def test_all_problems_are_shown_at_once_each_on_its_line_under_the_resource(
    stack: EngineStack, emulator: ThreadedEmulator
) -> None:
    wrong = {
        "our": 120,
        "garmin": {"default": 120.5},
        "strava": {"resource_overrides": {"sleep": 10}},
        "whoop": 30,
        "polar": 10,
        "peloton": {"default": 999, "resource_overrides": {"sleeb": True}},
    }
    preview = stack.preview(preferences(team_ids=["acme", ACME, ACME.upper()], providers=wrong), fails=True)

    expected = [
        "team_ids[0]: must be the UUID of a team",
        "team_ids[2]: is the same team as team_ids[1]",
        "providers.our: ",
        "providers.garmin.default: must be a whole number of days, at least 1, not 120.5",
        "providers.strava.default: is required",
        "providers.whoop: whoop is retired; declare whoop_v2 instead",
        "providers.polar: Polar cannot be configured",
        "providers.peloton.default: 999 days is more than the 365",
        "providers.peloton.resource_overrides.sleeb: ",
    ]
    assert [line for line in expected if not any(line in error for error in preview.errors)] == []
    assert all("\n" not in error for error in preview.errors)
    assert {message.name for message in preview.messages if message.severity == "error"} == {"acme"}
    assert emulator.requests == []


def test_more_days_than_the_service_allows_fail_the_preview_with_the_number(
    stack: EngineStack, emulator: ThreadedEmulator
) -> None:
    emulator.options.limits = {"oura": 200}

    preview = stack.preview(preferences(providers={"oura": 300, "garmin": 60}), fails=True)

    assert said_in_one_line(preview, "providers.oura.default: ", "200 days", ACME)


def test_what_was_applied_before_the_limit_fell_still_previews(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    stack.up(preferences(providers={"oura": 300, "garmin": 60}))
    emulator.options.limits = {"oura": 200}

    assert stack.up(preferences(providers={"oura": 300, "garmin": 70})).changes == {"update": 1}
    assert emulator.get("production", "us", ACME)["garmin"] == {"default": 70}


def test_two_resources_that_claim_the_same_pair_are_an_error_that_names_both(
    stack: EngineStack, emulator: ThreadedEmulator
) -> None:
    one = preferences("one", team_ids=[ACME, BETA], providers={"oura": 100})
    two = preferences("two", team_ids=[BETA], providers={"oura": 200, "garmin": 60})

    preview = stack.preview(together(one, two), fails=True)

    (error,) = preview.errors
    assert f"oura of team {BETA} is declared by " in error
    assert " one " in error
    assert " two;" in error or " two " in error
    assert emulator.writes == []


def test_resources_that_share_a_team_but_no_provider_are_fine(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    one = preferences("one", providers={"oura": 100})
    two = preferences("two", providers={"garmin": 60})

    assert stack.up(together(one, two)).changes == {"create": 2}
    assert stack.up(one).changes == {"same": 1, "delete": 1}
    assert emulator.get("production", "us", ACME) == days(oura=100)


def test_the_same_pair_in_two_places_is_fine(stack: EngineStack, emulator: ThreadedEmulator) -> None:
    program = together(preferences("one", region="us"), preferences("two", region="eu"))

    assert stack.up(program).changes == {"create": 2}
    assert stack.up(nothing).changes == {"delete": 2}
