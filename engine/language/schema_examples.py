"""Examples of what belongs in a place of a file: those of its JSON Schema, and what editors insert there."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..text import quoted
from .date_suggestions import days_help
from .instant_suggestions import date_help
from .opening_suggestions import week_help
from .yaml_writer import written_text, written_value

_LONGEST = 130
_KEYS_LISTED = 6
_PLACEHOLDER = re.compile(
    r"\$(?:(?P<again>[0-9]+)|\{(?P<number>[0-9]+)(?::(?P<text>[^}]*)|\|(?P<choice>[^|,]*)[^}]*)\})"
)
"""Where an editor that inserts a snippet puts its cursor."""
_NOT_IN_NAMES = re.compile(r"[\s.`\x00-\x1f\x7f-\x9f]+")


def examples_at(steps: Iterable[Any], schema: Any) -> list[object]:
    """Return examples of what stands where a path of a schema leads: its own, then those inside examples around it."""
    definitions, part, examples = schema.get("$defs", {}), schema, _own_examples(schema)
    ahead = iter(steps)
    for step in ahead:
        key = next(ahead) if step == "properties" else None
        inner = [value for example in examples for value in _values_inside(example, step, key, part)]
        part = part[step] if key is None else part[step][key]
        if "$ref" in part:
            definition = definitions[part["$ref"].rpartition("/")[2]]
            examples = _own_examples(part) + _own_examples(definition) + inner
            part = {**definition, **part}
        else:
            examples = _own_examples(part) + inner
    return examples


def _own_examples(part: Any) -> list[object]:
    words = part.get("enum", [])[:1] + [[word] for word in part.get("items", {}).get("enum", [])[:1]]
    snippets = [_filled(snippet["body"], {}) for snippet in part.get("defaultSnippets", ())]
    return [*part.get("examples", ()), *snippets, *words]


def _filled(body: Any, texts: dict[str, str]) -> Any:
    """Return the body of a snippet with what its placeholders hold at first; `texts` are those, by number."""
    if isinstance(body, dict):
        return {_filled(key, texts): _filled(value, texts) for key, value in body.items()}
    if isinstance(body, list):
        return [_filled(item, texts) for item in body]

    def text_of(match: re.Match[str]) -> str:
        number = match["again"] or match["number"]
        return texts.setdefault(number, match["text"] or match["choice"] or "")

    # An editor inserts what stands there as YAML, in which a text may have its quotes.
    return _PLACEHOLDER.sub(text_of, body).strip('"') if isinstance(body, str) else body


def _values_inside(example: object, step: str, key: str | None, part: Any) -> Iterator[object]:
    """Yield what an example has where a step into its schema leads."""
    if step in ("then", "else"):
        yield example
    elif step == "items" and not isinstance(example, dict):
        yield from example if isinstance(example, list) else [example]  # one may stand in place of a list
    elif isinstance(example, dict) and step == "propertyNames":
        yield from example
    elif isinstance(example, dict) and key is not None:
        yield from [example[key]] if key in example else []
    elif isinstance(example, dict) and step == "additionalProperties":
        yield from (value for name, value in example.items() if name not in part.get("properties", {}))


def example_help(examples: Sequence[object]) -> str:
    """Return the help that shows the first example that fits a line, and one of another type beside it."""
    written: dict[type, str] = {}
    for example in examples:
        # A text stands as it is, but for one that would be a number.
        is_text = isinstance(example, str) and not example.isdigit()
        text = str(example) if is_text else written_value(example)
        if text and len(" or ".join((*written.values(), text))) <= _LONGEST:
            written.setdefault(type(example), text)
    shown = [f"`{text}`" for text in [*written.values()][:2]]
    if shown:
        return f"write it as in {' or '.join(shown)}"
    keys = next((list(example) for example in examples if isinstance(example, dict)), [])
    return f"write a mapping with the keys {quoted(keys[:_KEYS_LISTED])}, …" if keys else ""


def key_help(key: str, examples: Sequence[object]) -> str:
    """Return the help that shows a key that is missing with the first example that fits a line."""
    lines = (f"{written_text(key)}: {written_value(example)}" for example in examples)
    line = next((line for line in lines if len(line) <= _LONGEST), "")
    return f"write it as in `{line}`" if line else ""


def notation_help(form: str, text: str) -> str:
    """Return what to write in place of a text that has not the form of a date or a name."""
    if form.startswith("a date"):
        return days_help(text) if ".." in form else date_help(text)
    if form.startswith("`24x7`"):
        return week_help(text)
    name = _NOT_IN_NAMES.sub("-", text).strip("-")
    return f"write `{name}`" if form.startswith("a name") and name else ""
