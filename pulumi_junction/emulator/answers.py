"""What is set, together with defaults and limits, as an answer shows it."""

from collections.abc import Collection
from typing import get_args
from uuid import UUID

from pulumi_junction.emulator import wire
from pulumi_junction.emulator.defaults import default_days
from pulumi_junction.emulator.options import Options
from pulumi_junction.emulator.store import Preference, Preferences


def team_answer(
    team: str, stored: Preferences, slugs: Collection[str], options: Options
) -> wire.TeamDataPullPreferencesWithLimit:
    """One team with those of its providers that are in *slugs*, in the order of the document."""
    providers = {
        slug: _provider_answer(slug, stored.get(slug) or _default(slug, options), options)
        for slug in get_args(wire.Provider)
        if slug in slugs and (slug in stored or options.unset == "defaults")
    }
    return wire.TeamDataPullPreferencesWithLimit(team_id=UUID(team), providers=providers)


def _default(slug: str, options: Options) -> Preference:
    return Preference(min(default_days(slug), options.limit(slug)))


def _provider_answer(
    slug: str, preference: Preference, options: Options
) -> wire.SingleProviderDataPullPreferencesWithLimit:
    overrides = {
        resource: wire.SingleResourceOverrideWithLimit(
            historical_days_to_pull=days, historical_days_to_pull_limit=options.limit(slug, resource)
        )
        for resource, days in preference.overrides.items()
    }
    return wire.SingleProviderDataPullPreferencesWithLimit(
        default=wire.DefaultConfigurationWithLimit(
            historical_days_to_pull=preference.default, historical_days_to_pull_limit=options.limit(slug)
        ),
        resource_overrides=overrides or None,
    )
