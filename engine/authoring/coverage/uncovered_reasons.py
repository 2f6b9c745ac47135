"""Why nothing covers an item: what the cases of its policy come to instead."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...findings import printable
from ...rules.compiled import Neither, facts_of, kleene
from ...text import both, counted
from .targets import CellReached, ConditionIs, RuleDecides, ThresholdSide

if TYPE_CHECKING:
    from .hits import Hits
    from .items import Item
    from .targets import Target

_NAMED = 3

_UNASKED = {"intake": "no case asks what must be brought", "facts": "no case asks what is presumed"}
"""Why nothing is known of conditions outside the groups, by their row."""


@dataclass(slots=True)
class CaseHits:
    """What the cases of a policy show: those that count, and those that failed and so do not."""

    counted: list[Hits] = field(default_factory=list)
    failed: list[Hits] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    left_out: int = 0


def reason(item: Item, cases: CaseHits) -> str:
    """Return why no case covers an item, in words."""
    if any(target.is_shown(hits) for hits in cases.failed for target in item.targets):
        return "only a case that failed shows it"
    if item.cited_by:
        named = " nor ".join(item.cited_by[:_NAMED])
        more = f" nor {len(item.cited_by) - _NAMED} more" if len(item.cited_by) > _NAMED else ""
        return f"neither {named}{more} counts in any case" if len(item.cited_by) > 1 else f"{named} counts in no case"
    return _of_target(item.targets[0], item.row, cases.counted)


def _of_target(target: Target, row: str, cases: list[Hits]) -> str:
    if isinstance(target, CellReached):
        return _of_cell(target, [hits for hits in cases if hits.tier in target.tiers])
    if not isinstance(target, RuleDecides | ConditionIs | ThresholdSide):
        return "no case shows it"
    group, condition = target.group, target.condition
    asked = [hits for hits in cases if group in hits.applies]
    if not asked:
        return _UNASKED.get(row, f"{row} is decided in no case")
    if isinstance(target, RuleDecides):
        holding = sum(target.rule in hits.holding[group] for hits in asked)
        return f"it holds in {counted(holding, 'case')}, and wins in none" if holding else "it holds in no case"
    if isinstance(target, ConditionIs):
        opposite = sum(kleene(condition, hits.codes[group]) is False for hits in asked)
        value = "true" if isinstance(condition, Neither) else "false"
        return f"it is {value} in {counted(opposite, 'case')}" if opposite else "it is known in no case"
    known = sum(facts_of(condition) <= hits.codes[group].keys() for hits in asked)
    return f"it lies elsewhere in {counted(known, 'case')}" if known else "it is known in no case"


def _of_cell(cell: CellReached, cases: list[Hits]) -> str:
    """Return what the cases of a tier come to, of which none comes to what a promise is about."""
    if not cases:
        return "no case is of the tier"
    (tier,) = cell.tiers
    of_tier = f"of `{printable(tier)}`"
    expected = cell.scope.replace("_", " ") if cell.level is None else f"`{cell.level}`"
    reached = sum((hits.scope, hits.level) == (cell.scope, cell.level) for hits in cases)
    if reached:  # a fact gives the span, and no case gives the fact
        gives = "is {}, and gives" if reached == 1 else "are {}, and give"
        return printable(f"{counted(reached, 'case')} {of_tier} {gives.format(expected)} no span")
    results = list(dict.fromkeys(_result(hits, cell) for hits in cases))
    if len(results) > _NAMED:
        results = [*results[:_NAMED], f"{len(results) - _NAMED} more"]
    subject = f"the {len(cases)} cases {of_tier} are" if len(cases) > 1 else f"the only case {of_tier} is"
    return printable(f"{subject} {both(results)}, not {expected}")


def _result(hits: Hits, cell: CellReached) -> str:
    """Return what a case comes to, as finely as sets it apart from what a promise is about."""
    if hits.scope is None:
        return "open"
    if cell.level is None or hits.scope != cell.scope:
        return hits.scope.replace("_", " ")
    return "of an open priority" if hits.level is None else f"`{hits.level}`"
