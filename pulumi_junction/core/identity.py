"""Where preferences live: an organisation, an environment, a region; the names of stacks, and of our type."""

import re
from dataclasses import dataclass

ENVIRONMENTS = ("production", "sandbox")
REGIONS = ("us", "eu")

PREFERENCES_TYPE = "pulumi-python:dynamic/junction:TeamDataPullPreferences"
"""The type of `TeamDataPullPreferences` in states and events: Pulumi makes it of the module's and the class's name."""

TRIGGER_TYPE = "pulumi-python:dynamic/junction:HistoricalPullTrigger"
"""The type of `HistoricalPullTrigger`."""

TEAM_API_KEYS_BEGIN = ("sk_", "pk_")
"""What begins like this is a key, and no label of one: it is neither stored nor repeated."""

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scope:
    """One place: the path of every management request. One management key reaches all of them."""

    org_id: str
    env: str
    region: str

    def __str__(self) -> str:
        return f"{self.env}-{self.region}"


def uuid(value: object) -> str | None:
    """Spell a UUID as the API does (lower-case, hyphens), or None where *value* is none."""
    return value.lower() if isinstance(value, str) and UUID.fullmatch(value) else None


def place_of(stack: str) -> tuple[str, str] | None:
    """Read environment and region from a stack named `<env>-<region>`; None for any other name."""
    env, _, region = stack.partition("-")
    return (env, region) if env in ENVIRONMENTS and region in REGIONS else None


def wrong_place(stack: str, env: str, region: str, things: str = "preferences") -> str | None:
    """Say what is wrong when a stack named for one place declares another. What is no place at all is found later."""
    place = place_of(stack)
    if place in (None, (env, region)) or env not in ENVIRONMENTS or region not in REGIONS:
        return None
    return (
        f"the stack {stack} declares {things} for {env}-{region}; declare them in a stack of that name, "
        "or pass allow_cross_environment=True if this is meant"
    )
