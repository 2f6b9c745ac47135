"""The engines and the tree of conditions say the same of every situation of groups that nobody wrote by hand."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from hypothesis import given

from .plain import truth, values_of
from .verbs import all_situations, by_tree, disagreements, grouped
from .worlds import laws, written_groups

if TYPE_CHECKING:
    from remit.engine.model import Condition, Fact, Value

Written = tuple[dict[str, "Fact"], list["Condition"]]
MOST = 600


@laws(80)
@given(written_groups())
def test_engines_and_tree_agree_on_any_group(written: Written) -> None:
    group = grouped(*written)
    assert disagreements(group, islice(all_situations(group), MOST)) == []


@laws(80)
@given(written_groups(most_facts=2))
def test_a_verdict_is_what_the_language_says_of_the_values(written: Written) -> None:
    """Unknown facts included: the codes lose nothing that a condition can tell."""
    facts, conditions = written
    group = grouped(facts, conditions)
    situations: list[dict[str, Value | None]] = [{}]
    for fact in group.reads:
        choices = values_of(facts[fact], conditions)
        situations = [s | more for s in situations for more in ({}, *({fact: value} for value in choices))]
    codes = dict(zip(group.reads, group.codes, strict=True))
    for values in situations[:MOST]:
        situation = tuple(codes[fact].code(values[fact]) if fact in values else None for fact in group.reads)
        verdict = by_tree(group, situation)
        expected = [truth(condition, values, facts) for condition in conditions]
        assert expected == [
            True if verdict.true >> n & 1 else False if verdict.false >> n & 1 else None for n in range(len(conditions))
        ]
