"""not-always: an invariant of the policy that some situation breaks."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ...language.conditions import facts_read
from ...language.yaml_writer import written_value
from ...proof.witness import Witnesses, stated_value
from ...rules.compiled import compile_condition, kleene
from .context import Found
from .expectations import broken, moved_due, scope_meant, unlike

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ...model import Expectation, Invariant
    from ...proof.situations import TierSituations
    from ...rules.compiled import Compiled
    from ...rules.outcomes import Outcome
    from .context import CheckContext


def not_always(subject: CheckContext) -> Iterator[Found]:
    """Yield a finding for each thing that an invariant expects and some situation breaks."""
    for invariant in subject.policy.always:
        if subject.told_apart.slices is None:
            subject.unproved[f"invariant `{invariant.id}`"] = None
            continue
        find = _between if invariant.between else _alone
        for expectation in invariant.expect:
            yield from find(subject, invariant, expectation)


def _alone(subject: CheckContext, invariant: Invariant, wanted: Expectation) -> Iterator[Found]:
    when = compile_condition(invariant.when, subject.told_apart.compiled.codes)
    failure = _failure(subject, invariant, wanted, when)
    if failure is None:
        return
    proof, bits, why, scope = failure
    witnesses = Witnesses(proof.compiled, subject.today)

    def shows(codes: Mapping[str, int]) -> bool:
        seen = witnesses.seen(proof.tier, codes)
        # Where no scope is named, what is said can be so in several at once.
        found = {
            _why(subject, invariant, outcome, wanted)[0] if scope else broken(subject.policy, outcome, wanted)
            for outcome in seen.outcomes
        }
        return found == {why} and kleene(when, seen.stands) is True

    witness = witnesses.request(proof.tier, witnesses.least(proof.codes(bits), shows))
    help_ = f"add `scope: {scope}` to `when`" if scope else ""
    yield Found(invariant.id, f"`{invariant.id}` is not always so: {why}", wanted.mark, help_, witness)


def _failure(
    subject: CheckContext, invariant: Invariant, wanted: Expectation, when: Compiled
) -> tuple[TierSituations, int, str, str | None] | None:
    """Return where an invariant is broken, how, and the scope that would mend it: only where all is well in that."""
    first = None
    for proof in subject.told_apart.proofs():
        there = proof.where(when)
        for outcome, bits in proof.parts.items():
            why, scope = _why(subject, invariant, outcome, wanted) if bits & there else (None, None)
            if why is not None and scope is None:
                return proof, bits & there, why, None
            if why is not None and first is None:
                first = proof, bits & there, why, scope
    return first


def _why(
    subject: CheckContext, invariant: Invariant, outcome: Outcome, wanted: Expectation
) -> tuple[str | None, str | None]:
    """Tell how an outcome is not as expected, and which scope the invariant may have meant without saying so."""
    why = broken(subject.policy, outcome, wanted)
    if why is None or any(fact == "scope" for fact, _ in facts_read(invariant.when)):
        return why, None
    scope = scope_meant(subject.policy, outcome, wanted)
    return (f"{why}, where scope is {outcome.scope}", scope) if scope else (why, None)


class _Side(NamedTuple):
    """One of two situations that are compared: its tier, the code that the fact has in it, and its proof."""

    tier: str
    code: int
    proof: TierSituations


def _between(subject: CheckContext, invariant: Invariant, wanted: Expectation) -> Iterator[Found]:
    """Compare every situation with the one that has the fact's next value."""
    when = compile_condition(invariant.when, subject.told_apart.compiled.codes)
    for sides in _sides(subject, invariant):
        found = _compared(subject, invariant, wanted, sides, when)
        if found is not None:
            yield found
            return


def is_about_nothing(subject: CheckContext, invariant: Invariant) -> bool:
    """Tell whether an invariant, of a policy of which all is proved, speaks of no situation, or compares no two."""
    when = compile_condition(invariant.when, subject.told_apart.compiled.codes)
    if invariant.between is None:
        return not any(proof.where(when) for proof in subject.told_apart.proofs())
    fact = invariant.between[0]
    return not any(
        _there(before, fact, when) & _at(after, fact, _there(after, fact, when), before.code)
        for before, after in _sides(subject, invariant)
    )


def _sides(subject: CheckContext, invariant: Invariant) -> Iterator[tuple[_Side, _Side]]:
    """Yield what is compared: each tier, or two of them, with a value of the fact and the next one."""
    fact, values = invariant.between or ("", ())
    codes = subject.told_apart.compiled.codes[fact]
    for proofs in subject.told_apart.slices or ():
        for value, following in pairwise(values):
            one, other = codes.code(value), codes.code(following)
            if fact == "tier":
                yield _Side(str(value), one, proofs[str(value)]), _Side(str(following), other, proofs[str(following)])
            else:
                yield from ((_Side(tier, one, proof), _Side(tier, other, proof)) for tier, proof in proofs.items())


def _compared(
    subject: CheckContext, invariant: Invariant, wanted: Expectation, sides: tuple[_Side, _Side], when: Compiled
) -> Found | None:
    fact = invariant.between[0] if invariant.between else ""
    before, after = sides
    for one, those in _parts(before, fact, when, before.code):
        for other, these in _parts(after, fact, when, before.code):
            why = unlike(subject.policy, one, other, wanted, subject.lateness) if those & these else None
            if why is not None:
                moved = moved_due(subject.policy, one, other, wanted, subject.lateness) if wanted.key == "due" else None
                received = moved[1].received if moved else None
                return _found(subject, invariant, wanted, sides, (those & these, why, when, received))
    return None


def _parts(side: _Side, fact: str, when: Compiled, moved_to: int) -> Iterator[tuple[Outcome, int]]:
    """Yield what a side comes to, each with its situations as they are where the fact has the code to compare at."""
    there = _there(side, fact, when)
    for outcome, bits in side.proof.parts.items():
        if bits & there:
            yield outcome, _at(side, fact, bits & there, moved_to)


def _there(side: _Side, fact: str, when: Compiled) -> int:
    """Return the situations of a side that an invariant speaks of."""
    there = side.proof.where(when)
    return there if fact == "tier" else there & side.proof.sets["scope"][fact].get(side.code, 0)


def _at(side: _Side, fact: str, bits: int, code: int) -> int:
    """Return situations of a side as they are where the fact has a code."""
    return bits if fact == "tier" else side.proof.space.moved(bits, fact, side.code, code)


def _found(
    subject: CheckContext,
    invariant: Invariant,
    wanted: Expectation,
    sides: tuple[_Side, _Side],
    broken_by: tuple[int, str, Compiled, str | None],
) -> Found:
    bits, why, when, received = broken_by
    before, after = sides
    fact = invariant.between[0] if invariant.between else ""
    witnesses = Witnesses(before.proof.compiled, subject.today)
    codes = before.proof.codes(bits)
    if fact != "tier":
        codes[fact] = after.code
    told = witnesses.least(codes, _shows(subject, witnesses, wanted, (fact, *sides, when, why)))
    witness = witnesses.request(after.tier, told, received)
    compiled = before.proof.compiled
    values = [s.tier if fact == "tier" else written_value(stated_value(compiled, fact, s.code)) for s in sides]
    change = f"when `{fact}` goes from {values[0]} to {values[1]}"
    message = f"`{invariant.id}` is not always so: {why} {change}"
    return Found(invariant.id, message, wanted.mark, witness=witness)


def _shows(
    subject: CheckContext, witnesses: Witnesses, wanted: Expectation, pair: tuple[str, _Side, _Side, Compiled, str]
) -> Callable[[Mapping[str, int]], bool]:
    """Return what tells whether a request, and the one that differs from it in the fact, still show it."""
    fact, before, after, when, why = pair

    def shows(codes: Mapping[str, int]) -> bool:
        if fact != "tier" and fact not in codes:
            return False
        one = witnesses.seen(before.tier, codes if fact == "tier" else {**codes, fact: before.code})
        other = witnesses.seen(after.tier, codes)
        if kleene(when, one.stands) is not True or kleene(when, other.stands) is not True:
            return False
        found = {unlike(subject.policy, a, b, wanted, subject.lateness) for a in one.outcomes for b in other.outcomes}
        return found == {why}

    return shows
