"""What it takes to hold the emulator against an OpenAPI document."""

import json
from pathlib import Path
from typing import Any

from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    negative_data_rejection,
    positive_data_acceptance,
    response_schema_conformance,
    status_code_conformance,
)


def document(name: str) -> dict[str, Any]:
    """`management` or `junction`."""
    file = Path(__file__).parent / "openapi" / f"{name}.openapi.json"
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return found


ADDED = {"minimum", "ge"}
"""What the emulator narrows: days and page sizes start at 1."""

LEFT_OPEN = {"propertyNames"}
"""What an answer's type leaves open in the emulator: names there are checked as they are answered, below."""


def plain(schema: Any, document: dict[str, Any], without: set[str] = ADDED) -> Any:
    """A schema without titles, prose and the type of an enum: references followed, sets sorted."""
    if isinstance(schema, list):
        return [plain(entry, document, without) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return plain(document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], document, without)
    return {
        name: sorted(value) if name in ("enum", "required") and isinstance(value, list) else inner
        for name, value in schema.items()
        if name not in without and not (name in ("title", "description") and isinstance(value, str))
        if not (name == "type" and "enum" in schema)
        for inner in [plain(value, document, without)]
    }


CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    positive_data_acceptance,
    negative_data_rejection,
    ignored_auth,
]


GENERATION = {
    # The key is sent with every request; `ignored_auth` takes it away.
    # A query parameter that the document does not name breaks none of its rules.
    "generation": {"with-security-parameters": False, "allow-extra-parameters": False}
}


def whole_numbers(body: Any) -> Any:
    """To JSON Schema 120.0 is an integer. The emulator refuses it: in a client of ours it would be a mistake."""

    def number(text: str) -> float:
        return int(float(text)) if float(text).is_integer() else float(text)

    return json.loads(json.dumps(body), parse_float=number)
