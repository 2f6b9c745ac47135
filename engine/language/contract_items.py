"""The items of a file of contracts, told apart without reading it, which takes seconds where there are 12,000."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from ..text import is_typo_of
from .hidden_characters import HIDDEN
from .nodes import NODES

_HEAD = re.compile(r"(?: *(?:#[^\n]*)?\r?\n)*(?:--- *\r?\n(?: *(?:#[^\n]*)?\r?\n)*)?contracts: *(?: #[^\n]*)?\r?(?=\n)")
_FIRST_ITEM = re.compile(r"(?:\n *(?:#[^\n]*)?\r?(?=\n))*\n(?P<indentation> *)-(?=[ \r\n])")
_WORD = re.compile(r"[\w.-]+")
_ODD_CHARACTERS = "\\\t\ufeff"
_HIDDEN = re.compile(f"[{HIDDEN}]")
_ENTRIES = (": ", ":\n", ":\r", '":', "':", ",", "[", "{")
_ITEMS = ("- ", "-\n", "-\r")
"""What stands before or behind the nodes of a file, of which an entry has two and an item one."""
_BEFORE = r"[\s\[\]{},:?\-]"
"""What may stand before the first character of a value."""
_IN_BRACKETS = r"""(?:[^\[\]{}\n"'\#]|"[^"\n]*"|'[^'\n]*'"""
_FLAT = rf"[\[{{]{_IN_BRACKETS})*+[\]}}]"
_REST_OF_BRACKETS = rf"{_IN_BRACKETS}|{_FLAT})*+[\]}}]"
_SPANNING = {
    character: re.compile(pattern)
    for character, pattern in {
        '"': rf'"(?<={_BEFORE}")[^"\n]*$',
        "'": rf"'(?<={_BEFORE}')(?:[^'\n]|'')*+$",
        "[": rf"\[(?<={_BEFORE}\[)(?!{_REST_OF_BRACKETS})",
        "{": rf"\{{(?<={_BEFORE}\{{)(?!{_REST_OF_BRACKETS})",
        "&": rf"&(?<={_BEFORE}&)\S",
        # Right behind a hyphen it is part of a text, such as the cases `ACME-*`.
        "*": r"\*(?<=[\s\[\]{},:?]\*)\S",
        "!": rf"!(?<={_BEFORE}!)",
        "?": rf"\?(?<={_BEFORE}\?)\s",
    }.items()
    for pattern in [f"(?m){pattern}"]
}
"""By character, where it begins what may reach beyond its line or stand for what is elsewhere in the file."""


class ContractItems:
    """The items of a block sequence by their lines, split at the indentation of the first.

    What continues an item is indented deeper, unless it is in quotes or brackets that reach over lines.
    """

    def __init__(self, text: str, starts: list[int]) -> None:
        """Take the offsets at which items begin."""
        self.text = text
        self.starts = starts
        self.lines: list[int] = []
        line = position = 0
        for start in starts:
            line += text.count("\n", position, start)
            self.lines.append(line)
            position = start
        self._folded = text.casefold()

    @classmethod
    def of(cls, text: str) -> "ContractItems | None":
        """Return the items of a file, None where they cannot be told apart without reading it."""
        head = _HEAD.match(text)
        first = _FIRST_ITEM.match(text, head.end()) if head else None
        if first is None or any(c in text for c in _ODD_CHARACTERS) or text.count("\r") != text.count("\r\n"):
            return None
        if (not text.isascii() and _HIDDEN.search(text)) or _most_nodes(text) > NODES:
            return None  # items that are skipped must not hide what is refused in the file as a whole
        indentation = first["indentation"]
        item = rf"{indentation}-(?=[ \r\n]|\Z)"
        shallow = rf" {{0,{len(indentation) - 1}}}[^ #\r\n]|" if indentation else ""
        if re.compile(rf"\n(?:{shallow}(?!{item}){indentation}[^ #\r\n])").search(text, first.start()):
            return None
        if any(c in text and pattern.search(text) for c, pattern in _SPANNING.items()):
            return None
        return cls(text, [match.start() + 1 for match in re.finditer(rf"\n{item}", text) if match.end() >= first.end()])

    def with_word(self, word: str) -> set[int]:
        """Return the numbers of the items in which a word stands, in whatever case."""
        # Folding changes how many characters there are, but not how many lines.
        numbers, line, position = set(), 0, 0
        for start in word_starts(self._folded, word.casefold()):
            line += self._folded.count("\n", position, start)
            position = start
            numbers.add(bisect_right(self.lines, line) - 1)
        return numbers - {-1}

    def with_typo_of(self, word: str) -> set[int]:
        """Return the numbers of the items in which a word stands that is one typo away."""
        words = {known for known in _WORD.findall(self._folded) if is_typo_of(word.casefold(), known)}
        return set().union(*(self.with_word(known) for known in words))

    def text_of(self, numbers: Sequence[int]) -> str:
        """Return the file with nothing but some of its items, each where it stands."""
        parts, position = [self.text[: self.starts[0]]], self.starts[0]
        for number in numbers:
            start, end = self.starts[number], (*self.starts[number + 1 : number + 2], len(self.text))[0]
            # Comments rather than empty lines, which would belong to a block scalar before them.
            parts += ["#\n" * self.text.count("\n", position, start), self.text[start:end]]
            position = end
        return "".join(parts)


def word_starts(text: str, word: str) -> Iterator[int]:
    """Yield where a word stands that is not a part of a longer one, as no value is."""
    start = text.find(word)
    while start >= 0:
        around = text[max(start - 1, 0) : start] + text[start + len(word) : start + len(word) + 1]
        if not any(c.isalnum() or c in "_.-" for c in around):
            yield start
        start = text.find(word, start + 1)


def _most_nodes(text: str) -> int:
    """Return a number of nodes that a text without aliases has not more of."""
    return 2 * sum(map(text.count, _ENTRIES)) + sum(map(text.count, _ITEMS)) + len(_ENTRIES)
