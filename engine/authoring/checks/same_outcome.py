"""same-outcome: two rules with one outcome and one source that differ in a single test, and so could be one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .subject import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...model import Rule
    from ...rules.compiled import CompiledRule, Conjunction
    from .subject import Subject


def same_outcome(subject: Subject) -> Iterator[Found]:
    """Yield a finding for each rule that could be one with an earlier one.

    Rules that cite different clauses are different sentences of the contract, and are left alone.
    """
    for group in subject.policy.groups:
        compiled = subject.book.groups[group.name].rules
        alike: dict[object, list[tuple[Rule, CompiledRule]]] = {}
        for n, (rule, form) in enumerate(zip(group.rules, compiled, strict=True)):
            key = (rule.then, frozenset(rule.cite))
            earlier = next((other for other, its in alike.get(key, ()) if _is_one(its, form)), None)
            alike.setdefault(key, []).append((rule, form))
            in_between = {r.then for r in group.rules[:n] if earlier and r.mark > earlier.mark}
            if earlier is None or (group.name == "coverage" and in_between - {rule.then}):
                continue  # of coverage the first rule wins, so what stands between them counts
            message = f"rules `{earlier.id}` (line {earlier.mark.line}) and `{rule.id}` could be one"
            yield Found(rule.id, message, rule.mark, "they differ in one fact alone: list its values in one rule")


def _is_one(one: CompiledRule, other: CompiledRule) -> bool:
    if one.holds is None or other.holds is None or len(one.holds) != 1 or len(other.holds) != 1:
        return False
    return _differ_in_one_fact(one.holds[0], other.holds[0])


def _differ_in_one_fact(one: Conjunction, other: Conjunction) -> bool:
    if [fact for fact, _ in one] != [fact for fact, _ in other]:
        return False
    return sum(a != b for a, b in zip(one, other, strict=True)) <= 1
