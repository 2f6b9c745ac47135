"""The schemas as an author's editor reads them: everything is described, and what is offered is right."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from remit.engine import Policies, check_paths
from remit.engine.language.schema import SCHEMAS, schema_text

from .verbs import complains, reads

if TYPE_CHECKING:
    from collections.abc import Iterator

Path = tuple[str | int, ...]
Schema = dict[str, Any]

_INNER = ("items", "additionalProperties", "propertyNames", "if", "then", "else")
"""Where a schema holds another one, its tables of them aside."""
_PLACEHOLDER = re.compile(r"\$(?:(\d+)|\{(\d+)(?::([^}]*)|\|([^|,]*)[^}]*\|)?\})")


@cache
def schema(name: str) -> Schema:
    """Return a schema as it is published."""
    published: Schema = json.loads(schema_text(name))
    return published


def parts(node: object, path: Path = ()) -> Iterator[tuple[Path, Schema]]:
    """Yield every schema inside a schema, with its path; what examples and snippets hold is none."""
    if not isinstance(node, dict):
        return
    yield path, node
    for key in ("properties", "$defs"):
        for name, inner in node.get(key, {}).items():
            yield from parts(inner, (*path, key, name))
    for key in _INNER:
        yield from parts(node.get(key), (*path, key))


PARTS = [(name, path, part) for name in SCHEMAS for path, part in parts(schema(name))]


def standing(name: str, path: Path) -> Draft202012Validator:
    """Return what a value must be to stand where a path of a schema leads."""
    whole = schema(name)
    registry = Registry().with_resource(whole["$id"], Resource.from_contents(whole))
    steps = "".join(f"/{step}" for step in path)
    return Draft202012Validator({"$ref": f"{whole['$id']}#{steps}"}, registry=registry)


def test_every_schema_is_one():
    """As the draft that it names has it."""
    of_files = {"policy", "request", "decision", "contracts", "cases", "words", "board", "board-report", "why-not"}
    of_the_service = {"events", "override", "service"}
    assert of_files | of_the_service == set(SCHEMAS)
    for name in SCHEMAS:
        assert "https://json-schema.org/draft/2020-12/schema" == schema(name)["$schema"]
        Draft202012Validator.check_schema(schema(name))


def test_walk_leaves_nothing_out():
    """Every place at which a schema can stand is one that the walk looks into."""
    inside = {key for _, _, part in PARTS for key, value in part.items() if isinstance(value, dict)}
    listed = {key for _, _, part in PARTS for key, value in part.items() if isinstance(value, list)}
    assert {"properties", "$defs", *_INNER} == inside
    assert {"type", "enum", "required", "examples", "enumDescriptions", "defaultSnippets"} == listed


@pytest.mark.parametrize("name", SCHEMAS)
def test_everything_is_described(name):
    """Every property, item, entry and definition says what it is, by itself or where it is defined."""
    bare = [
        "/".join(map(str, path))
        for path, part in parts(schema(name))
        if path[-1:] not in (("propertyNames",), ("then",), ("else",))
        and path[:1] != ("if",)  # what a condition looks at is described where it belongs
        and not part.get("description")
        and not ("$ref" in part and schema(name)["$defs"][part["$ref"].rpartition("/")[2]].get("description"))
    ]
    assert [] == bare


def test_descriptions_are_sentences():
    """They begin with a capital or a word of the language, and end with a full stop."""
    written = [part["description"] for _, _, part in PARTS if "description" in part]
    assert [] == [text for text in written if not re.fullmatch(r"[A-Z`].*\.", text)]


def test_words_to_choose_from_are_strings():
    """A list of words says so: what is of another kind is refused as such, and not passed over."""
    lists = [part for _, _, part in PARTS if "enum" in part]
    assert len(lists) > 15
    assert [] == [part for part in lists if "string" not in part.get("type", ())]


def test_explanations_of_words_are_as_many_as_the_words():
    """An editor shows them by their number."""
    explained = [part for _, _, part in PARTS if "enumDescriptions" in part]
    assert len(explained) > 5
    assert [] == [part for part in explained if len(part["enum"]) != len(part["enumDescriptions"])]


EXAMPLES = [(name, path, example) for name, path, part in PARTS for example in part.get("examples", ())]


@pytest.mark.parametrize(("name", "path", "example"), EXAMPLES, ids=lambda value: "" if value else "none")
def test_example_is_valid_where_it_stands(name, path, example):
    """As a value of the schema that shows it."""
    assert [] == [error.message for error in standing(name, path).iter_errors(example)]


def filled(body: object, values: dict[str, str] | None = None) -> object:
    """Return the body of a snippet with what its placeholders hold until somebody types over them."""
    values = {} if values is None else values
    if isinstance(body, dict):
        return {filled(key, values): filled(value, values) for key, value in body.items()}
    if isinstance(body, list):
        return [filled(item, values) for item in body]
    if not isinstance(body, str):
        return body

    def fill(found: re.Match[str]) -> str:
        again, number, held, choice = found.groups()
        if again is None:
            assert number not in values, f"placeholder {number} is written twice"
            values[number] = held or choice
        return values[again or number]

    return _PLACEHOLDER.sub(fill, body)


SNIPPETS = [(name, path, snippet) for name, path, part in PARTS for snippet in part.get("defaultSnippets", ())]


@pytest.mark.parametrize(("name", "path", "snippet"), SNIPPETS, ids=[f"{s[0]}-{s[2]['label']}" for s in SNIPPETS])
def test_snippet_is_valid_where_it_stands(name, path, snippet):
    """It has a label, a description and a body, which is valid as it is inserted."""
    assert ["label", "description", "body"] == list(snippet)
    validator = standing(name, path)
    assert [] == [error.message for error in validator.iter_errors(filled(snippet["body"]))]


@pytest.mark.parametrize(("name", "path", "snippet"), SNIPPETS, ids=[f"{s[0]}-{s[2]['label']}" for s in SNIPPETS])
def test_placeholders_of_a_snippet_are_visited_in_order(name, path, snippet):
    """From 1 on, each with something in it, first where it is written first."""
    numbers: dict[str, str] = {}
    filled(snippet["body"], numbers)
    assert [str(n) for n in range(1, len(numbers) + 1)] == list(numbers)
    assert all(numbers.values())


def test_labels_of_snippets_are_told_apart():
    """No schema offers two of one name in one place."""
    for name, path, part in PARTS:
        labels = [snippet["label"] for snippet in part.get("defaultSnippets", ())]
        assert len(labels) == len(set(labels)), (name, path)


def test_what_an_author_starts_is_offered():
    """A whole file, and whatever stands in it more than once."""
    offered = {"/".join((name, *(str(step) for step in path))) for name, path, _ in SNIPPETS}
    sections = ("sources", "readings", "facts", "hours", "tiers", "promises", "services")
    rules = ("scope_rule", "coverage_rule", "channel_rule", "intake", "escalation")
    assert offered >= {"policy", "request", "contracts", "cases", "contracts/$defs/contract", "cases/$defs/case"}
    assert offered >= {f"policy/properties/{section}" for section in sections}
    assert offered >= {f"policy/$defs/{rule}" for rule in (*rules, "invariant", "acceptance")}
    labels = {snippet["label"] for _, path, snippet in SNIPPETS if path[-1:] == ("items",)}
    assert labels >= {"a priority rule", "a grid of levels", "an entry", "a grid of values", "a grid of entries"}
    facts = [snippet["label"] for snippet in schema("policy")["properties"]["facts"]["defaultSnippets"]]
    assert ["choices", "boolean", "number", "span", "text", "date", "time zone", "country"] == [
        re.sub("^a | fact|fact with ", "", f) for f in facts
    ]


def whole_policy() -> dict[str, Any]:
    """Return the policy that the snippet for a whole one begins."""
    (snippet,) = schema("policy")["defaultSnippets"]
    policy = filled(snippet["body"])
    assert isinstance(policy, dict)
    # Editors insert what stands there as YAML, in which the edition has its quotes.
    return {**policy, "edition": yaml.safe_load(policy["edition"])}


def test_nothing_is_found_in_the_whole_policy(tmp_path):
    """It can be used as it is inserted, and checked on any day."""
    text = json.dumps(whole_policy())
    assert [] == complains(text, "ready")
    assert "2026" == reads(text, "policy").edition
    file = tmp_path / "acme.yaml"
    file.write_text(text, "utf-8")
    checked = check_paths([str(file)], Policies(str(tmp_path), is_named=True), None, "2026-06-01")
    assert [] == [str(finding) for finding in checked.findings]


def test_every_part_of_a_policy_can_be_started_in_the_whole_one():
    """A snippet of a section that is added to the policy gives a policy that is read, but for what it names."""
    named = {f"unknown-{kind}" for kind in ("clause", "way", "fact", "hours", "level", "tier", "choice")}
    for name, path, snippet in SNIPPETS:
        if name == "policy" and path[:1] == ("properties",) and len(path) == 2:
            section, body = path[1], filled(snippet["body"])
            assert isinstance(section, str)
            assert isinstance(body, dict)
            policy = whole_policy()
            policy[section] = {**policy.get(section, {}), **body}
            said = [line.split(" ")[1] for line in complains(json.dumps(policy), "policy")]
            assert set(said) <= named, (snippet["label"], said)


def test_request_of_a_case_is_a_request():
    """Its schema is that of request files."""
    own = {
        key: value for key, value in schema("request").items() if key in ("type", "properties", "additionalProperties")
    }
    assert own == {key: value for key, value in schema("cases")["$defs"]["request"].items() if key != "description"}


def test_checks_that_can_be_accepted_are_those_that_can_be_weighed():
    """In the same order."""
    policy = schema("policy")
    accepted = policy["$defs"]["acceptance"]["properties"]["check"]["enum"]
    assert accepted == list(policy["properties"]["checks"]["properties"]) == sorted(accepted)
