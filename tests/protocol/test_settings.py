"""Where a provider process finds its settings: the variable first, then what `Configure` hands over."""

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.protocol.conftest import Start
from tests.protocol.programs import config, declared, in_state, new_team, stored
from tests.support.plugin import CallFailedError, Plugin

MISSING_KEY = (
    "no management key. Set JUNCTION_MANAGEMENT_KEY, or run `pulumi config set --secret junction:managementKey`"
)


def applies(plugin: Plugin, junction: ThreadedEmulator) -> bool:
    """Whether a create reaches the service with the key that it knows."""
    team = new_team()
    plugin.create(plugin.check({}, declared(junction, [team], {"oura": 120})).inputs)
    return stored(junction, team) == {"oura": {"default": 120}}


def test_the_stacks_configuration_is_enough(start: Start, junction: ThreadedEmulator) -> None:
    assert applies(start(config(junction)), junction)


def test_variables_are_enough(start: Start, junction: ThreadedEmulator) -> None:
    variables = {"JUNCTION_MANAGEMENT_KEY": junction.management_key, "JUNCTION_MANAGEMENT_URL": junction.url}

    assert applies(start({}, variables=variables), junction)


def test_a_variable_wins_for_the_engine_hands_over_stale_configuration_in_a_refresh(
    start: Start, junction: ThreadedEmulator
) -> None:
    variables = {"JUNCTION_MANAGEMENT_KEY": junction.management_key}

    assert applies(start(config(junction, managementKey="rotated-away"), variables=variables), junction)


def test_an_empty_variable_is_none(start: Start, junction: ThreadedEmulator) -> None:
    assert applies(start(config(junction), variables={"JUNCTION_MANAGEMENT_KEY": ""}), junction)


def test_without_a_key_a_preview_goes_on_and_asks_nothing(start: Start, junction: ThreadedEmulator) -> None:
    settings = {"junction:managementUrl": junction.url}

    checked = start(settings).check({}, declared(junction, [new_team()], {"oura": 120}))

    assert checked.failures == []
    assert junction.requests == []


def test_without_a_key_whatever_needs_it_fails_in_one_line(start: Start, junction: ThreadedEmulator) -> None:
    plugin = start({"junction:managementUrl": junction.url})
    inputs = plugin.check({}, declared(junction, [new_team()], {"oura": 120})).inputs
    outputs = in_state(inputs)

    for call in (
        lambda: plugin.create(inputs),
        lambda: plugin.update("sandbox/us/1", outputs, inputs, inputs),
        lambda: plugin.read("sandbox/us/1", outputs, inputs),
        lambda: plugin.delete("sandbox/us/1", outputs, inputs),
    ):
        with pytest.raises(CallFailedError) as caught:
            call()
        assert caught.value.message.startswith(MISSING_KEY)
        assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    ("settings", "line"),
    [
        (
            {"managementKey": "sk_us_abcdef"},
            "the management key is a team API key (pk_… or sk_…), which the management",
        ),
        ({"managementKey": "two words"}, "the management key holds characters that no key has. Set JUNCTION_"),
        ({"managementUrl": "http://junction.example"}, "the management URL must start with https:// (or http://"),
        ({"managementUrl": "https://user:pass@junction.example"}, "the management URL is not a plain https:// URL."),
        ({"managementUrl": "https://[junction"}, "the management URL is not a plain https:// URL."),
    ],
    ids=["team-key", "spaces", "http", "credentials", "broken"],
)
def test_an_unusable_setting_is_named_at_preview_and_not_shown(
    settings: dict[str, str], line: str, start: Start, junction: ThreadedEmulator
) -> None:
    """Better then than half-way through an `up`; with live checks off it is found when it is needed."""
    plugin = start(config(junction, **settings))
    inputs = declared(junction, {new_team(): ""}, {"oura": {"default": 120}})

    for call in (lambda: plugin.check({}, inputs), lambda: plugin.create(inputs)):
        with pytest.raises(CallFailedError) as caught:
            call()
        assert caught.value.clean
        assert caught.value.message.startswith(line)
        assert "\n" not in caught.value.message
        assert not any(secret in caught.value.message for secret in ("abcdef", "two words", "user:pass"))
    assert junction.requests == []


def test_live_checks_can_be_switched_off(start: Start, junction: ThreadedEmulator) -> None:
    plugin = start(config(junction, liveChecks="off"))

    checked = plugin.check({}, declared(junction, [new_team()], {"oura": 120}))

    assert (checked.failures, junction.requests) == ([], [])


def test_the_variable_switches_live_checks_off_too(start: Start, junction: ThreadedEmulator) -> None:
    plugin = start(config(junction, liveChecks="on"), variables={"JUNCTION_LIVE_CHECKS": "off"})

    plugin.check({}, declared(junction, [new_team()], {"oura": 120}))

    assert junction.requests == []


def test_a_setting_for_live_checks_that_means_nothing_is_said(start: Start, junction: ThreadedEmulator) -> None:
    plugin = start(config(junction, liveChecks="perhaps"))

    with pytest.raises(CallFailedError, match=r"^live checks must be on or off\. Set JUNCTION_LIVE_CHECKS, or run "):
        plugin.check({}, declared(junction, [new_team()], {"oura": 120}))
