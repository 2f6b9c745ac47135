"""What a judge says of facts given by value, in the words of the answer that brute force gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.engine.triage.decide import _status

from .answers import Answer

if TYPE_CHECKING:
    from remit.engine.rules.evaluator import Judge, Judgement

    from .brute import Values


def judged(judge: Judge, tier: str, stated: Values, blocked: frozenset[str] = frozenset()) -> Judgement:
    """Return a judge's judgement."""
    codes = {name: judge.book.codes[name].code(value) for name, value in stated.items()}
    return judge.judge(tier, codes, blocked)


def said(judgement: Judgement) -> Answer:
    """Return what a judgement says."""
    possible = judgement.possible
    assert possible.is_exact
    assert len(set(possible.outcomes)) == len(possible.outcomes)
    return Answer(
        _status(judgement), frozenset(possible.outcomes), frozenset(possible.missing), frozenset(judgement.presumed)
    )
