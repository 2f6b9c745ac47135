"""Words that are similar: alike but for case, and for spaces, hyphens and underscores."""

import re
from collections.abc import Iterable, Mapping, Sequence

_SEPARATORS = re.compile(r"[\s_-]+")


def fold(word: str) -> str:
    """Return what all words have in common that are similar to one."""
    return _SEPARATORS.sub(" ", word).strip().casefold()


def similar_name(written: str, names: Iterable[str]) -> str | None:
    """Return the name that a text writes, else the only one that is similar to it; None where there is none."""
    listed = list(names)
    if written in listed:
        return written
    folded = fold(written)
    similar = [name for name in listed if fold(name) == folded]
    return similar[0] if len(similar) == 1 else None


def claimed_name(written: str, levels: Mapping[str, str], words: Mapping[str, Sequence[str]]) -> str | None:
    """Return the level that a requester claims by its name, its title or another of its words.

    `levels` are the names with their titles, `words` the other words. A name wins over other words, and one that is
    written exactly so over a similar one. None where nothing is similar, or what is belongs to several levels.
    """
    by_name = [(level, level) for level in levels]
    by_word = [(title, level) for level, title in levels.items()]
    by_word += [(word, level) for level, listed in words.items() for word in listed]
    for pairs in (by_name, by_word):
        for same in (str.strip, fold):
            named = {level for word, level in pairs if same(word) == same(written)}
            if named:
                return named.pop() if len(named) == 1 else None
    return None
