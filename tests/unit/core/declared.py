"""Inputs as a program may write them, with everything right unless a test says otherwise."""

from typing import Any

from pulumi_junction.core.inputs import normalise

ORG = "0a1b2c3d-0000-4000-8000-000000000001"
ACME = "aaaa1111-1111-4111-8111-111111111111"
BETA = "bbbb2222-2222-4222-8222-222222222222"


def raw(**changed: Any) -> dict[str, Any]:
    right = {"org_id": ORG, "env": "sandbox", "region": "us", "teams": [ACME], "providers": {"oura": 120}}
    return right | changed


def values(**changed: Any) -> dict[str, Any]:
    """The normal form, of inputs that are right."""
    result = normalise(raw(**changed))
    assert result.problems == ()
    return result.values


def problems(**changed: Any) -> list[str]:
    """One line for each thing that is wrong."""
    return [str(problem) for problem in normalise(raw(**changed)).problems]


def problem(**changed: Any) -> str:
    """The only thing that is wrong."""
    (one,) = problems(**changed)
    return one
