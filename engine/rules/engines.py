"""The choice of an engine, and its verdicts, each situation evaluated once."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Literal

from . import builtin, durable
from .compiled import CompiledGroup, Situation, Verdict
from .compiled_policy import CompiledPolicy
from .spaces import Sets

Choice = Literal["auto", "durable", "builtin"]
_REMEMBERED = 65_536
"""Situations of a group whose verdicts are kept."""


class Engine:
    """Evaluates the groups of one compiled policy, by durable-rules wherever it can be imported."""

    def __init__(self, compiled: CompiledPolicy, choice: Choice) -> None:
        """Build the evaluators; asking for durable-rules alone raises NotServed where it cannot serve."""
        if choice == "durable" and not durable.is_available():
            message = "durable-rules cannot be imported here"
            raise durable.NotServed(message)
        self._names: list[str] = []
        self._evaluate: dict[str, Callable[[Situation], Verdict]] = {}
        for name, group in compiled.groups.items():
            evaluator = self._evaluator(group, choice)
            self._evaluate[name] = lru_cache(_REMEMBERED)(evaluator.evaluate)

    def _evaluator(self, group: CompiledGroup, choice: Choice) -> builtin.Builtin | durable.Durable:
        if choice != "builtin" and durable.is_available():
            try:
                evaluator = durable.Durable(group, alone=choice == "durable")
            except durable.NotServed:
                if choice == "durable":
                    raise
            else:
                self._note(durable.name(), *([builtin.NAME] if evaluator.uses_builtin else []))
                return evaluator
        self._note(builtin.NAME)
        return builtin.Builtin(group)

    def _note(self, *names: str) -> None:
        self._names = list(dict.fromkeys([*self._names, *names]))

    @property
    def name(self) -> str:
        """What evaluates: `durable-rules 2.0.28`, `builtin`, or both where some rules take the other."""
        return " and ".join(self._names)

    def verdict(self, group: CompiledGroup, known: Mapping[str, int]) -> Verdict:
        """Return which rules of a group are true and which false, given the codes that are known."""
        return self._evaluate[group.name](tuple(map(known.get, group.reads)))

    def holding(self, group: CompiledGroup, sets: Sets) -> list[int]:
        """Return, rule by rule, 1 where it is true in the one completion that `sets` describes."""
        known = {fact: code for fact in group.reads for code, bits in sets.get(fact, {}).items() if bits}
        true = self.verdict(group, known).true
        return [true >> n & 1 for n in range(len(group.rules))]
