"""Changes as records, and their kinds. Whatever shows them renders these and computes nothing again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ...findings import Finding, printable

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from ...model import Policy
    from ...proof.delays import Later
    from .replay import Replay

Effect = Literal["takes", "gives", "neither"]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of change; `mirror` is its kind where old and new are exchanged."""

    name: str
    effect: Effect
    mirror: str
    meaning: str


def _pair(taking: str, takes: str, giving: str, gives: str) -> tuple[Kind, Kind]:
    return Kind(taking, "takes", giving, takes), Kind(giving, "gives", taking, gives)


_PAIRS = (
    _pair("narrower", "scope moves away from support", "wider", "scope moves towards support"),
    _pair("lowered", "a request gets a less severe level", "raised", "a request gets a more severe level"),
    _pair(
        "looser",
        "a promise can fall due later, or is no longer owed",
        "tighter",
        "a promise can fall due earlier, or is newly owed",
    ),
    _pair(
        "removed",
        "a tier, way, service or escalation contact is gone",
        "added",
        "a tier, way, service or escalation contact is new",
    ),
    _pair("reduced", "a limit or commitment is lower", "increased", "a limit or commitment is higher"),
    _pair("required", "a way is now required", "freed", "a way is no longer required"),
    _pair("disallowed", "a way can no longer be used", "allowed", "another way can be used"),
    _pair("demanded", "a requester must supply more", "waived", "a requester need no longer supply something"),
    _pair("undecided", "no rule decides any more", "settled", "a rule decides where none did"),
)
_NEITHER = (
    Kind("preferred", "neither", "preferred", "another way is preferred"),
    Kind("presumed", "neither", "presumed", "a different value is presumed where a request omits a fact"),
    Kind("changed", "neither", "changed", "anything else that differs"),
    Kind("editorial", "neither", "editorial", "a text changed that no decision depends on"),
)

KINDS = {kind.name: kind for kind in (*(taking for taking, _ in _PAIRS), *(giving for _, giving in _PAIRS), *_NEITHER)}
"""Every kind by its name, in the order in which changes are reported: first what takes from the customer."""


def check_kinds(words: Iterable[str]) -> tuple[str, ...]:
    """Return kinds named one by one or separated by commas; raise ValueError for an unknown word or none.

    `takes` and `gives` stand for all kinds of that effect.
    """
    texts = list(words)
    if any(not text.strip(" ,") for text in texts):
        raise ValueError("it names no kind of change")
    kinds: dict[str, None] = {}
    for word in (word.strip() for text in texts for word in text.split(",") if word.strip()):
        of_effect = [kind.name for kind in KINDS.values() if word != "neither" and kind.effect == word]
        if word not in KINDS and not of_effect:
            known = f"the kinds are {', '.join(KINDS)}; `takes` and `gives` stand for several each"
            raise ValueError(f"`{printable(word)}` is not a kind of change; {known}")
        kinds.update(dict.fromkeys(of_effect or [word]))
    return tuple(kinds)


ChangeCell = tuple[str, str | None, str | None]
"""A tier, with the old and the new level where a change is at some levels only."""


@dataclass(frozen=True, slots=True)
class FactValues:
    """The values that a fact can have: these, or (`is_except`) all but these."""

    values: tuple[str, ...]
    is_except: bool = False


@dataclass(frozen=True, slots=True)
class Extent:
    """How many situations a change is in, of how many its tiers have, and which they are.

    `where` has, by fact, the values that are necessary; where `is_exact` they are sufficient in its
    cells.
    """

    situations: int
    of: int
    where: Mapping[str, FactValues]
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Witness:
    """The smallest request found that shows a change, in the request format.

    `old` is the request to the old policy; it differs from `new` only in facts that one of the two
    does not have.
    """

    old: Mapping[str, object]
    new: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed, from `before` to `after`, which are None where there is nothing.

    `about` is the section of the policy, `name` the entry in it, if any. `hours` are those that
    count before and after. `by` says how much later or earlier a promise can fall due.
    """

    kind: str
    about: str
    name: str
    before: str | None
    after: str | None
    cells: tuple[ChangeCell, ...] = ()
    hours: tuple[str, ...] = ()
    by: Later | None = None
    extent: Extent | None = None
    witness: Witness | None = None
    consequence: Change | None = None

    @property
    def tiers(self) -> tuple[str, ...]:
        """The tiers that the change is in."""
        return tuple(dict.fromkeys(tier for tier, _, _ in self.cells))

    @property
    def effect(self) -> str:
        """Whether the change takes from the customer, gives or does neither."""
        return KINDS[self.kind].effect


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs between two policies, in the order in which it is reported.

    `situations` is how many were compared, by tier; it lacks a tier that one of them does not
    have. Where not `is_proved`, some were not, and a finding says which.
    """

    old: Policy
    new: Policy
    changes: tuple[Change, ...]
    situations: Mapping[str, int]
    findings: tuple[Finding, ...] = ()
    is_proved: bool = True
    replay: Replay | None = None

    @property
    def decided(self) -> tuple[Change, ...]:
        """The changes in how situations are decided."""
        return tuple(change for change in self.changes if change.extent is not None)

    @property
    def causes(self) -> tuple[Change, ...]:
        """The changes that cause others."""
        return _causes(self.changes)

    @property
    def editorial(self) -> tuple[Change, ...]:
        """The texts that changed."""
        return tuple(change for change in self.changes if change.kind == "editorial")

    @property
    def counts(self) -> dict[str, int]:
        """How many changes there are of each kind that occurs."""
        counts = Counter(change.kind for change in self.changes)
        return {kind: counts[kind] for kind in KINDS if kind in counts}

    def failure(self, kinds: Collection[str]) -> str:
        """Say how many changes there are of each of these kinds, and whether there could be more; empty without any."""
        unproved = ["not everything was compared"] if kinds and not self.is_proved else []
        return ", ".join([*(f"{count} {kind}" for kind, count in self.counts.items() if kind in kinds), *unproved])

    def fails(self, kinds: Collection[str]) -> bool:
        """Tell whether a change is of one of these kinds, or could be because not everything was compared."""
        return bool(self.failure(kinds))


_SECTIONS = (
    "scope priority promise channel tier level measure way service intake escalation hours calendar fact policy source "
    "clause reading"
)
_ABOUT = tuple(_SECTIONS.split())


def in_order(changes: Collection[Change]) -> tuple[Change, ...]:
    """Return changes in the order of their kinds, then of the sections of a policy, the largest first.

    Those that cause others come before all.
    """
    kinds = list(KINDS)
    causes = _causes(changes)
    return tuple(
        sorted(
            changes,
            key=lambda c: (
                c not in causes,
                kinds.index(c.kind),
                _ABOUT.index(c.about),
                -(c.extent.situations if c.extent else 0),
                c.name,
                [(tier, old or "", new or "") for tier, old, new in c.cells],
                c.before or "",
                c.after or "",
            ),
        )
    )


def _causes(changes: Collection[Change]) -> tuple[Change, ...]:
    """Return the hours in which promises count that change, and the levels to or from which requests do."""
    hours = {hours for change in changes for hours in change.hours}
    levels = {level for change in changes if change.about == "priority" for level in (change.before, change.after)}
    return tuple(
        change
        for change in changes
        if (change.about == "hours" and change.name in hours)
        or (change.about == "calendar" and hours)
        # Another title of a level, or an order of levels that no request has, causes nothing.
        or (
            change.about == "level"
            and levels
            and (not change.name or (change.name in levels and None in (change.before, change.after)))
        )
    )
