"""The page of the service's addresses, and the document that programs read."""

import json

import pytest

from remit.engine.serve.web.answer_schemas import own_schemas
from remit.engine.serve.web.openapi import openapi, openapi_text
from remit.engine.serve.web.operations import operations
from remit.engine.serve.web.problems import KINDS
from web.api_page import PAGE, ROOT, page


def test_page_is_made_of_the_operations():
    assert page() == (ROOT / PAGE).read_text("utf-8")


def document():
    return openapi(operations(), own_schemas(), "1.0")


def test_every_reference_leads_somewhere():
    text = openapi_text(operations(), own_schemas(), "1.0")
    schemas = document()["components"]["schemas"]
    names = {part.partition('"')[0] for part in text.split('"$ref": "#/components/schemas/')[1:]}
    assert set() == names - set(schemas)
    assert '"$ref": "#/$defs' not in text
    assert "urn:remit" not in text


def test_every_operation_has_a_name_of_its_own_and_says_who_may_ask():
    described = [operation for path in document()["paths"].values() for operation in path.values()]
    assert len(described) == len({operation["operationId"] for operation in described})
    open_ones = {operation["operationId"] for operation in described if operation.get("security") == []}
    assert {"health", "openapi"} == open_ones


@pytest.mark.parametrize("name", ["request", "decision", "events", "override", "board", "board-report"])
def test_schemas_are_those_of_the_files(name):
    schema = json.loads((ROOT / f"schemas/{name}.schema.json").read_text("utf-8"))
    placed = document()["components"]["schemas"][name]
    assert schema.get("required") == placed.get("required")
    assert set(schema["properties"]) == set(placed["properties"])


def test_every_kind_of_problem_is_one_of_an_operation_or_of_a_page():
    of_operations = {kind for operation in operations() for kind in operation.all_kinds}
    assert {"method-not-allowed", "not-usable"} == set(KINDS) - of_operations
