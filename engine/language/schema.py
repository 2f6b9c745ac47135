"""The shape of a file, by its JSON Schema, in findings that say what was expected where."""

import json
import re
from collections.abc import Callable, Iterable, Sequence
from difflib import get_close_matches
from functools import cache
from importlib import resources
from typing import Any

from ..findings import NOWHERE, Findings, Mark
from ..text import did_you_mean, either, nearest, quoted
from .nodes import Node
from .plain_fit import plainly_fits
from .symbols import short_text
from .yaml_writer import written_value

SCHEMAS = ("policy", "request", "decision", "contracts", "cases")
_SHOWN = 60
_COMPARED = 50
_LONGEST_EXAMPLE = 120
_PLACEHOLDER = re.compile(r"\$\{[0-9]+:([^}]*)\}")
"""Where an editor that inserts a snippet puts its cursor."""
_TAIL = "a comma ends a value inside braces: quote the whole text"
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
def _schema(name: str) -> Any:
    return json.loads(_PLACEHOLDER.sub(r"\1", schema_text(name)))


@cache
def _validator(name: str) -> Any:
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - 80 ms, and most files plainly fit

    return Draft202012Validator(_schema(name))


def check_shape(root: Node | None, name: str, findings: Findings, numbers: Sequence[int] = ()) -> Node:
    """Add a finding for everything that the schema of this kind of file refuses; return the file, or a gap for none.

    `numbers`, from 0, are those that the items of its list have in the file, where not all of it was read.
    """
    if root is None:
        return Node(None, NOWHERE, is_partial=True)
    schema, plain = _schema(name), root.plain()
    if not plainly_fits(plain, schema, schema):
        for error in _validator(name).iter_errors(plain):
            _report(error, root, schema, findings, numbers)
    return root


def _report(error: Any, root: Node, schema: Any, findings: Findings, numbers: Sequence[int]) -> None:
    path = list(error.absolute_path)
    node, mark = _find(root, path)
    is_about_keys = error.validator == "additionalProperties" or "propertyNames" in error.absolute_schema_path
    if node.is_partial and not is_about_keys:
        return  # what is missing may stand in what was not read
    path[1:2] = [numbers[int(step)] if numbers else step for step in path[1:2]]
    messages = _MESSAGES.get(str(error.validator), _unlisted)
    for check, message, position, help_ in messages(error, _name(path), node, mark):
        findings.error(
            check, message, position, help_ or (_example_of_shape(error, schema) if check == "wrong-type" else "")
        )


def _find(root: Node, path: Sequence[str | int]) -> tuple[Node, Mark]:
    """Return the node at a path, and the mark of its key where it has one."""
    node, mark = root, root.mark
    for step in path:
        inner = node.value[int(step)] if isinstance(node.value, list) else node.get(str(step)) or node
        node, mark = inner, node.keys.get(str(step), inner.mark)
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
    kinds = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    actual = short_text(node.value) if node.kind == "a number" and "integer" in kinds else node.kind
    help_ = "write true or false" if kinds == ["boolean"] else ""
    if kinds in (["string"], ["string", "integer"]) and (node.written or node.kind in ("a number", "a boolean")):
        # What is left out is null as well, and has nothing to quote.
        help_ = "` #` begins a comment: quote the whole text" if node.written[:1] == "#" else "quote it"
    help_ = _TAIL if kinds == ["string"] and node.is_tail else help_
    help_ = _example_help(error.schema.get("examples", ())) or help_
    accepted = either(_accepted(error.schema) if len(kinds) > 1 else [_ARTICLES[kinds[0]]])
    return [("wrong-type", f"{name} must be {accepted}, not {actual}", mark, help_)]


def _accepted(schema: Any) -> list[str]:
    """Return what is accepted where a schema takes several types, such as a whole number or `unlimited`."""
    return [schema["title"] if kind == "string" and "pattern" in schema else _ARTICLES[kind] for kind in schema["type"]]


def _example_help(examples: Iterable[object]) -> str:
    """Return the help that shows the first example, unless it is longer than a line."""
    example = next(iter(examples), "")
    text = example if isinstance(example, str) else written_value(example)
    return f"write it as in `{text}`" if 0 < len(text) <= _LONGEST_EXAMPLE else ""


def _example_of_shape(error: Any, schema: Any) -> str:
    """Return help that shows the mapping or list expected: an example of where it is used, or what editors insert."""
    definitions = schema.get("$defs", {})
    examples: list[object] = []
    for step in [*error.absolute_schema_path][:-1]:
        schema = schema[step]
        uses = [schema, *([definitions[schema["$ref"].rpartition("/")[2]]] if "$ref" in schema else [])]
        schema = {**uses[0], **uses[-1]}
        snippets = [snippet["body"] for use in uses for snippet in use.get("defaultSnippets", ())]
        examples = [example for use in uses for example in use.get("examples", ())] + snippets
    return _example_help(examples)


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
    messages, before = [], ""
    for key, value, position in node.entries():
        if key in known:
            before = key
        else:
            help_ = _tail_help(key, known.get(before, {})) if value.is_tail else did_you_mean(key, known)
            messages.append(("unknown-key", f"unknown key `{key}` in {name}", position, help_))
    return messages


def _tail_help(key: str, before: Any) -> str:
    """Return help for what stands behind a comma in braces, by the schema of the key before it."""
    is_text = before.get("type") == "string" and not {"enum", "pattern"}.intersection(before)
    return _TAIL if is_text or " " in key else "write several as a list: `[a, b]`"


def _pattern(error: Any, name: str, node: Node, mark: Mark) -> Messages:
    form = error.schema.get("title", f"of the form `{error.validator_value}`")
    expected = either(_accepted(error.schema)) if isinstance(error.schema.get("type"), list) else form
    if "propertyNames" in error.absolute_schema_path:
        position = node.key_mark(str(error.instance))
        return [("wrong-name", f"key `{short_text(error.instance)}` is not {expected}", position, "")]
    return [("wrong-value", f"{name} is `{short_text(error.instance)}`, not {expected}", mark, "")]


def _enum(error: Any, name: str, _node: Node, mark: Mark) -> Messages:
    if not isinstance(error.instance, str):
        return []  # of the wrong type, as is said already
    allowed = [str(value) for value in error.validator_value if value is not None]
    return [
        (
            "wrong-value",
            f"{name} is `{short_text(error.instance)}`, not {'one of ' if len(allowed) > 1 else ''}{quoted(allowed)}",
            mark,
            nearest(error.instance, allowed),
        )
    ]


def _const(error: Any, name: str, node: Node, mark: Mark) -> Messages:
    actual = f"{node.kind} `{short_text(error.instance)}`" if not isinstance(error.instance, list | dict) else node.kind
    return [("wrong-value", f"{name} must be {error.validator_value}, not {actual}", mark, "")]


def _empty(error: Any, name: str, node: Node, mark: Mark) -> Messages:
    if "propertyNames" in error.absolute_schema_path:
        return [("wrong-name", f"a key of {name} is empty", node.key_mark(""), "")]
    if not error.instance:
        return [("empty", f"{name} must not be empty", mark, "")]
    return [("wrong-shape", f"{name} must list at least {error.validator_value}, not {len(error.instance)}", mark, "")]


def _bound(error: Any, name: str, _node: Node, mark: Mark) -> Messages:
    return [
        ("wrong-value", f"{name} must be at least {error.validator_value}, not {short_text(error.instance)}", mark, "")
    ]


def _unlisted(error: Any, name: str, _node: Node, mark: Mark) -> Messages:
    return [("wrong-shape", f"{name} does not fit the schema: {short_text(error.message)}", mark, "")]


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
