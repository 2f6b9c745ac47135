"""The shape of a file, by its JSON Schema, in findings that say what was expected where."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from ..findings import Findings, Mark, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jsonschema.protocols import Validator

    from .tree import Node

SCHEMAS = ("policy", "request", "decision", "contracts", "cases")
_ARTICLES = {
    "string": "a string",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "a boolean",
    "array": "a list",
    "object": "a mapping",
    "null": "null",
}


def schema_text(name: str) -> str:
    """Return the JSON Schema of a kind of file, as it is published."""
    # Beside the engine, in a checkout and in a wheel alike.
    engine = resources.files(__package__.rpartition(".")[0])
    return engine.joinpath("..", "schemas", f"{name}.schema.json").read_text("utf-8")


@cache
def _validator(name: str) -> Validator:
    # jsonschema takes 80 ms to import, and some commands need none of it.
    from jsonschema import Draft202012Validator  # noqa: PLC0415

    return Draft202012Validator(json.loads(schema_text(name)))


def check_shape(node: Node, name: str, findings: Findings) -> None:
    """Add a finding for everything that the schema of this kind of file refuses."""
    plain: Any = node.plain()
    for error in _validator(name).iter_errors(plain):
        _report(error, node, findings)


def _report(error: Any, root: Node, findings: Findings) -> None:
    path = list(error.absolute_path)
    node, mark = _find(root, path)
    said = _SAID.get(str(error.validator), _other)
    for check, message, place, help_ in said(error, _name(path), node, mark):
        findings.error(check, message, place, help_)


def _find(root: Node, path: Sequence[str | int]) -> tuple[Node, Mark]:
    """Return the node at a path, and the place of its key where it has one."""
    node, mark = root, root.mark
    for step in path:
        if isinstance(step, int) and isinstance(node.value, list):
            node = node.value[step]
            mark = node.mark
        elif isinstance(node.value, dict):
            mark = node.keys[str(step)]
            node = node.value[str(step)]
    return node, mark


def _name(path: Sequence[str | int]) -> str:
    """Name the value at a path as its author would: by its key, or by its number in a list."""
    if not path:
        return "the file"
    if isinstance(path[-1], int):
        listed = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
        return f"item {path[-1] + 1} of `{listed}`" if listed else f"item {path[-1] + 1}"
    return f"`{path[-1]}`"


Said = list[tuple[str, str, Mark, str]]


def _type(error: Any, name: str, node: Node, mark: Mark) -> Said:
    wanted = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    words = [_ARTICLES[kind] for kind in wanted]
    listed = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
    help_ = "quote it" if node.kind in ("a number", "a boolean") and "string" in wanted else ""
    return [("wrong-type", f"{name} must be {listed}, not {node.kind}", mark, help_)]


def _required(error: Any, name: str, node: Node, mark: Mark) -> Said:
    # jsonschema reports one key at a time, and only its message says which.
    missing = next(key for key in error.validator_value if error.message.startswith(f"{key!r} "))
    present = [key for key, _, _ in node.entries() if key not in error.schema.get("properties", {})]
    help_ = did_you_mean(missing, present) if present else ""
    return [("missing-key", f"{name} lacks the key `{missing}`", mark, help_ if help_.startswith("did") else "")]


def _additional(error: Any, name: str, node: Node, _mark: Mark) -> Said:
    known = error.schema.get("properties", {})
    return [
        ("unknown-key", f"unknown key `{key}` in {name}", place, did_you_mean(key, known))
        for key, _, place in node.entries()
        if key not in known
    ]


def _pattern(error: Any, name: str, node: Node, mark: Mark) -> Said:
    expected = error.schema.get("title", f"of the form `{error.validator_value}`")
    if "propertyNames" in error.absolute_schema_path:
        place = node.key_mark(str(error.instance))
        return [("wrong-name", f"key `{_short(error.instance)}` is not {expected}", place, "")]
    return [("wrong-value", f"{name} is `{_short(error.instance)}`, not {expected}", mark, "")]


def _enum(error: Any, name: str, _node: Node, mark: Mark) -> Said:
    allowed = [str(value) for value in error.validator_value if value is not None]
    message = f"{name} is `{_short(error.instance)}`, not one of {', '.join(f'`{a}`' for a in allowed)}"
    help_ = did_you_mean(str(error.instance), allowed)
    return [("wrong-value", message, mark, help_ if help_.startswith("did") else "")]


def _const(error: Any, name: str, _node: Node, mark: Mark) -> Said:
    return [("wrong-value", f"{name} is `{_short(error.instance)}`, not `{error.validator_value}`", mark, "")]


def _empty(error: Any, name: str, node: Node, mark: Mark) -> Said:
    if "propertyNames" in error.absolute_schema_path:
        return [("wrong-name", f"a key of {name} is empty", node.key_mark(""), "")]
    return [("empty", f"{name} must not be empty", mark, "")]


def _bound(error: Any, name: str, _node: Node, mark: Mark) -> Said:
    return [("wrong-value", f"{name} must be at least {error.validator_value}, not {error.instance}", mark, "")]


def _unique(_error: Any, name: str, node: Node, mark: Mark) -> Said:
    seen: dict[str, int] = {}
    said: Said = []
    for item in node.value if isinstance(node.value, list) else []:
        key = json.dumps(item.plain(), sort_keys=True)
        if key in seen:
            message = f"{name} lists `{_short(item.plain())}` twice, first on line {seen[key]}"
            said.append(("duplicate", message, item.mark, ""))
        seen.setdefault(key, item.mark.line)
    return said or [("duplicate", f"{name} lists a value twice", mark, "")]


def _other(error: Any, name: str, _node: Node, mark: Mark) -> Said:
    return [("wrong-shape", f"{name} is not as the schema has it: {_short(error.message)}", mark, "")]


def _short(value: object) -> str:
    """Return a user's value on one line, cut where it is long."""
    text = " ".join(str(value).split())
    return text if len(text) <= 60 else f"{text[:57]}…"  # noqa: PLR2004 - leaves room on a line of 80


# What jsonschema knows of an error is typed loosely, so the functions take it as it comes.
_SAID: dict[str, Callable[[Any, str, Node, Mark], Said]] = {
    "type": _type,
    "required": _required,
    "additionalProperties": _additional,
    "pattern": _pattern,
    "enum": _enum,
    "const": _const,
    "minItems": _empty,
    "minLength": _empty,
    "minProperties": _empty,
    "minimum": _bound,
    "uniqueItems": _unique,
}
