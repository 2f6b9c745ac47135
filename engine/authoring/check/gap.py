"""No rule of a group decides some situation.

The question of the group arises there, and the answer is missing: no scope, no level for a support request, no hours
for something that is owed, no way for a request that is covered. Such a request is *undecided*.

A derived fact that has no value in some situation is found when the file is read, under the same id; where that
depends on the receipt, it is found here, at the fact.

Found at the group (`scope`, `priority`, `coverage` or `channel`). Add a rule without `when` that decides all else,
or one for the situation of the witness.

Fails, at `priority`:

```yaml
priorities:
  rules:
    - {id: all-down, when: {down: all}, then: P1, cite: terms.levels}
    - {id: some-down, when: {down: some}, then: P2, cite: terms.levels}
```

Passes:

```yaml
priorities:
  rules:
    - {id: all-down, when: {down: all}, then: P1, cite: terms.levels}
    - {id: rest, when: {down: {less_than: all}}, then: P2, cite: terms.levels}
```
"""

from functools import partial

from ...rules.compiled import kleene
from ...rules.evaluator import Evaluation
from ...rules.hit_policy import UNDECIDED
from ...rules.outcomes import Outcome
from ...rules.spaces import union
from .definition import CheckContext, CheckFindings, check
from .derived_entries import EntrySituations, entry_situations


@check("gap", "error", __doc__, is_proof=True)
def gap(context: CheckContext) -> CheckFindings:
    """Yield a finding for each group that some situation leaves undecided, and each derived fact without a value."""
    yield from _entries(context)
    for group in context.policy.groups:
        if group.promise is not None:
            continue  # where no rule of a promise holds, its table counts
        witness = context.example(group.name, partial(_is_open, group.name))
        if witness is not None:
            yield gap.finding(
                at=group.name,
                message=f"no rule decides {group.name} in some situation",
                mark=group.mark,
                help="add a rule without `when`, or one for this situation",
                witness=witness,
            )


def _entries(context: CheckContext) -> CheckFindings:
    """Yield a finding for each derived fact of which no entry holds in some situation that occurs."""
    for fact in (fact for fact in context.policy.facts.values() if fact.derive):
        for own in entry_situations(context, fact):
            if bits := own.proof.valid & ~union(own.holding):
                yield gap.finding(
                    at=fact.name,
                    message=f"no entry gives the derived fact `{fact.name}` a value in some situation",
                    mark=fact.mark,
                    help="add an entry without `when` that gives the value of all else",
                    witness=context.witnesses.of(own.proof, bits, partial(_has_no_value, own)),
                )
                break


def _has_no_value(own: EntrySituations, evaluation: Evaluation) -> bool:
    return all(kleene(condition, evaluation.stands) is False for condition in own.conditions)


def _is_open(group: str, outcome: Outcome) -> bool:
    parts = {"scope": outcome.scope, "priority": outcome.level, "coverage": outcome.coverage, "channel": outcome.ways}
    return parts[group] is UNDECIDED
