"""Generated policies in which much is cited: every rule by a clause of its own, and by readings of it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import strategies as st
from rules.worlds import LEVELS, TIERS, WAYS

from ..generated import policy_texts

if TYPE_CHECKING:
    from collections.abc import Mapping


@st.composite
def cited_policies(draw: st.DrawFn, *, is_whole: bool = True) -> str:
    """Draw a policy, as the text of its file; a whole one has services, things to bring, and facts no rule reads."""
    policy = json.loads(draw(policy_texts()))
    clauses = policy["sources"]["terms"]["clauses"]
    readings: dict[str, object] = {}

    def cite(name: str) -> list[str]:
        """Return what a record cites: its own clause, a reading of it, or both."""
        clauses[name] = {"at": name, "says": name}
        how = draw(st.sampled_from(["clause", "reading", "both"]))
        if how != "clause":
            readings[name] = {"clause": f"terms.{name}", "question": name, "answer": name}
        return [*(["terms." + name] if how != "reading" else []), *(["readings." + name] if how != "clause" else [])]

    for group in ("scope", "priorities", "coverage", "channels"):
        for rule in policy[group]["rules"]:
            rule["cite"] = cite(rule["id"])
    for section in ("hours", "tiers", "promises"):
        policy[section] = {
            name: {**record, "cite": cite(f"{section}-{name}")} for name, record in policy.get(section, {}).items()
        }
    for name, promise in policy.get("promises", {}).items():
        for rule in promise.get("rules", ()):
            rule["cite"] = cite(rule["id"])
        limits = draw(st.lists(st.sampled_from(_cells(promise)), max_size=2, unique_by=str)) if _cells(promise) else []
        promise["cite"] += [{**limit, "cite": cite(f"{name}-{n}")} for n, limit in enumerate(limits)]
    policy["channels"]["ways"] = {way: {"cite": cite(f"way-{way}")} for way in WAYS}
    if is_whole:
        policy["facts"] |= _FACTS
        policy["services"] = {
            f"service-{n}": {**draw(_services()), "title": "A service", "cite": cite(f"service-{n}")} for n in range(2)
        }
        policy["intake"] = [
            {"needs": f"thing {n}", **draw(st.sampled_from(_WHENS)), "cite": cite(f"intake-{n}")} for n in range(2)
        ]
        policy["escalation"] = [
            {"to": f"step {n}", **draw(st.sampled_from(_WHENS)), "cite": cite(f"escalation-{n}")} for n in range(2)
        ]
    return json.dumps({key: value for key, value in {**policy, "readings": readings}.items() if value})


def _cells(promise: dict[str, dict[str, object]]) -> list[Mapping[str, object]]:
    """Return what selects cells of a promise: by tier, by level, and by both."""
    within = promise.get("within", {})
    cells: list[Mapping[str, object]] = [{"tiers": tier} for tier in within]
    for tier, row in within.items():
        if isinstance(row, dict) and row.keys() <= set(LEVELS):
            cells += [limit for level in row for limit in ({"levels": level}, {"tiers": [tier], "levels": [level]})]
    return cells


_FACTS: Mapping[str, object] = {
    "activity": {"ask": "activity?", "choices": ["fault", "question"]},
    "age": {"ask": "age?", "type": "number", "minimum": 0.5, "optional": True},
    "named": {"ask": "named?", "type": "boolean", "presume": True},
    "made": {"ask": "made?", "type": "date", "optional": True},
    "bought": {"ask": "bought?", "type": "date", "presume": "2026-01-01"},
}
_WHENS: list[Mapping[str, object]] = [
    {},
    {"when": {"named": False}},
    {"when": {"age": {"at_least": 1}, "arrived_by": "web"}},
    {"when": {"not": {"age": {"more_than": 2}}, "named": True}},
    {"when": {"made": {"older_than": "2 months", "at_most_old": "24 months"}}},
    {"when": {"not": {"made": {"older_than": "24 months"}}, "bought": {"from": "2026-01-02"}}},
    {"when": {"scope": "support"}},
    {"when": {"not": {"scope": "consulting"}, "activity": "fault"}},
    {"when": {"priority": ["P1", "P2"]}},
]


def _services() -> st.SearchStrategy[dict[str, object]]:
    keys = {"tiers": TIERS, "levels": LEVELS, "activities": ("fault", "question")}
    lists = {key: st.lists(st.sampled_from(names), min_size=1, unique=True) for key, names in keys.items()}
    limited = st.fixed_dictionaries({}, optional=lists)
    return st.tuples(limited, st.sampled_from(_WHENS)).map(lambda parts: {**parts[0], **parts[1]})
