"""What is known of a request: stated facts as codes, and what is presumed and derived once they are."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from ..model import CLAIM, NO_CLAIM
from .compiled import Compiled, kleene
from .compiled_policy import CompiledPolicy
from .derivations import applied, applying
from .spaces import Sets


class Known(NamedTuple):
    """What is known of a request's facts, as codes.

    `codes` are the facts with a value, presumed and derived ones among them; `presumed` says of those which
    of the fact's presumptions applied, `derived` which entry. `blocked` are facts stated as not known, of which
    nothing is presumed; `open` have no value, derived ones left out.
    """

    tier: str
    codes: Mapping[str, int]
    presumed: Mapping[str, int]
    blocked: frozenset[str]
    open: tuple[str, ...]
    derived: Mapping[str, int] = MappingProxyType({})


def presume(compiled: CompiledPolicy, tier: str, stated: Mapping[str, int], blocked: frozenset[str]) -> Known:
    """Return what is known once presumptions have filled in for what was not stated."""
    codes = dict(stated)
    codes["tier"] = compiled.codes["tier"].code(tier)
    if CLAIM not in blocked:  # no claim is a value, too
        codes.setdefault(CLAIM, compiled.codes[CLAIM].code(NO_CLAIM))
    presumed: dict[str, int] = {}
    derived: dict[str, int] = {}
    for fact, cases in compiled.presumptions.items():
        if fact in codes or fact in blocked:
            continue
        if fact in compiled.derivations:
            _derive(compiled, fact, codes, derived)
            continue
        place = applying(cases, codes)
        if place is not None:
            codes[fact] = cases[place][1]
            presumed[fact] = place
        elif compiled.facts[fact].optional and not _may_be_presumed(cases, codes):
            codes[fact] = compiled.codes[fact].code(None)
    opened = tuple(name for name in compiled.codes if name in compiled.relevant and name not in codes)
    return Known(tier, codes, presumed, blocked, opened, derived)


def _derive(compiled: CompiledPolicy, fact: str, codes: dict[str, int], places: dict[str, int]) -> None:
    """Add the code of a derived fact and the place of its entry, where known facts tell it."""
    cases = compiled.derivations[fact]
    place = applying(cases, codes)
    if place is not None:
        codes[fact], places[fact] = cases[place][1], place


def with_derived(compiled: CompiledPolicy, codes: Mapping[str, int]) -> dict[str, int]:
    """Return codes with those of the derived facts that follow from them."""
    known = {fact: code for fact, code in codes.items() if fact not in compiled.derivations}
    for fact in compiled.derivations:
        _derive(compiled, fact, known, {})
    return known


def _may_be_presumed(cases: Iterable[tuple[Compiled, int]], codes: Mapping[str, int]) -> bool:
    return any(kleene(when, codes) is not False for when, _ in cases)


def applied_presumptions(
    compiled: CompiledPolicy, fact: str, sets: Sets, everything: int
) -> tuple[list[tuple[int, int]], int]:
    """Return by presumption of a fact its code and where it applies, which no earlier one does, and where none does."""
    return applied(compiled.presumptions.get(fact, ()), sets, everything)
