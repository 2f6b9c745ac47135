"""Which rules are true, or false, in whole runs of situations, whatever their open facts turn out to be."""

from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from ...rules.compiled import Compiled, CompiledGroup, Either, Neither, Test
from ...rules.compiled_policy import CompiledPolicy
from ...rules.spaces import Sets, where
from .bit_sets import flags_of
from .situation_runs import Run
from .situation_sets import true_and_false

FALSE, TRUE, MIXED = 0, 1, 2


class SettledRules:
    """What is known of each rule in each of some runs, before any completion is looked at."""

    def __init__(self, compiled: CompiledPolicy, sets: Sets, runs: Sequence[Run]) -> None:
        """Take what is known of the situations, in the order of the runs."""
        self._compiled = compiled
        self._starts = np.array([run.start for run in runs], np.intp)
        self._count = runs[-1].end if runs else 0
        self._everything = (1 << self._count) - 1
        self._rows = {name: self._of_group(group, sets) for name, group in compiled.groups.items()}

    def _of_group(self, group: CompiledGroup, sets: Sets) -> npt.NDArray[np.uint8]:
        """Return what is known of rules, of shape (runs, rules)."""
        rows = np.full((len(self._starts), len(group.rules)), MIXED, np.uint8)
        for n, rule in enumerate(group.rules):
            true, false = true_and_false(rule.when, sets, self._everything)
            for bits, settled in ((true, TRUE), (false, FALSE)):
                if bits == self._everything:
                    rows[:, n] = settled
                elif bits:
                    in_all = np.logical_and.reduceat(flags_of(bits, self._count), self._starts)
                    rows[in_all, n] = settled
        return rows

    def of_run(self, place: int) -> "RunRules":
        """Return what is known of rules in the run at a place."""
        return RunRules(self._compiled, {name: rows[place] for name, rows in self._rows.items()})


class RunRules:
    """What is known of rules in one run."""

    def __init__(self, compiled: CompiledPolicy, settled: Mapping[str, npt.NDArray[np.uint8]]) -> None:
        self._compiled = compiled
        self._settled = settled

    def read_facts(self) -> set[str]:
        """Return the facts that rules read which are neither true nor false in all of the run."""
        read: set[str] = set()
        for name, row in self._settled.items():
            rules = self._compiled.groups[name].rules
            for n in np.flatnonzero(row == MIXED).tolist():
                read |= rules[n].reads
        return read

    def holding(self, everything: int) -> Callable[[CompiledGroup, Sets], list[int]]:
        """Return what tells, rule by rule, the completions of all in which a group's rules hold."""
        tests = _Tests(everything)

        def evaluate(group: CompiledGroup, sets: Sets) -> list[int]:
            return [
                tests.where(rule.when, sets) if settled == MIXED else everything if settled == TRUE else 0
                for rule, settled in zip(group.rules, self._settled[group.name].tolist(), strict=True)
            ]

        return evaluate


class _Tests:
    """Where conditions hold, in which the same tests of facts are worked out once: many rules share them."""

    def __init__(self, everything: int) -> None:
        self._everything = everything
        self._known: dict[tuple[str, int], int] = {}

    def where(self, compiled: Compiled, sets: Sets) -> int:
        """Return the completions in which a condition holds."""
        if isinstance(compiled, Test):
            return self._of(compiled, sets)
        if isinstance(compiled, Neither):
            return self._everything & ~self.where(compiled.part, sets)
        if isinstance(compiled, Either):
            bits = 0
            for part in compiled.parts:
                bits |= self.where(part, sets)
            return bits
        bits = self._everything
        for part in compiled.parts:
            bits &= self.where(part, sets)
            if not bits:
                break
        return bits

    def _of(self, test: Test, sets: Sets) -> int:
        if test.fact in ("scope", "priority"):  # which are decided meanwhile
            return where(test, sets, self._everything)
        key = (test.fact, test.codes)
        if key not in self._known:
            self._known[key] = where(test, sets, self._everything)
        return self._known[key]
