"""What the pretend Junction does where the documents are silent. Each option may change while it runs."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from pulumi_junction.emulator.defaults import LIMIT_DAYS

Post = Literal["merge", "replace", "deep"]
Unset = Literal["defaults", "absent"]
Echo = Literal["full", "sent"]


class Options(BaseModel):
    """A value that is not allowed is refused on assignment as well, so a typo in a test cannot pass."""

    model_config = ConfigDict(extra="forbid", validate_assignment=True)

    post: Post = "merge"
    """What a POST does to what a team already has: `merge` replaces each provider it names whole and keeps
    the others, `replace` keeps nothing, `deep` keeps resource overrides it does not name as well."""

    unset: Unset = "defaults"
    """Whether answers show providers (and asked-for teams) that were never set, with Junction's defaults."""

    echo: Echo = "full"
    """What the answer to a POST shows of each team: all of its providers, or only those in the body."""

    page_size: Annotated[int, Field(ge=1)] | None = None
    """Most teams in one page of a GET, however many the client allows. None: what the client allows."""

    latency_ms: Annotated[int, Field(ge=0)] = 0
    """Wait before each request is looked at, in milliseconds."""

    limits: dict[str, int] = {}
    """Days per provider (`oura`) or per provider and resource (`oura.sleep`) where they are not 365."""

    def limit(self, slug: str, resource: str | None = None) -> int:
        """Most days the service keeps; a resource without its own limit has its provider's."""
        of_provider = self.limits.get(slug, LIMIT_DAYS)
        return self.limits.get(f"{slug}.{resource}", of_provider) if resource else of_provider
