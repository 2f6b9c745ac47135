"""The shape of a file, by its JSON Schema, in findings that say what was expected where."""

from __future__ import annotations

import json
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from ..findings import Findings, Mark
from ..text import did_you_mean, either, quoted
from .fact_values import short_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jsonschema.protocols import Validator

    from .nodes import Node

SCHEMAS = ("policy", "request", "decision", "contracts", "cases")
_SHOWN = 60
_COMPARED = 50
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
    is_about_keys = error.validator == "additionalProperties" or "propertyNames" in error.absolute_schema_path
    if node.is_partial and not is_about_keys:
        return  # what is missing may stand in what was not read
    messages = _MESSAGES.get(str(error.validator), _unlisted)
    for check, message, position, help_ in messages(error, _name(path), node, mark):
        findings.error(check, message, position, help_)


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


Messages = list[tuple[str, str, Mark, str]]


def _type(error: Any, name: str, node: Node, mark: Mark) -> Messages:
    expected = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    words = [_ARTICLES[kind] for kind in expected]
    listed = either(words)
    is_scalar = node.kind in ("a number", "a boolean")
    actual = short_text(node.value) if node.kind == "a number" and "integer" in expected else node.kind
    example = next(iter(error.schema.get("examples", ())), None)
    help_ = (
        "quote it" if is_scalar and expected == ["string"] else "write true or false" if expected == ["boolean"] else ""
    )
    help_ = f"write it as in `{_flow_text(example)}`" if example else help_
    return [("wrong-type", f"{name} must be {listed}, not {actual}", mark, help_)]


def _flow_text(example: object) -> str:
    """Return an example as an author would write it on one line."""
    if isinstance(example, dict):
        return f"{{{', '.join(f'{key}: {_flow_text(value)}' for key, value in example.items())}}}"
    if isinstance(example, list):
        return f"[{', '.join(map(_flow_text, example))}]"
    return short_text(example)


def _required(error: Any, name: str, node: Node, mark: Mark) -> Messages:
    # jsonschema reports one key at a time, and only its message says which.
    missing = next(key for key in error.validator_value if error.message.startswith(f"{key!r} "))
    unknown = [key for key, _, _ in node.entries() if key not in error.schema.get("properties", {})]
    near = get_close_matches(missing, [key[:_SHOWN] for key in unknown[:_COMPARED]], n=1)
    help_ = f"`{near[0]}` looks like it" if near else ""
    if missing == "cite" and "rules" in error.absolute_path:
        return [("uncited-rule", f"{name} lacks the key `cite`", mark, help_ or "name the clause behind it")]
    return [("missing-key", f"{name} lacks the key `{missing}`", mark, help_)]


def _additional(error: Any, name: str, node: Node, _mark: Mark) -> Messages:
    known = error.schema.get("properties", {})
    return [
        ("unknown-key", f"unknown key `{key}` in {name}", position, _comma_help(key, value) or did_you_mean(key, known))
        for key, value, position in node.entries()
        if key not in known
    ]


def _comma_help(key: str, value: Node) -> str:
    """Return help for what stands behind a comma inside braces, which reads as a key without a value."""
    if value.value is not None:
        return ""
    if " " in key:
        return "a comma ends a value inside braces: quote the whole text"
    return "write several as a list: `[a, b]`"


def _pattern(error: Any, name: str, node: Node, mark: Mark) -> Messages:
    expected = error.schema.get("title", f"of the form `{error.validator_value}`")
    if "propertyNames" in error.absolute_schema_path:
        position = node.key_mark(str(error.instance))
        return [("wrong-name", f"key `{short_text(error.instance)}` is not {expected}", position, "")]
    return [("wrong-value", f"{name} is `{short_text(error.instance)}`, not {expected}", mark, "")]


def _enum(error: Any, name: str, _node: Node, mark: Mark) -> Messages:
    if not isinstance(error.instance, str):
        return []  # of the wrong type, as is said already
    allowed = [str(value) for value in error.validator_value if value is not None]
    listed = quoted(allowed)
    message = f"{name} is `{short_text(error.instance)}`, not {'one of ' if len(allowed) > 1 else ''}{listed}"
    help_ = did_you_mean(str(error.instance), allowed)
    return [("wrong-value", message, mark, help_ if help_.startswith("did") else "")]


def _const(error: Any, name: str, node: Node, mark: Mark) -> Messages:
    actual = f"{node.kind} `{short_text(error.instance)}`" if not isinstance(error.instance, list | dict) else node.kind
    return [("wrong-value", f"{name} must be {error.validator_value}, not {actual}", mark, "")]


def _empty(error: Any, name: str, node: Node, mark: Mark) -> Messages:
    if "propertyNames" in error.absolute_schema_path:
        return [("wrong-name", f"a key of {name} is empty", node.key_mark(""), "")]
    if error.instance:
        message = f"{name} must list at least {error.validator_value}, not {len(error.instance)}"
        return [("wrong-shape", message, mark, "")]
    return [("empty", f"{name} must not be empty", mark, "")]


def _bound(error: Any, name: str, _node: Node, mark: Mark) -> Messages:
    message = f"{name} must be at least {error.validator_value}, not {short_text(error.instance)}"
    return [("wrong-value", message, mark, "")]


def _unlisted(error: Any, name: str, _node: Node, mark: Mark) -> Messages:
    return [("wrong-shape", f"{name} is not as the schema has it: {short_text(error.message)}", mark, "")]


# What jsonschema knows of an error is typed loosely, so the functions take it as it comes.
_MESSAGES: dict[str, Callable[[Any, str, Node, Mark], Messages]] = {
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
}
