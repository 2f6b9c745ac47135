"""The shape that plain lines of JSON have: which keys and facts stand where, and values of which type they have."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pyarrow as pa

from ..columns_in.input_columns import FACTS, KEYS

PLAIN_KEYS = frozenset(
    {*("id", "received", "policy", "tier", "contract", "channel", "from", "claimed_priority", "last_update", "kind")}
    | {"subject", "body", FACTS}
)
"""The keys that are plain where they have texts, and facts where they have an object."""
TYPES: Mapping[type, pa.DataType] = {str: pa.string(), bool: pa.bool_(), int: pa.int64(), float: pa.float64()}


class LineShape:
    """What lines have had so far. `is_fact` tells whether some policy declares a fact."""

    def __init__(self, is_fact: Callable[[str], bool]) -> None:
        """Start with nothing."""
        self._is_fact = is_fact
        self.kinds: dict[str, type] = {}
        """By fact the type that most of its values had when it was met; whole numbers beside others are floats."""
        self.keys: dict[str, type] = {}
        self.by_name: dict[str, None] = {}
        """The facts that stand beside the keys."""
        self.in_facts: dict[str, None] = {}
        self.has_facts = False

    def learn(self, lines: Iterable[object]) -> None:
        """Take what lines write that were not met before."""
        mappings = [line for line in lines if isinstance(line, dict)]
        stated = [facts for line in mappings if isinstance(facts := line.get(FACTS), dict)]
        self.has_facts |= bool(stated)
        for name, kind in _kinds(stated).items():
            self._add_fact(name, kind, self.in_facts)
        for name, kind in _kinds(mappings).items():
            is_key = name in PLAIN_KEYS and (kind is str or (name == "id" and kind is int))
            if is_key:
                self.keys.setdefault(name, kind)
            elif name not in KEYS:
                self._add_fact(name, kind, self.by_name)

    def _add_fact(self, name: str, kind: type, names: dict[str, None]) -> None:
        if self._is_fact(name):
            names[name] = None
            known = self.kinds.setdefault(name, kind)
            if (known, kind) == (int, float):
                self.kinds[name] = float

    @property
    def schema(self) -> pa.Schema:
        """The columns of lines."""
        columns = [(name, TYPES[kind]) for name, kind in self.keys.items()]
        columns += [(name, TYPES[self.kinds[name]]) for name in self.by_name]
        if self.has_facts:
            columns.append((FACTS, pa.struct([(name, TYPES[self.kinds[name]]) for name in self.in_facts])))
        return pa.schema(columns)


def _kinds(mappings: Iterable[Mapping[str, Any]]) -> dict[str, type]:
    """Return the type that most values of each key have."""
    counts: dict[str, Counter[type]] = {}
    for mapping in mappings:
        for name, value in mapping.items():
            if type(value) in TYPES:
                counts.setdefault(name, Counter())[type(value)] += 1
    return {name: commonest(count) for name, count in counts.items()}


def commonest(count: Counter[type]) -> type:
    """Return the type that comes most often; whole numbers are floats where any number is one."""
    if int in count and float in count:
        count[float] += count.pop(int)
    return count.most_common(1)[0][0]
