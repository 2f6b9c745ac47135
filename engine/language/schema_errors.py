"""What is said of each place in which a file is not as its JSON Schema has it, by the errors of jsonschema."""

from collections.abc import Callable, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from ..findings import Findings, Mark
from ..text import did_you_mean, either, nearest, quoted
from .fact_values import boolean_help
from .nodes import Node
from .schema import load_schema
from .schema_examples import example_help, examples_at, key_help, notation_help
from .symbols import HELP_FOR_UNCITED, short_text
from .yaml_writer import written_value

_SHOWN = 60
_COMPARED = 50
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

Messages = list[tuple[str, str, Mark, str]]


@cache
def _validator(name: str) -> Any:
    return Draft202012Validator(load_schema(name))


def report_misfits(root: Node, name: str, findings: Findings, numbers: Sequence[int]) -> None:
    """Add a finding for everything that a schema refuses; `numbers` are those of the items of its list in the file."""
    for error in _validator(name).iter_errors(root.plain()):
        _report(error, root, load_schema(name), findings, numbers)


def report_misfits_of(node: Node, schema: Any, findings: Findings) -> None:
    """Add a finding for everything in a part of a file that a schema refuses."""
    for error in Draft202012Validator(schema).iter_errors(node.plain()):
        _report(error, node, schema, findings, ())


def _report(error: Any, root: Node, schema: Any, findings: Findings, numbers: Sequence[int]) -> None:
    path = list(error.absolute_path)
    node, mark = _find(root, path)
    is_about_keys = error.validator == "additionalProperties" or "propertyNames" in error.absolute_schema_path
    if node.is_partial and not is_about_keys:
        return  # what is missing may stand in what was not read
    path[1:2] = [numbers[int(step)] if numbers else step for step in path[1:2]]
    messages = _MESSAGES.get(str(error.validator), _unlisted)
    for check, message, position, help_ in messages(error, _name(path), node, mark):
        # Of words to choose from, the message has all.
        has_help = help_ or is_about_keys or (error.validator == "enum" and check == "wrong-value")
        findings.error(check, message, position, help_ if has_help else _example_help(error, schema))


def _example_help(error: Any, schema: Any) -> str:
    """Return help that shows what belongs where something else stands, or nothing does."""
    steps = [*error.absolute_schema_path][:-1]
    if error.validator == "required":
        key = _missing_key(error)
        return key_help(key, examples_at([*steps, "properties", key], schema))
    return example_help(examples_at(steps, schema))


def _missing_key(error: Any) -> str:
    # jsonschema reports one key at a time, and only its message says which.
    return next(str(key) for key in error.validator_value if error.message.startswith(f"{key!r} "))


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


def _type(error: Any, name: str, node: Node, mark: Mark) -> Messages:
    kinds = error.validator_value if isinstance(error.validator_value, list) else [error.validator_value]
    actual = short_text(node.value) if node.kind == "a number" and "integer" in kinds else node.kind
    help_ = boolean_help(node.value) if kinds == ["boolean"] and "const" not in error.schema else ""
    has_notation = "examples" in error.schema
    is_scalar = node.written or node.kind in ("a number", "a boolean")
    if kinds in (["string"], ["string", "integer"]) and is_scalar and not has_notation:
        # What is left out is null as well, and has nothing to quote.
        help_ = "` #` begins a comment: quote the whole text" if node.written[:1] == "#" else "quote it"
    is_text = (kinds == ["string"] and not has_notation) or kinds == ["string", "object"]
    help_ = _TAIL if is_text and node.is_tail else help_
    accepted = either(_accepted(error.schema) if len(kinds) > 1 else [_ARTICLES[kinds[0]]])
    return [("wrong-type", f"{name} must be {accepted}, not {actual}", mark, help_)]


def _accepted(schema: Any) -> list[str]:
    """Return what is accepted where a schema takes several types, such as a whole number or `unlimited`."""
    return [schema["title"] if kind == "string" and "pattern" in schema else _ARTICLES[kind] for kind in schema["type"]]


def _required(error: Any, name: str, node: Node, mark: Mark) -> Messages:
    missing = _missing_key(error)
    unknown = [key for key, _, _ in node.entries() if key not in error.schema.get("properties", {})]
    near = get_close_matches(missing, [key[:_SHOWN] for key in unknown[:_COMPARED]], n=1)
    help_ = f"`{near[0]}` looks like it" if near else ""
    if missing == "cite" and {"rules", "derive"}.intersection(error.absolute_path):
        return [("uncited-rule", f"{name} lacks the key `cite`", mark, help_ or HELP_FOR_UNCITED)]
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
        help_ = notation_help(form, error.instance)
        return [("wrong-name", f"key `{short_text(error.instance)}` is not {expected}", position, help_)]
    help_ = notation_help(form, error.instance)
    return [("wrong-value", f"{name} is `{short_text(error.instance)}`, not {expected}", mark, help_)]


def _enum(error: Any, name: str, _node: Node, mark: Mark) -> Messages:
    if not isinstance(error.instance, str):
        return []  # of the wrong type, as is said already
    allowed = [str(value) for value in error.validator_value if value is not None]
    described = error.schema.get("enumDescriptions", ())
    only = f"write `{allowed[0]}`, or leave the key out" if len(allowed) == 1 else ""
    if only and described:
        only = f"`{allowed[0]}` means: {described[0][0].lower()}{described[0][1:].rstrip('.')}"
    return [
        (
            "wrong-value",
            f"{name} is `{short_text(error.instance)}`, not {'one of ' if len(allowed) > 1 else ''}{quoted(allowed)}",
            mark,
            nearest(error.instance, allowed) or only,
        )
    ]


def _const(error: Any, name: str, node: Node, mark: Mark) -> Messages:
    value, instance = error.validator_value, error.instance
    if isinstance(value, bool) and not isinstance(instance, bool):
        return []  # of the wrong type, as is said already
    actual = f"{node.kind} `{short_text(instance)}`" if not isinstance(instance, list | dict) else node.kind
    help_ = f"write `{name.strip('`')}: {written_value(value)}`"
    if isinstance(value, bool):
        actual, help_ = f"`{written_value(instance)}`", f"{help_}, or leave the key out"
    return [("wrong-value", f"{name} must be {written_value(value)}, not {actual}", mark, help_)]


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
