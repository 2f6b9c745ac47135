"""What cites what: every record of a policy that can cite clauses and readings."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from .hours import Hours
from .owed import Escalation, IntakeItem, Promise, Service
from .policy import Invariant, Policy, Tier, Way

_Record = Escalation | Hours | IntakeItem | Invariant | Promise | Service | Tier | Way


class Citing(NamedTuple):
    """A record that can cite: its kind, its name (a number where it has none), and what it cites."""

    kind: str
    name: str
    cites: tuple[str, ...]


def citing_records(policy: Policy) -> Iterator[Citing]:
    """Yield each record of a policy that can cite something."""
    yield from (Citing("rule", rule.id, rule.cite) for group in policy.groups for rule in group.rules)
    sections: dict[str, Mapping[str, _Record]] = {
        "promise": policy.promises,
        "hours": policy.hours,
        "tier": policy.tiers,
        "way": policy.ways,
        "service": policy.services,
        "intake": {str(n): item for n, item in enumerate(policy.intake, 1)},
        "escalation": {str(n): step for n, step in enumerate(policy.escalation, 1)},
        "always": {invariant.id: invariant for invariant in policy.always},
    }
    for kind, records in sections.items():
        yield from (Citing(kind, name, record.cite) for name, record in records.items())
    yield from (Citing("reading", name, reading.clause) for name, reading in policy.readings.items())


def citations(policy: Policy) -> set[str]:
    """Return everything that a policy cites."""
    return {cite for record in citing_records(policy) for cite in record.cites}
