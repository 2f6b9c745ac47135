"""What mappings plainly state of facts: one record for all that state the same, which need not be checked again."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

from ..model import Stated
from .bounded import Bounded
from .nodes import HERE

LONGEST, MOST_FACTS = 80, 100
"""Characters of a text that is remembered, and the facts of a request that are."""


class StatedFacts(Mapping[str, Stated]):
    """Facts that a mapping states HERE. It never changes, so that it stands for what it states.

    `key` has names, types and values: `True`, `1` and `1.0` are equal.
    """

    __slots__ = ("_values", "is_bounded", "key")

    def __init__(self, key: tuple[tuple[str, ...], tuple[type, ...], tuple[object, ...]]) -> None:
        """Take the names, types and values."""
        self.key = key
        self._values = dict(zip(key[0], key[2], strict=True))
        self.is_bounded = len(key[0]) <= MOST_FACTS and all(_is_bounded(value) for value in (*key[0], *key[2]))
        """Whether it can be remembered."""

    def __getitem__(self, name: str) -> Stated:
        value = self._values[name]
        return stated_here(value) if value else Stated(value, mark=HERE)

    def __contains__(self, name: object) -> bool:
        return name in self._values

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def _is_bounded(value: object) -> bool:
    """Tell whether a value is no long text, and no zero that may have a sign."""
    return len(value) <= LONGEST if isinstance(value, str) else value != 0 or not isinstance(value, float)


known_facts: Bounded[StatedFacts] = Bounded()
"""Those that were read before, by their keys."""


@lru_cache(1024, typed=True)  # `True`, `1` and `1.0` are equal
def stated_here(value: object) -> Stated:
    """Return what is stated HERE."""
    return Stated(value, mark=HERE)
