"""Settings: where each is looked for, what is refused, and that every message names all places."""

from collections.abc import Callable

import pytest

from pulumi_junction.api import settings
from pulumi_junction.api.patience import Patience
from pulumi_junction.api.settings import SETTINGS, Setting
from pulumi_junction.errors import ConfigError

KEY = "k3y-that-nobody-may-see"


def config(**values: str) -> settings.Config:
    """A stack's configuration, by the part of the key after the colon."""
    return {f"junction:{name}": value for name, value in values.items()}.get


NOTHING = config()


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)
def test_a_setting_is_looked_for_in_a_variable_then_in_config(
    setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = {setting.key: "from config"}.get

    assert setting.find(NOTHING) is None
    assert setting.find(config) == "from config"
    monkeypatch.setenv(setting.variable, "from variable")
    assert setting.find(config) == "from variable"
    assert setting.find(NOTHING) == "from variable"


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)
def test_where_a_setting_was_found_can_be_told(setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    config = {setting.key: "from config"}.get

    assert setting.source(NOTHING) is None
    assert setting.source(config) == setting.key
    monkeypatch.setenv(setting.variable, " ")
    assert setting.source(config) == setting.key
    monkeypatch.setenv(setting.variable, "from variable")
    assert setting.source(config) == setting.variable


@pytest.mark.parametrize("empty", ["", " ", "\n\t"])
def test_an_empty_setting_is_none(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUNCTION_ENV", empty)

    assert settings.ENV.find(NOTHING) is None
    assert settings.ENV.find(config(env=empty)) is None
    assert settings.ENV.find(config(env="sandbox")) == "sandbox"


def test_space_around_a_setting_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUNCTION_MANAGEMENT_KEY", f" {KEY}\n")

    assert settings.management_key(NOTHING) == KEY


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.key)
def test_the_remedy_names_the_variable_and_the_command(setting: Setting) -> None:
    value = f"--secret {setting.key}" if setting.secret else f"{setting.key} {setting.example}"

    assert setting.remedy.startswith(f"Set {setting.variable}, or run `pulumi config set {value}`")
    assert setting.variable.startswith("JUNCTION_")
    assert setting.key.startswith("junction:")


def test_only_of_keys_it_says_that_refresh_and_destroy_see_the_stored_one() -> None:
    about = [setting for setting in SETTINGS if "--run-program" in setting.remedy]

    assert about == [settings.MANAGEMENT_KEY, settings.TEAM_API_KEY, settings.TEAM_API_KEYS]


def said(find: Callable[[settings.Config], object], config: settings.Config) -> str:
    with pytest.raises(ConfigError) as caught:
        find(config)
    text = str(caught.value)
    assert len(text.splitlines()) == 1
    return text


def test_a_missing_key_is_said_with_every_place() -> None:
    assert said(settings.management_key, NOTHING).startswith(
        "no management key. Set JUNCTION_MANAGEMENT_KEY, or run `pulumi config set --secret junction:managementKey`"
    )


@pytest.mark.parametrize("prefix", ["pk_", "sk_"])
def test_a_team_key_in_its_place_is_told_apart_and_not_repeated(prefix: str) -> None:
    text = said(settings.management_key, config(managementKey=f"{prefix}us_{KEY}"))

    assert "is a team API key (pk_… or sk_…), which the management API does not accept" in text
    assert "Set JUNCTION_MANAGEMENT_KEY, or run" in text
    assert KEY not in text


@pytest.mark.parametrize("broken", [f"{KEY}\nX: y", f"{KEY} {KEY}", f"{KEY}\x00", f"{KEY}é", f"“{KEY}”"])
def test_a_key_that_no_header_can_hold_is_refused_and_not_repeated(broken: str) -> None:
    text = said(settings.management_key, config(managementKey=broken))

    assert text.startswith("the management key holds characters that no key has. Set JUNCTION_MANAGEMENT_KEY")
    assert KEY not in text


def test_without_a_url_it_is_junctions_own() -> None:
    assert settings.management_url(NOTHING) == "https://api.management.junction.com"


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("https://junction.example", "https://junction.example"),
        ("https://junction.example/", "https://junction.example"),
        ("https://junction.example:8443/base/", "https://junction.example:8443/base"),
        ("HTTPS://junction.example", "HTTPS://junction.example"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://127.1.2.3", "http://127.1.2.3"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_a_url_is_https_or_leads_to_this_machine(given: str, used: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings.management_url(config(managementUrl=given)) == used
    monkeypatch.setenv("JUNCTION_MANAGEMENT_URL", given)
    assert settings.management_url(config(managementUrl="https://elsewhere.example")) == used


@pytest.mark.parametrize(
    "given",
    [
        "http://junction.example",
        "http://10.0.0.1",
        "http://0.0.0.0:80",
        "http://127.0.0.1.example",
        "http://localhost.example",
        "http://[fe80::1]",
        "//junction.example",
        "ftp://junction.example",
        "file://localhost/etc",
    ],
)
def test_the_key_never_travels_in_the_clear(given: str) -> None:
    text = said(settings.management_url, config(managementUrl=given))

    assert text.startswith("the management URL must start with https:// (")
    assert "Set JUNCTION_MANAGEMENT_URL, or run `pulumi config set junction:managementUrl https://" in text


@pytest.mark.parametrize(
    "given",
    [
        f"https://me:{KEY}@junction.example",
        f"https://{KEY}@junction.example",
        "https://@junction.example",
        f"http://junction.example@{KEY}.example",
        f"https://junction.example?key={KEY}",
        f"https://junction.example#{KEY}",
        f"{KEY}",
        f"junction.example/{KEY}",
        "https://",
        "https:///path",
        "https://[::1",
        "https://junction.example:port",
        "https://junction.example:99999",
        "https://junction.example/a b",
        "https://junction.exam\nple",
        "https://junction.exam\x01ple",
        "https://junction .example",
    ],
)
def test_a_url_that_holds_anything_else_is_refused_and_not_repeated(given: str) -> None:
    text = said(settings.management_url, config(managementUrl=given))

    assert text.startswith("the management URL is not a plain https:// URL. Set JUNCTION_MANAGEMENT_URL, or run")
    assert KEY not in text


@pytest.mark.parametrize(
    ("given", "on"), [("", True), ("on", True), ("ON", True), (" on ", True), ("off", False), ("Off", False)]
)
def test_live_checks_are_on_unless_they_are_off(given: str, on: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings.live_checks(config(liveChecks=given)) is on
    monkeypatch.setenv("JUNCTION_LIVE_CHECKS", "off")
    assert settings.live_checks(config(liveChecks=given)) is False


@pytest.mark.parametrize("given", ["true", "false", "0", "no", KEY])
def test_live_checks_are_nothing_else(given: str) -> None:
    text = said(settings.live_checks, config(liveChecks=given))

    assert text == (
        "live checks must be on or off. Set JUNCTION_LIVE_CHECKS, or run `pulumi config set junction:liveChecks off`."
    )


VARIABLE = "JUNCTION_REQUEST_BUDGET_SECONDS"


def test_a_request_may_take_a_minute_unless_something_else_is_said() -> None:
    assert settings.patience(NOTHING) == Patience(60.0, 6, VARIABLE)


@pytest.mark.parametrize(
    ("given", "seconds"), [("1", 1.0), ("0.5", 0.5), (" 90 ", 90.0), ("007", 7.0), ("3600", 3600.0), ("3600.0", 3600.0)]
)
def test_the_budget_of_a_request_is_seconds(given: str, seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings.patience(config(requestBudgetSeconds=given)).budget == seconds
    monkeypatch.setenv(VARIABLE, given)
    assert settings.patience(config(requestBudgetSeconds="5")).budget == seconds


@pytest.mark.parametrize(
    "given",
    [
        "0",
        "0.0",
        "-1",
        "+1",
        "nan",
        "inf",
        "-inf",
        "1e3",
        "1_000",
        "3600.1",
        "3601",
        "9" * 400,
        "60s",
        "1,5",
        ".5",
        "5.",
    ],
)
def test_anything_else_is_no_budget_as_no_request_may_go_on_for_ever(given: str) -> None:
    assert_no_budget(given)


@pytest.mark.parametrize("given", ["one minute", "٦٠", "true", KEY])
def test_neither_are_words(given: str) -> None:
    assert_no_budget(given)


def assert_no_budget(given: str) -> None:
    assert said(settings.patience, config(requestBudgetSeconds=given)) == (
        "the request budget must be seconds, more than 0 and at most 3600. Set JUNCTION_REQUEST_BUDGET_SECONDS, "
        "or run `pulumi config set junction:requestBudgetSeconds 60`."
    )
