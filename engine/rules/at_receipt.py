"""A policy as it is at one receipt: which hours are open follows from the facts that give their places."""

from collections.abc import Mapping
from dataclasses import replace

from .codes import Codes
from .compiled import Both, Compiled, Either, Test
from .compiled_policy import CompiledPolicy
from .derivations import Cases
from .receipt_codes import Combination, ReceiptTable


def at_receipt(compiled: CompiledPolicy, table: ReceiptTable | None) -> CompiledPolicy:
    """Return a compiled policy as it is at a receipt: what is open follows from the facts that give the places."""
    if table is None:
        return compiled
    codes = {**compiled.codes, **{fact: split_codes(compiled.codes[fact], kinds) for fact, kinds in table.kinds}}
    derived = {fact: _cases(compiled, codes, fact, open_in) for fact, open_in in table.open_in}
    presumptions: dict[str, Cases] = {}
    after = _after(compiled, derived)
    for name in ("", *compiled.presumptions):
        presumptions |= {name: compiled.presumptions[name]} if name else {}
        presumptions |= dict.fromkeys(after.get(name, ()), ())
    derivations = {**compiled.derivations, **derived}
    return replace(
        compiled,
        codes=codes,
        presumptions=presumptions,
        derivations={fact: derivations[fact] for fact in presumptions if fact in derivations},
        receipts={fact: hours for fact, hours in compiled.receipts.items() if fact not in derived},
        placed={fact: places for fact, places in compiled.placed.items() if fact not in derived},
        relevant=compiled.relevant - derived.keys(),
    )


def _after(compiled: CompiledPolicy, derived: Mapping[str, Cases]) -> dict[str, list[str]]:
    """Return facts of the receipt by the last of their places, after which they come."""
    order = {name: n for n, name in enumerate(compiled.presumptions)}
    after: dict[str, list[str]] = {}
    for fact in derived:
        after.setdefault(max(compiled.placed[fact], key=order.__getitem__), []).append(fact)
    return after


def _cases(compiled: CompiledPolicy, codes: Mapping[str, Codes], fact: str, open_in: tuple[Combination, ...]) -> Cases:
    """Return when hours are open: in one of some combinations of places, those of the last fact taken together."""
    *places, last = compiled.placed[fact]
    joined: dict[Combination, int] = {}
    for *first, (code, kind) in open_in:
        joined[tuple(first)] = joined.get(tuple(first), 0) | 1 << code_of_kind(codes[last], code, kind)
    alternatives: list[Compiled] = []
    for first_codes, bits in joined.items():
        tests = [
            Test(place, 1 << code_of_kind(codes[place], code, kind))
            for place, (code, kind) in zip(places, first_codes, strict=True)
        ]
        alternatives.append(Both((*tests, Test(last, bits))))
    return ((Either(tuple(alternatives)), 1), (Both(()), 0))


def split_codes(codes: Codes, kinds: int) -> Codes:
    """Return codes in which as many stand for values that are not named as there are kinds of them."""
    further = ((1 << kinds - 1) - 1) << codes.live.bit_length()
    return replace(codes, live=codes.live | further, unnamed=further)


def code_of_kind(codes: Codes, code: int, kind: int) -> int:
    """Return the code of a kind: the first has that which all share, the others come after all codes."""
    return code if not kind else codes.unnamed.bit_length() - codes.unnamed.bit_count() + kind - 1
