"""A presumed value alone lowers a request to a less severe level.

Had the requester stated another value, and nothing else, the request would be more severe. A request written in haste
gets a later deadline than its facts warrant. The same holds of a value by which others are presumed that move the
level; the message names those facts, too. The witness does not state the fact; the message names a value that would
make the same request more severe.

Found at the fact. Presume nothing, so that it is asked; presume it only `when` other facts suggest it; or accept it
where the contract means it so.

Fails, at `down`:

```yaml
facts:
  down: {ask: How much is down?, choices: [nothing, some, all], presume: nothing}
```

Passes:

```yaml
facts:
  down:
    ask: How much is down?
    choices: [nothing, some, all]
    presume: [{when: {activity: order}, value: nothing}]
```
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ...language.yaml_writer import written_value
from ...model import Fact
from ...proof.dependent_presumptions import TooManyMoves, follow, followers, presumed_of
from ...proof.tier_situations import TierSituations
from ...proof.witness import stated_value
from ...rules.compiled import facts_of
from ...text import both
from .definition import CheckContext, CheckFindings, Finding, check


class _Move(NamedTuple):
    """A presumed code and the stated one, the facts that follow, the levels of both, and where they differ so."""

    presumed: int
    stated: int
    along: tuple[str, ...]
    mild: str
    severe: str
    bits: int


@check("presumption-decides", "note", __doc__, is_proof=True)
def presumption_decides(context: CheckContext) -> CheckFindings:
    """Yield a finding for each fact of which another value than the presumed one alone makes a more severe level."""
    for fact in context.policy.facts.values():
        if fact.presume and fact.name in context.compiled.relevant:
            claim = f"what is presumed of `{fact.name}`"
            names = (fact.name, *followers(context.compiled, fact.name))
            conditions = [when for name in names for when, _ in context.compiled.presumptions[name]]
            varying = context.compiled.base_facts({*names}.union(*map(facts_of, conditions)))
            proofs = context.proofs_that_vary(varying, claim)
            try:
                first = next(((proof, move) for proof in proofs for move in _moves(context, proof, fact.name)), None)
            except TooManyMoves:
                context.unproved[claim] = None
                continue
            if first is not None and (presumption_decides.id, fact.name) in context.accepted:
                yield presumption_decides.finding(at=fact.name, message=f"{claim} is accepted")
            elif first is not None:
                yield _finding(context, fact, *first)


def _moves(context: CheckContext, proof: TierSituations, fact: str) -> Iterator[_Move]:
    """Yield how another value of a fact would be more severe than the one presumed of it."""
    by_level = _situations_by_level(context, proof)
    following = {name: presumed_of(proof, name) for name in followers(context.compiled, fact)}
    sets = proof.sets["scope"][fact]
    for code, situations in presumed_of(proof, fact).items():
        presumed = situations & sets.get(code, 0)
        mildest = [(n, level, bits & presumed) for n, (level, bits) in enumerate(by_level) if n and bits & presumed]
        for stated in sets if mildest and code != context.compiled.codes[fact].none else ():
            for moved in follow(proof, presumed, (fact, code, stated), following):
                for n, mild, bits in mildest:
                    for severe, severe_bits in by_level[:n]:
                        raised = moved.back(severe_bits & moved.target) & bits
                        if raised:
                            yield _Move(
                                presumed=code, stated=stated, along=moved.along, mild=mild, severe=severe, bits=raised
                            )


def _situations_by_level(context: CheckContext, proof: TierSituations) -> list[tuple[str, int]]:
    """Return the situations by level, the most severe first."""
    by_level = dict.fromkeys(context.policy.levels, 0)
    for outcome, bits in proof.parts.items():
        if isinstance(outcome.level, str):
            by_level[outcome.level] |= bits & proof.valid
    return list(by_level.items())


def _finding(context: CheckContext, fact: Fact, proof: TierSituations, move: _Move) -> Finding:
    codes = _fewest_codes(context, proof, fact.name, move)
    presumed = next(p.value for p in fact.presume if context.compiled.codes[fact.name].code(p.value) == move.presumed)
    stated = written_value(stated_value(context.compiled, fact.name, move.stated))
    along = _changed_along(context, proof.tier, codes, (fact.name, move.stated)) if move.along else []
    with_it = f", and {both(f'`{name}`' for name in along)} by it," if along else ""
    return presumption_decides.finding(
        at=fact.name,
        message=f"presuming `{fact.name}: {written_value(presumed)}`{with_it} lowers this request to `{move.mild}`; "
        f"with `{fact.name}: {stated}` it would be `{move.severe}`",
        mark=fact.mark,
        help="presume nothing, so that it is asked, or accept it where the contract means it so",
        witness=context.witnesses.request(proof.tier, codes),
    )


def _fewest_codes(context: CheckContext, proof: TierSituations, fact: str, move: _Move) -> dict[str, int]:
    """Return the fewest facts of a request that presumes a fact, and is more severe once another value is stated."""

    def shows(codes: Mapping[str, int]) -> bool:
        levels = [
            {outcome.level for outcome in context.witnesses.evaluate(proof.tier, stated).outcomes}
            for stated in (codes, {**codes, fact: move.stated})
        ]
        return levels == [{move.mild}, {move.severe}]

    unstated = (fact, *move.along)
    codes = {name: code for name, code in proof.codes(move.bits).items() if name not in unstated}
    return context.witnesses.least(codes, shows)


def _changed_along(context: CheckContext, tier: str, codes: Mapping[str, int], stated: tuple[str, int]) -> list[str]:
    """Return the facts of which a request presumes something else once it states another value of one."""
    fact, code = stated
    before, after = (context.witnesses.evaluate(tier, known).stands for known in (codes, {**codes, fact: code}))
    return [name for name in followers(context.compiled, fact) if before.get(name) != after.get(name)]
