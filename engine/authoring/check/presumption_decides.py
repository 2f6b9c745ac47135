"""presumption-decides: a presumed value that alone moves a request to a less severe level."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...language.yaml_writer import written_value
from ...proof.presumption_moves import TooManyMoves, follow, followers, presumed_of
from ...proof.witness import stated_value
from ...rules.compiled import facts_of
from ...text import both
from .context import Found

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ...model import Fact
    from ...proof.situations import TierSituations
    from .context import CheckContext


def presumption_decides(subject: CheckContext) -> Iterator[Found]:
    """Yield a finding for each fact of which another value than the presumed one alone makes a more severe level."""
    for fact in subject.policy.facts.values():
        if fact.presume and fact.name in subject.compiled.relevant:
            what = f"what is presumed of `{fact.name}`"
            follow_it = followers(subject.compiled, fact.name)
            conditions = [when for name in (fact.name, *follow_it) for when, _ in subject.compiled.presumptions[name]]
            reads = set().union(*map(facts_of, conditions))
            proofs = subject.varying(what, {fact.name, *follow_it, *reads})
            try:
                found = next(((proof, move) for proof in proofs for move in _moves(subject, proof, fact.name)), None)
            except TooManyMoves:
                subject.unproved[what] = None
                continue
            if found is not None:
                yield _found(subject, found[0], fact, found[1])


class _Move(NamedTuple):
    """A presumed code and another, the facts that follow, the levels of both, and where they differ so."""

    presumed: int
    other: int
    along: tuple[str, ...]
    mild: str
    severe: str
    bits: int


def _moves(subject: CheckContext, proof: TierSituations, fact: str) -> Iterator[_Move]:
    """Yield how another value of a fact would be more severe than the one presumed of it."""
    by_level = _by_level(subject, proof)
    following = {name: presumed_of(proof, name) for name in followers(subject.compiled, fact)}
    having = proof.sets["scope"][fact]
    for code, under in presumed_of(proof, fact).items():
        presumed = under & having.get(code, 0)
        mildest = [(n, level, bits & presumed) for n, (level, bits) in enumerate(by_level) if n and bits & presumed]
        for other in having if mildest and code != subject.compiled.codes[fact].none else ():
            for moved in follow(proof, presumed, (fact, code, other), following):
                for n, mild, bits in mildest:
                    for severe, those in by_level[:n]:
                        there = moved.back(those & moved.there) & bits
                        if there:
                            yield _Move(code, other, moved.along, mild, severe, there)


def _by_level(subject: CheckContext, proof: TierSituations) -> list[tuple[str, int]]:
    """Return the situations by level, the most severe first."""
    found = dict.fromkeys(subject.policy.levels, 0)
    for outcome, bits in proof.parts.items():
        if isinstance(outcome.level, str):
            found[outcome.level] |= bits & proof.valid
    return list(found.items())


def _found(subject: CheckContext, proof: TierSituations, fact: Fact, move: _Move) -> Found:
    told = _told(subject, proof, fact.name, move)
    codes = subject.compiled.codes[fact.name]
    presumed = next(p.value for p in fact.presume if codes.code(p.value) == move.presumed)
    other = written_value(stated_value(subject.compiled, fact.name, move.other))
    along = _along(subject, proof.tier, told, (fact.name, move.other)) if move.along else []
    by_it = f", and {both(f'`{name}`' for name in along)} by it," if along else ""
    message = (
        f"that `{fact.name}` is presumed to be `{written_value(presumed)}`{by_it} alone makes `{move.mild}` "
        f"of this request; with `{fact.name}` {other} it would be `{move.severe}`"
    )
    help_ = "presume nothing, so that it is asked, or accept it where the contract means it so"
    return Found(fact.name, message, fact.mark, help_, subject.witnesses.request(proof.tier, told))


def _told(subject: CheckContext, proof: TierSituations, fact: str, move: _Move) -> dict[str, int]:
    """Return the fewest facts of a request that presumes a fact, and is more severe once another value is stated."""

    def shows(fewer: Mapping[str, int]) -> bool:
        more = {**fewer, fact: move.other}
        levels = [{o.level for o in subject.witnesses.seen(proof.tier, told).outcomes} for told in (fewer, more)]
        return levels == [{move.mild}, {move.severe}]

    unstated = (fact, *move.along)
    codes = {name: code for name, code in proof.codes(move.bits).items() if name not in unstated}
    return subject.witnesses.least(codes, shows)


def _along(subject: CheckContext, tier: str, told: Mapping[str, int], stated: tuple[str, int]) -> list[str]:
    """Return the facts of which a request presumes something else once it states another value of one."""
    fact, other = stated
    before, after = (subject.witnesses.seen(tier, codes).stands for codes in (told, {**told, fact: other}))
    return [name for name in followers(subject.compiled, fact) if before.get(name) != after.get(name)]
