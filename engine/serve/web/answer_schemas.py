"""Schemas of what is answered and sent, of which no file is made."""

import json
from collections.abc import Mapping
from typing import Any

from ...language.schema import schema_text
from .operation import Schema

_NUMBER: Schema = {"schema": {"type": "integer", "minimum": 1}}
REVISION_HEADERS: Mapping[str, Schema] = {
    "Location": {"schema": {"type": "string"}, "description": "The address of the decision, where it is kept."},
    "Remit-Revision": {**_NUMBER, "description": "Which decision of its request it is."},
    "Remit-Latest-Revision": {**_NUMBER, "description": "Which one is the newest."},
    "Remit-Findings": {"schema": {"type": "string"}, "description": "What is to be said of its events."},
}
_OF_DECISION, _OF_REQUEST = {"decision": "$response.body#/id"}, {"request": "$response.body#/request/id"}
DECISION_LINKS: Mapping[str, Schema] = {
    "show": {"operationId": "decision", "parameters": _OF_DECISION},
    "verify": {"operationId": "verify", "parameters": _OF_DECISION},
    "events": {"operationId": "add-events", "parameters": _OF_REQUEST},
    "overrides": {"operationId": "add-override", "parameters": _OF_REQUEST},
    "accept": {"operationId": "accept", "parameters": _OF_REQUEST},
}
_STRING: Schema = {"type": "string"}
_FINDINGS: Schema = {"type": "array", "items": {"$ref": "#/components/schemas/finding"}}


_TEXTS: Schema = {"type": "object", "additionalProperties": _STRING}
_OPTIONAL: Schema = {"type": ["string", "null"]}
_EDITION: Mapping[str, Schema] = {
    "edition": _STRING,
    "effective": {
        "type": "object",
        "properties": {"from": _OPTIONAL, "until": _OPTIONAL},
        "required": ["from", "until"],
        "additionalProperties": False,
    },
    "digest": {"type": "string", "pattern": "^sha256:"},
    "address": _STRING,
}


def _object(**properties: Schema) -> Schema:
    """Return the schema of a mapping that has all of these keys, and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_POLICY: Mapping[str, Schema] = {
    "id": _STRING,
    "title": _STRING,
    "editions": {"type": "array", "items": _object(**_EDITION)},
}


_OVERRIDE = _object(
    request=_STRING,
    level=_OPTIONAL,
    promise=_OPTIONAL,
    due=_OPTIONAL,
    by=_STRING,
    why=_STRING,
    made_at=_STRING,
    until=_OPTIONAL,
)


def ref(name: str) -> Schema:
    """Return a reference to a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def own_schemas() -> Mapping[str, Any]:
    """Return the schemas by name."""
    return {
        "kept-decision": _kept_decision(),
        "events-answer": _object(decision=ref("kept-decision"), findings=_FINDINGS),
        "verification": _object(
            decision=_STRING,
            result={"enum": ["same", "differs", "cannot"]},
            where={"type": "array", "items": _STRING, "description": "Places in the JSON, such as `/deadlines/0/due`."},
            versions={"type": "array", "items": _object(name=_STRING, then=_OPTIONAL, now=_OPTIONAL)},
            missing_files={"type": "array", "items": _STRING},
            now={"type": ["object", "null"], "description": "The decision as it would be made now."},
        ),
        "override-answer": _OVERRIDE,
        "service-board": _service_board(),
        "service-report": _object(
            decided=ref("board-report"), owed=ref("board-report"), overridden={"type": "integer"}
        ),
        "policies": _object(policies={"type": "array", "items": _object(**_POLICY)}),
        "edition": _object(
            id=_STRING,
            title=_STRING,
            **_EDITION,
            timezone=_STRING,
            tiers=_TEXTS,
            levels=_TEXTS,
            ways={"type": "array", "items": _STRING},
            promises={"type": "array", "items": _STRING},
            facts={**_TEXTS, "description": "What each fact asks."},
            text={"type": "string", "description": "The file, as it is."},
        ),
        "form": {"type": "object", "description": "A JSON Schema of draft 2020-12."},
        "check-answer": _object(usable={"type": "boolean"}, findings=_FINDINGS),
        "diff-answer": {"type": "object", "description": "As `docs/diff.md` describes it."},
        "health": _status("ok"),
        "readiness": {
            "type": "object",
            "properties": {
                "status": {"enum": ["ready", "outdated"]},
                "findings": _FINDINGS,
                "undecidable": {
                    "type": "array",
                    "items": _STRING,
                    "description": "Open requests that no file decides.",
                },
            },
            "required": ["status"],
            "additionalProperties": False,
        },
    }


def _service_board() -> Schema:
    """Return the schema of the board, with what was overridden and what moved."""
    board: dict[str, Any] = json.loads(schema_text("board"))
    change = _object(before=_OPTIONAL, after=_OPTIONAL)
    moved = _object(
        request=_STRING,
        decision={"type": "string", "description": "The newest decision."},
        accepted={"type": "string", "description": "The decision that a person accepted last."},
        level=change,
        dues={"type": "object", "additionalProperties": change},
    )
    added = {
        "cut": {"type": "boolean", "description": "Whether more requests are open than a board shows."},
        "overrides": {"type": "array", "items": ref("override-answer"), "description": "Those that count."},
        "moved": {"type": "array", "items": moved, "description": "Requests that changed files moved."},
    }
    own = {key: value for key, value in board.items() if key not in ("$schema", "$id")}
    return own | {"properties": {**board["properties"], **added}, "required": [*board["required"], *added]}


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
