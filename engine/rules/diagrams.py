"""Diagrams: the completions of open facts where they are too many to give each a bit.

A set is a binary decision diagram, which grows with what conditions tell apart and not with the number of
completions. Each fact takes as many variables as its choices need; the numbers that its variables could still
write stand for its last choice, so that every assignment is a completion.
"""

from __future__ import annotations

from functools import cached_property, partial, reduce
from math import prod
from operator import and_, or_
from typing import TYPE_CHECKING, cast

from .budget import OutOfSteps, spend
from .spaces import ENUMERABLE, Space, union

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from oxidd.bdd import BDDFunction

    from .codes import Codes

NODES = 1_000_000
"""Nodes that all sets of one space may have together."""

_BITS = 16_000_000_000
"""Bits of all sets of one space, 2 GB, up to which each completion has its bit."""

_RESULTS = 1_000_000
"""Results of operations that are remembered."""

_STEP = 7
"""Bits of the number of nodes that one step covers: 128 of them take as long as a set of 65,536 bits."""


def space_of(axes: Sequence[Codes], sets: int = 1) -> Space:
    """Return the space of the facts with these codes, of which so many sets are kept at once."""
    size = prod(map(len, axes))
    return Space(axes) if size <= ENUMERABLE and size * sets <= _BITS else DiagramSpace(axes)


class Diagram:
    """A set of completions with the operators of an integer that sets use: `&`, `|`, `^`, `~`, truth and equality.

    The empty set may also stand as 0, and all completions as ~0.
    """

    __slots__ = ("_function", "_space")

    def __init__(self, space: DiagramSpace, function: BDDFunction) -> None:
        """Take what tells the completions of the set from the others."""
        self._space = space
        self._function = function

    @property
    def function(self) -> BDDFunction:
        """What is true of the completions of the set."""
        return self._function

    def __and__(self, other: Diagram | int) -> Diagram:
        """Return the completions that are in both sets."""
        return self._joined(other, lambda first, second: first & second)

    def __or__(self, other: Diagram | int) -> Diagram:
        """Return the completions that are in either set."""
        return self._joined(other, lambda first, second: first | second)

    def __xor__(self, other: Diagram | int) -> Diagram:
        """Return the completions that are in one of the sets alone."""
        return self._joined(other, lambda first, second: first ^ second)

    __rand__, __ror__, __rxor__ = __and__, __or__, __xor__

    def __invert__(self) -> Diagram:
        """Return the completions that are not in the set."""
        return self._space.diagram(lambda: ~self._function)

    def __bool__(self) -> bool:
        """Tell whether some completion is in the set."""
        return self._function.satisfiable()

    def __eq__(self, other: object) -> bool:
        """Tell whether the same completions are in both sets."""
        if isinstance(other, Diagram):
            return self._function == other.function
        return not self if other == 0 else NotImplemented

    def __hash__(self) -> int:
        """Return what equal sets share."""
        return hash(self._function) if self else hash(0)

    def bit_count(self) -> int:
        """Return how many completions are in the set."""
        return self._space.count(self._function)

    def bit_length(self) -> int:
        """Return 0: operations on diagrams take their steps themselves."""
        return 0

    def _joined(self, other: Diagram | int, join: Callable[[BDDFunction, BDDFunction], BDDFunction]) -> Diagram:
        function = other.function if isinstance(other, Diagram) else self._space.constants[other]
        return self._space.diagram(lambda: join(self._function, function))


class DiagramSpace(Space):
    """The completions of open facts as diagrams.

    To type checkers its sets are integers, as those of any space: whoever works on sets uses nothing of an integer
    that a diagram does not have. Raises OutOfSteps where the sets have more nodes than there may be.
    """

    def __init__(self, axes: Sequence[Codes]) -> None:
        """Lay out the completions of the facts with these codes."""
        from oxidd.bdd import BDDManager  # noqa: PLC0415 - 40 ms, which only a large policy needs

        self._manager = BDDManager(NODES, _RESULTS, 1)
        try:
            super().__init__(axes)
        except MemoryError:
            raise OutOfSteps from None
        self.set_size = 0

    def _lay_out(self) -> int:
        """Give each fact its variables, those of the last fact and of the highest place first; return all."""
        widths = [(len(codes) - 1).bit_length() for codes in self._codes]
        variables = [self._manager.var(place) for place in self._manager.add_vars(sum(widths))]
        self._places: list[list[BDDFunction]] = []
        for width in widths:
            self._places.append(variables[len(variables) - width :][::-1])
            del variables[len(variables) - width :]
        self._owner = [
            (axis, place) for axis, width in reversed([*enumerate(widths)]) for place in reversed(range(width))
        ]
        self.constants = {0: self._manager.false(), ~0: self._manager.true()}
        return cast("int", Diagram(self, self._manager.true()))

    def diagram(self, function: Callable[[], BDDFunction]) -> Diagram:
        """Return the set that an operation gives; where its nodes find no place, unused ones are removed first."""
        try:
            result = function()
        except MemoryError:
            self._manager.gc()
            try:
                result = function()
            except MemoryError:
                raise OutOfSteps from None
        spend(result.node_count() >> _STEP)
        return Diagram(self, result)

    def count(self, function: BDDFunction) -> int:
        """Return how many completions fulfil a function."""
        once_each = self.diagram(lambda: function & ~self._spare.function)
        return once_each.function.sat_count(len(self._owner))

    @cached_property
    def _spare(self) -> Diagram:
        """The assignments in which variables write more than the number of a last choice."""
        bounds = (partial(self._at_least, axis, len(codes)) for axis, codes in enumerate(self._codes))
        return reduce(or_, map(self.diagram, bounds), self.diagram(self._manager.false))

    def _at_least(self, axis: int, number: int) -> BDDFunction:
        """Return where the variables of an axis write at least a number."""
        if number >> len(self._places[axis]):
            return self.constants[0]
        bound = self._manager.true()
        for place, variable in enumerate(self._places[axis]):
            bound = variable & bound if number >> place & 1 else variable | bound
        return bound

    def _choosing(self, axis: int, first: int, end: int) -> int:
        is_last = end == len(self._codes[axis])
        bound = self._at_least
        between = self.diagram(lambda: bound(axis, first) if is_last else bound(axis, first) & ~bound(axis, end))
        return cast("int", between)

    def _choosing_each(self, axis: int) -> list[int]:
        return [self._choosing(axis, place, place + 1) for place in range(len(self._codes[axis]))]

    def _choosing_runs(self, axis: int, places: Iterable[tuple[int, int]]) -> int:
        return union(self._choosing(axis, first, end) for first, end in places)

    def first(self, bits: int) -> dict[str, int]:
        """Return the choices of the first completion of a set that is not empty."""
        function = cast("Diagram", bits).function
        choices = [0] * len(self.facts)
        while (variable := function.node_var()) is not None:
            where_true, where_false = function.cofactors() or (function, function)
            function = where_false if where_false.satisfiable() else where_true
            if function is where_true:
                axis, place = self._owner[variable]
                choices[axis] |= 1 << place
        return {fact: codes[choice] for fact, codes, choice in zip(self.facts, self._codes, choices, strict=True)}

    def moved(self, bits: int, fact: str, start: int, end: int) -> int:  # noqa: ARG002 - as every space has it
        """Return the completions that differ from some of a set, all of one code of a fact, in having another code."""
        axis = self.facts.index(fact)
        choice = self._choices[axis][end]
        return self._anywhere(axis, bits) & self._choosing(axis, choice, choice + 1)

    def anywhere(self, bits: int, fact: str) -> int:
        """Return the completions that differ from some of a set in one fact at most."""
        return self._anywhere(self.facts.index(fact), bits)

    def depends_on(self, fact: str, sets: Iterable[int]) -> bool:
        """Tell whether two completions that differ in this fact alone are on two sides of a set."""
        axis = self.facts.index(fact)
        return any(self._anywhere(axis, bits) & self._anywhere(axis, ~bits) for bits in sets)

    def _anywhere(self, axis: int, bits: int) -> int:
        """Return the completions that are in a set or would be with another choice on an axis."""
        if not bits or not self._places[axis]:
            return bits
        function = cast("Diagram", bits).function
        return cast("int", self.diagram(lambda: function.exists(reduce(and_, self._places[axis]))))
