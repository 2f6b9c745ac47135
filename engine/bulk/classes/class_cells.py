"""What classes decide, as the cells of rows: an index or a flag for each class, by column."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ..columns_out.decision_columns import DecisionColumns
from ..columns_out.row_buffers import ABSENT, ListEntries
from .class_columns import ClassColumns
from .growing_columns import GrowingColumn

_TEXTS = ("status", "scope", "level", "required_way")
_LISTS = ("allowed_ways", "missing", "presumed", "unsafe")

By_class = npt.NDArray[np.int32]


class ClassCells:
    """The cells of the classes of one edition, each with the index of its class."""

    def __init__(self, columns: DecisionColumns, entries: ListEntries) -> None:
        """Start with none; lists of texts become some of the entries."""
        self._columns = columns
        self._entries = entries
        self.cells = {name: GrowingColumn() for name in (*_TEXTS, *_LISTS)}
        self.certain = {promise: GrowingColumn() for promise in columns.promises}
        """Whether each promise is owed for certain; ABSENT where it is not owed."""
        self.dues = {promise: GrowingColumn() for promise in columns.promises}
        """In which ways each promise falls due, as an index of `ways`; ABSENT where it is not owed."""
        self.ways: list[tuple[tuple[int, ...], bool]] = []
        """Ways that count together, and whether their instants bound the deadline."""
        self._ways: dict[tuple[tuple[int, ...], bool], int] = {}
        self.is_single = GrowingColumn()
        """Whether requests of a class are decided one by one: some clock starts with an event."""

    def add(self, classes: Sequence[ClassColumns]) -> None:
        """Add the cells of those classes that are not among them, all of which are handed over."""
        new = classes[len(self.is_single) :]
        for name, texts in (
            ("status", [own.status for own in new]),
            ("scope", [own.outcome.scope for own in new]),
            ("level", [own.outcome.level for own in new]),
            ("required_way", [own.outcome.required for own in new]),
        ):
            self.cells[name].extend([self._columns.code(name, text) for text in texts])
        for name, lists in (
            ("allowed_ways", [own.outcome.allowed for own in new]),
            ("missing", [own.missing for own in new]),
            ("presumed", [own.presumed for own in new]),
            ("unsafe", [own.unsafe for own in new]),
        ):
            self.cells[name].extend([self._entries.index(name, texts) for texts in lists])
        for promise in self._columns.promises:
            parts = [next((due for due in own.outcome.due if due.promise == promise), None) for own in new]
            self.certain[promise].extend([ABSENT if part is None else int(part.certain) for part in parts])
            self.dues[promise].extend(
                [ABSENT if part is None else self._ways_index((part.ways, part.is_bounded)) for part in parts]
            )
        self.is_single.extend([int(not all(due.starts_at_receipt for due in own.outcome.due)) for own in new])

    def _ways_index(self, ways: tuple[tuple[int, ...], bool]) -> int:
        if ways not in self._ways:
            self._ways[ways] = len(self.ways)
            self.ways.append(ways)
        return self._ways[ways]

    def text(self, name: str) -> By_class:
        """Return by class the index of a text or a list in a column."""
        return self.cells[name].numbers
