"""Marks: where keys and values start, and where they end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from remit.engine.findings import Findings, Mark
from remit.engine.language.json_reader import read_json
from remit.engine.language.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.engine.language.nodes import Node

ROOT = Path(__file__).parents[2]


def cut(text: str, mark: Mark) -> str:
    """Return what stands at a mark."""
    lines = text.splitlines(keepends=True)
    start = sum(map(len, lines[: mark.line - 1])) + mark.column - 1
    end = sum(map(len, lines[: mark.end_line - 1])) + mark.end_column - 1
    return text[start:end]


def pieces(text: str, node: Node) -> Iterator[tuple[object, str]]:
    """Yield every key and value of a tree, with what stands at its mark."""
    yield node.plain(), cut(text, node.mark)
    for key, value, mark in node.entries():
        yield key, cut(text, mark)
        yield from pieces(text, value)
    for value in node.value if isinstance(node.value, list) else ():
        yield from pieces(text, value)


def read(text: str, name: str) -> Node:
    """Return the tree of a text."""
    root = (read_json if name.endswith(".json") else read_yaml)(text, name, Findings())
    assert root is not None
    return root


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: x", ["a: x", "a", "x"]),
        ("é: '😀 x'  # no part of it", ["é: '😀 x'", "é", "'😀 x'"]),
        ("a: {b: 1,\n    c: [2] }\nd: e", ["a: {b: 1,\n    c: [2] }\nd: e", "a", "{b: 1,\n    c: [2] }", "b", "1"]),
        (
            "a:\n  - x\n  - y\n\n# said\nb: 1",
            ["a:\n  - x\n  - y\n\n# said\nb: 1", "a", "- x\n  - y", "x", "y", "b", "1"],
        ),
        ("a:\nb: ~", ["a:\nb: ~", "a", "", "b", "~"]),
        ("a: &x 1\nb: *x", ["a: &x 1\nb: *x", "a", "&x 1", "b", "&x 1"]),
        ("- - x\n-\n  b: 'c'", ["- - x\n-\n  b: 'c'", "- x", "x", "b: 'c'", "b", "'c'"]),
        ("a: |\n  x\n  y\n", ["a: |\n  x\n  y\n", "a", "|\n  x\n  y\n"]),
    ],
)
def test_ends_in_yaml(text: str, expected: list[str]) -> None:
    """A key or value ends where its text does, a list or mapping in block style with the last value in it."""
    assert expected == [piece for _, piece in pieces(text, read(text, "a.yaml"))][: len(expected)]


def test_ends_in_json() -> None:
    """They are those of the text, quotes and brackets included."""
    text = ' {"é": "😀", "b": [1.5, true ],\r\n "c": {} }\n'
    expected = [text.strip(), '"é"', '"😀"', '"b"', "[1.5, true ]", "1.5", "true", '"c"', "{}"]
    assert expected == [piece for _, piece in pieces(text, read(text, "a.json"))]


@pytest.mark.parametrize("name", ["jams.yaml", "jumpmind.yaml", "jams.cases.yaml"])
def test_every_piece_of_a_file_reads_as_what_it_is(name: str) -> None:
    """Whatever a mark cuts out of a file, its key or scalar is in it."""
    text = (ROOT / "policies" / name).read_text("utf-8")
    for value, piece in pieces(text, read(text, name)):
        if isinstance(value, str):
            assert [] == [word for word in value.split() if word not in piece]


def test_marks_are_equal_wherever_they_end() -> None:
    """What a mark is compared, sorted and printed by is where it starts."""
    assert Mark("a", 1, 2) == Mark("a", 1, 2, 3, 4)
    assert hash(Mark("a", 1, 2)) == hash(Mark("a", 1, 2, 3, 4))
    assert str(Mark("a", 1, 2, 3, 4)) == "a:1:2"
