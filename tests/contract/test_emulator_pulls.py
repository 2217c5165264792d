"""The emulator's historical pulls and connections against the Junction API's OpenAPI document."""

import copy
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import given, settings
from schemathesis import Case, GenerationMode
from schemathesis.config import SchemathesisConfig

from pulumi_junction.emulator.app import create_api, create_app
from pulumi_junction.emulator.state import Emulator
from tests.contract.documents import ADDED, CHECKS, GENERATION, LEFT_OPEN, document, plain, whole_numbers
from tests.support.moving import EXPORT, IMPORT, PAUSE, recipe
from tests.support.pulls import INTROSPECT, OPERATIONS, TRIGGER

DOCUMENT = document("junction")
EMULATED = [(OPERATIONS, "get"), (INTROSPECT, "get"), *((path, "post") for path in (TRIGGER, IMPORT, EXPORT, PAUSE))]


UNKNOWN = "99999999-9999-4999-8999-999999999999"


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    """It has operations and pulls in every state."""
    errors = {"fitbit.sleep": "provider_unavailable", "oura.sleep": "retry_quota_exhausted"}
    statuses = {"withings": "aborted", "strava": "failure"}
    with Emulator(users=20, pull_errors=errors, op_statuses=statuses) as emulator:
        for provider in ("oura", "fitbit", "withings", "strava"):
            emulator.pulls.trigger(emulator.team, provider, emulator.users)
        for users in ([emulator.users[0], UNKNOWN], [UNKNOWN]):
            emulator.migration.submit(emulator.team, "oura", [(user, recipe(user)) for user in users])
        emulator.pass_time(60)
        emulator.pulls.trigger(emulator.team, "garmin", emulator.users)
        yield emulator


@pytest.fixture(scope="module")
def ours(emulator: Emulator) -> dict[str, Any]:
    return create_api(emulator).openapi()


def test_the_emulator_has_the_operations_of_the_document(ours: dict[str, Any]) -> None:
    mine = {(path, method) for path, methods in ours["paths"].items() for method in methods if path.startswith("/v2")}

    assert mine == set(EMULATED)
    assert {(path, method) for path, methods in DOCUMENT["paths"].items() for method in methods} == set(EMULATED)


@pytest.mark.parametrize(("path", "method"), EMULATED)
def test_an_operation_takes_what_the_document_says(path: str, method: str, ours: dict[str, Any]) -> None:
    mine, documented = ours["paths"][path][method], DOCUMENT["paths"][path][method]

    # Of a page's size the document has a least, of a number of users it has none.
    added = ADDED if path == INTROSPECT else set[str]()
    assert plain(mine.get("parameters"), ours, added) == plain(documented.get("parameters"), DOCUMENT, added)
    assert plain(mine.get("requestBody"), ours) == plain(documented.get("requestBody"), DOCUMENT)


@pytest.mark.parametrize(("path", "method"), EMULATED)
def test_an_operation_answers_what_the_document_says(path: str, method: str, ours: dict[str, Any]) -> None:
    """But for 422, where this document says nothing at all of `detail`: it is as in the management API's."""
    mine, documented = (dict(one["paths"][path][method]["responses"]) for one in (ours, DOCUMENT))
    refusal, _ = mine.pop("422"), documented.pop("422")

    assert plain(mine, ours, LEFT_OPEN) == plain(documented, DOCUMENT, LEFT_OPEN)
    management = document("management")
    ((_, methods),) = management["paths"].items()
    assert plain(refusal, ours) == plain(methods["get"]["responses"]["422"], management)


def test_every_state_of_a_pull_and_an_operation_is_among_those_that_are_checked(emulator: Emulator) -> None:
    """Or the tests below would hold an empty page against the document."""
    assert {one["status"] for one in emulator.operations} == {"in_progress", "success", "failure", "aborted"}
    assert {one["type"] for one in emulator.operations} == {"link_bulk_historical_trigger", "link_bulk_import"}


def narrowed() -> dict[str, Any]:
    """The document with what the emulator adds: users from 1, no cursor or token, since none can be made up; 401."""
    narrow = copy.deepcopy(DOCUMENT)
    del narrow["components"]["schemas"]["BulkExportConnectionsBody"]["properties"]["next_token"]
    detail = {"type": "object", "required": ["detail"], "properties": {"detail": {"type": "string"}}}
    for path, method in EMULATED:
        operation = narrow["paths"][path][method]
        parameters = [one for one in operation.get("parameters", []) if "cursor" not in one["name"]]
        for parameter in parameters:
            if parameter["name"] == "user_limit":
                parameter["schema"]["minimum"] = 1
        operation["parameters"] = parameters
        operation["responses"]["401"] = {"description": "", "content": {"application/json": {"schema": detail}}}
    return narrow


@pytest.fixture(scope="module")
def served(emulator: Emulator) -> Any:
    loaded = schemathesis.openapi.from_dict(narrowed(), config=SchemathesisConfig.from_dict(GENERATION))
    loaded.app = create_app(emulator)
    return loaded


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize(("path", "method"), EMULATED)
def test_whatever_is_sent_is_judged_and_answered_by_the_document(
    path: str, method: str, mode: GenerationMode, served: Any, emulator: Emulator
) -> None:
    """Allowed requests are accepted, others refused, nothing gets in without the key, answers fit their schemas."""

    @settings(max_examples=50, derandomize=True, database=None, deadline=None)
    @given(served[path][method.upper()].as_strategy(mode))
    def judged(case: Case[Any]) -> None:
        if isinstance(case.body, dict) and mode.is_positive:
            body: dict[str, Any] = whole_numbers(case.body)
            body.pop("wait_for_completion", None)  # each would wait 20 seconds
            body.pop("next_token", None)  # the document allows what it does not name
            case.body = body
        case.call_and_validate(checks=CHECKS, headers={"x-vital-api-key": emulator.team_api_key})

    emulator.clear_requests()
    judged()

    answered = Counter(request.status for request in emulator.requests)
    expected = 422 if mode.is_negative else 202 if path in (TRIGGER, IMPORT) else 200
    assert answered[expected] >= 10
