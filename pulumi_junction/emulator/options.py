"""What the pretend Junction does where the documents are silent. Each option may change while it runs."""

import re
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from pulumi_junction.emulator import wire
from pulumi_junction.emulator.defaults import LIMIT_DAYS
from pulumi_junction.emulator.outcomes import OpStatuses, PullErrors, UserId

Post = Literal["merge", "replace", "deep"]
Unset = Literal["defaults", "absent"]
Echo = Literal["full", "sent"]


def days_of(text: str) -> tuple[str, int]:
    """`oura=90` or `oura.sleep=60` as a name and days; ValueError, in one line, for anything else."""
    name, _, days = text.partition("=")
    if not re.fullmatch(r"[1-9]\d{0,8}", days, re.ASCII):
        raise ValueError(f"{text!r}: write PROVIDER=DAYS or PROVIDER.RESOURCE=DAYS, such as fitbit.activity=14")
    try:
        return _known(name), int(days)
    except ValueError as unknown:
        raise ValueError(f"{text!r}: {unknown}") from None


def _known(name: str) -> str:
    """A misspelt name would do nothing, and nobody would notice."""
    slug, dot, resource = name.partition(".")
    if slug not in get_args(wire.Provider):
        raise ValueError(f"{slug!r} is no provider of the API")
    if dot and resource not in get_args(wire.Resource):
        raise ValueError(f"{resource!r} is no resource of the API")
    return name


DaysByName = dict[Annotated[str, AfterValidator(_known)], Annotated[int, Field(ge=1)]]


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
    """Most teams, operations, users or connections in one page, however many the client allows. None:
    what the client allows, and 100 connections."""

    latency_ms: Annotated[int, Field(ge=0)] = 0
    """Wait before each request is looked at, in milliseconds."""

    limits: DaysByName = {}
    """Days per provider (`oura`) or per provider and resource (`oura.sleep`) where they are not 365. Answers
    show them."""

    clamps: DaysByName = {}
    """Days that are kept whatever a POST asks, of a provider's default (`oura`) or of one resource's override
    (`fitbit.activity`). Nothing in an answer says why."""

    time_scale: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 1
    """How many times faster operations go that are accepted from now on, and tokens are refreshed that connections
    get from now on: with 60 a minute of theirs is a second."""

    pull_errors: PullErrors = {}
    """How pulls end that begin from now on, of a provider (`oura`) or of one resource (`oura.sleep`)."""

    op_statuses: OpStatuses = {}
    """How operations end that are accepted from now on: triggers by provider (`oura`), imports by
    `import:` and provider (`import:oura`); with any other end than `success`, after their first batch."""

    import_failures: set[UserId] = set()
    """Users whose connections cannot be imported, whatever the provider, as long as they are in here."""

    link: bool = True
    """Whether the link endpoints are enabled. By default, says their page, they are not."""

    def limit(self, slug: str, resource: str | None = None) -> int:
        """Most days the service keeps; a resource without its own limit has its provider's."""
        of_provider = self.limits.get(slug, LIMIT_DAYS)
        return self.limits.get(f"{slug}.{resource}", of_provider) if resource else of_provider

    def kept(self, asked: int, slug: str, resource: str | None = None) -> int:
        """Preferences are advisory: the service takes what is asked, and keeps what it likes (undocumented)."""
        name = f"{slug}.{resource}" if resource else slug
        return self.clamps.get(name, min(asked, self.limit(slug, resource)))
