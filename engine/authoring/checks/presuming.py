"""presumption-decides: a presumed value that alone moves a request to a less severe level."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...language.writing import written_value
from ...rules.compiled import facts_of
from ...rules.spaces import where
from ..witnesses import stated_value
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
    witness = _told(subject, proof.tier, proof.codes(move.bits), fact.name, move)
    other = written_value(stated_value(subject.book, fact.name, move.other))
    message = (
        f"that `{fact.name}` is presumed to be `{written_value(move.presumed)}` alone makes `{move.mild}` "
        f"of this request; with `{fact.name}` {other} it would be `{move.severe}`"
    )
    help_ = "presume nothing, so that it is asked, or accept it where the contract means it so"
    return Found(fact.name, message, fact.mark, help_, witness)


def _told(subject: Subject, tier: str, codes: Mapping[str, int], fact: str, move: _Move) -> dict[str, object]:
    """Return the smallest request that says nothing of a fact, and is more severe once the other value is stated."""

    def shows(fewer: Mapping[str, int]) -> bool:
        more = {**fewer, fact: move.other}
        found = [{outcome.level for outcome in subject.witnesses.seen(tier, told).outcomes} for told in (fewer, more)]
        return found == [{move.mild}, {move.severe}]

    others = {name: code for name, code in codes.items() if name != fact}
    return subject.witnesses.request(tier, subject.witnesses.least(others, shows))
