"""What the tests of the rules say: what each engine makes of a situation, and rulebooks to ask about."""

from __future__ import annotations

from functools import cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from language.verbs import parse_policy

from remit.engine.findings import Findings
from remit.engine.language.files import POLICY_BYTES, read_text
from remit.engine.model import Fact, IsOneOf
from remit.engine.rules import durable
from remit.engine.rules.builtin import Builtin
from remit.engine.rules.codes import codes_of, named_values
from remit.engine.rules.compiled import CompiledGroup, Situation, Verdict, compile_group, compile_rule, kleene
from remit.engine.rules.compiled_policy import CompiledPolicy, compile_policy
from remit.engine.rules.durable import Durable
from remit.engine.rules.unreachable_conditions import check_conditions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from remit.engine.model import Condition

POLICIES = Path(__file__).parents[2] / "policies"
SHIPPED = ("jumpmind", "jams")
GROUPS = ("scope", "priority", "coverage", "channel")

needs_durable = pytest.mark.skipif(
    not durable.is_available(), reason="durable-rules cannot be imported here (CPython 3.13 and later)"
)


@cache
def shipped(name: str) -> CompiledPolicy:
    """Return the rulebook of a policy that remit ships."""
    findings = Findings()
    text = read_text(str(POLICIES / f"{name}.yaml"), POLICY_BYTES, findings)
    policy = parse_policy(text, findings) if text else None
    assert policy is not None, findings
    compiled = compile_policy(policy)
    check_conditions(compiled, findings)
    assert findings == []
    return compiled


def grouped(facts: Mapping[str, Fact], conditions: Sequence[Condition]) -> CompiledGroup:
    """Return a group with a rule for each condition."""
    named = named_values(conditions)
    codes = {name: codes_of(fact, named.get(name, ())) for name, fact in facts.items()}
    return compile_group("scope", [compile_rule(f"r{n}", when, codes) for n, when in enumerate(conditions)], codes)


def by_tree(group: CompiledGroup, situation: Situation) -> Verdict:
    """Return the verdict that each rule's condition, evaluated as it was written, gives."""
    known = {fact: code for fact, code in zip(group.reads, situation, strict=True) if code is not None}
    values = [kleene(rule.when, known) for rule in group.rules]
    true = sum(1 << n for n, value in enumerate(values) if value is True)
    return Verdict(true, sum(1 << n for n, value in enumerate(values) if value is False))


def known_situations(group: CompiledGroup) -> Iterator[tuple[int, ...]]:
    """Yield every situation of a group in which all its facts are known."""
    return product(*group.codes)


def all_situations(group: CompiledGroup) -> Iterator[Situation]:
    """Yield every situation of a group, each fact known or not."""
    return product(*((*codes, None) for codes in group.codes))


def disagreements(group: CompiledGroup, situations: Iterable[Situation]) -> list[tuple[Situation, dict[str, Verdict]]]:
    """Return the first few situations of which the tree and the engines at hand do not say the same."""
    engines = {"builtin": Builtin(group).evaluate}
    if durable.is_available():
        engines["durable"] = Durable(group, alone=False).evaluate
    found = []
    for situation in situations:
        expected = by_tree(group, situation)
        verdicts = {name: evaluate(situation) for name, evaluate in engines.items()}
        if any(verdict != expected for verdict in verdicts.values()):
            found.append((situation, {"tree": expected, **verdicts}))
            if len(found) == 3:  # enough to see what is wrong
                break
    return found


def choice_of(count: int, name: str = "code") -> Fact:
    """Return a fact with so many choices: `c0`, `c1` and so on."""
    return Fact(name, f"{name}?", "choice", {f"c{n}": "" for n in range(count)})


def is_(fact: str, *places: int) -> IsOneOf:
    """Return the condition that such a fact has one of the choices at these places."""
    return IsOneOf(fact, tuple(f"c{n}" for n in places))
