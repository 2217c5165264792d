"""Where settings come from: argument, variable, configuration, the stack's name; and what is said without them."""

from collections.abc import Callable

import pytest

from pulumi_junction import TeamDataPullPreferences
from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_programs import ACME, OURA, Later, preferences

NewStack = Callable[[str], EngineStack]
VARIABLES = ("JUNCTION_MANAGEMENT_KEY", "JUNCTION_MANAGEMENT_URL", "JUNCTION_ORG_ID", "JUNCTION_ENV", "JUNCTION_REGION")


@pytest.fixture
def unset(monkeypatch: pytest.MonkeyPatch, emulator: ThreadedEmulator) -> pytest.MonkeyPatch:
    """No variable says anything."""
    for name in VARIABLES:
        monkeypatch.delenv(name)
    return monkeypatch


def everything(emulator: ThreadedEmulator) -> dict[str, str]:
    return {
        "managementKey": emulator.management_key,
        "managementUrl": emulator.url,
        "orgId": emulator.org_id,
        "env": "production",
        "region": "us",
    }


def without(key: str, emulator: ThreadedEmulator) -> dict[str, str]:
    return {name: value for name, value in everything(emulator).items() if name != key}


def test_configuration_alone_is_enough(
    unset: pytest.MonkeyPatch, emulator: ThreadedEmulator, new_stack: NewStack
) -> None:
    stack = new_stack("dev")
    stack.config(**everything(emulator))

    up = stack.up(preferences())
    assert emulator.get("production", "us", ACME) == OURA
    assert stack.refresh().drift == {"same": 1}
    stack.destroy()

    assert emulator.get("production", "us", ACME) == {}
    assert emulator.management_key not in up.text
    assert emulator.management_key not in stack.written()


def test_the_name_of_the_stack_gives_environment_and_region(
    unset: pytest.MonkeyPatch, emulator: ThreadedEmulator, new_stack: NewStack
) -> None:
    stack = new_stack("sandbox-eu")
    config = everything(emulator)
    stack.config(**{key: config[key] for key in ("managementKey", "managementUrl", "orgId")})

    stack.up(preferences())

    assert emulator.get("sandbox", "eu", ACME) == OURA


def test_configuration_wins_over_the_name_of_the_stack(
    unset: pytest.MonkeyPatch, emulator: ThreadedEmulator, new_stack: NewStack
) -> None:
    stack = new_stack("sandbox-eu")
    stack.config(**everything(emulator))

    stack.up(preferences(allow_cross_environment=True))

    assert emulator.get("production", "us", ACME) == OURA


def test_a_variable_wins_over_configuration(
    unset: pytest.MonkeyPatch, emulator: ThreadedEmulator, new_stack: NewStack
) -> None:
    stack = new_stack("dev")
    wrong = {"managementKey": "old", "managementUrl": "http://127.0.0.1:1", "orgId": ACME}
    stack.config(**{**everything(emulator), **wrong})
    unset.setenv("JUNCTION_MANAGEMENT_KEY", emulator.management_key)
    unset.setenv("JUNCTION_MANAGEMENT_URL", emulator.url)
    unset.setenv("JUNCTION_ORG_ID", emulator.org_id)
    unset.setenv("JUNCTION_ENV", "sandbox")
    unset.setenv("JUNCTION_REGION", "eu")

    stack.up(preferences())

    assert emulator.get("sandbox", "eu", ACME) == OURA


def test_an_argument_wins_over_a_variable(
    stack: EngineStack, emulator: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUNCTION_ORG_ID", ACME)

    stack.up(preferences(org_id=emulator.org_id, env="sandbox", region="eu"))

    assert emulator.get("sandbox", "eu", ACME) == OURA


def test_a_rotated_key_in_the_variable_reaches_refresh_and_destroy(
    stack: EngineStack, emulator: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both see the configuration that is stored in state; the variable reaches every provider process."""
    stack.up(preferences())
    emulator.management_key = "the-new-key"
    stack.refresh(fails=True)

    monkeypatch.setenv("JUNCTION_MANAGEMENT_KEY", "the-new-key")

    assert stack.refresh().drift == {"same": 1}
    assert stack.destroy().changes == {"delete": 1}


def test_a_rotated_key_in_configuration_reaches_refresh_when_the_program_runs(
    unset: pytest.MonkeyPatch, emulator: ThreadedEmulator, new_stack: NewStack
) -> None:
    stack = new_stack("dev")
    stack.config(**everything(emulator))
    stack.up(preferences())
    emulator.management_key = "the-new-key"
    stack.config(managementKey="the-new-key")

    assert stack.refresh(run_program=True).drift == {"same": 1}


@pytest.mark.parametrize(
    ("missing", "places"),
    [
        ("orgId", ["org_id=", "JUNCTION_ORG_ID", "`pulumi config set junction:orgId "]),
        ("env", ["env=", "JUNCTION_ENV", "`pulumi config set junction:env ", "stack named <env>-<region>"]),
        ("region", ["region=", "JUNCTION_REGION", "`pulumi config set junction:region ", "stack named <env>-<region>"]),
    ],
)
def test_a_place_that_is_missing_is_one_line_with_every_way_to_set_it(
    unset: pytest.MonkeyPatch, emulator: ThreadedEmulator, new_stack: NewStack, missing: str, places: list[str]
) -> None:
    stack = new_stack("dev")
    stack.config(**without(missing, emulator))

    preview = stack.preview(preferences(), fails=True)

    line = preview.errors[0]
    assert line.startswith("acme: ")
    assert "\n" not in line
    assert [place for place in places if place not in line] == []
    assert "Traceback" not in preview.text


def test_a_key_that_is_missing_stops_up_in_one_line_with_every_way_to_set_it(
    unset: pytest.MonkeyPatch, emulator: ThreadedEmulator, new_stack: NewStack
) -> None:
    stack = new_stack("dev")
    stack.config(**without("managementKey", emulator))

    assert stack.preview(preferences()).changes == {"create": 1}, "a preview needs no key"
    up = stack.up(preferences(), fails=True)

    (line,) = up.errors
    assert "no management key" in line
    assert "JUNCTION_MANAGEMENT_KEY" in line
    assert "`pulumi config set --secret junction:managementKey`" in line
    assert "\n" not in line
    assert "Traceback" not in up.text
    assert emulator.requests == []


@pytest.mark.parametrize("prefix", ["pk_us_", "sk_eu_"])
def test_a_team_key_in_place_of_the_management_key_is_said(
    stack: EngineStack, emulator: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch, prefix: str
) -> None:
    monkeypatch.setenv("JUNCTION_MANAGEMENT_KEY", f"{prefix}0123456789")

    up = stack.up(preferences(), fails=True)

    (line,) = up.errors
    assert "is a team API key" in line
    assert "0123456789" not in up.text
    assert emulator.requests == []


@pytest.mark.parametrize("url", ["http://192.0.2.1", "https://user@junction.example", "ftp://127.0.0.1", "junction"])
def test_an_unsafe_url_is_refused_before_the_key_leaves(
    stack: EngineStack, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("JUNCTION_MANAGEMENT_URL", url)

    up = stack.up(preferences(), fails=True)

    (line,) = up.errors
    assert "the management URL" in line
    assert "JUNCTION_MANAGEMENT_URL" in line


def test_live_checks_can_be_turned_off(
    stack: EngineStack, emulator: ThreadedEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUNCTION_LIVE_CHECKS", "off")

    stack.preview(preferences())

    assert emulator.requests == []


@pytest.mark.parametrize("by", ["argument", "variable"])
def test_a_stack_named_for_one_place_refuses_another(
    emulator: ThreadedEmulator, new_stack: NewStack, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    monkeypatch.setenv("JUNCTION_ENV", "sandbox" if by == "variable" else "production")
    monkeypatch.setenv("JUNCTION_REGION", "eu")
    stack = new_stack("production-eu")

    program = preferences(env="sandbox") if by == "argument" else preferences()
    preview = stack.preview(program, fails=True)

    line = preview.errors[0]
    assert "the stack production-eu declares preferences for sandbox-eu" in line
    assert "allow_cross_environment=True" in line
    assert "Traceback" not in preview.text
    assert emulator.requests == []


def test_another_place_that_turns_out_late_is_refused_as_well(emulator: ThreadedEmulator, new_stack: NewStack) -> None:
    stack = new_stack("production-us")

    def program() -> None:
        TeamDataPullPreferences("acme", team_ids=[ACME], providers=OURA, region=Later("region", "eu").answer)

    stack.preview(program)
    up = stack.up(program, fails=True)

    (line,) = up.errors
    assert "the stack production-us declares preferences for production-eu" in line
    assert "Traceback" not in up.text
    assert emulator.writes == []


def test_whoever_insists_may_declare_another_place(emulator: ThreadedEmulator, new_stack: NewStack) -> None:
    stack = new_stack("production-eu")

    stack.up(preferences(env="sandbox", region="eu", allow_cross_environment=True))

    assert emulator.get("sandbox", "eu", ACME) == OURA
