"""Presumed facts that decide no more of many situations than which services and steps of escalation are listed."""

from collections.abc import Mapping, Sequence
from itertools import chain

from ...model import ALWAYS
from ...rules.spaces import union
from .assumed_codes import AssumedCodes
from .decided_sets import DecidedGroup


def presumed_for_entries(
    assumed: AssumedCodes, decided: Sequence[DecidedGroup], presumed: Mapping[str, int]
) -> dict[str, int]:
    """Return by fact the situations in which what is presumed of it decides which entries are listed alone.

    `presumed` has by fact those in which it decides something else.
    """
    further = _further(assumed, presumed)
    rooms = assumed.rooms(decided, ("service", "escalation")) if further else ()
    deciding: dict[str, int] = {}
    for fact, situations in further.items() if rooms else ():
        for indices, then in assumed.of(fact, situations):
            if bits := assumed.listed_otherwise(indices, then, rooms):
                deciding[fact] = deciding.get(fact, 0) | assumed.spread(bits, indices)
    return deciding


def _further(assumed: AssumedCodes, presumed: Mapping[str, int]) -> dict[str, int]:
    """Return by fact the situations in which it is presumed, and decides nothing else."""
    policy, known = assumed.compiled.policy, assumed.known
    further = {fact: union(own.values()) & ~presumed.get(fact, 0) for fact, own in known.presumed.items()}
    conditions = chain((own.when for own in policy.services.values()), (step.when for step in policy.escalation))
    about = known.all if any(when != ALWAYS for when in conditions) else further.get("activity", 0)
    return {fact: bits & about for fact, bits in further.items() if bits & about}
