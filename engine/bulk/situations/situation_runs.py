"""Situations in runs of those in which the same facts are open, so that a run is decided at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ...rules.spaces import Sets
from .bit_sets import Indices, bits_of, flags_of, indices_of

Axis = tuple[str, bool]
"""A fact that is open, and whether nothing may be presumed of it."""


@dataclass(frozen=True, slots=True)
class Run:
    """Situations from one place up to another, in the order of runs, and what is open in all of them alike."""

    start: int
    end: int
    axes: tuple[Axis, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts that are open."""
        return tuple(fact for fact, _ in self.axes)

    @property
    def blocked(self) -> frozenset[str]:
        """The open facts of which nothing may be presumed."""
        return frozenset(fact for fact, is_blocked in self.axes if is_blocked)

    @property
    def count(self) -> int:
        """How many there are."""
        return self.end - self.start

    def parts(self, most: int) -> Iterator["Run"]:
        """Yield runs of at most so many of them."""
        step = max(1, most)
        for start in range(self.start, self.end, step):
            yield Run(start, min(start + step, self.end), self.axes)

    def cut(self, bits: int) -> int:
        """Return those of a set that are in the run, numbered from its start."""
        return bits >> self.start & (1 << self.end - self.start) - 1

    def cut_sets(self, sets: Sets, facts: Sequence[str]) -> Sets:
        """Return the sets of some facts, cut to the run."""
        cut: Sets = {}
        for fact in facts:
            if own := sets.get(fact):
                cut[fact] = {code: part for code, bits in own.items() if (part := self.cut(bits))}
        return cut


@dataclass(frozen=True, slots=True)
class SituationRuns:
    """Some situations by index, in an `order` in which runs of them are alike."""

    order: Indices
    runs: tuple[Run, ...]

    def sorted_sets(self, sets: Sets, count: int) -> Sets:
        """Return sets of situations (of which there are so many) as sets of places in the order."""
        return {
            fact: {code: self.sorted_bits(bits, count) for code, bits in own.items() if bits}
            for fact, own in sets.items()
        }

    def sorted_bits(self, bits: int, count: int) -> int:
        """Return a set of situations as one of places in the order."""
        return bits_of(flags_of(bits, count)[self.order])

    def original_bits(self, bits: int, run: Run, count: int) -> int:
        """Return a set of places in a run as one of situations, of which there are so many."""
        flags = np.zeros(count, np.bool_)
        flags[self.order[run.start : run.end]] = flags_of(bits, run.count)
        return bits_of(flags)


def situation_runs(opened: Mapping[Axis, int], chosen: int, count: int) -> SituationRuns:
    """Return chosen ones of so many situations in runs, given those in which each fact is open."""
    indices = indices_of(chosen, count)
    axes = [axis for axis, bits in opened.items() if bits & chosen]
    if not axes or not len(indices):
        return SituationRuns(order=indices, runs=(Run(0, len(indices), ()),) if len(indices) else ())
    flags = np.stack([flags_of(opened[axis], count)[indices] for axis in axes], 1)
    keys, inverse = _distinct_rows(flags)
    order = np.argsort(inverse, kind="stable")
    ends = np.cumsum(np.bincount(inverse, minlength=len(keys))).tolist()
    alike = [tuple(axis for axis, flag in zip(axes, row, strict=True) if flag) for row in keys.tolist()]
    runs = tuple(Run(start, end, own) for start, end, own in zip([0, *ends[:-1]], ends, alike, strict=True))
    return SituationRuns(order=indices[order], runs=runs)


def _distinct_rows(flags: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.bool_], Indices]:
    """Return the distinct rows of flags, and the place of each row among them."""
    octets = np.packbits(flags, axis=1)
    keys = np.ascontiguousarray(octets).view(np.dtype((np.void, octets.shape[1]))).ravel()
    _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
    return flags[first], inverse.ravel()
