"""Programs for the engine's tests, and the teams that they speak of."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pulumi
from pulumi.dynamic import CreateResult, Resource, ResourceProvider

from pulumi_junction import TeamDataPullPreferences

Program = Callable[[], object]

ACME = "3aac0000-0000-4000-8000-00000000000a"
BETA = "7c1e0000-0000-4000-8000-00000000000b"
CURA = "9d2f0000-0000-4000-8000-00000000000c"

OURA: dict[str, Any] = {"oura": {"default": 120, "resource_overrides": {"sleep": 180}}}
"""What most tests declare."""

TYPE = "pulumi-python:dynamic/junction:TeamDataPullPreferences"


def urn(name: str, stack: str = "dev") -> str:
    """The URN of a resource that `preferences` declares."""
    return f"urn:pulumi:{stack}::demo::{TYPE}::{name}"


def preferences(
    name: str = "acme",
    *,
    team_ids: Any = (ACME,),
    providers: Any = OURA,
    opts: pulumi.ResourceOptions | None = None,
    **more: Any,
) -> Program:
    """Make a program of one resource; its outputs are the stack's outputs of the same names."""

    def program() -> None:
        teams = list(team_ids) if isinstance(team_ids, tuple) else team_ids
        declared = TeamDataPullPreferences(name, team_ids=teams, providers=providers, opts=opts, **more)
        pulumi.export("effective", declared.effective)
        pulumi.export("exceptions", declared.exceptions)

    return program


def together(*programs: Program) -> Program:
    """Make one program of several."""

    def program() -> None:
        for one in programs:
            one()

    return program


def nothing() -> None:
    """The program from which everything was removed."""


class _Echo(ResourceProvider):
    """Gives its inputs back; until it is created they are unknown outputs."""

    serialize_as_secret_always = False

    def create(self, props: dict[str, Any]) -> CreateResult:
        return CreateResult("echo", {"answer": props["question"]})


class Later(Resource):
    """A resource whose `answer` is known once it exists."""

    answer: pulumi.Output[Any]

    def __init__(self, name: str, question: Any) -> None:
        super().__init__(_Echo(), name, {"question": question, "answer": None})


def days(**providers: int | Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Spell as `emulator.get` does: `days(oura=120)` is `{"oura": {"default": 120}}`."""
    return {slug: {"default": one} if isinstance(one, int) else dict(one) for slug, one in providers.items()}


def sent(requests: Sequence[Any]) -> list[tuple[str, list[str], list[str]]]:
    """Method, teams and data providers of each write, however it names them."""
    return [_sent(request) for request in requests]


def _sent(request: Any) -> tuple[str, list[str], list[str]]:
    if request.method == "POST":
        return "POST", sorted(request.body["team_ids"]), sorted(request.body["providers"])
    teams = sorted(value for key, value in request.query if key == "team_id")
    return request.method, teams, sorted(value for key, value in request.query if key == "provider")
