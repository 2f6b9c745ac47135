"""A policy of any words in which one thing is wrong is refused there, and is told what would be accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from authoring.verbs import TODAY
from hypothesis import given
from hypothesis import strategies as st
from rules.worlds import laws

from remit.engine.authoring.check import check_policy
from remit.engine.authoring.check.editions import Editions
from remit.engine.findings import Findings, Severity
from remit.engine.language.yaml_reader import read_yaml

from .breakages import Breakage, breakages
from .drawn_policies import policies
from .verbs import load, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from remit.engine.findings import Finding, Mark
    from remit.engine.language.nodes import Node

    from .breakages import Path

SAYS_ITSELF = ", not one of `"
"""In a message that lists what would be accepted."""


@st.composite
def broken_policies(draw: st.DrawFn) -> Breakage:
    """Draw a policy in which one thing is wrong."""
    return draw(breakages(draw(policies())))


def errors_of(breakage: Breakage, *, is_checked: bool = True) -> tuple[list[Finding], list[Finding]]:
    """Return the errors in a policy: those in a place that was broken, and all."""
    content = written(breakage.policy)
    evaluator, findings = load(content)
    if evaluator is not None and is_checked:
        findings += check_policy(evaluator, TODAY, Editions([evaluator.compiled.policy]))
    errors = [finding for finding in findings if finding.severity is Severity.error]
    root = read_yaml(content, "drawn.yaml", Findings())
    assert root is not None
    marks = {mark for path in breakage.places for mark in marks_at(root, path)}
    return [finding for finding in errors if finding.mark in marks], errors


def marks_at(root: Node, path: Path) -> Iterator[Mark]:
    """Yield the places of a value, of its key, and of whatever is inside it."""
    node = root
    for key in path:
        inner = node.value
        assert not isinstance(inner, str | int | float | None)
        if isinstance(inner, dict):
            mark, node = node.keys[str(key)], inner[str(key)]
        else:
            node = inner[int(key)]
            mark = node.mark
    yield from [mark] if path else []
    yield from marks_inside(node)


def marks_inside(node: Node) -> Iterator[Mark]:
    """Yield the places of a value and of whatever is inside it, keys among it."""
    yield node.mark
    yield from node.keys.values()
    inner = node.value.values() if isinstance(node.value, dict) else node.value if isinstance(node.value, list) else ()
    for part in inner:
        yield from marks_inside(part)


@laws(300)
@given(broken_policies())
def test_what_is_wrong_is_found_where_it_stands_and_told_what_would_be_accepted(breakage: Breakage) -> None:
    in_place, errors = errors_of(breakage)
    assert in_place, (breakage.kind, breakage.places, errors)
    for finding in in_place:
        assert finding.help or SAYS_ITSELF in finding.message, finding


@laws(150)
@given(broken_policies())
def test_what_is_wrong_is_said_once(breakage: Breakage) -> None:
    """Whatever reads the part that is wrong is not complained of, too."""
    in_place, errors = errors_of(breakage, is_checked=False)
    assert [finding for finding in errors if finding not in in_place] == []
