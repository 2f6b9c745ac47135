"""The names that cases expect of decisions, of which a policy must have each."""

from collections.abc import Callable, Collection
from functools import partial

from ...findings import Finding, Findings, Mark
from ...language.expected_clocks import CLOCK_KEYS, Due, OfPromise
from ...language.similar_words import similar_name
from ...language.symbols import short_text
from ...model import CLAIM, Policy
from ...model.cases import Case, Expected
from ...text import did_you_mean
from ...triage.policy_store import PolicyStore
from .expected_derived import check_expected

_SECTIONS = {
    "level": ("priorities",),
    "way": ("channels",),
    "fact": ("facts",),
    "rule": ("facts", "scope", "priorities", "coverage", "channels", "promises"),
    "promise": ("promises",),
    "service": ("services",),
    "intake": ("intake",),
    "escalation": ("escalation",),
}
"""The sections of a policy that say which names there are, by their kind."""


def unknown_names_in(case: Case, name: str, store: PolicyStore) -> list[Finding]:
    """Return a finding for each name that a case expects and that a policy does not have, usable or not."""
    editions, _ = store.editions(name) if name else ([], [])
    if editions:
        return unknown_names(case, editions[0].compiled.policy)
    drafts = store.drafts_of(name) if name else []
    return unknown_names(case, drafts[0], partial(store.is_sound_section, drafts[0])) if len(drafts) == 1 else []


def unknown_names(case: Case, policy: Policy, is_sound: Callable[[str], bool] = lambda _: True) -> list[Finding]:
    """Return a finding for each name that a case expects and that its policy does not have, in sections that are sound.

    Where nobody says which are, all are.
    """
    findings, nameable = Findings(), _nameable(policy)
    for expected in case.expect:
        if expected.key == "derived" and is_sound("facts"):
            check_expected(expected, policy, findings)
        kind, known = nameable.get(expected.key, ("", ()))
        if not all(map(is_sound, _SECTIONS.get(kind, ()))):
            continue
        for name, mark in _names(expected) if kind else ():
            if name not in known and not (kind == "level" and similar_name(name, known)):
                message = f"{kind} `{short_text(name)}` is not declared by policy `{policy.id}`"
                findings.error(f"unknown-{kind}", message, mark, did_you_mean(name, known))
    return findings


def _nameable(policy: Policy) -> dict[str, tuple[str, Collection[str]]]:
    """Return what the values of the keys of `expect` name, and which of it a policy has."""
    way, fact = ("way", policy.ways), ("fact", [*policy.facts, "arrived_by", CLAIM])
    rules = [rule.id for group in policy.groups for rule in group.rules]
    rules += [entry.id for declared in policy.facts.values() for entry in declared.derive]
    promise = ("promise", policy.promises)
    return {
        "priority": ("level", policy.levels),
        "required": way,
        "preferred": way,
        "allowed": way,
        "follow_up": way,
        "missing": fact,
        "presumed": fact,
        "rules": ("rule", ["contract:not-in-force", *rules]),
        "due": promise,
        **dict.fromkeys(CLOCK_KEYS, promise),
        "services": ("service", policy.services),
        "intake": ("intake", [item.needs for item in policy.intake]),
        "escalation": ("escalation", [step.to for step in policy.escalation]),
    }


def _names(expected: Expected) -> list[tuple[str, Mark]]:
    if isinstance(expected.value, tuple):
        return [(due.promise, due.mark) for due in expected.value if isinstance(due, Due | OfPromise)]
    values = expected.value if isinstance(expected.value, list) else [expected.value]
    return [(value, expected.mark) for value in values if isinstance(value, str)]
