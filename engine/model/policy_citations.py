"""What a policy cites, and where."""

from collections.abc import Iterable, Iterator, Mapping

from .facts import Fact
from .hours import Calendar, Hours
from .policy import Escalation, IntakeItem, Invariant, Policy, Service, Tier, Way
from .promises import Promise

_Record = Calendar | Escalation | Fact | Hours | IntakeItem | Invariant | Promise | Service | Tier | Way


def citing_records(policy: Policy) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Yield the kind of each record of a policy that can cite, its name (a number where it has none), and its cites."""
    yield from (("rule", rule.id, rule.cites) for group in policy.groups for rule in group.rules)
    yield from (("rule", entry.id, entry.cite) for fact in policy.facts.values() for entry in fact.derive)
    sections: dict[str, Mapping[str, _Record]] = {
        "fact": policy.facts,
        "promise": policy.promises,
        "hours": policy.hours,
        "calendar": policy.calendars,
        "tier": policy.tiers,
        "way": policy.ways,
        "service": policy.services,
        "intake": {str(n): item for n, item in enumerate(policy.intake, 1)},
        "escalation": {str(n): step for n, step in enumerate(policy.escalation, 1)},
        "always": {invariant.id: invariant for invariant in policy.always},
    }
    for kind, records in sections.items():
        yield from ((kind, name, record.cite) for name, record in records.items())
    yield from (("reading", name, reading.clause) for name, reading in policy.readings.items())


def citations(policy: Policy) -> set[str]:
    """Return everything that a policy cites."""
    return {cite for _, _, cites in citing_records(policy) for cite in cites}


def cited_readings(cites: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the readings among citations, each once."""
    return tuple(dict.fromkeys(cite.removeprefix("readings.") for cite in cites if cite.startswith("readings.")))


def decision_citations(policy: Policy) -> set[str]:
    """Return everything cited that a decision can show; invariants are for authors alone.

    With a reading that it shows goes the clause that the reading is about.
    """
    reasons = {cite for kind, _, cites in citing_records(policy) if kind not in ("always", "reading") for cite in cites}
    return reasons | {clause for name in cited_readings(reasons) for clause in policy.readings[name].clause}
