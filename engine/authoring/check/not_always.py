"""Some situation violates an invariant of `always`.

The message says what [the invariant](../language.md#always) does not expect there, and what it does; where two
situations are compared, which value of the fact makes the difference. Where it is broken only because nothing of the
kind arises in another scope, as no level does in consulting, the scope is named, and the help says how to leave that
scope out. A situation in which a [`gap`](gap.md) or [`conflicting-ways`](conflicting-ways.md) leaves open what is
expected breaks no invariant: those say it. Where a clock starts at an event, the witness has that event.

Found at the invariant. Correct the rule or the promise, or what the invariant expects.

Fails, at `urgent-is-phoned-in`:

```yaml
always:
  - {id: urgent-is-phoned-in, when: {down: {at_least: some}, scope: support}, expect: {required: phone}}
```

Passes:

```yaml
always:
  - {id: urgent-is-phoned-in, when: {down: all, scope: support}, expect: {required: phone}}
```
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import product

from ...language.conditions import facts_read
from ...language.yaml_writer import written_value
from ...model import Expectation, Invariant
from ...proof.occurring_receipts import SomeReceipts
from ...proof.started_clocks import StartedWitnesses, starts_of
from ...proof.tier_situations import TierSituations
from ...proof.witness import Witnesses, stated_value
from ...rules.compiled import Compiled, compile_condition, kleene
from ...rules.outcomes import Outcome
from .definition import CheckContext, CheckFindings, Finding, check
from .invariants import CompareOwed, Side, Violation, broken, compared, scope_meant, sides, unlike


@check("not-always", "error", __doc__, is_proof=True)
def not_always(context: CheckContext) -> CheckFindings:
    """Yield a finding for each thing that an invariant expects and some situation breaks."""
    for invariant in context.policy.always:
        if context.invariant_space.by_tier is None:
            context.unproved[f"invariant `{invariant.id}`"] = None
            continue
        when = compile_condition(invariant.when, context.invariant_space.compiled.codes)
        for expectation in invariant.expect:
            trial = _Trial(context=context, invariant=invariant, expectation=expectation, when=when)
            finding = trial.of_pairs() if invariant.between else trial.of_situations()
            if finding is not None:
                yield finding


@dataclass(frozen=True, slots=True)
class _Trial:
    """One expectation of an invariant, held against every situation, or every two, that its condition holds in."""

    context: CheckContext
    invariant: Invariant
    expectation: Expectation
    when: Compiled

    def of_situations(self) -> Finding | None:
        """Return a finding for a situation that breaks it, if possible one in which that is not for another scope."""
        violation = min(self._violations(), key=lambda violation: violation[-1] is not None, default=None)
        if violation is None:
            return None
        proof, bits, (why, instant), scope = violation
        received, started = proof.received(bits), self._started(instant)
        witnesses = started.witnesses

        def shows(codes: Mapping[str, int]) -> bool:
            evaluation = witnesses.evaluate(proof.tier, codes)
            # Where no scope is named, what is wrong can be so in several at once.
            reasons = {
                self._why(received, outcome)[0] if scope else self._broken(received, outcome)
                for outcome in evaluation.outcomes
            }
            is_same = {reason and reason[0] for reason in reasons} == {why}
            return is_same and kleene(self.when, evaluation.stands) is True

        codes = witnesses.least(proof.codes(bits & proof.received_at(witnesses.receipt)), shows)
        return self._finding(
            why, started.request(proof.tier, codes), f"add `scope: {scope}` to `when`" if scope else ""
        )

    def _violations(self) -> Iterator[tuple[TierSituations, int, Violation, str | None]]:
        """Yield situations that break it, how they do, and the scope that would mend it, if only that is missing."""
        for proof in self.context.invariant_space.proofs():
            situations = proof.where(self.when)
            for outcome, bits in proof.parts.items():
                common = bits & situations
                why, scope = self._why(proof.received(common), outcome) if common else (None, None)
                if why is not None:
                    yield proof, common, why, scope

    def _broken(self, received: SomeReceipts | None, outcome: Outcome) -> Violation | None:
        return broken(self.context.policy, outcome, self.expectation, self._compare(received))

    def _why(self, received: SomeReceipts | None, outcome: Outcome) -> tuple[Violation | None, str | None]:
        """Tell how an outcome breaks it, and which scope the invariant may have meant without saying so."""
        violation = self._broken(received, outcome)
        if violation is None or any(fact == "scope" for fact, _ in facts_read(self.invariant.when)):
            return violation, None
        scope = scope_meant(self.context.policy, outcome, self.expectation)
        if not scope:
            return violation, None
        return (f"{violation[0]}, where scope is {outcome.scope}", violation[1]), scope

    def _finding(self, why: str, witness: Mapping[str, object] | None, help_: str = "") -> Finding:
        return not_always.finding(
            at=self.invariant.id,
            message=f"invariant `{self.invariant.id}` is violated: {why}",
            mark=self.expectation.mark,
            help=help_,
            witness=witness,
        )

    def of_pairs(self) -> Finding | None:
        """Return a finding for two situations that do not compare as it expects."""
        for before, after in sides(self.context.invariant_space, self.invariant):
            old, new = (list(self._parts(side, before.code)) for side in (before, after))
            # Most outcomes differ in nothing that is compared, and mostly nothing is wrong.
            for _ in self._unlike_parts(before, self._alike(old), self._alike(new)):
                common, received, violation = next(self._unlike_parts(before, old, new))
                return self._pair_finding((before, after), common, received, *violation)
        return None

    def _alike(self, parts: Iterable[tuple[Outcome, int]]) -> list[tuple[Outcome, int]]:
        """Return parts of which those are one that are alike in all that is compared."""
        joined: dict[object, tuple[Outcome, int]] = {}
        for outcome, bits in parts:
            key = compared(outcome, self.expectation)
            joined[key] = outcome, joined[key][1] | bits if key in joined else bits
        return list(joined.values())

    def _unlike_parts(
        self, before: Side, old_parts: Iterable[tuple[Outcome, int]], new_parts: Sequence[tuple[Outcome, int]]
    ) -> Iterator[tuple[int, SomeReceipts | None, Violation]]:
        """Yield the situations that two sides share and in which they do not compare as expected, and how."""
        for (old, old_bits), (new, new_bits) in product(old_parts, new_parts):
            common = old_bits & new_bits
            if common:
                received = before.proof.received(common)
                violation = self._unlike(received, old, new)
                if violation is not None:
                    yield common, received, violation

    def _parts(self, side: Side, code: int) -> Iterator[tuple[Outcome, int]]:
        """Yield the outcomes of a side, each with its situations as they are where the fact has the code."""
        situations = side.situations(self.when)
        for outcome, bits in side.proof.parts.items():
            if bits & situations:
                yield outcome, side.moved(bits & situations, code)

    def _unlike(self, received: SomeReceipts | None, old: Outcome, new: Outcome) -> Violation | None:
        return unlike(self.context.policy, old, new, self.expectation, self._compare(received))

    def _compare(self, received: SomeReceipts | None) -> CompareOwed:
        """Return what compares what is owed by clocks that start at some receipts, or whenever an event comes."""
        promise = self.context.policy.promises.get(self.expectation.promise)
        starts = received if promise is None else starts_of(promise, received)
        return partial(self.context.delays.later, self.context.policy, received=starts)

    def _started(self, instant: str | None) -> StartedWitnesses:
        """Return what writes requests of which the clock of the promise that is meant starts at an instant."""
        promise = self.context.policy.promises.get(self.expectation.promise)
        return StartedWitnesses(self.context.invariant_witnesses, promise, instant)

    def _pair_finding(
        self, pair: tuple[Side, Side], bits: int, received: SomeReceipts | None, why: str, instant: str | None
    ) -> Finding:
        before, after = pair
        started = self._started(instant)
        witnesses = started.witnesses
        fact, codes = before.fact, before.proof.codes(bits & before.proof.received_at(witnesses.receipt))
        if fact != "tier":
            codes[fact] = after.code
        fewest = witnesses.least(codes, partial(self._is_shown, witnesses, pair, received, why))
        values = [
            side.proof.tier if fact == "tier" else written_value(stated_value(witnesses.compiled, fact, side.code))
            for side in pair
        ]
        witness = started.request(after.proof.tier, fewest)
        return self._finding(f"{why} when `{fact}` goes from {values[0]} to {values[1]}", witness)

    def _is_shown(
        self,
        witnesses: Witnesses,
        pair: tuple[Side, Side],
        received: SomeReceipts | None,
        why: str,
        codes: Mapping[str, int],
    ) -> bool:
        """Tell whether a request, and the one that differs from it in the fact, show it."""
        before, after = pair
        fact = before.fact
        if fact != "tier" and fact not in codes:
            return False
        old = witnesses.evaluate(before.proof.tier, codes if fact == "tier" else {**codes, fact: before.code})
        new = witnesses.evaluate(after.proof.tier, codes)
        if any(kleene(self.when, evaluation.stands) is not True for evaluation in (old, new)):
            return False
        violations = [self._unlike(received, *outcomes) for outcomes in product(old.outcomes, new.outcomes)]
        return {violation and violation[0] for violation in violations} == {why}
