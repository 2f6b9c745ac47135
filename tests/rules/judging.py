"""What a judge says of facts given by value, in the words of the answer that brute force gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from remit.engine.triage.template_builder import status_of

from .answers import Answer

if TYPE_CHECKING:
    from remit.engine.rules.evaluator import Evaluator, RequestEvaluation

    from .brute import Values


def judged(evaluator: Evaluator, tier: str, stated: Values, blocked: frozenset[str] = frozenset()) -> RequestEvaluation:
    """Return a judge's judgement."""
    codes = {name: evaluator.compiled.codes[name].code(value) for name, value in stated.items()}
    return evaluator.evaluate(tier, codes, blocked)


def said(evaluation: RequestEvaluation) -> Answer:
    """Return what a judgement says."""
    possible = evaluation.possible
    assert possible.is_exact
    assert len(set(possible.outcomes)) == len(possible.outcomes)
    return Answer(
        status_of(evaluation), frozenset(possible.outcomes), frozenset(possible.missing), frozenset(evaluation.presumed)
    )
