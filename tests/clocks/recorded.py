"""Clock cases as records, made into policies, requests and what must come out of them."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from remit.engine.findings import Findings, any_errors
from remit.engine.language.files import POLICY_BYTES, decode
from remit.engine.language.nodes import read_plain
from remit.engine.language.request_files import draft_of
from remit.engine.triage.decide import decide
from remit.engine.triage.decision import Decision
from remit.engine.triage.policy_store import PolicyStore

Record = dict[str, Any]

RECORDS: tuple[Record, ...] = tuple(
    json.loads(line) for line in (Path(__file__).parents[1] / "worktime" / "clocks.jsonl").read_text().splitlines()
)
LEVELS = ("P1", "P2", "P3", "P4")
CITE = {"cite": "terms.all"}
REQUEST_KEYS = ("received", "events", "facts", "last_update")
NOT_OF_A_DECISION = ("elapsed", "open")
"""What records ask that no deadline says: open seconds are what is left of it, and `open` is asked of rules."""


def policy_of(record: Record) -> Record:
    """Return the policy of a record: one tier, a level for each severity or one, and its promise."""
    levels = LEVELS if "severity" in record.get("facts", {}) else ("P3",)
    by_severity = {level: {"when": {"severity": level}} if len(levels) > 1 else {} for level in levels}
    promise = record["promise"] or {"within": {"gold": "1 second"}}
    owed = {key: value for key, value in promise.items() if key != "hours"} | CITE
    if "rules" in owed:
        owed["rules"] = [{**rule, **CITE} for rule in owed["rules"]]
    coverage = promise.get("hours") or next(iter(record["hours"]))
    return {
        "remit": 1,
        "policy": "recorded",
        "title": "Recorded",
        "edition": "1",
        "sources": {"terms": {"title": "Terms", "clauses": {"all": {"at": "page 1", "says": "everything"}}}},
        "hours": record["hours"],
        "tiers": {"gold": {"title": "Gold"}},
        "scope": {"rules": [{"id": "all", "then": "support", **CITE}]},
        "priorities": {
            "levels": {level: level for level in levels},
            "rules": [{"id": f"is-{level.lower()}", **by_severity[level], "then": level, **CITE} for level in levels],
        },
        "coverage": {"rules": [{"id": "desk", "then": coverage, **CITE}]},
        "promises": {"owed": owed},
        **({"facts": {"severity": {"choices": list(LEVELS)}}} if len(levels) > 1 else {}),
        **({"calendars": record["calendars"]} if record.get("calendars") else {}),
        **({"events": {name: {"title": name} for name in record["declared"]}} if record.get("declared") else {}),
    }


def decision_of(record: Record) -> Decision | list[str]:
    """Return the decision of a record, or what is wrong with its policy or its request."""
    findings = Findings()
    text = decode("recorded.yaml", json.dumps(policy_of(record)).encode(), POLICY_BYTES, findings)
    assert text is not None
    store = PolicyStore([text], "builtin")
    problems = store.editions("recorded")[1]
    if any_errors(problems):
        return [f"{problem.check} {problem.message}" for problem in problems]
    stated = {key: record[key] for key in REQUEST_KEYS if record.get(key)}
    request = draft_of(read_plain({**stated, "policy": "recorded", "tier": "gold"}, findings), findings)
    assert request is not None
    now = None if record["now"] is None else int(datetime.fromisoformat(record["now"]).timestamp())
    decision = decide(request, store, (), "0", now)
    if isinstance(decision, Decision):
        return decision
    return [f"{problem.check} {problem.message}" for problem in decision.findings]


def outcome(record: Record) -> Record:
    """Return what comes out of a record, as far as it asks."""
    decision, asked = decision_of(record), record["want"]
    if not isinstance(decision, Decision):
        return {"invalid": True} if "invalid" in asked else {"refused": decision}
    deadlines = decision.to_dict()["deadlines"]
    deadline = deadlines[0] if deadlines else {}
    plain: Record = {"earliest": deadline.get("due"), **deadline, "owed": bool(deadlines), "invalid": False}
    if deadline.get("rules"):
        plain["rule"] = deadline.get("rule")
    if "occurrences" in asked and deadlines:
        keys = [list(occurrence) for occurrence in asked["occurrences"]]
        plain["occurrences"] = [
            {key: occurrence[key] for key in keys[n]} if n < len(keys) else occurrence
            for n, occurrence in enumerate(deadline["occurrences"])
        ]
    return {key: plain.get(key) for key in expected(record)}


def expected(record: Record) -> Record:
    """Return what must come out of a record."""
    return {key: value for key, value in record["want"].items() if key not in NOT_OF_A_DECISION}
