"""How a rule becomes a policy of `pulumi-policy`, and how a pack that is written wrongly ends."""

import sys
from collections.abc import Callable, Collection, Iterator
from typing import NoReturn, TypeAlias

from pulumi_policy import EnforcementLevel, ReportViolation, ResourceValidationArgs, ResourceValidationPolicy

from pulumi_junction.core.identity import ENVIRONMENTS, PREFERENCES_TYPE
from pulumi_junction.policy.inputs import Inputs

Judge: TypeAlias = Callable[[Inputs], Iterator[str]]
"""Yields a line for each violation: where, what, and what to do. Unknown values need no thought."""


def policy(
    name: str, description: str, judge: Judge, enforcement_level: EnforcementLevel | None, remediation: str
) -> ResourceValidationPolicy:
    """Make a policy that looks at `TeamDataPullPreferences` and at nothing else.

    What is known is judged first. Then the engine is told of what is not: it shows an advisory that the policy could
    not run, and asks again in `pulumi up`, where everything is known.
    """

    def validate(args: ResourceValidationArgs, report_violation: ReportViolation) -> None:
        if args.resource_type != PREFERENCES_TYPE:
            return
        inputs = Inputs(args)
        for line in judge(inputs):
            report_violation(line, None)
        if inputs.unknown:
            raise inputs.unknown

    return ResourceValidationPolicy(
        name=name,
        description=description,
        validate=validate,
        enforcement_level=enforcement_level,
        remediation_steps=remediation,
    )


def refuse(what: str) -> NoReturn:
    """End the pack with one line: the engine shows it, and would show a traceback of any exception."""
    sys.exit(f"pulumi_junction.policy: {what}")


def known_names(rule: str, what: str, names: Collection[str], known: tuple[str, ...]) -> None:
    """Refuse a name that no resource will ever have: the rule would never say a word."""
    for name in names if not isinstance(names, str) else [names]:
        if name not in known:
            refuse(f"{rule}: {name!r} is not {what}; use {' or '.join(known)}")


def environments_of(rule: str, environments: Collection[str]) -> frozenset[str]:
    """Read the environments that a rule is for."""
    if isinstance(environments, str):
        refuse(f'{rule}: environments must be a list, e.g. ["{environments}"]')
    known_names(rule, "an environment", environments, ENVIRONMENTS)
    return frozenset(environments)
