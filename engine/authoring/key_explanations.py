"""What a key of a file means, from the JSON Schemas: where it stands, what it says, what may be written there."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..language.schema import SCHEMAS, load_schema
from ..language.yaml_writer import written_value
from ..text import both

_WRITTEN_BY_REMIT = "decision"
_SKIPPED = ("properties", "$defs", "examples", "defaultSnippets")
_EXAMPLES, _LONGEST = 3, 100
"""How many examples are shown, of so many characters at most."""


@dataclass(slots=True)
class _Meaning:
    """One meaning of a key, and the places where it has that."""

    schema: Any
    places: list[str] = field(default_factory=list)


def explain_key(key: str) -> str | None:
    """Return what a key means in each place of the files that people write; None where none of them has it."""
    meanings: dict[str, _Meaning] = {}
    for name in SCHEMAS:
        if name != _WRITTEN_BY_REMIT:
            for place, schema in _places_of(key, load_schema(name), name):
                meaning = meanings.setdefault(schema.get("description", ""), _Meaning(schema=schema))
                meaning.places.append(place)
    return "\n".join("\n".join(_lines(key, meaning)) + "\n" for meaning in meanings.values()) or None


def keys_of_files() -> list[str]:
    """Return the keys that the schemas of files name, each once."""
    keys: dict[str, None] = {}

    def collect(part: Any) -> None:
        if isinstance(part, dict):
            keys.update(dict.fromkeys(part.get("properties", ())))
        for inner in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
            collect(inner)

    for name in SCHEMAS:
        if name != _WRITTEN_BY_REMIT:
            collect(load_schema(name))
    return list(keys)


def _places_of(key: str, schema: Any, name: str) -> Iterator[tuple[str, Any]]:
    """Yield the places where a schema has a key, in words, each with what it says there."""
    definitions = schema.get("$defs", {})

    def walk(part: Any, place: str) -> Iterator[tuple[str, Any]]:
        if isinstance(part, list):
            for inner in part:
                yield from walk(inner, place)
        if not isinstance(part, dict):
            return
        for inner_key, inner in part.get("properties", {}).items():
            if inner_key == key:
                definition = definitions.get(inner.get("$ref", "").rpartition("/")[2], {})
                yield place, {**definition, **inner}
            yield from walk(inner, f"`{inner_key}` of {place}")
        for word, inner in part.items():
            if word not in _SKIPPED:
                yield from walk(inner, place)

    yield from walk(schema, f"a {name.removesuffix('s')} file")
    for definition, part in definitions.items():
        yield from walk(part, _with_article(definition.replace("_", " ")))


def _with_article(noun: str) -> str:
    return noun if noun.endswith("s") else f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _lines(key: str, meaning: _Meaning) -> Iterator[str]:
    schema = meaning.schema
    yield f"{key}, in {both(dict.fromkeys(meaning.places))}"
    if "description" in schema:
        yield f"  {schema['description']}"
    values = [value for value in schema.get("enum", ()) if value is not None]
    for value, words in zip(values, schema.get("enumDescriptions", [""] * len(values)), strict=False):
        yield f"    {value}: {words}".rstrip(": ")
    examples = () if values else map(written_value, schema.get("examples", ()))
    for example in [text for text in examples if text and len(text) <= _LONGEST][:_EXAMPLES]:
        yield f"    such as `{example}`"
