"""Sentences of a message, each with the place at which its words stand."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_END = re.compile(r"[.!?](?=[\s\"')\]])|\n[ \t]*\n|\n(?=[ \t]*(?:[-*+•]|[0-9]{1,3}[.)])[ \t])")
"""What ends a sentence: a full stop, an empty line, or a line with the next item of a list."""
_WORD = re.compile(r"\S+")
_PLAIN = str.maketrans(
    "\u2018\u2019\u00b4`\u201c\u201d\u201e\u2013\u2014\u2011",
    "''''" + '"' * 3 + "---",
)
"""Quotation marks, apostrophes and dashes as they are typed, each for one character."""
_MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its white space folded, its quotation marks and dashes plain.

    `starts` are the offsets of its words in `text`, `origins` those in the passage.
    """

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def origin_of(self, offset: int) -> int:
        """Return the offset in the passage of the word that holds a character of the sentence."""
        return self.origins[max(bisect_right(self.starts, offset) - 1, 0)]

    def excerpt(self, start: int, end: int) -> str:
        """Return the sentence, or as much of it around a part as fits a few lines."""
        if len(self.text) <= _MOST_SHOWN:
            return self.text
        first = max(0, min(start - (_MOST_SHOWN - min(end - start, _MOST_SHOWN)) // 2, len(self.text) - _MOST_SHOWN))
        last = first + _MOST_SHOWN
        return f"{'…' if first else ''}{self.text[first:last].strip()}{'…' if last < len(self.text) else ''}"


def folded(text: str) -> str:
    """Return a text with its white space folded, its quotation marks and dashes plain."""
    return " ".join(text.translate(_PLAIN).split())


def text_as_one(text: str) -> Sentence | None:
    """Return a whole text as if it were one sentence, None where it is blank."""
    return next(_sentence(text.translate(_PLAIN), 0, len(text)), None)


def sentences_of(text: str) -> Iterator[Sentence]:
    """Yield the sentences of a passage; the time is linear in its text, whatever that is."""
    plain = text.translate(_PLAIN)
    start = 0
    for end in _END.finditer(plain):
        yield from _sentence(plain, start, end.end())
        start = end.end()
    yield from _sentence(plain, start, len(plain))


def _sentence(plain: str, start: int, end: int) -> Iterator[Sentence]:
    words = [(word.start(), word[0]) for word in _WORD.finditer(plain, start, end)]
    if not words:
        return
    starts, length = [], 0
    for _, word in words:
        starts.append(length)
        length += len(word) + 1
    text = " ".join(word for _, word in words)
    yield Sentence(text=text, starts=tuple(starts), origins=tuple(origin for origin, _ in words))
