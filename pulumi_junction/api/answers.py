"""An answer's body as one of the documented shapes, or one line that says where it is none."""

from collections.abc import Callable
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from pulumi_junction.api.settings import Setting
from pulumi_junction.errors import ApiResponseError

M = TypeVar("M", bound=BaseModel)


def read(model: type[M], body: bytes, url: Setting, hide: Callable[[str], str] = str) -> M:
    """Read an answer; anything else than documented is an ApiResponseError that says where, and repeats nothing."""
    try:
        return model.model_validate_json(body)
    except ValidationError as problem:
        where = hide(_where(problem))[:80]
    del body  # neither it nor pydantic's problem goes along with the error, for whoever captures local variables
    what = f"at {where}" if where else "it is no JSON of that shape"
    raise ApiResponseError(
        f"the answer is not what the API documents ({what}).",
        f"Check {url.variable}; if it is right, please report this to the authors of pulumi-junction.",
    )


def _where(problem: ValidationError) -> str:
    first = problem.errors(include_url=False, include_input=False, include_context=False)[0]
    return ".".join(str(part) for part in first["loc"])
