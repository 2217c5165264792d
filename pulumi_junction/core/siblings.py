"""What a POST may sweep away: what a team has and the POST does not name."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from pulumi_junction.core.catalogue import Catalogue
from pulumi_junction.core.values import Live, LiveProvider, Preferences, ProviderPreference, Slug, Team


@dataclass(frozen=True, slots=True)
class Siblings:
    """The neighbours of what is sent, as they were read just before."""

    bodies: Mapping[Team, Preferences]
    """What is sent to each team."""

    before: Live
    declared: AbstractSet[tuple[Team, Slug]]
    """What the next run would set again, were it lost."""

    catalogue: Catalogue

    def of(self, team: Team) -> dict[Slug, ProviderPreference]:
        """Return the settings beside what is sent. A documented default is none: it comes back by itself."""
        return {
            slug: live.preference()
            for slug, live in self.before.get(team, {}).items()
            if slug not in self.bodies[team]
            and ((team, slug) in self.declared or not self.catalogue.is_default(slug, live.preference()))
        }

    def undeclared(self, team: Team) -> dict[Slug, ProviderPreference]:
        """Return those that would be lost for good."""
        return {slug: one for slug, one in self.of(team).items() if (team, slug) not in self.declared}

    def are_conclusive(self, team: Team) -> bool:
        """Tell whether some are settings for sure: only that those survive a POST shows that it merges.

        Where the documents give no default, the value that is shown may be the default, which survives anything.
        """
        for slug, kept in self.of(team).items():
            default = self.catalogue.default_of(slug)
            if kept.resource_overrides or (default is not None and kept != default):
                return True
        return False

    def are_lost(self, team: Team, shown: Mapping[Slug, LiveProvider]) -> bool:
        """Tell whether one is gone or back at its default; any other value is somebody else's edit."""
        return any(
            slug not in shown or (shown[slug].preference() != kept and self._may_be_default(slug, shown[slug]))
            for slug, kept in self.of(team).items()
        )

    def _may_be_default(self, slug: Slug, live: LiveProvider) -> bool:
        default = self.catalogue.default_of(slug)
        return not live.resource_overrides and default in (None, live.preference())
