"""`/openapi.json`: what can be asked, made of the operations and of the schemas that also read files."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...language.schema import schema_text
from .operation import Operation, Parameter, Reply
from .problems import FINDING_SCHEMA, KINDS, MEDIA_TYPE, PROBLEM_SCHEMA

_SCHEMAS = ("request", "decision", "events", "override", "board", "board-report")
_NOT_OPENAPI = frozenset({"$schema", "$id", "defaultSnippets"})
_HEADERS: Mapping[str, Mapping[str, Any]] = {
    "Retry-After": {"schema": {"type": "integer", "minimum": 1}, "description": "Seconds to wait."},
    "WWW-Authenticate": {"schema": {"type": "string"}, "description": "How to say who asks."},
}
_HEADERS_OF = {429: ("Retry-After",), 401: ("WWW-Authenticate",)}


def openapi_text(operations: Sequence[Operation], own: Mapping[str, Any], version: str) -> str:
    """Return the document as JSON; `own` are schemas of answers that no file has."""
    return json.dumps(openapi(operations, own, version), indent=2, ensure_ascii=False) + "\n"


def openapi(operations: Sequence[Operation], own: Mapping[str, Any], version: str) -> dict[str, Any]:
    """Return the document as plain values."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "remit",
            "version": version,
            "description": "Decides support requests by their contract, keeps the decisions, and hears of events.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": {**_file_schemas(), **own, "problem": PROBLEM_SCHEMA, "finding": FINDING_SCHEMA},
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "description": "A token of `remit token add`."}
            },
        },
    }


def _operation(operation: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {"operationId": operation.id, "summary": operation.summary}
    role = f"Takes the role {operation.role}." if operation.role else "Open to everybody."
    if operation.reader_where:
        role += f" With `{operation.reader_where[0]}=no` a reader may ask it, too."
    described["description"] = " ".join(filter(None, [operation.description, role]))
    if operation.role is None and not operation.tells_more:
        described["security"] = []
    elif operation.tells_more or operation.is_open_on_loopback:
        described["security"] = [{}, {"token": []}]
    if operation.parameters:
        described["parameters"] = [_parameter(parameter) for parameter in operation.parameters]
    if operation.body:
        content = {"schema": operation.body.schema}
        if operation.body.examples:
            content["examples"] = {name: {"value": value} for name, value in operation.body.examples.items()}
        described["requestBody"] = {
            "required": True,
            "description": operation.body.description,
            "content": {operation.body.media_type: content},
        }
    described["responses"] = {**_replies(operation.reply), **_problems(operation.all_kinds)}
    return described


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "path" if parameter.is_in_path else "query",
        "required": parameter.is_in_path,
        "description": parameter.description,
        "schema": parameter.schema,
    }


def _replies(reply: Reply) -> dict[str, Any]:
    described: dict[str, Any] = {
        "description": reply.description,
        "content": {media_type: {"schema": schema} for media_type, schema in reply.content.items()},
    }
    if reply.headers:
        described["headers"] = reply.headers
    if reply.links:
        described["links"] = reply.links
    return {str(status): described for status in reply.statuses}


def _problems(kinds: Iterable[str]) -> dict[str, Any]:
    by_status: dict[int, list[str]] = {}
    for kind in kinds:
        by_status.setdefault(KINDS[kind].status, []).append(kind)
    return {str(status): _problem(status, by_status[status]) for status in sorted(by_status)}


def _problem(status: int, kinds: Sequence[str]) -> dict[str, Any]:
    described: dict[str, Any] = {
        "description": "; ".join(f"`{kind}`: {KINDS[kind].title}" for kind in kinds),
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/problem"}}},
    }
    if status in _HEADERS_OF:
        described["headers"] = {name: _HEADERS[name] for name in _HEADERS_OF[status]}
    return described


def _file_schemas() -> dict[str, Any]:
    """Return the schemas of files by name, each with what it refers to beside it."""
    schemas: dict[str, Any] = {}
    for name in _SCHEMAS:
        schema = json.loads(schema_text(name))
        inner = schema.pop("$defs", {})
        schemas[name] = _placed(schema, name)
        schemas |= {f"{name}.{key}": _placed(value, name) for key, value in inner.items()}
    return schemas


def _placed(value: Any, name: str) -> Any:
    """Return a part of a schema whose references lead to where it now stands."""
    if isinstance(value, list):
        return [_placed(item, name) for item in value]
    if not isinstance(value, dict):
        return value
    placed = {key: _placed(item, name) for key, item in value.items() if key not in _NOT_OPENAPI}
    reference = placed.get("$ref")
    if isinstance(reference, str):
        placed["$ref"] = reference.replace("#/$defs/", f"#/components/schemas/{name}.")
    return placed
