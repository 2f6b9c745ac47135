"""Presumed facts that decide no more of many situations than which services and steps of escalation are listed."""

from collections.abc import Mapping, Sequence
from itertools import chain

from ..model import ALWAYS
from ..rules.spaces import union
from .decided_sets import DecidedGroup
from .other_codes import OtherCodes


def presumed_for_entries(
    others: OtherCodes, decided: Sequence[DecidedGroup], presumed: Mapping[str, int]
) -> dict[str, int]:
    """Return by fact the situations in which what is presumed of it decides which entries are listed alone.

    `presumed` has by fact those in which it decides something else.
    """
    further = _further(others, presumed)
    rooms = others.rooms(decided, ("service", "escalation")) if further else ()
    deciding: dict[str, int] = {}
    for fact, situations in further.items() if rooms else ():
        for indices, then in others.of(fact, situations):
            if bits := others.listed_otherwise(indices, then, rooms):
                deciding[fact] = deciding.get(fact, 0) | others.spread(bits, indices)
    return deciding


def _further(others: OtherCodes, presumed: Mapping[str, int]) -> dict[str, int]:
    """Return by fact the situations in which it is presumed, and decides nothing else."""
    policy, known = others.compiled.policy, others.known
    further = {fact: union(own.values()) & ~presumed.get(fact, 0) for fact, own in known.presumed.items()}
    conditions = chain((own.when for own in policy.services.values()), (step.when for step in policy.escalation))
    about = known.all if any(when != ALWAYS for when in conditions) else further.get("activity", 0)
    return {fact: bits & about for fact, bits in further.items() if bits & about}
