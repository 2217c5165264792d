"""Values and how they are written down: nothing is lost on the way to state and back."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pulumi_junction.core.values import Days, LiveProvider, ProviderPreference, chunks

numbers = st.integers(1, 365)
names = st.sampled_from(["sleep", "activity", "workouts"])
preferences = st.builds(ProviderPreference, numbers, st.dictionaries(names, numbers))
days = st.builds(Days, numbers, st.none() | numbers)
shown = st.builds(LiveProvider, days, st.dictionaries(names, days))


def floats(value: Any) -> Any:
    """As the engine hands over what it has stored."""
    return {key: floats(one) for key, one in value.items()} if isinstance(value, dict) else float(value)


@given(preferences)
def test_a_preference_survives_state(one: ProviderPreference) -> None:
    assert ProviderPreference.of(one.plain()) == one
    assert ProviderPreference.of(floats(one.plain())).plain() == one.plain()


@given(shown)
def test_what_the_service_shows_survives_state(one: LiveProvider) -> None:
    assert LiveProvider.of(one.wire()) == one
    assert LiveProvider.of(floats(one.wire())).wire() == one.wire()


def test_no_overrides_are_written_as_none() -> None:
    assert ProviderPreference(120).plain() == {"default": 120}
    assert LiveProvider(Days(120)).wire() == {"default": {"historical_days_to_pull": 120}}
    assert ProviderPreference.of({"default": 120, "resource_overrides": None}) == ProviderPreference(120)
    assert LiveProvider.of({"default": {"historical_days_to_pull": 1}, "resource_overrides": None}) == LiveProvider(
        Days(1)
    )


@given(preferences, preferences)
def test_equal_preferences_have_equal_keys_in_whatever_order_they_were_written(
    one: ProviderPreference, other: ProviderPreference
) -> None:
    backwards = ProviderPreference(one.default, dict(reversed(list(one.resource_overrides.items()))))

    assert backwards.key() == one.key()
    assert list(backwards.plain().get("resource_overrides", ())) == sorted(one.resource_overrides)
    assert (one.key() == other.key()) == (one == other)


@given(shown, shown)
def test_equal_live_values_have_equal_keys(one: LiveProvider, other: LiveProvider) -> None:
    assert (one.key() == other.key()) == (one == other)


@given(st.lists(st.text()), st.integers(1, 5))
def test_chunks_are_all_of_it_in_order(items: list[str], size: int) -> None:
    pieces = list(chunks(items, size))

    assert [item for piece in pieces for item in piece] == items
    assert all(len(piece) == size for piece in pieces[:-1])
    assert all(1 <= len(piece) <= size for piece in pieces)
