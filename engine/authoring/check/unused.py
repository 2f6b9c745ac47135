"""unused-…: what a policy declares and nothing of it uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...language.conditions import facts_read
from ...language.sources_section import READINGS
from ...model import Offer
from ...rules.compiled_policy import span_facts
from .context import Found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...model import Escalation, Hours, IntakeItem, Invariant, Policy, Promise, Rule, Service, Tier, Way
    from .context import CheckContext


def unused_fact(subject: CheckContext) -> Iterator[Found]:
    """Yield a finding for each fact that no condition and no promise reads."""
    policy = subject.policy
    conditions = [rule.when for group in policy.groups for rule in group.rules]
    conditions += [presumption.when for fact in policy.facts.values() for presumption in fact.presume]
    conditions += [item.when for item in policy.intake]
    read = {fact for condition in conditions for fact, _ in facts_read(condition)} | span_facts(policy)
    if any(service.activities for service in policy.services.values()):
        read.add("activity")
    for name, fact in policy.facts.items():
        if name not in read:
            yield Found(name, f"nothing reads fact `{name}`", fact.mark)


def unused_hours(subject: CheckContext) -> Iterator[Found]:
    """Yield a finding for each of the hours that no rule chooses and no promise counts in."""
    policy = subject.policy
    used = {rule.then for rule in policy.coverage.rules} | {promise.hours for promise in policy.promises.values()}
    for name, hours in policy.hours.items():
        if name not in used:
            yield Found(name, f"nothing is counted in hours `{name}`", hours.mark)


def unused_way(subject: CheckContext) -> Iterator[Found]:
    """Yield a finding for each way that no rule names."""
    policy = subject.policy
    offers = [rule.then for rule in policy.channel.rules if isinstance(rule.then, Offer)]
    named = {way for offer in offers for way in (*offer.require, *offer.prefer, *offer.allow)}
    for name, way in policy.ways.items():
        if name not in named:
            yield Found(name, f"no rule requires, prefers or allows way `{name}`", way.mark)


def unused_clause(subject: CheckContext) -> Iterator[Found]:
    """Yield a finding for each clause that nothing cites."""
    cited = set(citations(subject.policy))
    for source, document in subject.policy.sources.items():
        for name, clause in document.clauses.items():
            if f"{source}.{name}" not in cited:
                yield Found(f"{source}.{name}", f"nothing cites clause `{source}.{name}`", clause.mark)


def unused_reading(subject: CheckContext) -> Iterator[Found]:
    """Yield a finding for each reading that nothing cites."""
    cited = set(citations(subject.policy))
    for name, reading in subject.policy.readings.items():
        if f"{READINGS}.{name}" not in cited:
            yield Found(name, f"nothing cites reading `{name}`", reading.mark)


def citations(policy: Policy) -> Iterator[str]:
    """Yield every citation of a policy."""
    for reading in policy.readings.values():
        yield from reading.clause
    records: list[Rule | Hours | Tier | Way | Promise | Service | IntakeItem | Escalation | Invariant] = [
        *(rule for group in policy.groups for rule in group.rules),
        *policy.hours.values(),
        *policy.tiers.values(),
        *policy.ways.values(),
        *policy.promises.values(),
        *policy.services.values(),
        *policy.intake,
        *policy.escalation,
        *policy.always,
    ]
    for record in records:
        yield from record.cite
