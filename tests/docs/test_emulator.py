"""What docs/cli.md shows of the emulator's historical pulls works as it is written."""

import itertools
import json
import shlex
from collections.abc import Iterator

import httpx

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.markdown import Page
from tests.support.repository import ROOT

SECTION = Page(ROOT / "docs" / "cli.md").section("Historical pulls")
DOCUMENTED = "http://127.0.0.1:8642"


def curls() -> Iterator[httpx.Request]:
    """The commands of the section, as requests."""
    typed = "\n".join(fence.text for fence in SECTION.fences() if fence.language == "sh")
    for line in typed.replace("\\\n", " ").splitlines():
        words = shlex.split(line)
        if words[:1] == ["curl"]:
            options = dict(pair for pair in itertools.pairwise(words) if pair[0] in ("-X", "-d"))
            headers = [words[place + 1].split(": ") for place, word in enumerate(words) if word == "-H"]
            (url,) = [word for word in words if word.startswith(DOCUMENTED)]
            yield httpx.Request(
                options.get("-X", "GET"), url, headers=[(name, to) for name, to in headers], content=options.get("-d")
            )


def test_the_commands_pull_the_first_users_history_again() -> None:
    with ThreadedEmulator(users=20) as junction, httpx.Client(trust_env=False) as http:
        trigger, operations, users = (
            http.request(
                one.method, str(one.url).replace(DOCUMENTED, junction.url), headers=one.headers, content=one.content
            )
            for one in curls()
        )

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
