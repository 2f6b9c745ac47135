"""The outlook: what a request can still come to, whatever the answers, and between which instants an answer is due."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..findings import Findings
from ..model import RECEIVED, Contract, Policy, Request, Value
from ..rules.completions import bounded_possible
from ..rules.evaluator import Evaluator, RequestEvaluation
from ..rules.outcomes import Outcome, Owed
from ..rules.unpresumed import Unpresumed, unpresumed
from ..triage.counts import Counts
from ..triage.known_facts import Facts, evaluate
from ..triage.receipt_values import evaluator_at
from ..worktime import WorktimeError

Verdict = tuple[str | None, str | None]
"""A scope and, in support, a level; None where no rule decides it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What a request can still come to, where no presumption counts that nobody has confirmed.

    `verdicts` are scopes and levels, the most severe first. An answer is due at `earliest`, and at `latest` where that
    has a bound; both None where nothing has an instant. It is not `certain` where nothing may be owed.
    """

    verdicts: tuple[Verdict, ...] = ()
    earliest: int | None = None
    latest: int | None = None
    certain: bool = False
    is_bounded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """A request under its terms: what rules make of what is known, and of all that somebody could still say."""

    request: Request
    evaluator: Evaluator
    contract: Contract | None
    facts: Facts
    evaluation: RequestEvaluation
    free: Unpresumed

    @property
    def policy(self) -> Policy:
        """The policy's edition that counts."""
        return self.evaluator.compiled.policy

    @property
    def outcomes(self) -> Sequence[Outcome]:
        """What the request can still come to."""
        if self.free.space is None:
            return bounded_possible(self.evaluator.compiled, self.evaluator.engine, self.free.known).outcomes
        return tuple(outcome for outcome, _ in self.free.parts)


def situation_of(request: Request, evaluator: Evaluator, contract: Contract | None, facts: Facts) -> Situation:
    """Return the situation of a request whose terms and facts are resolved."""
    evaluation = evaluate(evaluator, contract, facts, request, Findings())
    evaluator = evaluator_at(evaluator, request, facts.values)
    compiled = evaluator.compiled
    confirmed = {
        fact: compiled.presumptions[fact][place][1]
        for fact, place in evaluation.known.presumed.items()
        if fact in evaluation.confirmed
    }
    free = unpresumed(compiled, evaluator.engine, evaluation.known, confirmed)
    return Situation(
        request=request, evaluator=evaluator, contract=contract, facts=facts, evaluation=evaluation, free=free
    )


def outlook_of(situation: Situation) -> Outlook:
    """Return what the request of a situation can still come to."""
    outcomes, policy = situation.outcomes, situation.policy
    verdicts = {_verdict(outcome) for outcome in outcomes}
    answers = {_answer(policy, outcome) for outcome in outcomes}
    instants = _instants(situation, [owed for owed in answers if owed])
    known = [instant for instant in instants if instant is not None]
    return Outlook(
        verdicts=tuple(sorted(verdicts, key=lambda verdict: _rank(policy, verdict))),
        earliest=min(known, default=None),
        latest=max(known, default=None),
        certain=None not in answers,
        is_bounded=len(known) == len(instants),
    )


def _verdict(outcome: Outcome) -> Verdict:
    scope = outcome.scope if isinstance(outcome.scope, str) else None
    return scope, outcome.level if scope == "support" and isinstance(outcome.level, str) else None


def _rank(policy: Policy, verdict: Verdict) -> tuple[int, int]:
    scope, level = verdict
    levels = list(policy.levels)
    return ("support", "consulting", "not_covered", None).index(scope), levels.index(level) if level else len(levels)


def _answer(policy: Policy, outcome: Outcome) -> Owed | None:
    """Return what is owed first by the order of the policy, of what counts from the receipt and once."""
    promises = ((owed, policy.promises[owed.promise]) for owed in outcome.owed)
    counted = (owed for owed, promise in promises if not promise.repeats and _starts_at_receipt(policy, owed.promise))
    return next(counted, None)


def _starts_at_receipt(policy: Policy, promise: str) -> bool:
    return policy.promises[promise].clock.starts_at == RECEIVED


def _instants(situation: Situation, owed: Iterable[Owed]) -> list[int | None]:
    """Return when things that are owed fall due, None for what has no instant yet or cannot be counted."""
    stated = _known_values(situation)
    counts = Counts(situation.policy, stated)
    indices = [counts.index(item) for item in owed]
    instants: list[int | None] = []
    for index in indices:
        try:
            instants.append(None if index is None else counts.listed[index].due(situation.request, stated))
        except WorktimeError:
            instants.append(None)
    return instants


def _known_values(situation: Situation) -> Mapping[str, Value]:
    evaluation, evaluator = situation.evaluation, situation.evaluator
    confirmed = {fact: evaluator.presumed_value(evaluation, fact) for fact in evaluation.confirmed}
    return {**situation.facts.values, **{fact: value for fact, value in confirmed.items() if value is not None}}
