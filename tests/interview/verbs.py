"""What the tests of interviews say: an interview about a request of the small vendor's customer, and how it goes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from triage.verbs import contract, policy, request, store, text

from remit.engine.findings import Findings
from remit.engine.interview.fact_questions import Clues
from remit.engine.interview.interview import Interview
from remit.engine.language.request_files import parse_contracts
from remit.engine.triage.decision import Decision

if TYPE_CHECKING:
    from remit.engine.interview.questions import Question
    from remit.engine.triage.policy_store import PolicyStore

FACTS = """
  activity: {ask: "What is asked for?", choices: [fault, question, project]}
  outage:
    ask: "How much is down?"
    choices: {none: all runs, partial: a part is down, complete: nothing runs}
    presume: none
  users: {ask: "How many cannot work?", type: number, minimum: 0, presume: [{when: {outage: none}, value: 0}]}
"""
PRIORITIES = """
  levels: {P1: Critical, P2: Normal}
  rules:
    - {id: down, when: {outage: complete}, then: P1, cite: terms.all}
    - {id: many, when: {users: {at_least: 50}}, then: P1, cite: terms.all}
    - {id: rest, then: P2, cite: terms.all}
"""
PRESUMING = policy(facts=FACTS, priorities=PRIORITIES)
"""The small vendor's terms, in which nothing is presumed to be down, and then nobody to be idle."""


@dataclass(frozen=True)
class Hit:
    """Words of a message that speak for a value of a fact."""

    fact: str
    value: str | float | bool
    words: str = "nothing works any more"
    at: str = "body:3:14"


def interview(
    *contracts: dict[str, Any],
    at: PolicyStore | None = None,
    hits: tuple[Hit, ...] = (),
    likely: dict[str, list[str | float | bool]] | None = None,
    **keys: Any,
) -> Interview:
    """Return the interview about a request of tier basic, by terms that presume."""
    return Interview(
        request=request(**keys),
        store=at or store(PRESUMING),
        contracts=parse_contracts(text(json.dumps({"contracts": contracts}), "contracts.yaml"), Findings()),
        version="1",
        clues=Clues(likely=likely or {}, hits=hits),
    )


def asked(of: Interview) -> Question:
    """Return the question that comes next."""
    assert of.question is not None, "nothing is left to ask"
    return of.question


def stated(of: Interview) -> dict[str, object]:
    """Return the facts that the request states."""
    return {fact: value.value for fact, value in of.request.facts.items()}


def confirmed(of: Interview) -> dict[str, object]:
    """Return the presumptions that the request confirms."""
    return {fact: value.value for fact, value in of.request.confirmed.items()}


def decided(of: Interview) -> Decision:
    """Return the decision by what is answered so far."""
    assert isinstance(of.decision, Decision), of.decision
    return of.decision


__all__ = [
    "FACTS",
    "PRESUMING",
    "PRIORITIES",
    "Hit",
    "asked",
    "confirmed",
    "contract",
    "decided",
    "interview",
    "policy",
]
