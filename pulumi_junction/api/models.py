"""Pydantic's models as shapes of answers."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from pulumi_junction.api.answers import MisshapenError, Shape

M = TypeVar("M", bound=BaseModel)


def shape(model: type[M]) -> Shape[M]:
    """Read a body as *model*."""

    def read(body: bytes) -> M:
        try:
            return model.model_validate_json(body)
        except ValidationError as problem:
            where = _where(problem)
        del body  # neither it nor pydantic's problem goes along
        raise MisshapenError(where)

    return read


def _where(problem: ValidationError) -> str:
    first = problem.errors(include_url=False, include_input=False, include_context=False)[0]
    return ".".join(str(part) for part in first["loc"])
