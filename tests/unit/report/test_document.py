"""The JSON is what its schema says, whatever is in the report."""

from importlib.resources import files

import jsonschema
import pytest

from pulumi_junction.report.document import document, schema
from tests.unit.report.scenes import SCENES


@pytest.mark.parametrize("name", SCENES)
def test_every_report_is_as_the_schema_says(name: str) -> None:
    validator = jsonschema.Draft202012Validator(schema(), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
    assert [error.message for error in validator.iter_errors(document(SCENES[name]()))] == []


def test_the_schema_is_one_and_knows_every_member() -> None:
    """Each member that a report has is described, so that nobody finds an undocumented one."""
    jsonschema.Draft202012Validator.check_schema(schema())
    described = schema()["$defs"]
    stack = document(SCENES["pull-request"]())["stacks"][1]
    whose = set(described["whose"]["properties"])

    assert set(stack) == set(described["stack"]["properties"]) == set(described["stack"]["required"])
    assert set(stack["changes"][0]) == whose | set(described["change"]["properties"])
    assert set(stack["drift"][0]) == whose | set(described["drift"]["properties"])
    assert set(document(SCENES["nothing"]())) == set(schema()["properties"])


def test_the_schema_refuses_what_is_no_report() -> None:
    wrong = document(SCENES["pull-request"]())
    wrong["stacks"][0]["changes"][0]["now"] = "90"
    assert not jsonschema.Draft202012Validator(schema()).is_valid(wrong)


def test_the_schema_is_part_of_the_package() -> None:
    assert files("pulumi_junction.report").joinpath("report.schema.json").is_file()
