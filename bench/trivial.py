"""The floor: a dynamic resource of the same kind that checks nothing and sends nothing."""

from typing import Any

from pulumi.dynamic import CreateResult, DiffResult, Resource, ResourceProvider


class TrivialProvider(ResourceProvider):
    """Installed, by reference, without a check: the least a dynamic resource can cost."""

    serialize_as_secret_always = False

    def __reduce__(self) -> Any:
        return TrivialProvider, ()

    def diff(self, id_: str, olds: Any, news: Any) -> DiffResult:
        """Leave it to the engine."""
        return DiffResult()

    def create(self, props: dict[str, Any]) -> CreateResult:
        """Do nothing."""
        return CreateResult("trivial", props)


class Trivial(Resource, module="bench", name="Trivial"):
    """As small as it gets."""

    def __init__(self, name: str, props: dict[str, Any]) -> None:
        super().__init__(TrivialProvider(), name, props)
