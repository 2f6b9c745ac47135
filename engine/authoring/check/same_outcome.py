"""Two rules could be one.

They have the same outcome, cite the same clauses, and differ in one fact alone, so one rule could say both. Rules that
cite different clauses are different sentences of the contract, and are left alone; so are the cells of one grid. In
coverage and in a promise, rules with another outcome between them count.

Found at the later rule. Make one rule of the two.

Fails, at `question`:

```yaml
scope:
  rules:
    - {id: fault, when: {activity: fault}, then: support, cite: terms.scope}
    - {id: question, when: {activity: question}, then: support, cite: terms.scope}
    - {id: orders, when: {activity: order}, then: consulting, cite: terms.scope}
```

Passes:

```yaml
scope:
  rules:
    - {id: fault, when: {activity: fault}, then: support, cite: terms.scope}
    - {id: question, when: {activity: question}, then: support, cite: terms.contact}
    - {id: orders, when: {activity: order}, then: consulting, cite: terms.scope}
```
"""

from operator import itemgetter

from ...model import Rule
from ...model.receipt_facts import RECEIVED, is_receipt_fact
from ...rules.compiled import CompiledRule, Conjunction
from .definition import CheckContext, CheckFindings, check

_OPEN = 0b10
"""The code of a fact of the receipt whose hours are open, as bits."""


@check("same-outcome", "note", __doc__)
def same_outcome(context: CheckContext) -> CheckFindings:
    """Yield a finding for each rule that could be one with an earlier one."""
    for group in context.policy.groups:
        compiled = context.compiled.groups[group.name].rules
        alike: dict[object, list[int]] = {}
        for n, rule in enumerate(group.rules):
            candidates = alike.setdefault((rule.then, frozenset(rule.cite)), [])
            match = next(
                (
                    m
                    for m in reversed(candidates)
                    if not _stand_in_one_grid(group.rules[m], rule) and _differ_in_one_fact(compiled[m], compiled[n])
                ),
                None,
            )
            candidates.append(n)
            if match is None or (group.is_ordered and {r.then for r in group.rules[match:n]} != {rule.then}):
                continue  # the first rule wins, so what stands between them counts
            earlier, is_same = group.rules[match], compiled[match].holds == compiled[n].holds
            yield same_outcome.finding(
                at=rule.id,
                message=f"rules `{earlier.id}` (line {earlier.mark.line}) and `{rule.id}` could be one",
                mark=rule.mark,
                help="they hold in the same situations: drop one"
                if is_same
                else "they differ in the values of one fact",
            )


def _stand_in_one_grid(*rules: Rule) -> bool:
    grids = {rule.cell and rule.cell.grid for rule in rules}
    return len(grids) == 1 and None not in grids


def _tests(conjunction: Conjunction) -> list[tuple[str, object]]:
    """Return the tests of a conjunction; hours that are open at the receipt can be listed, as values of one fact."""
    tests = (
        (RECEIVED, fact) if is_receipt_fact(fact) and codes == _OPEN else (fact, codes) for fact, codes in conjunction
    )
    return sorted(tests, key=itemgetter(0))


def _differ_in_one_fact(*rules: CompiledRule) -> bool:
    """Tell whether each of two rules is one conjunction, and these are the same but for the values of one fact."""
    conjunctions = [_tests(rule.holds[0]) for rule in rules if rule.holds is not None and len(rule.holds) == 1]
    if len(conjunctions) < len(rules) or len({tuple(fact for fact, _ in tests) for tests in conjunctions}) > 1:
        return False
    return sum(len({*tests}) > 1 for tests in zip(*conjunctions, strict=True)) <= 1
