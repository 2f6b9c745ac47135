"""Witnesses that would be refused: what no request can show, because none is received or no deadline can be counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...language.fact_values import read_value
from ...language.parse_instant import parse_instant
from ...model import Span
from ...proof.witness import is_ever_received
from ...worktime import WorktimeError, amount, due

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ...model import Hours
    from ...proof.witness import Witnesses
    from .context import CheckContext, Said


def without_refused(subject: CheckContext, said: Sequence[Said]) -> list[Said]:
    """Return what was found, with its witnesses only where a request like that is decided."""
    refused: set[int] = set()
    if not is_ever_received(subject.policy):
        refused = set(range(len(said)))
    elif any(one.found.witness for one in said) and _may_refuse(subject):
        refused = {n for n, one in enumerate(said) if one.found.witness and _refuses(subject, one.found.witness)}
    return [one._replace(found=one.found._replace(witness=None)) if n in refused else one for n, one in enumerate(said)]


def _may_refuse(subject: CheckContext) -> bool:
    """Tell whether some promise cannot be counted in some hours, from when requests come in."""
    policy = subject.policy
    spans = {cell for promise in policy.promises.values() for cell in promise.within.values()}
    received = subject.witnesses.request("", {})["received"]
    counts = [(hours, span) for hours in policy.hours.values() for span in spans if isinstance(span, Span)]
    return not _all_counted(counts, str(received))


def _refuses(subject: CheckContext, witness: Mapping[str, object]) -> bool:
    """Tell whether something that a witness is owed cannot be counted."""
    policy, witnesses = subject.policy, subject.witnesses
    outcomes = witnesses.seen(str(witness["tier"]), _codes(witnesses, witness)).outcomes
    owed = [one for outcome in outcomes for one in outcome.owed]
    counts = [(policy.hours[o.hours], o.span) for o in owed if isinstance(o.hours, str) and isinstance(o.span, Span)]
    return not _all_counted(counts, str(witness["received"]))


def _codes(witnesses: Witnesses, witness: Mapping[str, object]) -> dict[str, int]:
    compiled, facts = witnesses.compiled, witness.get("facts", {})
    stated = {**(facts if isinstance(facts, dict) else {}), "arrived_by": witness.get("channel")}
    return {
        name: compiled.codes[name].code(read_value(compiled.facts[name], value))
        for name, value in stated.items()
        if value is not None
    }


def _all_counted(counts: Iterable[tuple[Hours, Span]], received: str) -> bool:
    start = parse_instant(received)
    try:
        for hours, span in counts:
            due(hours, start, amount(hours, span))
    except WorktimeError:
        return False
    return True
