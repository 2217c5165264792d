"""Where a resource's preferences live: argument, else variable, else configuration, else the stack's name."""

from typing import NamedTuple

import pulumi

from pulumi_junction.api.settings import ENV, ORG_ID, REGION
from pulumi_junction.core.identity import place_of, wrong_place


class Place(NamedTuple):
    """An organisation, environment and region, each perhaps still an output."""

    org_id: pulumi.Input[str]
    env: pulumi.Input[str]
    region: pulumi.Input[str]


_STACK = "A stack named <env>-<region>, such as sandbox-us, needs neither."
_MISSING = (
    f"No organisation: pass org_id=. {ORG_ID.remedy}",
    f"No environment: pass env=. {ENV.remedy}",
    f"No region: pass region=. {REGION.remedy}",
)


def resolve(
    what: str,
    org_id: pulumi.Input[str] | None,
    env: pulumi.Input[str] | None,
    region: pulumi.Input[str] | None,
    allow_cross_environment: bool,
) -> Place:
    """Complete the place, or raise a RunError: one line that names all places to set it and the command to type.

    *what* opens the message. A stack named `<env>-<region>` may declare only its own place, unless that is allowed:
    one management key reaches production and sandbox alike, so nothing else would stop it.
    """
    organisation = org_id if org_id is not None else ORG_ID.find(stack_config)
    found = (organisation, *_env_and_region(env, region))
    missing = [line for line, value in zip(_MISSING, found, strict=True) if value is None]
    if missing:
        named = [] if missing == list(_MISSING[:1]) else [_STACK]
        raise pulumi.RunError(f"{what}: {' '.join(missing + named)}")
    place = Place(*(value for value in found if value is not None))
    return place if allow_cross_environment else place._replace(env=_guarded(what, place.env, place.region))


def resolve_team_place(
    what: str,
    env: pulumi.Input[str] | None,
    region: pulumi.Input[str] | None,
    allow_cross_environment: bool,
    things: str,
) -> tuple[pulumi.Input[str], pulumi.Input[str]]:
    """Do the same for environment and region alone: a team's API key belongs to one organisation anyway.

    *things* are what is declared there.
    """
    found = _env_and_region(env, region)
    missing = [line for line, value in zip(_MISSING[1:], found, strict=True) if value is None]
    found_env, found_region = found
    if found_env is None or found_region is None:
        raise pulumi.RunError(f"{what}: {' '.join([*missing, _STACK])}")
    if allow_cross_environment:
        return found_env, found_region
    return _guarded(what, found_env, found_region, things), found_region


def _env_and_region(
    env: pulumi.Input[str] | None, region: pulumi.Input[str] | None
) -> tuple[pulumi.Input[str] | None, pulumi.Input[str] | None]:
    stack_env, stack_region = place_of(pulumi.get_stack()) or (None, None)
    return (
        env if env is not None else ENV.find(stack_config) or stack_env,
        region if region is not None else REGION.find(stack_config) or stack_region,
    )


def stack_config(key: str) -> str | None:
    """Look a key such as `junction:orgId` up in the running program's configuration."""
    namespace, _, name = key.partition(":")
    return pulumi.Config(namespace).get(name)


def _guarded(
    what: str, env: pulumi.Input[str], region: pulumi.Input[str], things: str = "preferences"
) -> pulumi.Input[str]:
    """Refuse another place than the stack's name says, at once where it is known, else as soon as it is."""

    def guard(env: str, region: str) -> str:
        wrong = wrong_place(pulumi.get_stack(), env, region, things)
        if wrong:
            raise pulumi.RunError(f"{what}: {wrong}")
        return env

    if isinstance(env, str) and isinstance(region, str):
        return guard(env, region)
    return pulumi.Output.all(env, region).apply(lambda known: guard(*known))
