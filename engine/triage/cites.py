"""What a decision cites, and what its situation does, which is the same but for presumptions and measures."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .decision import Decision, EscalationStep
    from .decision_parts import Derived, NotOwed
    from .rulings import Reasons
    from .template import Template


def reason_cites(made: Decision | Template, deadlines: Iterable[Reasons]) -> Iterator[str]:
    """Yield what rulings, deadlines, what is not owed, derived facts and the tier cite, some of it twice."""
    parts: tuple[Reasons | NotOwed | Derived, ...] = (made.scope, made.priority, made.channel, *deadlines)
    for part in (*parts, *made.not_owed, *made.derived):
        yield from part.cites
    yield from made.policy.tiers[made.tier].cite


def settled_cites(
    made: Decision | Template, deadlines: Iterable[Reasons], steps: Iterable[EscalationStep]
) -> Iterator[str]:
    """Yield these, and what each service, need and escalation that is listed cites."""
    listed = (
        *(applicable.service.cite for applicable in made.services),
        *(need.item.cite for need in made.intake),
        *(step.escalation.cite for step in steps if step.holds is not False),
    )
    return chain(reason_cites(made, deadlines), chain.from_iterable(listed))
