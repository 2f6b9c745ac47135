"""Records of promises: what is owed by tier and level, by which rules, and how it is measured."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from ..findings import Marked
from .entries import Cell, Kind
from .events import CLOSED, PLAIN_CLOCK, REPLIED, UPDATED, PromiseClock
from .rules import PROMISE_GROUP, Group, Rule

INITIAL_RESPONSE = "initial_response"
"""The promise that every contract is expected to have."""


class CellCitation(NamedTuple):
    """What some cells of a promise cite; without tiers, or without levels, the cells of all of them."""

    cites: tuple[str, ...]
    tiers: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()

    def selects(self, tier: str, level: str | None) -> bool:
        """Tell whether the cell of a tier and a level (None for consulting) cites this."""
        return (not self.tiers or tier in self.tiers) and (not self.levels or level in self.levels)


@dataclass(frozen=True, slots=True)
class Measure:
    """How a promise is measured: the share that must be kept, over which period, and what is credited otherwise.

    One without a share credits each promise that is missed.
    """

    share: str | None = None
    per: str | None = None
    credit: str | None = None
    cite: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The measure in words, such as `kept for 95 % of requests each quarter, else credited: 5 % of the fee`."""
        period = f" each {self.per}" if self.per else ""
        if self.share is None:
            return f"credited where missed{period}: {self.credit}"
        kept = f"kept for {self.share} of requests{period}"
        return f"{kept}, else credited: {self.credit}" if self.credit else kept


@dataclass(frozen=True, slots=True)
class PromiseRule(Rule):
    """What a promise owes where a condition holds, whatever its table says; the first rule that holds counts."""

    then: Cell


@dataclass(frozen=True, slots=True)
class Promise(Marked):
    """What is owed: by the first of its rules that holds, else by tier and level; a pair not in `within` owes nothing.

    Keys of `within` are (tier, level) for support and (tier, None) for consulting.
    """

    name: str
    scope: Literal["support", "consulting"]
    within: Mapping[tuple[str, str | None], Cell]
    citations: tuple[CellCitation, ...]
    repeats: bool = False
    hours: str | None = None
    kind: Kind | None = None
    measure: Measure | None = None
    rules: tuple[PromiseRule, ...] = ()
    clock: PromiseClock = PLAIN_CLOCK

    @property
    def until(self) -> tuple[str, ...]:
        """The events that meet it, in the order written, those by default where none are."""
        if self.clock.until:
            return self.clock.until
        if self.repeats:
            return (UPDATED, REPLIED)
        return (REPLIED,) if self.scope == "consulting" or self.name == INITIAL_RESPONSE else (CLOSED,)

    @property
    def group(self) -> Group:
        """Its rules as a group, in which the first that holds wins."""
        return Group(name=PROMISE_GROUP + self.name, rules=self.rules, mark=self.mark)

    @property
    def cite(self) -> tuple[str, ...]:
        """Everything that it, its cells or its measure cite, in the order written; its rules have citations of own."""
        cites = [citation.cites for citation in self.citations]
        cites += [cell.cite for cell in self.within.values() if cell]
        cites += [self.measure.cite] if self.measure else []
        return tuple(dict.fromkeys(cite for listed in cites for cite in listed))

    def cell_cites(self, tier: str, level: str | None, rule: int | None = None) -> tuple[str, ...]:
        """Return what is cited where a rule (by index) counts, or the cell of a tier and a level (None: consulting)."""
        selected = [citation.cites for citation in self.citations if citation.selects(tier, level)]
        entry = self.within.get((tier, level))
        own = self.rules[rule].cites if rule is not None else entry.cite if entry else ()
        return tuple(dict.fromkeys(cite for cites in (*selected, own) for cite in cites))

    def entry(self, tier: str, level: str | None, rule: int | None) -> Cell:
        """Return what a rule owes, by index, or else the cell of a tier and a level; None for nothing."""
        return self.within.get((tier, level)) if rule is None else self.rules[rule].then

    def in_full(self, entry: Cell) -> Cell:
        """Return an entry with the hours and the kind of the promise where it has none of its own."""
        return entry and replace(entry, hours=entry.hours or self.hours, kind=entry.kind or self.kind)

    @property
    def named_hours(self) -> set[str]:
        """The hours that it or one of its entries names."""
        entries = [entry.hours for entry in self.entries() if entry]
        return {hours for hours in (self.hours, *entries) if hours is not None}

    def entries(self) -> Iterator[Cell]:
        """Yield what its cells and its rules owe."""
        yield from self.within.values()
        yield from (rule.then for rule in self.rules)
