"""The emulator against the service's OpenAPI document: the same operations, and no answer unlike it."""

import copy
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import given, settings
from schemathesis import Case, GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.core import NOT_SET

from pulumi_junction.emulator.app import create_api, create_app
from pulumi_junction.emulator.state import Emulator
from tests.contract.documents import CHECKS, GENERATION, LEFT_OPEN, document, plain, whole_numbers

DOCUMENT = document("management")
(PATH,) = DOCUMENT["paths"]


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    with Emulator() as emulator:
        yield emulator


@pytest.fixture(scope="module")
def ours(emulator: Emulator) -> dict[str, Any]:
    """What FastAPI makes of the emulator's own types."""
    return create_api(emulator).openapi()


def test_the_emulator_has_the_operations_of_the_document(ours: dict[str, Any]) -> None:
    assert {path: set(methods) for path, methods in ours["paths"].items() if path.startswith("/v1")} == {
        PATH: {"get", "post", "delete"}
    }
    assert set(DOCUMENT["paths"][PATH]) == {"get", "post", "delete"}


@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_operation_takes_what_the_document_says(method: str, ours: dict[str, Any]) -> None:
    mine, documented = ours["paths"][PATH][method], DOCUMENT["paths"][PATH][method]

    assert plain(mine["parameters"], ours) == plain(documented["parameters"], DOCUMENT)
    assert plain(mine.get("requestBody"), ours) == plain(documented.get("requestBody"), DOCUMENT)


@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_an_operation_answers_what_the_document_says(method: str, ours: dict[str, Any]) -> None:
    mine, documented = ours["paths"][PATH][method], DOCUMENT["paths"][PATH][method]

    assert plain(mine["responses"], ours, LEFT_OPEN) == plain(documented["responses"], DOCUMENT, LEFT_OPEN)


def narrowed(org_id: str) -> dict[str, Any]:
    """The document with what the emulator adds to it, so that each value it allows has to be accepted.

    One organisation; days and page sizes from 1; no cursor, since none can be made up; 401 and 404 answers.
    """
    document = copy.deepcopy(DOCUMENT)
    for name in ("DefaultConfiguration", "SingleResourceOverride"):
        document["components"]["schemas"][name]["properties"]["historical_days_to_pull"]["minimum"] = 1
    detail = {"type": "object", "required": ["detail"], "properties": {"detail": {"type": "string"}}}
    undocumented = {"description": "", "content": {"application/json": {"schema": detail}}}
    for operation in document["paths"][PATH].values():
        operation["parameters"] = [p for p in operation["parameters"] if p["name"] != "next_cursor"]
        schemas = {parameter["name"]: parameter["schema"] for parameter in operation["parameters"]}
        schemas["org_id"]["enum"] = [org_id]
        schemas.get("limit", {})["minimum"] = 1
        operation["responses"] |= {"401": undocumented, "404": undocumented}
    return document


@pytest.fixture(scope="module")
def served(emulator: Emulator) -> Any:
    loaded = schemathesis.openapi.from_dict(narrowed(emulator.org_id), config=SchemathesisConfig.from_dict(GENERATION))
    loaded.app = create_app(emulator)
    return loaded


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_whatever_is_sent_is_judged_and_answered_by_the_document(
    method: str, mode: GenerationMode, served: Any, emulator: Emulator
) -> None:
    """Allowed requests are accepted, others refused, nothing gets in without the key, answers fit their schemas."""

    @settings(max_examples=50, derandomize=True, database=None, deadline=None)
    @given(served[PATH][method].as_strategy(mode))
    def judged(case: Case[Any]) -> None:
        if mode.is_positive and case.body is not NOT_SET:
            case.body = whole_numbers(case.body)
        case.call_and_validate(checks=CHECKS, headers={"X-Management-Key": emulator.management_key})

    emulator.clear_requests()
    judged()

    answered = Counter(request.status for request in emulator.requests if request.method == method)
    assert answered[200 if mode.is_positive else 422] >= 10
