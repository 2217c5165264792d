"""What a reviewer should know: warnings at preview, under the resource."""

from typing import Any

import pytest

from pulumi_junction.emulator.server import ThreadedEmulator
from tests.support.engine import EngineStack
from tests.support.engine_programs import preferences, urn

FITBIT = {"fitbit": {"default": 60, "resource_overrides": {"activity": 90}}}


@pytest.mark.parametrize(
    ("providers", "more", "path", "words"),
    [
        pytest.param(
            FITBIT, {}, "providers.fitbit.resource_overrides.activity", "always pulls 14 days", id="a fixed resource"
        ),
        pytest.param(
            {"oura": {"default": 90, "resource_overrides": {"sleep": 90}}},
            {},
            "providers.oura.resource_overrides.sleep",
            "what the default says already",
            id="an override that is the default",
        ),
        pytest.param({"my_ring": 90}, {"lenient": True}, "providers.my_ring", "is not a data provider", id="lenient"),
    ],
)
def test_a_doubt_is_a_warning_at_preview_that_names_resource_path_and_reason(
    stack: EngineStack,
    emulator: ThreadedEmulator,
    providers: dict[str, Any],
    more: dict[str, Any],
    path: str,
    words: str,
) -> None:
    preview = stack.preview(preferences(providers=providers, **more))

    (warning,) = preview.warnings
    assert warning.urn == urn("acme")
    assert warning.text.startswith(f"acme: {path}: ")
    assert words in warning.text
    assert "\n" not in warning.text
    assert preview.changes == {"create": 1}


def test_a_warning_stands_under_the_resource_in_the_text(stack: EngineStack) -> None:
    preview = stack.preview(preferences(providers=FITBIT))

    _, _, diagnostics = preview.stdout.partition("Diagnostics:\n")
    header, line, *_ = diagnostics.splitlines()
    assert header == "  pulumi-python:dynamic/junction:TeamDataPullPreferences (acme):"
    assert line.startswith("    warning: acme: providers.fitbit.resource_overrides.activity: ")


def test_a_warning_is_readable_beside_a_diff(stack: EngineStack) -> None:
    """`--diff` prints messages without the resource's name above them."""
    preview = stack.preview(preferences(providers=FITBIT), diff=True)

    assert "warning: acme: providers.fitbit.resource_overrides.activity: " in preview.text


def test_a_warning_comes_again_as_long_as_its_reason_stands(stack: EngineStack) -> None:
    stack.up(preferences(providers=FITBIT))

    again = stack.preview()

    assert again.changes == {"same": 1}
    assert len(again.warnings) == 1


def test_a_refresh_warns_of_nothing(stack: EngineStack) -> None:
    """Warnings are about what a program says, and a refresh asks no program."""
    stack.up(preferences(providers=FITBIT))

    assert stack.refresh().warnings == []


def test_lenient_declarations_of_known_providers_are_applied_with_a_warning(
    stack: EngineStack, emulator: ThreadedEmulator
) -> None:
    """The service has the last word: it may take what the catalogue does not know yet."""
    providers = {"polar": 10}

    up = stack.up(preferences(providers=providers, lenient=True))

    assert ["Polar cannot be configured" in warning.text for warning in up.warnings] == [True]
    assert up.changes == {"create": 1}
