"""The kinds of change: what each does to a customer, and its mirror when old and new are exchanged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from ...findings import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

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
