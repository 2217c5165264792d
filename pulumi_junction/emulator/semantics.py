"""What a POST leaves behind, for each of the meanings it may have."""

from collections.abc import Callable, Mapping

from pulumi_junction.emulator.options import Options, Post
from pulumi_junction.emulator.store import Preference, Preferences
from pulumi_junction.emulator.wire import SingleProviderDataPullPreferences


def accepted(slug: str, wanted: SingleProviderDataPullPreferences, options: Options) -> Preference:
    """What is kept of what is asked: `Options.limits` and `Options.clamps`."""
    default = options.kept(wanted.default.historical_days_to_pull, slug)
    overrides = {
        str(resource): options.kept(override.historical_days_to_pull, slug, resource)
        for resource, override in (wanted.resource_overrides or {}).items()
    }
    return Preference(default, overrides)


def merge(had: Preferences, sent: Preferences) -> Preferences:
    """A provider in the body replaces what the team had for it, overrides included; others stay."""
    return {**had, **sent}


def replace(_had: Preferences, sent: Preferences) -> Preferences:
    """The body is all that is left: providers it does not name are reset."""
    return dict(sent)


def deep(had: Preferences, sent: Preferences) -> Preferences:
    """As `merge`, and overrides that the body does not name stay as well."""
    nothing = Preference(0)
    return had | {
        slug: Preference(new.default, {**had.get(slug, nothing).overrides, **new.overrides})
        for slug, new in sent.items()
    }


SEMANTICS: Mapping[Post, Callable[[Preferences, Preferences], Preferences]] = {
    "merge": merge,
    "replace": replace,
    "deep": deep,
}
