"""Schemas of what is answered and sent, of which no file is made."""

import json
from collections.abc import Mapping
from typing import Any

from ...language.schema import schema_text
from .operation import Schema

_STRING: Schema = {"type": "string"}
_FINDINGS: Schema = {"type": "array", "items": {"$ref": "#/components/schemas/finding"}}


def ref(name: str) -> Schema:
    """Return a reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def own_schemas() -> Mapping[str, Any]:
    """Return the schemas by name."""
    return {
        "kept-decision": _kept_decision(),
        "events-answer": {
            "type": "object",
            "description": "The decision of a request with its events, and what is to be said of them.",
            "properties": {"decision": ref("kept-decision"), "findings": _FINDINGS},
            "required": ["decision", "findings"],
            "additionalProperties": False,
        },
        "health": _status("ok"),
        "readiness": _status("ready"),
    }


def _status(*statuses: str) -> Schema:
    return {
        "type": "object",
        "properties": {"status": {"enum": list(statuses)}},
        "required": ["status"],
        "additionalProperties": False,
    }


def _kept_decision() -> Schema:
    """Return the schema of a decision with the id that it is kept by."""
    decision: dict[str, Any] = json.loads(schema_text("decision"))
    described = "The id that it is kept by; absent where nothing of it is stored."
    properties = {"id": {"type": "string", "pattern": "^D-", "description": described}, **decision["properties"]}
    return {key: value for key, value in decision.items() if key not in ("$schema", "$id")} | {"properties": properties}
