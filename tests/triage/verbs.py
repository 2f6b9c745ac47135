"""What the tests of triage say: a small vendor's policy, a customer's request, and what becomes of it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from remit.engine.findings import Findings
from remit.engine.language.files import POLICY_BYTES, REQUEST_BYTES, SourceFile, decode, read_text
from remit.engine.language.request_files import parse_cases, parse_contracts, read_request
from remit.engine.triage import decide as deciding
from remit.engine.triage.decision import Decision, Invalid
from remit.engine.triage.decision_json import as_record
from remit.engine.triage.policy_store import PolicyStore

if TYPE_CHECKING:
    from remit.engine.model import Request
    from remit.engine.model.cases import Case
    from remit.engine.rules.engines import Choice

POLICIES = Path(__file__).parents[2] / "policies"
SHIPPED = ("jumpmind", "jams")
TUESDAY = "2026-03-10T09:00:00+01:00"
"""Nine o'clock in Berlin, an hour after the small vendor's desk opened."""

SMALL = {
    "remit": "1",
    "policy": "acme",
    "title": "Acme terms",
    "edition": '"1"',
    "timezone": "Europe/Berlin",
    "sources": """
  terms: {title: Terms, clauses: {all: {at: Page 1, says: everything}, hours: {at: Page 2, says: when}}}
""",
    "facts": """
  activity: {ask: "What is asked for?", choices: [fault, question, project]}
  outage: {ask: "How much is down?", choices: [none, partial, complete]}
""",
    "hours": """
  office: {timezone: Europe/Berlin, week: {mon-fri: "08:00-16:00"}, cite: terms.hours}
  always: {timezone: UTC, week: {mon-sun: "00:00-24:00"}}
""",
    "tiers": "{basic: {title: Basic, contacts: 1}, gold: {title: Gold, contacts: unlimited}}",
    "scope": """
  rules:
    - {id: support, when: {activity: [fault, question]}, then: support, cite: terms.all}
    - {id: projects, when: {activity: project}, then: consulting, cite: terms.all}
""",
    "priorities": """
  levels: {P1: Critical, P2: Normal}
  rules:
    - {id: down, when: {outage: complete}, then: P1, cite: terms.all}
    - {id: rest, then: P2, cite: terms.all}
""",
    "coverage": """
  rules:
    - {id: gold-p1, when: {tier: gold, priority: P1}, then: always, cite: terms.all}
    - {id: office, then: office, cite: terms.all}
""",
    "channels": """
  ways: {phone: {contact: "+49 30 0000"}, email: {contact: help@acme.example}}
  rules:
    - {id: p1-phone, when: {priority: P1}, then: {require: phone}, cite: terms.all}
    - {id: email, then: {allow: email}, cite: terms.all}
""",
    "promises": """
  initial_response:
    within: {basic: {P1: 4 business hours, P2: 1 business day}, gold: {P1: 1 hour, P2: 4 business hours}}
    cite: terms.all
""",
}
"""A small vendor's terms, by their sections; the clock of its desk is Berlin's."""


def policy(**sections: str | None) -> str:
    """Return the small vendor's policy with some sections written otherwise, or left out where None."""
    written = {**SMALL, **sections}
    return "".join(f"{name}: {text}\n" for name, text in written.items() if text is not None)


def text(content: str, file: str = "acme.yaml") -> SourceFile:
    """Return a file of that content."""
    findings = Findings()
    read = decode(file, content.encode(), POLICY_BYTES, findings)
    assert read is not None, findings
    return read


def contract(**keys: Any) -> dict[str, Any]:
    """Return a contract of Acme's customer Ada, as its file writes it; `from_` is its key `from`."""
    written = {"id": "ada-1", "customer": "Ada Ltd", "policy": "acme", "tier": "basic", **keys}
    return {key.rstrip("_"): value for key, value in written.items()}


def store(*policies: str, rules: Choice = "builtin", fallback: PolicyStore | None = None) -> PolicyStore:
    """Return a shelf of policies; without any, of the small vendor's."""
    texts = [text(content, f"acme-{n}.yaml") for n, content in enumerate(policies or (policy(),))]
    return PolicyStore(texts, rules, fallback)


@cache
def shipped(rules: Choice = "builtin") -> PolicyStore:
    """Return the shelf of the policies that remit ships."""
    findings = Findings()
    texts = [read_text(str(POLICIES / f"{name}.yaml"), POLICY_BYTES, findings) for name in SHIPPED]
    return PolicyStore([one for one in texts if one], rules)


@cache
def shipped_cases() -> tuple[Case, ...]:
    """Return the cases of both policies that remit ships."""
    findings = Findings()
    texts = [read_text(str(POLICIES / f"{name}.cases.yaml"), POLICY_BYTES, findings) for name in SHIPPED]
    cases = tuple(case for one in texts if one for case in parse_cases(one, findings))
    assert findings == []
    return cases


def request(**keys: Any) -> Request:
    """Return a request of Acme's tier basic, received on a Tuesday at 9, with keys written otherwise.

    `from_` is its key `from`; a key of None is left out.
    """
    written = {"received": TUESDAY, "policy": "acme", "tier": "basic", **keys}
    content = {key.rstrip("_"): value for key, value in written.items() if value is not None}
    findings = Findings()
    read = decode("request.json", json.dumps(content).encode(), REQUEST_BYTES, findings)
    assert read is not None, findings
    _, found = read_request(read, findings)
    assert found is not None, findings
    return found


def answer(asked: Request, at: PolicyStore | None = None, *contracts: dict[str, Any]) -> Decision | Invalid:
    """Return what becomes of a request, by the small vendor's policy unless another shelf is given."""
    findings = Findings()
    agreed = parse_contracts(text(json.dumps({"contracts": contracts}), "contracts.yaml"), findings)
    assert findings == []
    return deciding.decide(asked, at or store(), agreed, "0.1.0")


def decision(asked: Request, at: PolicyStore | None = None, *contracts: dict[str, Any]) -> Decision:
    """Return the decision of a valid request."""
    found = answer(asked, at, *contracts)
    assert isinstance(found, Decision), found
    return found


def record(asked: Request, at: PolicyStore | None = None, *contracts: dict[str, Any]) -> dict[str, Any]:
    """Return what becomes of a request, as JSON says it."""
    return as_record(answer(asked, at, *contracts))


def refusal(asked: Request, at: PolicyStore | None = None, *contracts: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Return why a request is invalid: check, message and help of each finding."""
    found = answer(asked, at, *contracts)
    assert isinstance(found, Invalid), found
    return [(finding.check, finding.message, finding.help) for finding in found.findings]


def remarks(asked: Request, at: PolicyStore | None = None, *contracts: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what a decision remarks on: check and message of each finding."""
    return [(finding.check, finding.message) for finding in decision(asked, at, *contracts).findings]
