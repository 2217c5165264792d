"""How many days a pull that begins now goes back."""

from pulumi_junction.emulator.defaults import FIXED_DAYS, LISTED_DAYS, UNLISTED_DAYS
from pulumi_junction.emulator.options import Options
from pulumi_junction.emulator.store import Preference, Preferences


def days_to_pull(preferences: Preferences, provider: str, resource: str, options: Options) -> int:
    """The override or default that is set, else Junction's default, and never more than the limit.

    A clamp of the resource is kept also where nothing is set for it.
    """
    if resource in FIXED_DAYS.get(provider, ()):
        return FIXED_DAYS[provider][resource]
    set_ = preferences.get(provider) or Preference(LISTED_DAYS.get(provider, UNLISTED_DAYS))
    asked = set_.overrides.get(resource, options.kept(set_.default, provider))
    return options.kept(asked, provider, resource)
