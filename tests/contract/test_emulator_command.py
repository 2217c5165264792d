"""`pulumi-junction emulator`, started as people start it."""

import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from pulumi_junction.emulator.defaults import DEMO_MANAGEMENT_KEY, DEMO_ORG_ID
from pulumi_junction.emulator.faults import GRAMMAR
from tests.contract.faults.talk import raw, to_the_end
from tests.support.emulator_command import PATIENCE, greeting, refused, started, url_in

ORG = "99999999-0000-4000-8000-000000000009"
ACME = "11111111-1111-4111-8111-111111111111"
BETA = "22222222-2222-4222-8222-222222222222"


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_demo_values_serves_and_ends_quietly(stop: signal.Signals) -> None:
    with started() as command:
        lines = greeting(command)
        demo = dict(line.split("=") for line in lines[:-1])
        assert list(demo) == ["JUNCTION_ORG_ID", "JUNCTION_MANAGEMENT_KEY", "JUNCTION_TEAM_API_KEY"]
        answer = httpx.get(
            f"{url_in(lines)}/v1/org/{demo['JUNCTION_ORG_ID']}/team_data_pull_preferences/production/us",
            headers={"X-Management-Key": demo["JUNCTION_MANAGEMENT_KEY"]},
            trust_env=False,
        )

        operations = httpx.get(
            f"{url_in(lines)}/v2/link/bulk_op",
            headers={"x-vital-api-key": demo["JUNCTION_TEAM_API_KEY"]},
            trust_env=False,
        )

        command.send_signal(stop)
        rest, complaints = command.communicate(timeout=PATIENCE)

    assert answer.json() == {"data_pull_preferences": [], "next_cursor": None}
    assert operations.json() == {"data": [], "next_cursor": None}
    assert (rest, complaints, command.returncode) == ("", "", 0)


def test_a_key_of_ones_own_is_used_and_never_printed(tmp_path: Path) -> None:
    options = ["--post", "replace", "--unset", "absent", "--echo", "sent", "--page-size", "1", "--latency", "1"]
    state = ["--state", str(tmp_path / "junction.db")]
    secrets = {
        "JUNCTION_ORG_ID": ORG,
        "JUNCTION_MANAGEMENT_KEY": "a-key-of-ones-own",
        "JUNCTION_TEAM_API_KEY": "another-key-of-ones-own",
    }
    with started(*options, *state, **secrets) as command:
        lines = greeting(command)
        assert len(lines) == 1
        with httpx.Client(headers={"X-Management-Key": "a-key-of-ones-own"}, trust_env=False) as http:
            path = f"{url_in(lines)}/v1/org/{ORG}/team_data_pull_preferences/production/us"
            posted = [http.post(path, json=body(slug)).json() for slug in ("oura", "garmin")]
            page = http.get(path).json()
        command.send_signal(signal.SIGINT)
        _, complaints = command.communicate(timeout=PATIENCE)

    assert complaints == ""
    assert [providers_of(answer) for answer in posted] == [
        {ACME: ["oura"], BETA: ["oura"]},
        {ACME: ["garmin"], BETA: ["garmin"]},
    ]
    assert providers_of(page) == {ACME: ["garmin"]}
    assert page["next_cursor"]
    assert (tmp_path / "junction.db").stat().st_size > 0


def test_faults_limits_and_clamps_are_told_when_it_starts() -> None:
    faults = ["--fail", "POST#1 503 retry-after=7", "--fail", "GET#1 html status=502"]
    days = ["--limit", "oura=90", "--limit", "oura.sleep=60", "--clamp", "fitbit.activity=14", "--clamp", "garmin=30"]
    asked = {"default": {"historical_days_to_pull": 200}}
    overrides = {name: {"historical_days_to_pull": 200} for name in ("sleep", "activity")}
    providers = {"oura": asked | {"resource_overrides": overrides}, "garmin": asked}
    providers["fitbit"] = providers["oura"]
    with started(*faults, *days) as command:
        url = url_in(greeting(command))
        path = f"{url}/v1/org/{DEMO_ORG_ID}/team_data_pull_preferences/production/us"
        with httpx.Client(headers={"X-Management-Key": DEMO_MANAGEMENT_KEY}, trust_env=False) as http:
            refused = [
                http.post(path, json={"team_ids": [ACME], "providers": providers}),
                http.get(path),
            ]
            post = http.post(path, json={"team_ids": [ACME], "providers": providers})
            left = http.get(f"{url}/_emulator/faults").json()

    assert [(answer.status_code, answer.headers.get("retry-after")) for answer in refused] == [(503, "7"), (502, None)]
    assert left == {"faults": []}
    (team,) = post.json()["data_pull_preferences"]
    assert {slug: kept(team["providers"][slug]) for slug in ("oura", "fitbit", "garmin")} == {
        "oura": {"default": (90, 90), "sleep": (60, 60), "activity": (90, 90)},
        "fitbit": {"default": (200, 365), "sleep": (200, 365), "activity": (14, 365)},
        "garmin": {"default": (30, 365)},
    }


def kept(provider: Any) -> dict[str, tuple[int, int]]:
    """Days and limits."""
    shown = {"default": provider["default"], **(provider["resource_overrides"] or {})}
    return {name: (d["historical_days_to_pull"], d["historical_days_to_pull_limit"]) for name, d in shown.items()}


def test_a_request_that_hangs_neither_keeps_it_up_nor_makes_it_complain() -> None:
    with started("--fail", "GET#1 hang") as command:
        url = url_in(greeting(command))
        with raw(url) as hanging:
            key = {"X-Management-Key": DEMO_MANAGEMENT_KEY}
            while httpx.get(f"{url}/_emulator/faults", headers=key, trust_env=False).json()["faults"]:
                assert command.poll() is None
            command.send_signal(signal.SIGTERM)
            rest, complaints = command.communicate(timeout=PATIENCE)
            assert to_the_end(hanging) == b""

    assert (rest, complaints, command.returncode) == ("", "", 0)


def body(slug: str) -> dict[str, Any]:
    return {"team_ids": [ACME, BETA], "providers": {slug: {"default": {"historical_days_to_pull": 7}}}}


def providers_of(answer: Any) -> dict[str, list[str]]:
    return {team["team_id"]: list(team["providers"]) for team in answer["data_pull_preferences"]}


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
def test_it_refuses_to_be_reached_from_elsewhere(host: str) -> None:
    assert refused("--host", host, "--port", "0") == (
        2,
        f"pulumi-junction: {host} is not a loopback address; use 127.0.0.1, ::1 or localhost",
    )


@pytest.mark.parametrize(
    ("option", "text", "reason"),
    [
        ("--fail", "POTS 503", f"'POTS 503': 'POTS' is not METHOD[PATH][#N[-[M]]]; write {GRAMMAR}"),
        ("--limit", "oura", "'oura': write PROVIDER=DAYS or PROVIDER.RESOURCE=DAYS, such as fitbit.activity=14"),
        ("--clamp", "whoop=14", "'whoop=14': 'whoop' is no provider of the API"),
    ],
)
def test_what_an_option_says_that_means_nothing_is_refused_in_one_line(option: str, text: str, reason: str) -> None:
    assert refused("--port", "0", option, text) == (2, f"pulumi-junction: {option} {reason}")


def test_a_port_in_use_is_said_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        status, line = refused("--port", str(port))

    assert status == 1
    assert line.startswith(f"pulumi-junction: cannot listen on 127.0.0.1 port {port}: ")


def test_a_state_file_that_cannot_be_used_is_said_in_one_line(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("not a database, and longer than the header of one\n" * 10)

    for file in (text, tmp_path / "missing" / "junction.db"):
        status, line = refused("--port", "0", "--state", str(file))
        assert status == 1
        assert line.startswith(f"pulumi-junction: cannot keep state in {file}: ")


@pytest.mark.parametrize("missing", ["fastapi", "uvicorn"])
def test_without_its_extra_it_names_the_extra(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, missing, None)

    assert refused() == (1, "pulumi-junction: the emulator needs an extra: pip install 'pulumi-junction[emulator]'")


def test_the_command_line_loads_no_web_server_until_the_emulator_starts() -> None:
    loaded = "import sys, pulumi_junction.cli.app; print({'fastapi', 'uvicorn', 'pydantic'} & set(sys.modules))"

    result = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)

    assert result.stdout == "set()\n"
