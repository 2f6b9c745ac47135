"""Why a request does not have a level or a scope: what would have to be another way, and the clause in the way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..findings import Findings
from ..model import Contract, Value
from ..rules.evaluator import Evaluator
from ..rules.receipt_codes import receipt_codes
from ..triage.decision import Decision
from ..triage.known_facts import Facts, built_in_values, known_codes
from ..triage.policy_store import PolicyStore
from ..triage.presumed import presumed_values
from ..triage.receipt_values import stated_places
from ..triage.resolve_request import resolve_request
from ..worktime import WorktimeError
from .fewest_changes import STEPS, TIER, CodeAnswer, FewestChanges, Search, fewest_changes
from .goal_space import Goal, GoalSpace, RequestState
from .values import ValueSet, value_set

Known = Literal["stated", "presumed", "open"]
Answers = Literal["reached", "changes", "unreachable", "not_proved"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A fact that would have to be another way.

    `known` says how the request has it: with the value `now`, stated or presumed, or open. `is_of_contract` where the
    contract, and not the message, would have to say it.
    """

    fact: str
    known: Known
    now: Value | None
    to: ValueSet
    is_of_contract: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """Changes that together reach the goal, whatever is still open beside them, and of which each is needed."""

    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A place that a rule cites, and what it says."""

    cite: str
    at: str
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleInTheWay:
    """A rule that wins now, so that the goal is not reached."""

    rule: str
    outcome: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNot:
    """What keeps a request from a goal.

    `outcome` tells how that was answered. `message` are the fewest changes of what the message says, `contract` those
    of as few facts of which the contract says some; `reason` says why nothing reaches the goal.
    """

    decision: Decision
    goal: Goal
    outcome: Answers
    message: tuple[Answer, ...] = ()
    contract: tuple[Answer, ...] = ()
    has_more: tuple[bool, bool] = (False, False)
    in_the_way: tuple[RuleInTheWay, ...] = ()
    reason: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON values, as `schemas/why-not.schema.json` describes them."""
        from .why_not_json import as_record  # noqa: PLC0415 - it renders what is defined here

        return as_record(self)


def why_not(
    decision: Decision, goal: Goal, store: PolicyStore, contracts: Sequence[Contract], steps: int = STEPS
) -> WhyNot:
    """Return what keeps a decided request from a goal, worked out within a budget of steps."""
    in_the_way = tuple(_rules_in_the_way(decision, goal))
    resolved = resolve_request(decision.request, store, contracts, Findings())
    if decision.scope.rules == ("contract:not-in-force",) or resolved is None:
        reason = "the contract is not in force when the request is received, so that it is not covered"
        outcome: Answers = "reached" if goal == Goal(scope="not_covered") else "unreachable"
        return WhyNot(decision=decision, goal=goal, outcome=outcome, reason=reason)
    evaluator, _, facts = resolved
    try:
        evaluator, state = _at_receipt(evaluator, decision, facts)
    except WorktimeError as problem:
        return WhyNot(decision=decision, goal=goal, outcome="not_proved", reason=str(problem))
    changes, space = fewest_changes(evaluator.compiled, goal, state, steps)
    describe = _Describer(evaluator, decision, facts, state)
    outcome = _outcome(changes)
    return WhyNot(
        decision=decision,
        goal=goal,
        outcome=outcome,
        message=describe.answers(changes.message),
        contract=describe.answers(changes.contract),
        has_more=(changes.message.has_more, changes.contract.has_more),
        in_the_way=() if changes.is_reached else in_the_way,
        reason=_reason(changes, goal, space, decision),
    )


def _at_receipt(evaluator: Evaluator, decision: Decision, facts: Facts) -> tuple[Evaluator, RequestState]:
    """Return what evaluates a request, where another zone or country could have other hours open, and its state."""
    compiled, request = evaluator.compiled, decision.request
    codes, unknown = known_codes(compiled, facts, request)
    if compiled.placed:
        places = stated_places(compiled, facts.values)
        receipt = receipt_codes(compiled, request.received, places, can_change=True)
        unplaced = {fact: code for fact, code in codes.items() if fact not in compiled.placed}
        codes, evaluator = {**unplaced, **receipt.codes, **receipt.stated}, evaluator.at_receipt(receipt.table)
    return evaluator, RequestState(tier=decision.tier, stated=codes, blocked=unknown)


def _outcome(changes: FewestChanges) -> Answers:
    if changes.is_reached:
        return "reached"
    if changes.message.answers or changes.contract.answers:
        return "changes"
    return "unreachable" if changes.message.is_proved and changes.contract.is_proved else "not_proved"


def _reason(changes: FewestChanges, goal: Goal, space: GoalSpace | None, decision: Decision) -> str:
    """Return why what the message says reaches the goal by no change, or what was not proved."""
    message, contract = changes.message, changes.contract
    unproved = next((search for search in (message, contract) if not search.is_proved), None)
    if unproved is not None:
        up_to = f"no change of up to {unproved.tried} facts gives it, and more" if unproved.tried else "that"
        return f"{up_to} could not be looked at within the budget of steps"
    if changes.is_reached or message.answers:
        return ""
    tier = decision.policy.tiers[decision.tier].title
    if space is None or contract.answers:
        return f"no facts of a message give {goal} under this contract"
    return f"no facts give {goal} to {tier}: {_why_unreachable(goal, space, decision)}"


def _why_unreachable(goal: Goal, space: GoalSpace, decision: Decision) -> str:
    """Return why no request of the tier reaches a goal, whatever its facts."""
    outcome = str(goal.level or goal.scope)
    rules = [rule.id for rule in decision.policy.group(goal.group).rules if rule.then == outcome]
    if not rules:
        return "no rule gives it"
    listed = ", ".join(f"`{rule}`" for rule in rules)
    holding, in_support = space.holding(decision.tier, goal.group, outcome)
    if not holding:
        return f"the rules that would never hold there ({listed})"
    if goal.level and not in_support:
        return f"where the rules hold that would ({listed}), the request is not support"
    return f"wherever the rules hold that would ({listed}), another outcome wins, or it depends on what stays open"


def _rules_in_the_way(decision: Decision, goal: Goal) -> Iterator[RuleInTheWay]:
    """Yield the rules that win now where the request has another scope or level than it should."""
    scope = "support" if goal.level else goal.scope
    is_of_scope = decision.scope.outcome is not None and decision.scope.outcome != scope
    ruling, group = (decision.scope, "scope") if is_of_scope or not goal.level else (decision.priority, "priority")
    if not is_of_scope and (not goal.level or decision.priority.level in (None, goal.level)):
        return
    policy = decision.policy
    rules = {rule.id: rule for rule in policy.group(group).rules}
    for name in ruling.rules:
        if name in rules:
            rule = rules[name]
            sentences = tuple(_sentence(decision, cite) for cite in rule.cites)
            yield RuleInTheWay(rule=name, outcome=str(rule.then), sentences=sentences)


def _sentence(decision: Decision, cite: str) -> Sentence:
    source, _, name = cite.partition(".")
    if source == "readings":
        reading = decision.policy.readings[name]
        at = f"reading: {name.replace('_', ' ')}"
        return Sentence(cite=cite, at=at, says=f"{reading.question} {reading.answer}")
    clause = decision.policy.sources[source].clauses[name]
    return Sentence(cite=cite, at=clause.at, says=clause.says)


class _Describer:
    """Says of codes which changes they are."""

    def __init__(self, evaluator: Evaluator, decision: Decision, facts: Facts, state: RequestState) -> None:
        self._compiled = evaluator.compiled
        self._tier = decision.tier
        self._stated = {**built_in_values(decision.policy, decision.request)[0], **facts.values}
        evaluation = evaluator.evaluate(state.tier, state.stated, state.blocked)
        self._presumed = presumed_values(evaluation, decision.policy)

    def answers(self, search: Search) -> tuple[Answer, ...]:
        """Return answers, the changes of each in the order of the policy, that of the tier first."""
        return tuple(Answer((*self._of_tier(answer), *self._of_facts(answer))) for answer in search.answers)

    def _of_tier(self, answer: CodeAnswer) -> Iterator[Change]:
        if answer.tiers:
            to = ValueSet(values=answer.tiers)
            yield Change(fact=TIER, known="stated", now=self._tier, to=to, is_of_contract=True)

    def _of_facts(self, answer: CodeAnswer) -> Iterator[Change]:
        for fact, bits in answer.codes.items():
            is_stated = fact in self._stated
            now = self._stated.get(fact, self._presumed.get(fact))
            yield Change(
                fact=fact,
                known="stated" if is_stated else "open" if now is None else "presumed",
                now=now,
                to=value_set(self._compiled.codes[fact], bits),
                is_of_contract=self._compiled.facts[fact].from_contract,
            )
