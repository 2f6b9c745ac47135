"""Text in a terminal's columns: how many it takes, and how it wraps.

Done here rather than by a library of tables: what is left after counting columns is short, a
narrow terminal needs rows turned into labelled lines in any case, and nothing has to be imported.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING
from unicodedata import category, east_asian_width

from ...render.document import Piece

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...render.document import Line

_ASCII_END = "\x7f"
_JOINTS = "_.-"
"""What joins the parts of a name."""
_JOINING_JAMO = ("\u1160", "\u11ff")


@lru_cache(maxsize=4096)
def _columns(character: str) -> int:
    if category(character) in ("Mn", "Me", "Cf") or _JOINING_JAMO[0] <= character <= _JOINING_JAMO[1]:
        return 0
    return 2 if east_asian_width(character) in ("W", "F") else 1


def columns(text: str) -> int:
    """Return how many columns a text takes; wide characters take two, combining marks none."""
    return len(text) if text.isascii() else sum(1 if c < _ASCII_END else _columns(c) for c in text)


def width_of(line: Line) -> int:
    """Return how many columns a line takes."""
    return sum(columns(piece.text) for piece in line)


def longest_word(line: Line) -> int:
    """Return how many columns the longest word of a line takes."""
    return max((sum(columns(piece.text) for piece in word) for word in _words(line) if word != _SPACE), default=0)


def wrapped(line: Line, width: int) -> list[Line]:
    """Return a line broken at spaces into lines of at most `width` columns; a longer word is broken up."""
    lines: list[list[Piece]] = [[]]
    used = 0
    is_spaced = False
    for word in _words(line):
        if word == _SPACE:
            is_spaced = bool(lines[-1])
            continue
        for part in _broken(word, width):
            needed = sum(columns(piece.text) for piece in part)
            if lines[-1] and used + is_spaced + needed > width:
                lines.append([])
                used, is_spaced = 0, False
            if is_spaced:
                lines[-1].append(Piece(" "))
            lines[-1] += part
            used += is_spaced + needed
            is_spaced = False
    return [tuple(pieces) for pieces in lines]


_SPACE: list[Piece] = []
_Word = list[Piece]


def _words(line: Line) -> Iterator[_Word]:
    """Yield words, each of one or more pieces, with an empty one for every space between them."""
    word: _Word = []
    for piece in line:
        for n, text in enumerate(piece.text.split(" ")):
            if n:
                if word:
                    yield word
                yield _SPACE
                word = []
            if text:
                word = [*word, Piece(text, piece.to, piece.hint, piece.role)]
    if word:
        yield word


def _broken(word: _Word, width: int) -> Iterator[_Word]:
    """Yield a word in parts of at most `width` columns, broken after a joint of a name where there is one."""
    letters = [(character, n) for n, piece in enumerate(word) for character in piece.text]
    start = 0
    while start < len(letters):
        end = _end(letters, start, width)
        yield [
            Piece("".join(character for character, _ in run), word[n].to, word[n].hint, word[n].role)
            for n, run in groupby(letters[start:end], key=lambda letter: letter[1])
        ]
        start = end


def _end(letters: list[tuple[str, int]], start: int, width: int) -> int:
    """Return where a part that starts at a letter ends; marks stay with what they are put on."""
    used = joint = 0
    for n in range(start, len(letters)):
        needed = columns(letters[n][0])
        if n > start and needed and letters[n - 1][0] in _JOINTS:
            joint = n
        if used and used + needed > width:
            return joint or n
        used += needed
    return len(letters)
