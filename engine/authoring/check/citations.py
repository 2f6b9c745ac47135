"""What a policy cites."""

from ...model import Escalation, Hours, IntakeItem, Invariant, Policy, Promise, Rule, Service, Tier, Way

_Record = Escalation | Hours | IntakeItem | Invariant | Promise | Rule | Service | Tier | Way


def citations(policy: Policy) -> set[str]:
    """Return every citation of a policy."""
    records: list[_Record] = [
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
    clauses_of_readings = {clause for reading in policy.readings.values() for clause in reading.clause}
    return clauses_of_readings.union(*(record.cite for record in records))
