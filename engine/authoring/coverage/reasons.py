"""Why nothing covers an item: what the cases that there are come to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .events import Decides, Lies, Reaches, Tells

if TYPE_CHECKING:
    from .events import Event
    from .items import Item
    from .shown import Shown

_NAMED = 3


@dataclass(slots=True)
class Cases:
    """What the cases of a policy show: those that count, and those that failed and so do not."""

    counted: list[Shown] = field(default_factory=list)
    failed: list[Shown] = field(default_factory=list)
    left_out: int = 0

    def add(self, showing: Shown | None, *, counts: bool) -> None:
        """Add what a case shows, if anything."""
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
    return _of_event(item.events[0], cases)


def _of_event(event: Event, cases: Cases) -> str:
    if isinstance(event, Reaches):
        mine = sum(one.tier == event.tier for one in cases.counted)
        there = "comes to another" if mine == 1 else "come to others"
        return f"{_cases(mine)} of the tier {there}" if mine else "no case is of the tier"
    if not isinstance(event, Decides | Tells | Lies):
        return "no case shows it"
    asked = [one for one in cases.counted if not event.group or event.group in one.applies]
    if not asked:
        return f"{event.group} is decided in no case"
    if isinstance(event, Decides):
        held = sum(event.rule in one.true[event.group] for one in asked)
        return f"it holds in {_cases(held)}, and wins in none" if held else "it holds in no case"
    if isinstance(event, Tells):
        other = Tells(event.group, event.test, not event.holds)
        told = sum(other.is_shown(one) for one in asked)
        return f"it is {'false' if event.holds else 'true'} in {_cases(told)}" if told else "it is known in no case"
    known = sum(event.test.fact in one.codes[event.group] for one in asked)
    return f"it lies elsewhere in {_cases(known)}" if known else "it is known in no case"


def _cases(number: int) -> str:
    return "1 case" if number == 1 else f"{number} cases"
