"""The shape of a file, by its JSON Schema; what is said where a file has another stands in `schema_errors.py`."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from ..findings import NOWHERE, Findings
from .nodes import Node
from .plain_fit import plainly_fits

SCHEMAS = (
    "policy",
    "request",
    "decision",
    "contracts",
    "cases",
    "words",
    "board",
    "board-report",
    "why-not",
    "events",
    "override",
    "service",
)
_FOLDER = Path(__file__).parents[2] / "schemas"
"""Beside the engine, in a checkout and in a wheel alike."""


def schema_text(name: str) -> str:
    """Return the JSON Schema of a kind of file, as it is published."""
    return (_FOLDER / f"{name}.schema.json").read_text("utf-8")


@cache
def load_schema(name: str) -> Any:
    """Return the JSON Schema of a kind of file."""
    return json.loads(schema_text(name))


def check_shape(root: Node | None, name: str, findings: Findings, numbers: Sequence[int] = ()) -> Node:
    """Add a finding for everything that the schema of this kind of file refuses; return the file, or a gap for none.

    `numbers`, from 0, are those that the items of its list have in the file, where not all of it was read.
    """
    if root is None:
        return Node(None, NOWHERE, is_partial=True)
    schema = load_schema(name)
    if not plainly_fits(root.plain(), schema, schema):
        from .schema_errors import report_misfits  # noqa: PLC0415 - 90 ms with jsonschema, and most files plainly fit

        report_misfits(root, name, findings, numbers)
    return root


def fits_definition(node: Node, name: str, definition: str, findings: Findings) -> bool:
    """Tell whether all values of a mapping fit a definition of a schema, after findings for those that do not."""
    schema = load_schema(name)
    values = {"type": "object", "additionalProperties": {"$ref": f"#/$defs/{definition}"}, "$defs": schema["$defs"]}
    if plainly_fits(node.plain(), values, schema):
        return True
    from .schema_errors import report_misfits_of  # noqa: PLC0415 - as above

    report_misfits_of(node, values, findings)
    return False
