"""A rule holds in some situations, and never wins.

Its question arises in some of those situations, and it wins in none of them. In scope and priority another rule is
always more restrictive or more severe, in coverage and in a promise an earlier one always holds, and in channels
another one always requires a way (what a rule prefers stays preferred all the same). So it is with an entry of a
derived fact where an earlier one always holds. Its clause has no effect, which is seldom what the contract means.

Found at the rule; the message names up to three that win in its place. Narrow those, move the rule above them (in
coverage or a promise), or drop it.

Fails, at `urgent-plus`:

```yaml
coverage:
  rules:
    - {id: office-hours, then: office, cite: terms.plans}
    - {id: urgent-plus, when: {tier: plus, priority: P1}, then: always, cite: terms.plans}
```

Passes:

```yaml
coverage:
  rules:
    - {id: urgent-plus, when: {tier: plus, priority: P1}, then: always, cite: terms.plans}
    - {id: office-hours, then: office, cite: terms.plans}
```
"""

from functools import partial

from ...model import SCOPES, Group, Policy
from ...proof.tier_situations import TierSituations
from ...rules.compiled import kleene
from ...rules.evaluator import Evaluation
from ...text import both
from .definition import CheckContext, CheckFindings, check
from .derived_entries import EntrySituations, entry_situations

_NAMED = 3
"""Rules that win in the place of another that are named."""


@check("masked", "warning", __doc__, is_proof=True)
def masked(context: CheckContext) -> CheckFindings:
    """Yield a finding for each rule that never wins, with the rules that win in its place."""
    witnesses = context.witnesses
    yield from _entries(context)
    for group in context.policy.groups:
        proofs = list(context.proofs(group.name))
        for n in sorted(context.never_winning(group.name, proofs)):
            winners = _winners(context, group, proofs, n)
            rules = [n, *winners[:1]]  # a request shows one winner
            proof, bits = next((proof, bits) for proof in proofs if (bits := _holding(proof, group, rules)))
            shows = partial(witnesses.hold, proof.tier, group=group.name, rules=rules)
            yield masked.finding(
                at=group.rules[n].id,
                message=f"rule `{group.rules[n].id}` holds but never wins over {_named(group, winners)}",
                mark=group.rules[n].mark,
                help=_help(group, several=len(winners) > 1),
                witness=witnesses.request(proof.tier, witnesses.least(proof.codes(bits), shows)),
            )


def _entries(context: CheckContext) -> CheckFindings:
    """Yield a finding for each entry of a derived fact that is never the first that holds."""
    for fact in (fact for fact in context.policy.facts.values() if len(fact.derive) > 1):
        situations = list(entry_situations(context, fact))
        for n, entry in enumerate(fact.derive):
            holding = [own for own in situations if own.holding[n]]
            if holding and not any(own.first[n] for own in holding):
                own = holding[0]
                earlier = next(m for m in range(n) if own.first[m] & own.holding[n])
                winner = fact.derive[earlier]
                yield masked.finding(
                    at=entry.id,
                    message=f"entry `{entry.id}` holds but never wins over `{winner.id}` (line {winner.mark.line})",
                    mark=entry.mark,
                    help="the first entry that holds wins: move it up, or drop it",
                    witness=context.witnesses.of(
                        own.proof, own.first[earlier] & own.holding[n], partial(_hold, own, (earlier, n))
                    ),
                )


def _hold(own: EntrySituations, places: tuple[int, int], evaluation: Evaluation) -> bool:
    return all(kleene(own.conditions[n], evaluation.stands) for n in places)


def _holding(proof: TierSituations, group: Group, rules: list[int]) -> int:
    """Return the situations in which the question of a group arises and rules of it hold."""
    bits = proof.applies(group.name)
    for n in rules:
        bits &= proof.holding(group.name)[n]
    return bits


def _named(group: Group, rules: list[int]) -> str:
    names = [f"`{group.rules[n].id}` (line {group.rules[n].mark.line})" for n in rules]
    more = [f"{len(names) - _NAMED} more"] if len(names) > _NAMED else []
    return both([*names[:_NAMED], *more]) or "others"


def _winners(context: CheckContext, group: Group, proofs: list[TierSituations], loser: int) -> list[int]:
    """Return the numbers of the rules that win where another holds."""
    candidates = {n for n in range(len(group.rules)) if n != loser and _outranks(context.policy, group, n, loser)}
    losing = [(context.wins(proof, group.name), _holding(proof, group, [loser])) for proof in proofs]
    return sorted(n for n in candidates if any(wins[n] & bits for wins, bits in losing))


def _outranks(policy: Policy, group: Group, winner: int, loser: int) -> bool:
    if group.is_ordered or group.name == "channel":
        return True
    order = list(SCOPES if group.name == "scope" else policy.levels)
    return order.index(str(group.rules[winner].then)) < order.index(str(group.rules[loser].then))


def _help(group: Group, *, several: bool) -> str:
    if group.is_ordered:
        return f"the first rule that holds wins: move it {'above them' if several else 'up'}, or drop it"
    if group.name == "channel":
        return "where a way is required, no other is allowed"
    strongest = "restrictive" if group.name == "scope" else "severe"
    return f"the most {strongest} outcome wins: narrow the other{'s' if several else ''}, or drop it"
