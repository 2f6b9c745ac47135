"""Why nothing covers an item: what the cases that there are come to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...findings import printable
from ...text import both, counted
from .targets import ConditionIs, Decides, Reaches, ThresholdSide

if TYPE_CHECKING:
    from .hits import Hits
    from .items import Item
    from .targets import Event

_NAMED = 3

_UNASKED = {"intake": "no case asks what must be brought", "facts": "no case asks what is presumed"}
"""Why nothing is known of conditions outside the groups, by their row."""


@dataclass(slots=True)
class Cases:
    """What the cases of a policy show: those that count, and those that failed and so do not."""

    counted: list[Hits] = field(default_factory=list)
    failed: list[Hits] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    left_out: int = 0

    def add(self, name: str, showing: Hits | None, *, counts: bool) -> None:
        """Add what a case shows, if anything."""
        self.names.add(name)
        self.left_out += not counts
        if showing is not None:
            (self.counted if counts else self.failed).append(showing)


def why(item: Item, cases: Cases) -> str:
    """Return why no case covers an item, in words."""
    if any(event.is_shown(one) for one in cases.failed for event in item.events):
        return "only a case that failed shows it"
    if item.cited_by:
        named = " nor ".join(item.cited_by[:_NAMED])
        more = f" nor {len(item.cited_by) - _NAMED} more" if len(item.cited_by) > _NAMED else ""
        return f"neither {named}{more} counts in any case" if len(item.cited_by) > 1 else f"{named} counts in no case"
    return _of_event(item.events[0], item.row, cases)


def _of_event(event: Event, row: str, cases: Cases) -> str:
    if isinstance(event, Reaches):
        return _of_tier(event, [one for one in cases.counted if one.tier == event.tier])
    if not isinstance(event, Decides | ConditionIs | ThresholdSide):
        return "no case shows it"
    asked = [one for one in cases.counted if not event.group or event.group in one.applies]
    if not asked:
        return _UNASKED.get(row, f"{row} is decided in no case")
    if isinstance(event, Decides):
        held = sum(event.rule in one.true[event.group] for one in asked)
        return f"it holds in {counted(held, 'case')}, and wins in none" if held else "it holds in no case"
    if isinstance(event, ConditionIs):
        other = ConditionIs(event.group, event.test, not event.holds)
        told = sum(other.is_shown(one) for one in asked)
        otherwise = "false" if event.holds else "true"
        return f"it is {otherwise} in {counted(told, 'case')}" if told else "it is known in no case"
    known = sum(event.test.fact in one.codes[event.group] for one in asked)
    return f"it lies elsewhere in {counted(known, 'case')}" if known else "it is known in no case"


def _of_tier(event: Reaches, mine: list[Hits]) -> str:
    """Say what the cases of a tier come to, of which none comes to what a promise is about."""
    if not mine:
        return "no case is of the tier"
    of = f"of `{printable(event.tier)}`"
    wanted = event.scope.replace("_", " ") if event.level is None else f"`{event.level}`"
    there = sum((one.scope, one.level) == (event.scope, event.level) for one in mine)
    if there:  # a fact gives the span, and no case gives the fact
        gives = "is {}, and gives" if there == 1 else "are {}, and give"
        return printable(f"{counted(there, 'case')} {of} {gives.format(wanted)} no span")
    found = dict.fromkeys(_come_to(one, event) for one in mine)
    cases = f"the {len(mine)} cases {of} are" if len(mine) > 1 else f"the only case {of} is"
    return printable(f"{cases} {_listed(list(found))}, not {wanted}")


def _come_to(one: Hits, event: Reaches) -> str:
    """Word what a case comes to, as finely as tells it from what a promise is about."""
    if one.scope is None:
        return "open"
    if event.level is None or one.scope != event.scope:
        return one.scope.replace("_", " ")
    return "of an open priority" if one.level is None else f"`{one.level}`"


def _listed(words: list[str]) -> str:
    return both(words if len(words) <= _NAMED else [*words[:_NAMED], f"{len(words) - _NAMED} more"])
