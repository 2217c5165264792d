"""What docs/cli.md shows of the emulator's historical pulls and connections works as it is written."""

import itertools
import json
import re
import shlex
from collections.abc import Iterator

import httpx

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.markdown import Page
from tests.support.repository import ROOT

SECTION = Page(ROOT / "docs" / "cli.md").section("Historical pulls")
MOVING = Page(ROOT / "docs" / "cli.md").section("Moving connections")
DOCUMENTED = "http://127.0.0.1:8642"


def curls(section: Page) -> Iterator[httpx.Request]:
    """The commands of the section, as requests."""
    typed = "\n".join(fence.text for fence in section.fences() if fence.language == "sh")
    for command in re.split(r"^(?=curl )", typed.replace("\\\n", " "), flags=re.MULTILINE):
        words = shlex.split(command)
        if words[:1] == ["curl"]:
            options = dict(pair for pair in itertools.pairwise(words) if pair[0] in ("-X", "-d"))
            headers = [words[place + 1].split(": ") for place, word in enumerate(words) if word == "-H"]
            (url,) = [word for word in words if word.startswith(DOCUMENTED)]
            yield httpx.Request(
                options.get("-X", "GET"), url, headers=[(name, to) for name, to in headers], content=options.get("-d")
            )


def answers(section: Page, junction: ThreadedEmulator, http: httpx.Client) -> Iterator[httpx.Response]:
    for one in curls(section):
        url = str(one.url).replace(DOCUMENTED, junction.url)
        yield http.request(one.method, url, headers=one.headers, content=one.content)


def test_the_commands_pull_the_first_users_history_again() -> None:
    with ThreadedEmulator(users=20) as junction, httpx.Client(trust_env=False) as http:
        trigger, operations, users = answers(SECTION, junction, http)

    assert trigger.status_code == 202
    (operation,) = operations.json()["data"]
    assert (operation["provider"], operation["pending"]) == ("garmin", 1)
    (user,) = users.json()["data"]
    assert {one["status"] for one in user["provider"]["garmin"]["pulled"].values()} == {"in_progress"}


def test_the_file_of_teams_is_one_that_the_emulator_reads() -> None:
    (file,) = (json.loads(fence.text) for fence in SECTION.fences() if fence.language == "json")

    with ThreadedEmulator(seed=file) as junction, httpx.Client(base_url=junction.url, trust_env=False) as http:
        key = {"x-vital-api-key": file["teams"][0]["key"]}
        users = http.get("/v2/introspect/historical_pull", headers=key).json()["data"]

    assert [list(user["provider"]) for user in users] == [["oura", "strava"]]


def test_the_commands_pause_export_and_import() -> None:
    with ThreadedEmulator(users=20, page_size=2) as junction, httpx.Client(trust_env=False) as http:
        paused, page, imported = answers(MOVING, junction, http)
        first, second = junction.users[:2]
        shown = [junction.connection(first, provider) for provider in ("oura", "whoop_v2")]

    assert paused.status_code == 200
    assert [one["user_id"] for one in page.json()["data"]] == [first, second]
    assert page.json()["data"][0]["access_token"].startswith("fake-access-")
    assert imported.json() == {"user_ids_imported": [first], "user_ids_failed": []}
    assert [one and one["paused"] for one in shown] == [True, False]
    assert [one and one["access_token"] == "made-up-1" for one in shown] == [False, True]
