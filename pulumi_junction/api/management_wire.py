"""The answers of the management API, read tolerantly: unknown members are ignored, what may be absent may be null.

Fields as in the service's public OpenAPI document (Org Management 0.1.0).
"""

from uuid import UUID

from pydantic import BaseModel

from pulumi_junction.core.values import Days, LiveProvider, Preferences, Slug, Team


class Amount(BaseModel):
    """`DefaultConfigurationWithLimit` and `SingleResourceOverrideWithLimit`."""

    historical_days_to_pull: int
    historical_days_to_pull_limit: int | None = None

    def days(self) -> Days:
        """Translate for the core."""
        return Days(self.historical_days_to_pull, self.historical_days_to_pull_limit)


class Provider(BaseModel):
    """`SingleProviderDataPullPreferencesWithLimit`."""

    default: Amount
    resource_overrides: dict[str, Amount | None] | None = None

    def live(self) -> LiveProvider:
        """Translate for the core."""
        overrides = {name: amount.days() for name, amount in (self.resource_overrides or {}).items() if amount}
        return LiveProvider(self.default.days(), overrides)


class TeamPreferences(BaseModel):
    """`TeamDataPullPreferencesWithLimit`."""

    team_id: UUID
    providers: dict[str, Provider | None] | None = None


class Page(BaseModel):
    """`TeamDataPullPreferencesResponse`: a page of a GET, or the answer to a POST."""

    data_pull_preferences: list[TeamPreferences]
    next_cursor: str | None = None

    def live(self) -> dict[Team, dict[Slug, LiveProvider]]:
        """Translate for the core."""
        live: dict[Team, dict[Slug, LiveProvider]] = {}
        for team in self.data_pull_preferences:
            shown = {slug: provider.live() for slug, provider in (team.providers or {}).items() if provider}
            live.setdefault(str(team.team_id), {}).update(shown)
        return live


def upsert_body(teams: tuple[Team, ...], providers: Preferences) -> dict[str, object]:
    """Make an `UpsertTeamDataPullPreferencesBody`."""
    return {
        "team_ids": list(teams),
        "providers": {
            slug: {
                "default": {"historical_days_to_pull": want.default},
                "resource_overrides": {
                    name: {"historical_days_to_pull": days} for name, days in sorted(want.resource_overrides.items())
                },
            }
            for slug, want in sorted(providers.items())
        },
    }
