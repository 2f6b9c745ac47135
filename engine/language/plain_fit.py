"""Values that plainly fit a JSON Schema: jsonschema, which takes 80 ms to import, is asked about the others alone."""

import re
from collections.abc import Callable
from typing import Any

_TYPES: dict[str, type] = {"string": str, "integer": int, "boolean": bool, "array": list, "object": dict}
_TYPES |= {"number": int, "null": type(None)}
_ANNOTATIONS = {
    "$schema", "$id", "$defs", "title", "description", "markdownDescription", "examples", "default", "defaultSnippets",
    "x-intellij-html-description", "deprecated", "enumDescriptions", "markdownEnumDescriptions",
}  # fmt: skip
"""Keywords that refuse nothing."""


def plainly_fits(value: Any, schema: Any, root: Any) -> bool:
    """Tell whether a value fits a part of a schema for certain; false also where only jsonschema can tell."""
    for keyword, argument in schema.items():
        if keyword in _ANNOTATIONS:
            continue
        fits = _FITTING.get(keyword)
        if fits is None or not fits(value, argument, schema, root):
            return False
    return True


def _type(value: Any, kinds: Any, _schema: Any, _root: Any) -> bool:
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return any(type(value) is _TYPES[kind] for kind in kinds) or (type(value) is float and "number" in kinds)


def _enum(value: Any, allowed: Any, _schema: Any, _root: Any) -> bool:
    return (isinstance(value, str) or value is None) and value in allowed


def _const(value: Any, constant: Any, _schema: Any, _root: Any) -> bool:
    return isinstance(constant, str | int) and type(value) is type(constant) and value == constant


def _properties(value: Any, properties: Any, _schema: Any, root: Any) -> bool:
    return not isinstance(value, dict) or all(
        plainly_fits(value[name], properties[name], root) for name in value if name in properties
    )


def _additional(value: Any, accepted: Any, schema: Any, root: Any) -> bool:
    known = schema.get("properties", {})
    more = [value[name] for name in value if name not in known] if isinstance(value, dict) else []
    return not more or (isinstance(accepted, dict) and all(plainly_fits(item, accepted, root) for item in more))


def _if(value: Any, condition: Any, schema: Any, root: Any) -> bool:
    # Of what plainly fits nothing is left open only where keys alone are asked about.
    is_plain = condition.keys() <= {"required", *_ANNOTATIONS}
    return is_plain and plainly_fits(value, schema["then" if plainly_fits(value, condition, root) else "else"], root)


_FITTING: dict[str, Callable[[Any, Any, Any, Any], bool]] = {
    "if": _if,
    "then": lambda *_: True,  # as `if` has looked
    "else": lambda *_: True,
    "$ref": lambda value, name, _, root: plainly_fits(value, root["$defs"][name.rpartition("/")[2]], root),
    "type": _type,
    "enum": _enum,
    "const": _const,
    "properties": _properties,
    "additionalProperties": _additional,
    "required": lambda value, names, *_: not isinstance(value, dict) or all(name in value for name in names),
    "propertyNames": lambda value, names, _, root: not isinstance(value, dict) or all(
        plainly_fits(name, names, root) for name in value
    ),
    "items": lambda value, items, _, root: not isinstance(value, list) or all(
        plainly_fits(item, items, root) for item in value
    ),
    "pattern": lambda value, pattern, *_: not isinstance(value, str) or re.search(pattern, value) is not None,
    "minLength": lambda value, least, *_: not isinstance(value, str) or len(value) >= least,
    "minItems": lambda value, least, *_: not isinstance(value, list) or len(value) >= least,
    "minProperties": lambda value, least, *_: not isinstance(value, dict) or len(value) >= least,
    "minimum": lambda value, least, *_: isinstance(value, str | list | dict) or value is None or value >= least,
}  # fmt: skip
"""By keyword, whether a value fits its argument; a value of another type than it is about fits."""
