"""What is set, together with defaults and limits, as an answer shows it."""

from collections.abc import Collection
from typing import get_args
from uuid import UUID

from pulumi_junction.emulator import wire
from pulumi_junction.emulator.defaults import LISTED_DAYS
from pulumi_junction.emulator.options import Options
from pulumi_junction.emulator.store import Preference, Preferences


def team_answer(
    team: str, stored: Preferences, slugs: Collection[str], options: Options
) -> wire.TeamDataPullPreferencesWithLimit:
    """One team with those of its providers that are in *slugs*, in the order of the document.

    A provider without a documented default is shown once it is set: the emulator makes none up.
    """
    shown = _defaults(options) | stored if options.unset == "defaults" else stored
    providers = {
        slug: _provider_answer(slug, shown[slug], options)
        for slug in get_args(wire.Provider)
        if slug in slugs and slug in shown
    }
    return wire.TeamDataPullPreferencesWithLimit(team_id=UUID(team), providers=providers)


def _defaults(options: Options) -> Preferences:
    return {slug: Preference(min(days, options.limit(slug))) for slug, days in LISTED_DAYS.items()}


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
