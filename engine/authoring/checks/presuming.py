"""presumption-decides: a presumed value that alone moves a request to a less severe level."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...rules.compiled import facts_of
from ...rules.spaces import where
from .subject import Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...model import Fact, Value
    from ..proofs import Proof
    from .subject import Subject


def presumption_decides(subject: Subject) -> Iterator[Found]:
    """Yield a finding for each fact of which another value than the presumed one alone makes a more severe level."""
    for fact in subject.policy.facts.values():
        if fact.presume and fact.name in subject.book.relevant:
            reads = set().union(*(facts_of(when) for when, _ in subject.book.presumptions[fact.name]))
            proofs = subject.varying(f"what is presumed of `{fact.name}`", {fact.name, *reads})
            found = next(((proof, move) for proof in proofs for move in _moves(subject, proof, fact)), None)
            if found is not None:
                yield _found(subject, found[0], fact, found[1])


class _Move(NamedTuple):
    """A presumed value and the code of another, the levels of both, and where they differ so."""

    presumed: Value
    other: int
    mild: str
    severe: str
    bits: int


def _moves(subject: Subject, proof: Proof, fact: Fact) -> Iterator[_Move]:
    """Yield how another value of a fact would be more severe than the one presumed of it."""
    by_level = _by_level(subject, proof)
    sets, before = proof.sets["scope"], proof.space.all
    for (when, code), presumption in zip(subject.book.presumptions[fact.name], fact.presume, strict=True):
        applies = where(when, sets, proof.space.all) & before
        before &= ~applies
        presumed = applies & sets[fact.name].get(code, 0)
        for other, having in sets[fact.name].items():
            for n, (mild, bits) in enumerate(by_level):
                for severe, those in by_level[:n] if bits & presumed else ():
                    both = proof.space.moved(those & having, fact.name, other, code) & bits & presumed
                    if both:
                        yield _Move(presumption.value, other, mild, severe, both)


def _by_level(subject: Subject, proof: Proof) -> list[tuple[str, int]]:
    """Return the situations by level, the most severe first."""
    found = dict.fromkeys(subject.policy.levels, 0)
    for outcome, bits in proof.parts.items():
        if isinstance(outcome.level, str):
            found[outcome.level] |= bits & proof.valid
    return list(found.items())


def _found(subject: Subject, proof: Proof, fact: Fact, move: _Move) -> Found:
    codes = {**proof.codes(move.bits), fact.name: move.other}
    witness = _told(subject, proof.tier, codes, fact.name, (move.severe, move.mild))
    presumed = move.presumed
    shown = str(presumed).lower() if isinstance(presumed, bool) else str(getattr(presumed, "text", presumed))
    message = (
        f"that `{fact.name}` is presumed to be `{shown}` alone makes `{move.mild}` of what could be `{move.severe}`"
    )
    help_ = "presume nothing, so that it is asked, or accept it where the contract means it so"
    return Found(fact.name, message, fact.mark, help_, witness)


def _told(
    subject: Subject, tier: str, codes: Mapping[str, int], fact: str, levels: tuple[str, str]
) -> dict[str, object]:
    """Return the smallest request that is of one level as told, and of another once nothing is said of a fact."""

    def shows(fewer: Mapping[str, int]) -> bool:
        less = {name: code for name, code in fewer.items() if name != fact}
        found = [subject.witnesses.seen(tier, told).outcomes for told in (fewer, less)]
        return fact in fewer and all({o.level for o in of} == {lv} for of, lv in zip(found, levels, strict=True))

    return subject.witnesses.request(tier, subject.witnesses.least(codes, shows))
