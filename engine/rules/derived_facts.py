"""Derived facts that decide something: those of which another value would change what a request comes to."""

from collections.abc import Mapping
from dataclasses import dataclass

from ..model import Value
from .compiled_policy import CompiledPolicy
from .completions import Possible, possible
from .engines import Engine
from .known import Known, presume
from .listed_entries import entry_answers, listed_entries


@dataclass(frozen=True, slots=True)
class DerivedFact:
    """The value of a derived fact, and the entry that gave it, by its place; it `decides` where it matters here."""

    value: Value
    place: int
    decides: bool


def derived_facts(
    compiled: CompiledPolicy, engine: Engine, known: Known, stated: Mapping[str, int], as_known: Possible
) -> dict[str, DerivedFact]:
    """Return the derived facts of a request that are known, in the order of the policy.

    What follows from another value, derived and presumed facts among it, follows; all else is as known.
    """
    outcomes, entries = frozenset(as_known.outcomes), tuple(listed_entries(compiled))

    def listed(codes: Mapping[str, int]) -> tuple[bool | None, ...]:
        return entry_answers(compiled, entries, known.tier, codes, outcomes)

    def comes_to_the_same(fact: str, code: int) -> bool:
        assumed = presume(compiled, known.tier, {**stated, fact: code}, known.blocked)
        is_decided_alike = outcomes == frozenset(possible(compiled, engine, assumed).outcomes)
        return is_decided_alike and listed(assumed.codes) == listed(known.codes)

    derived = {}
    for name in (fact for fact in compiled.policy.facts if fact in known.derived):
        place, codes = known.derived[name], compiled.codes[name]
        alike = codes.alike(known.codes[name])
        decides = not all(comes_to_the_same(name, code) for code in codes if not alike >> code & 1)
        derived[name] = DerivedFact(compiled.facts[name].derive[place].value, place, decides)
    return derived
