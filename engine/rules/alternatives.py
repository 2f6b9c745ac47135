"""Alternatives: what a request could come to had a presumed fact another value.

What else is presumed follows from the value, and what is open stays so. The completions that are then left are some of
those of which nothing is presumed, so that their outcomes are read off those; only where that cannot be done is every
completion decided again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ..model import Value
from .codes import members
from .compiled_policy import CompiledPolicy
from .completions import Possible, open_spans, possible
from .engines import Engine
from .known import Known, presume
from .known_completions import FreeCompletions
from .outcomes import Outcome

Ending = tuple[tuple[Outcome, ...], tuple[str, ...]]
"""The outcomes that a request can still have, and the facts that are missing."""


class Alternative(NamedTuple):
    """Another value of a presumed fact: what the request could come to, and the facts that would then be missing.

    The order of the outcomes means nothing.
    """

    value: Value
    outcomes: tuple[Outcome, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Alternatives:
    """The alternatives to what is presumed of one request.

    `stated` are the facts stated or confirmed, and `free` are the completions of which nothing is presumed.
    """

    compiled: CompiledPolicy
    engine: Engine
    known: Known
    stated: Mapping[str, int]
    presumed: Possible
    free: FreeCompletions

    def of(self, fact: str, code: int) -> Iterator[Alternative]:
        """Yield the values of a fact other than the one presumed, as far as they change something."""
        codes = self.compiled.codes[fact]
        for another in (first for first in codes if not codes.alike(code) >> first & 1):
            outcomes, would_miss = self._ending(fact, another)
            missing = tuple(name for name in would_miss if name not in self.presumed.missing)
            if missing or not self._is_as_presumed(outcomes):
                values = (codes.example(alike) for alike in members(codes.alike(another)))
                yield from (Alternative(value, outcomes, missing) for value in values if value is not None)

    def _is_as_presumed(self, outcomes: Sequence[Outcome]) -> bool:
        return len(outcomes) == len(self._outcomes_as_presumed) and self._outcomes_as_presumed.issuperset(outcomes)

    @cached_property
    def _outcomes_as_presumed(self) -> frozenset[Outcome]:
        return frozenset(self.presumed.outcomes)

    def _ending(self, fact: str, code: int) -> Ending:
        known = presume(self.compiled, self.known.tier, {**self.stated, fact: code}, self.known.blocked)
        ending = self._read_off(known)
        if ending is None:
            turned_out = possible(self.compiled, self.engine, known)
            ending = turned_out.outcomes, tuple(turned_out.missing)
        return ending

    def _read_off(self, known: Known) -> Ending | None:
        """Return what the completions that are left come to; None where that cannot be read off."""
        completions = self.free.under(known)
        if completions is None:
            return None
        outcomes, missing = tuple(completions.outcomes), completions.missing(self.presumed.missing)
        spans = {fact for fact, _ in open_spans(outcomes, known)}.difference(missing, self.presumed.missing)
        return (outcomes, (*missing, *spans)) if len(spans) <= 1 else None
