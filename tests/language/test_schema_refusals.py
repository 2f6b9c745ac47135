"""Whatever the JSON Schema refuses is a finding, and a mistake anywhere in a good file is one or is none of ours."""

from __future__ import annotations

import json
from functools import cache
from itertools import starmap
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from jsonschema import Draft202012Validator

from remit.engine.findings import Severity
from remit.engine.language.schema import schema_text

from .test_reference import SAMPLES, WHOLE
from .verbs import found, helps, mapping_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

GOOD = {
    "policy": mapping_of(WHOLE),
    **{
        kind: mapping_of(text)
        for _, kind, ids, text in SAMPLES
        if kind in ("contracts", "cases", "request") and not ids
    },
}
INSTEAD: tuple[object, ...] = (
    *(None, True, 0, -1, 2.5, "", "x", "two words"),
    *([], ["x"], [[]], [1], {}, {"x": 1}, {"x": {"y": []}}),
)
"""Values of every kind, to stand where another one belongs."""

Path = tuple[str | int, ...]


@cache
def validator(kind: str) -> Draft202012Validator:
    """Return the schema of a kind of file."""
    return Draft202012Validator(json.loads(schema_text(kind)))


def paths(value: object, path: Path = ()) -> list[Path]:
    """Return the path of a value and of everything in it."""
    parts: Iterable[tuple[str | int, object]] = ()
    if isinstance(value, dict | list):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
    return [path, *(deeper for key, part in parts for deeper in paths(part, (*path, key)))]


def changed(value: Any, path: Path, change: Callable[[Any], object]) -> object:
    """Return a value with a change made at a path."""
    if not path:
        return change(value)
    step, *rest = path
    if isinstance(value, list):
        return [changed(part, tuple(rest), change) if n == step else part for n, part in enumerate(value)]
    return {key: changed(part, tuple(rest), change) if key == step else part for key, part in value.items()}


def without(key: str | int) -> Callable[[Any], object]:
    """Return the change that takes a key or an item away."""

    def change(value: Any) -> object:
        if isinstance(value, dict):
            return {name: part for name, part in value.items() if name != key}
        return [part for n, part in enumerate(value) if n != key]

    return change


def replaced_by(instead: object) -> Callable[[Any], object]:
    """Return the change that puts a value in the place of another one."""
    return lambda _: instead


def check(kind: str, value: object) -> None:
    """Load a changed file; a finding must say so where the schema refuses it, with a place in the file."""
    loaded, problems = found(json.dumps(value), kind, "f.yaml")
    errors = [problem for problem in problems if problem.severity is Severity.error]
    # A file with errors need not be held against the schema again, which takes as long as reading it.
    assert errors or validator(kind).is_valid(value)
    if kind == "policy":
        assert (loaded is None) == bool(errors)
    assert all(problem.mark.line >= 1 and problem.mark.column >= 1 for problem in problems)
    assert all(problem.message and "\n" not in problem.message for problem in problems)


MUTABLE = [(kind, path) for kind, value in GOOD.items() for path in paths(value)]


def shapeless(kind: str, value: object) -> list[str]:
    """Return what a changed file is refused for without a word of what would be accepted."""
    ids = ("wrong-type", "wrong-value", "wrong-name", "missing-key", "empty", "wrong-shape", "uncited-rule")
    problems = found(json.dumps(value), kind, "f.yaml")[1]
    # Where there are words to choose from, the message has them all.
    return [
        p.message
        for p in problems
        if p.check in ids and not p.help and ", not `" not in p.message.replace("one of ", "")
    ]


@pytest.mark.parametrize("instead", [None, "two words", [], {"x": 1}], ids=str)
def test_refusal_shows_what_belongs_there(instead):
    """Wherever something else stands, the help shows an example, or says what to write."""
    without_help = [
        message
        for kind, path in MUTABLE
        for message in shapeless(kind, changed(GOOD[kind], path, replaced_by(instead)))
    ]
    assert [] == without_help


@pytest.mark.parametrize("kind", GOOD)
def test_missing_key_is_shown(kind):
    """The help has the key with a value that it can have."""
    without_help = [
        message
        for owner, path in MUTABLE
        if owner == kind and path
        for message in shapeless(kind, changed(GOOD[kind], path[:-1], without(path[-1])))
    ]
    assert [] == without_help


def test_good_files_are_good():
    """They are what the schemas want, and long enough to change."""
    assert [] == [kind for kind, value in GOOD.items() if not validator(kind).is_valid(value)]
    assert len(MUTABLE) > 250
    assert {"policy", "contracts", "cases", "request"} == set(GOOD)


@pytest.mark.parametrize("kind", GOOD)
def test_key_or_item_that_is_taken_away(kind):
    """Every one of them, one at a time; of items of a list that have the same key, one stands for all."""
    gone = {tuple("item" if isinstance(step, int) else step for step in path): path for path in paths(GOOD[kind])}
    for path in (path for path in gone.values() if path):
        check(kind, changed(GOOD[kind], path[:-1], without(path[-1])))


@pytest.mark.parametrize("kind", GOOD)
def test_unknown_key_that_is_added(kind):
    """Every mapping, one at a time; where the schema knows its keys, it is an unknown key and nothing else."""
    mappings = [path for path in paths(GOOD[kind]) if isinstance(at(GOOD[kind], path), dict)]
    for path in mappings:
        check(kind, changed(GOOD[kind], path, lambda mapping: {**mapping, "no such key": "x"}))


def at(value: Any, path: Path) -> object:
    """Return what stands at a path."""
    for step in path:
        value = value[step]
    return value


@given(place=some.sampled_from(MUTABLE), instead=some.sampled_from(INSTEAD))
@settings(max_examples=250)
def test_value_of_another_kind(place, instead):
    """Anywhere in a good file."""
    kind, path = place
    check(kind, changed(GOOD[kind], path, replaced_by(instead)))


@given(
    changes=some.lists(some.tuples(some.sampled_from(MUTABLE), some.sampled_from(INSTEAD)), min_size=2, max_size=5),
    kind=some.sampled_from(sorted(GOOD)),
)
@settings(max_examples=150)
def test_several_values_of_another_kind(changes, kind):
    """Anywhere in a good file, together."""
    value: object = GOOD[kind]
    for (_, path), instead in changes:
        if path in set(paths(value)):
            value = changed(value, path, replaced_by(instead))
    check(kind, value)


def test_every_key_of_the_head_of_another_kind():
    """Each with a value of each kind, because what follows a broken section reads on."""
    instead: tuple[object, ...] = (None, 0, "x", [], [[]], {"x": 1}, {"x": {"y": []}})
    tries = [("policy", {**GOOD["policy"], key: value}) for key in GOOD["policy"] for value in instead]
    assert len(list(starmap(check, tries))) == len(tries)


@pytest.mark.parametrize(
    ("text", "help_"),
    [
        ("says: faults, questions and updates", "a comma ends a value inside braces: quote the whole text"),
        ("says: faults, questions", "a comma ends a value inside braces: quote the whole text"),
        ("when_any: handling, update_overdue", "write several as a list: `[a, b]`"),
    ],
)
def test_what_stands_behind_a_comma_inside_braces(text, help_):
    """It reads as a key without a value, and the help says how it is meant to be written."""
    clauses = f"sources: {{terms: {{title: Terms, clauses: {{covered: {{at: Section 1, {text}}}}}}}}}"
    escalation = f"escalation: [{{to: x, {text}}}]"
    assert help_ in helps(clauses if text.startswith("says") else escalation)
