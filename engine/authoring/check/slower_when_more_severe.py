"""A promise falls due later at a more severe level than at a milder one.

It falls due later at a level than at a less severe one, or is not owed there. The check compares situations in which
the facts that choose hours and spans are the same, at every second of receipt in the year from the day of the check,
or at every second at which the event can come that a clock starts at. A span that a fact of the contract or of the
request gives is skipped here, too, unless it is one that the policy names in a condition, presumes or derives. Where
the level and a derived span follow from the same fact, situations are compared that differ in that fact.

Found at the promise, the tier and the more severe level (`initial_response.base.P1`). Correct the table, or the hours
that coverage chooses.

Fails, at `initial_response.base.P1`:

```yaml
promises:
  initial_response:
    within: {base: {P1: 3 business days, P2: 2 business days}, plus: {P1: 1 hour, P2: 1 business day}}
    cite: terms.plans
```

Passes:

```yaml
promises:
  initial_response:
    within: {base: {P1: 2 business days, P2: 2 business days}, plus: {P1: 1 hour, P2: 1 business day}}
    cite: terms.plans
```
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import partial
from itertools import combinations, product
from math import prod

from ...proof.delays import states_places
from ...proof.started_clocks import StartedWitnesses, starts_of, starts_text
from ...proof.tier_situations import TierSituations
from ...rules.compiled_policy import CompiledPolicy, owed_facts
from ...rules.evaluator import Evaluation
from ...rules.outcomes import Owed, owed_of
from ...rules.spaces import union
from .definition import CheckContext, CheckFindings, check
from .missing_promise import is_left_out

_CHOSEN = 4096
"""Combinations of the facts that choose hours and spans up to which levels are compared."""

_Due = dict[Owed | None, tuple[TierSituations, int]]
"""What is owed of a promise, with some situations that owe it."""

_DueByLevel = Mapping[tuple[str, str, tuple[int, ...]], Mapping[str, _Due]]
"""What is owed at each level, by tier, promise, and codes of the receipt and the facts that choose hours and spans."""


@check("slower-when-more-severe", "warning", __doc__, is_proof=True)
def slower_when_more_severe(context: CheckContext) -> CheckFindings:
    """Yield a finding for each promise, tier and pair of levels of which the more severe is answered later."""
    reported: set[tuple[str, str, str, str]] = set()
    for (tier, promise, _), due in _due_by_level(context).items():
        for severe, mild in combinations([level for level in context.policy.levels if level in due], 2):
            key = (promise, tier, severe, mild)
            finding = None if key in reported else next(_slower(context, promise, due, (severe, mild)), None)
            if finding is not None:
                reported.add(key)
                yield finding


def _slower(context: CheckContext, promise: str, due: Mapping[str, _Due], levels: tuple[str, str]) -> CheckFindings:
    severe, mild = levels
    for (slow, (proof, slow_bits)), (fast, (_, fast_bits)) in product(due[severe].items(), due[mild].items()):
        bits = slow_bits & _beside(context, proof, fast_bits)
        if not bits:
            continue
        clocked = context.policy.promises[promise]
        received = starts_of(clocked, proof.received(bits))
        later = context.delays.later(context.policy, slow, fast, received=received)
        if later is not None and not later.is_open:
            started = StartedWitnesses(context.witnesses, clocked, later.received)
            codes = proof.codes(bits & proof.received_at(started.witnesses.receipt))
            shows = partial(_shows, promise, severe, (fast, slow))
            subject = f"promise `{promise}` of tier `{proof.tier}`"
            yield slower_when_more_severe.finding(
                at=f"{promise}.{proof.tier}.{severe}",
                message=f"{subject} is owed at `{mild}`, and not at `{severe}`, which is more severe"
                if slow is None
                else f"{subject} falls due later at `{severe}` than at `{mild}`, {later.words}{starts_text(clocked)}",
                mark=clocked.mark,
                witness=started.least(proof.tier, codes, shows),
            )


def _due_by_level(context: CheckContext) -> _DueByLevel:
    compiled = context.compiled
    reads = _counted_by(compiled)
    stated = compiled.base_facts(reads) - {*_follow_with_level(compiled)}
    # Levels are compared at one receipt.
    facts = sorted(stated.union(compiled.receipts) - {"tier", "scope", "priority"})
    due: dict[tuple[str, str, tuple[int, ...]], dict[str, _Due]] = defaultdict(lambda: defaultdict(dict))
    if prod(len(compiled.codes[fact]) for fact in facts) > _CHOSEN:
        context.unproved[slower_when_more_severe.id] = None
        return due
    promises = [name for name, promise in context.policy.promises.items() if promise.scope == "support"]
    for proof in context.by_tier(slower_when_more_severe.id).values():
        for outcome, situations in proof.parts.items():
            if outcome.scope == "support" and isinstance(outcome.level, str):
                covered = [name for name in promises if not is_left_out(proof, outcome, name)]
                for (codes, bits), name in product(_split(proof, facts, situations & proof.valid), covered):
                    at_level = due[proof.tier, name, codes][outcome.level]
                    owed = owed_of(outcome, name)
                    at_level[owed] = proof, at_level.get(owed, (proof, 0))[1] | bits
    return due


def _counted_by(compiled: CompiledPolicy) -> set[str]:
    """Return the facts that choose hours and spans, derived ones among them."""
    groups = [group for name, group in compiled.groups.items() if name not in ("scope", "priority", "channel")]
    return owed_facts(compiled.policy).union(*(group.reads for group in groups))


def _follow_with_level(compiled: CompiledPolicy) -> list[str]:
    """Return the facts from which the level follows, and by way of derived facts alone also hours or spans.

    Two situations of different levels seldom have the same values of those.
    """
    counted = _counted_by(compiled)
    derived = compiled.base_facts(counted & compiled.derivations.keys()) - counted
    return sorted(derived & compiled.base_facts(compiled.groups["priority"].reads) - {"tier", "scope"})


def _beside(context: CheckContext, proof: TierSituations, bits: int) -> int:
    """Return the situations with which some are compared: all that differ in one at most of the facts that follow so.

    What follows from several of those together is not compared, because it may never be owed side by side.
    """
    facts = [fact for fact in _follow_with_level(context.compiled) if fact in proof.space.facts]
    if not facts:
        return proof.space.all
    for fact in proof.space.facts:
        bits = bits if fact in facts else proof.space.anywhere(bits, fact)
    return union(proof.space.anywhere(bits, fact) for fact in facts)


def _split(proof: TierSituations, facts: list[str], bits: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """Yield the situations of a set by the codes that facts have in them."""
    if not bits:
        return
    if not facts:
        yield (), bits
        return
    for code, situations in proof.sets["channel"][facts[0]].items():
        for codes, part in _split(proof, facts[1:], bits & situations):
            yield (code, *codes), part


def _shows(promise: str, level: str, due: tuple[Owed | None, Owed | None], evaluation: Evaluation) -> bool:
    is_owed = all((outcome.level, owed_of(outcome, promise)) == (level, due[1]) for outcome in evaluation.outcomes)
    return is_owed and states_places(evaluation.stands, *due)
