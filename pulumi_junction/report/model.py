"""What a report says, before it is Markdown, JSON or HTML. Days are whole days; None is what nobody tells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pulumi_junction.core.identity import Scope
from pulumi_junction.core.values import Slug, Team
from pulumi_junction.report.preview import Message, Violation
from pulumi_junction.report.window import Window

CREATE, UPDATE, RESET, RESTORE = OPS = ("create", "update", "reset", "restore")
"""What becomes of a preference: declared for the first time, set otherwise, put back to Junction's default, or to
what was adopted."""

DRIFT = "drift"


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose days they are: one number of one team, data provider and resource."""

    name: str
    """The Pulumi resource."""

    scope: Scope
    team: Team
    label: str
    slug: Slug
    resource: str
    """`default`, or the resource of an override."""

    @property
    def pair(self) -> tuple[Scope, Team, Slug]:
        """The preference it is part of: a team with a data provider."""
        return self.scope, self.team, self.slug

    @property
    def in_production(self) -> bool:
        """Whether it is about production."""
        return self.scope.env == "production"


@dataclass(frozen=True, slots=True)
class Change(Whose):
    """One number of days that `pulumi up` would change."""

    op: str
    now: int | None
    """None: the preview did not read it."""

    after: int | None
    """None: Junction's default, which is undocumented."""

    limit: int | None

    @property
    def lowered(self) -> bool:
        """Whether less will be pulled than now."""
        return self.now is not None and self.after is not None and self.after < self.now

    @property
    def loses(self) -> bool:
        """Whether a reviewer has to look twice: a reset, or fewer days."""
        return self.op == RESET or self.lowered

    @property
    def raised(self) -> bool:
        """Whether more may be pulled than now."""
        return self.after is not None and (self.now is None or self.after > self.now)


@dataclass(frozen=True, slots=True)
class Drift(Whose):
    """One number of days that somebody has changed at Junction since the last apply."""

    applied: int | None
    live: int | None
    """None: Junction shows nothing there."""

    after: int | None
    """What the program declares; None where it no longer does."""


@dataclass(frozen=True, slots=True)
class Rename:
    """A resource that is created while another one of the same teams is deleted: a rename without an alias."""

    old: str
    new: str
    alias: str
    """What to add to the new one's options."""


@dataclass(frozen=True, slots=True)
class Touched:
    """A resource to which something happens that no table shows."""

    name: str
    op: str
    """The engine's word for it; `drift` where somebody has changed it; an option that is taken away or added."""


@dataclass(frozen=True, slots=True)
class Pulls:
    """What a `HistoricalPullTrigger` would do."""

    name: str
    env: str
    slug: Slug
    """Empty where it is not known before the apply."""

    users: int | None
    """How many are triggered; 0 where it is removed, or only users are. None: a secret, or not known yet."""

    again: bool
    """Whether all users are, as what triggers it changes."""

    sure: bool
    """False where what triggers it is not known before the apply, and may turn out to be the same."""

    seconds: int | None
    """How long Junction takes at least until it starts the last one."""


@dataclass(frozen=True, slots=True)
class Place:
    """A team somewhere, changed or not: a cell of the matrix."""

    scope: Scope
    team: Team
    label: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many preferences (teams x data providers)."""

    create: int = 0
    update: int = 0
    reset: int = 0
    restore: int = 0
    lowered: int = 0
    drift: int = 0

    @property
    def changes(self) -> int:
        """Everything that `pulumi up` would do."""
        return self.create + self.update + self.reset + self.restore

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(getattr(self, name) + getattr(other, name) for name in Counts.__slots__))


@dataclass(frozen=True, slots=True)
class Others:
    """Resources that are not ours, by what is done to them."""

    unchanged: int
    changed: Sequence[tuple[str, int]]
    """`("create", 2)`, in the order of the words."""


@dataclass(frozen=True, slots=True)
class StackReport:
    """One stack: what changes, what drifted, what is objected to."""

    name: str
    """As the report calls it."""

    stack: str
    """As Pulumi calls it."""

    project: str
    changes: Sequence[Change]
    drift: Sequence[Drift]
    renames: Sequence[Rename]
    released: Sequence[str]
    """Resources whose preferences stay as they are, though no longer declared."""

    hidden: Sequence[Touched]
    """Resources that change, or have drifted, and whose teams or days are secret or not known yet."""

    without_days: Sequence[Touched]
    """Resources that change, though no days do: labels, or what counts for a deletion."""

    pulls: Sequence[Pulls]
    places: Sequence[Place]
    messages: Sequence[Message]
    violations: Sequence[Violation]
    others: Others
    windows: Sequence[Window]
    counts: Counts
    failed: bool
    read_at: int | None
    gaps: Sequence[str]
    looked: bool
    """Whether drift would have been found everywhere."""

    digest: str
    """Empty where the preview failed."""

    @property
    def quiet(self) -> bool:
        """Whether there is nothing to say about it."""
        said = (self.messages, self.violations, self.gaps, self.failed)
        return not any((self.acts, self.drift, self.hidden, *said))

    @property
    def acts(self) -> bool:
        """Whether `pulumi up` would do anything."""
        ours = (self.changes, self.renames, self.released, self.without_days, self.pulls)
        return any((*ours, self.others.changed)) or any(one.op != DRIFT for one in self.hidden)

    @property
    def production(self) -> bool:
        """Whether it would change anything in production."""
        pulled = any(one.env == "production" and one.users != 0 for one in self.pulls)
        return pulled or any(change.in_production for change in self.changes)


@dataclass(frozen=True, slots=True)
class Report:
    """All stacks of one pull request."""

    stacks: Sequence[StackReport]
    digest: str
    """Empty where a preview failed: nothing was reviewed that could be applied."""

    commit: str = ""

    @property
    def counts(self) -> Counts:
        """All stacks together."""
        return sum((stack.counts for stack in self.stacks), Counts())

    @property
    def read_at(self) -> int | None:
        """When the first of them was read; seconds since 1970."""
        return min((stack.read_at for stack in self.stacks if stack.read_at is not None), default=None)

    @property
    def to_apply(self) -> Sequence[StackReport]:
        """The stacks for which there is a plan that does something."""
        return [stack for stack in self.stacks if stack.acts and not stack.failed]

    @property
    def hides_changes(self) -> bool:
        """Whether something changes that nobody can be shown: it may be anything."""
        return any(one.op != DRIFT for stack in self.stacks for one in stack.hidden)

    def changes(self) -> Iterator[Change]:
        """Of all stacks."""
        for stack in self.stacks:
            yield from stack.changes
