"""same-outcome: two rules with one outcome and one source that differ in a single test, and so could be one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .context import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...rules.compiled import CompiledRule, Conjunction
    from .context import CheckContext


def same_outcome(subject: CheckContext) -> Iterator[Found]:
    """Yield a finding for each rule that could be one with an earlier one.

    Rules that cite different clauses are different sentences of the contract, and are left alone.
    """
    for group in subject.policy.groups:
        compiled = subject.compiled.groups[group.name].rules
        alike: dict[object, list[int]] = {}
        for n, rule in enumerate(group.rules):
            earlier = alike.setdefault((rule.then, frozenset(rule.cite)), [])
            like = next((m for m in reversed(earlier) if _is_one(compiled[m], compiled[n])), None)
            earlier.append(n)
            if like is None or (group.name == "coverage" and {r.then for r in group.rules[like:n]} != {rule.then}):
                continue  # of coverage the first rule wins, so what stands between them counts
            other = group.rules[like]
            message = f"rules `{other.id}` (line {other.mark.line}) and `{rule.id}` could be one"
            is_same = compiled[like].holds == compiled[n].holds
            help_ = "they hold in the same situations: drop one" if is_same else "they differ in the values of one fact"
            yield Found(rule.id, message, rule.mark, help_)


def _is_one(one: CompiledRule, other: CompiledRule) -> bool:
    if one.holds is None or other.holds is None or len(one.holds) != 1 or len(other.holds) != 1:
        return False
    return _differ_in_one_fact(one.holds[0], other.holds[0])


def _differ_in_one_fact(one: Conjunction, other: Conjunction) -> bool:
    if [fact for fact, _ in one] != [fact for fact, _ in other]:
        return False
    return sum(a != b for a, b in zip(one, other, strict=True)) <= 1
