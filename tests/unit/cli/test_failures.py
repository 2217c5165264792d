"""Whatever goes wrong: one line on stderr, a stable exit status, and no key."""

import errno
import re

import pytest
import typer
from typer.testing import CliRunner

from pulumi_junction.cli import main
from pulumi_junction.cli.failures import Commands, UsageProblem, printable
from pulumi_junction.emulator.state import Emulator
from pulumi_junction.errors import JunctionError
from tests.unit.cli.conftest import KEY, Run

ACME = "3aac0000-0000-4000-8000-00000000000a"
COMMANDS = (["show"], ["show", "--json"], ["export"], ["export", "--format", "config"], ["export", "--json"])


def ends(problem: BaseException) -> tuple[int, str, str]:
    app = typer.Typer(cls=Commands)
    app.callback()(lambda: None)

    @app.command()
    def command() -> None:
        raise problem

    ended = CliRunner().invoke(app, ["command"])
    return ended.exit_code, ended.stdout, ended.stderr


def test_our_own_problems_are_one_line_and_status_1() -> None:
    assert ends(JunctionError("it broke.", "Mend it.")) == (1, "", "pulumi-junction: it broke. Mend it.\n")


def test_a_wrong_option_is_status_2() -> None:
    assert ends(UsageProblem("no such thing.")) == (2, "", "pulumi-junction: no such thing.\n")


def test_a_full_disk_is_one_line() -> None:
    refused = OSError(errno.ENOSPC, "No space left on device")

    assert ends(refused) == (1, "", "pulumi-junction: the system refused: No space left on device.\n")


def test_a_reader_that_has_seen_enough_is_no_failure_to_speak_of() -> None:
    assert ends(BrokenPipeError(errno.EPIPE, "Broken pipe")) == (1, "", "")


def test_a_message_stays_one_line_whatever_it_quotes() -> None:
    status, _, line = ends(JunctionError("it\nsays \x1b[31mred\x1b[0m."))

    assert (status, line) == (1, "pulumi-junction: it\\nsays \\x1b[31mred\\x1b[0m.\n")


@pytest.mark.parametrize("text", ["", "Acme Care", "Überlingen", "東京", "a'b\"c|d`e"])
def test_what_can_be_shown_is_shown_as_it_is(text: str) -> None:
    assert printable(text) == text


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("GET 401", "refused the management key (401)"),
        ("GET 403", "does not allow this with the management key (403)"),
        ("GET 404", "knows no such organisation (404)"),
        ("GET 429", "asks for fewer requests (429)"),
        ("GET 503", "has a problem of its own (503)"),
        ("GET garble", "is not what the API documents"),
        ("GET html", "is not what the API documents"),
        ("GET shape", "is not what the API documents"),
        ("GET redirect", "answered 307"),
        ("GET loop", "pages"),
    ],
)
def test_a_service_that_cannot_answer_is_one_line(
    arguments: list[str], fault: str, words: str, junction: Emulator, run: Run
) -> None:
    junction.fail(fault)
    junction.options.page_size = 1
    junction.set("sandbox", "us", ACME, "oura", 7)
    junction.set("sandbox", "us", "7c1e0000-0000-4000-8000-00000000000b", "oura", 7)

    ended = run(*arguments, status=1)

    *waits, last = ended.stderr.splitlines()
    assert ended.stdout == ""
    assert last.startswith("pulumi-junction: ")
    assert words in last
    assert [line for line in waits if "; waiting " not in line] == []
    assert KEY not in ended.stderr


def test_waits_are_said_on_stderr_and_the_answer_is_whole(junction: Emulator, run: Run) -> None:
    junction.set("sandbox", "us", ACME, "oura", 7)
    whole = run("show", "--json")
    junction.fail("GET#1 503 retry-after=3")

    ended = run("show", "--json")

    assert ended.stdout == whole.stdout
    assert ended.stderr == "pulumi-junction: answer 503; waiting 3.0 s before attempt 2 of 6\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["show", "--team", "acme"], "--team must be the UUID of a team"),
        (["show", "--provider", "garmn"], "--provider garmn is not a data provider that Junction lists; did you mean"),
        (["show", "--env", "staging"], "the environment (from --env) must be production or sandbox"),
        (["show", "--region", "uk"], "the region (from --region) must be us or eu"),
        (["show", "--org-id", "acme"], "the organisation (from --org-id) must be the UUID"),
        (["show", "--stack", "a b"], "--stack is not the name of a stack"),
        (["export", "--json", "--format", "config"], "--json and --format exclude each other"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_option_is_one_line_and_nothing_is_asked(
    arguments: list[str], words: str, junction: Emulator, run: Run
) -> None:
    ended = run(*arguments, status=2)

    assert ended.stderr.startswith(f"pulumi-junction: {words}")
    assert len(ended.stderr.splitlines()) == 1
    assert junction.requests == []


def test_a_bug_is_one_line_that_says_where(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise KeyError(KEY)

    monkeypatch.setattr("pulumi_junction.cli.app.app", broken)

    with pytest.raises(SystemExit) as ended:
        main()

    assert re.fullmatch(
        r"pulumi-junction: a bug \(KeyError in test_failures\.py:\d+\); please report this line to its authors\.",
        str(ended.value.code),
    )


@pytest.mark.parametrize("name", ["typer", "rich", "jinja2", "yaml"])
def test_what_the_extra_brings_and_is_missing_names_the_extra(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ModuleNotFoundError(name=name)

    monkeypatch.setattr("pulumi_junction.cli.app.app", broken)

    with pytest.raises(SystemExit, match=r"^pulumi-junction: the command line needs an extra: pip install"):
        main()
