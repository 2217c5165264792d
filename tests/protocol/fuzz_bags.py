"""Property bags nobody should write: a grammar over `random.Random`, so that a number is a case, again and again."""

from collections.abc import Callable
from random import Random
from typing import Any

from pulumi_junction.core import catalogue
from pulumi_junction.core.check import check
from tests.protocol.fuzz_edits import edited
from tests.support.bags import UNKNOWN

Bag = dict[str, Any]

CANARY = "c4nary-that-nobody-may-see"
"""Stands for a secret: the engine hands those over in the clear."""

SECRET_DAYS = 73517351
"""Stands for a number that is a secret; only where the bag says `secret`, as a number is shown otherwise."""

SIGNATURE = "4dabf18193072939515e22adb298388d"
"""The key that makes the SDK take a map for something else: an asset, an archive, a secret, a resource, an output."""

KINDS = {
    "asset": "c44067f5952c0a294b673a41bacd8c17",
    "archive": "0def7320c3a5731c473e5ecbe6d01bc7",
    "secret": "1b47061264138c4ac30d75fd1eb44270",
    "resource": "5cf8f73096256a8f31e491e813e4eb8e",
    "output": "d0e6a833031e9bbcd3f4e8bde6ca49a4",
}

RESERVED = ("__provider", "__defaults", "__internal", "id", "urn", "secret", "deviations", "after_delete", "effective")
PROPERTIES = ("org_id", "env", "region", "teams", "team_ids", "providers", "lenient", "adopt", "on_delete", *RESERVED)
MEMBERS = ("default", "resource_overrides", "historical_days_to_pull", "historical_days_to_pull_limit", "value")
SLUGS = sorted(catalogue.load().providers)
SETTABLE = [slug for slug in SLUGS if not list(check({"providers": {slug: {}}}, catalogue.load()).errors)]
RESOURCES = sorted(catalogue.load().resources)
ODD_KEYS = (
    "",
    " ",
    "\n",
    "a.b",
    "a\r\nb",
    'a"]',
    "0",
    "-1",
    "ключ",
    "🫀",
    "\u202e",
    "\x00",
    "\u2028",
    "x" * 1000,
    UNKNOWN,
)
ODD_TEXTS = (*ODD_KEYS, "120", "-7", "1e3", "true", "null", "production ", "SANDBOX", "\ufeff", "\ud7ff", "{}", "%s%n")
ODD_NUMBERS = (
    SECRET_DAYS,
    0,
    -0.0,
    1,
    -1,
    0.5,
    120.5,
    365,
    366,
    2**31,
    2.0**53,
    1e308,
    5e-324,
    float("nan"),
    float("inf"),
)
LARGE = 1 << 20
DEEP = 60
"""Levels of nesting, at most, of one value."""


class Grammar:
    """What one case is made of; the same *random* makes the same."""

    def __init__(self, random: Random, org_id: str = "") -> None:
        """Take the organisation of what is valid; a new one each time without it."""
        self._random = random
        self._org_id = org_id

    def news(self) -> Bag:
        """Mostly something near what is valid: what is plainly wrong never gets far."""
        kind = self._random.random()
        if kind < 0.15:
            return self.valid()
        return self._edited(self.valid()) if kind < 0.85 else self._map(self._random.choice((1, 2, 4, 8)))

    def olds(self) -> Bag:
        """Inputs of a state: none before a create, else as valid as a state is, or as broken as can be."""
        kind = self._random.random()
        if kind < 0.4:
            return {}
        return self.valid() if kind < 0.5 else self._edited(self.valid()) if kind < 0.9 else self._map(3)

    def valid(self) -> Bag:
        """Take one of the forms that programs may write."""
        draw = self._random
        bag = {
            "org_id": self._org_id or self.uuid(),
            "env": draw.choice(("production", "sandbox")),
            "region": draw.choice(("us", "eu")),
            "teams": self._teams(),
            "providers": {slug: self._preference() for slug in draw.sample(SETTABLE, draw.choice((1, 1, 2, 3)))},
        }
        more: dict[str, Callable[[], Any]] = {
            "adopt": lambda: draw.choice(("overwrite", "refuse")),
            "on_delete": lambda: draw.choice(("reset", "retain", "restore")),
            "lenient": lambda: draw.choice((True, True, False)),
            "secret": lambda: True,
            "deviations": lambda: {self.uuid(): {draw.choice(SLUGS): draw.choice(("not set", {"default": 90}))}},
        }
        return bag | {key: make() for key, make in more.items() if draw.random() < 0.2}

    def uuid(self) -> str:
        """A new one each time, so that no two cases declare the same preference."""
        digits = f"{self._random.getrandbits(128):032x}"
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

    def value(self, depth: int = 3) -> Any:
        """Anything that a property bag can hold."""
        kind = self._random.random()
        if depth and kind < 0.3:
            return self._map(self._random.randrange(4), depth - 1)
        if depth and kind < 0.45:
            return [self.value(depth - 1) for _ in range(self._random.randrange(4))]
        if kind < 0.5:
            return self._rare(depth)
        return self._leaf()

    def key(self) -> str:
        """Names that mean something, here or elsewhere, and some that mean nothing."""
        names = self._random.choice((PROPERTIES, MEMBERS, SLUGS, RESOURCES, ODD_KEYS))
        name = self._random.choice(names)
        return name[:-1] + self._random.choice("aeiou") if self._random.random() < 0.1 else name

    def _edited(self, bag: Bag) -> Bag:
        for _ in range(self._random.choice((1, 1, 1, 2, 3, 6))):
            bag = edited(bag, self._random, self.key, self.value)
        return bag

    def _map(self, size: int, depth: int = 3) -> Bag:
        return {self.key(): self.value(depth) for _ in range(size)}

    def _leaf(self) -> Any:
        draw = self._random
        leaves: tuple[Callable[[], Any], ...] = (
            lambda: CANARY,
            lambda: UNKNOWN,
            lambda: None,
            lambda: draw.random() < 0.5,
            lambda: draw.choice(ODD_NUMBERS),
            lambda: draw.randint(1, 400),
            lambda: draw.choice(ODD_TEXTS),
            self.uuid,
        )
        return draw.choice(leaves)()

    def _rare(self, depth: int) -> Any:
        """What is large, deep or taken for something else."""
        draw = self._random.random()
        if draw < 0.005:
            return self._random.choice((CANARY, "7", "\n", "é")) * (LARGE // 20)
        if draw < 0.01:
            return {f"{CANARY[:2]}{number}": self._leaf() for number in range(2_000)}
        if draw < 0.3:
            return self._deep()
        if draw < 0.45:
            return self._marked(depth)
        return [UNKNOWN, {self.key(): UNKNOWN}]

    def _deep(self) -> Any:
        value = self._leaf()
        for _ in range(self._random.randrange(4, DEEP)):
            value = [value] if self._random.random() < 0.3 else {self.key(): value}
        return value

    def _marked(self, depth: int) -> Bag:
        kind = self._random.choice((*KINDS.values(), *KINDS.values(), self._leaf()))
        inside = ("value", "text", "path", "uri", "assets", "urn", "id", "secret", "dependencies")
        held = {self._random.choice(inside): self.value(max(depth - 1, 0)) for _ in range(self._random.randrange(3))}
        return {SIGNATURE: kind, **held}

    def _teams(self) -> Any:
        labels = [f"Team {number}" for number in range(self._random.choice((1, 1, 2, 3)))]
        if self._random.random() < 0.1:
            labels[0] = self._random.choice(ODD_TEXTS)
        forms: tuple[Any, ...] = (
            [self.uuid() for _ in labels],
            {label: self.uuid().upper() for label in labels},
            {self.uuid(): label for label in labels},
        )
        return self._random.choice(forms)

    def _preference(self) -> Any:
        draw = self._random
        days = draw.randint(1, 365)
        overrides = {name: draw.randint(1, 365) for name in draw.sample(RESOURCES, draw.randrange(3))}
        forms: tuple[Any, ...] = (
            days,
            {"default": days},
            {"default": days, "resource_overrides": overrides},
            {
                "default": {"historical_days_to_pull": days},
                "resource_overrides": {name: {"historical_days_to_pull": one} for name, one in overrides.items()},
            },
        )
        return draw.choice(forms)


def case(seed: int, number: int, org_id: str = "") -> tuple[Bag, Bag]:
    """Old and new inputs of one case."""
    grammar = Grammar(Random(f"{seed}/{number}"), org_id)
    return grammar.olds(), grammar.news()
