"""A file of contracts, of which only those are read that a request needs: reading 12,000 takes seconds."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from ..findings import Findings, Mark
from ..model import Contract
from ..text import is_typo_of
from .files import SourceFile
from .hidden_characters import lines_of
from .request_files import compare_files, contracts_of
from .yaml_reader import read_yaml

_HEAD = re.compile(r"(?: *(?:#[^\n]*)?\r?\n)*(?:--- *\r?\n(?: *(?:#[^\n]*)?\r?\n)*)?contracts: *(?: #[^\n]*)?\r?(?=\n)")
_FIRST_ITEM = re.compile(r"(?:\n *(?:#[^\n]*)?\r?(?=\n))*\n(?P<indentation> *)-(?=[ \r\n])")
_WORD = re.compile(r"[\w.-]+")
_ODD_CHARACTERS = "\\\t\x85\u2028\u2029\ufeff"
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
        "*": rf"\*(?<={_BEFORE}\*)\S",
        "!": rf"!(?<={_BEFORE}!)",
        "?": rf"\?(?<={_BEFORE}\?)\s",
    }.items()
    for pattern in [f"(?m){pattern}"]
}
"""By character, where it begins what may reach beyond its line or stand for what is elsewhere in the file."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A contract as far as it can be read, what is wrong with it, and its text where something is."""

    contract: Contract
    findings: Findings
    text: str

    def is_meant_by(self, id_: str | None, domain: str) -> bool:
        """Tell whether a request that names a contract, or else comes from a domain, needs this one."""
        word = domain if id_ is None else id_
        is_of_it = domain in self.contract.domains if id_ is None else id_ == self.contract.id
        if is_of_it or not self.findings.has_errors:
            return is_of_it
        # What cannot be read may be what makes it the one that is needed.
        return "\\" in self.text or _has_word(self.text, word)


class ContractFiles:
    """The contracts of files, read when a request needs them. A broken one stops only the requests that need it."""

    def __init__(self, sources: Iterable[SourceFile]) -> None:
        """Take the files."""
        self._files = [ContractFile(source) for source in sources]

    def contracts_for(
        self, id_: str | None, domain: str, findings: Findings, *, is_required: bool = False
    ) -> tuple[Contract, ...]:
        """Return the contracts that a request needs which names one, or else comes from a mail domain.

        Where none has the id, all are returned, so that a message can name one that is like it; where one `is_required`
        and none has the domain, those whose domains are one typo away. What is wrong with them is added to the
        findings; with an error among them the request cannot be decided.
        """
        if id_ is None and not domain:
            return ()
        needed = [contract for file in self._files for contract in file.contracts_for(id_, domain, findings)]
        if id_ is None and len(self._files) > 1:
            for contract_id in dict.fromkeys(contract.id for contract in needed):
                same = [c for file in self._files for c in file.contracts_for(contract_id, "", Findings())]
                needed += [contract for contract in same if contract not in needed]
        compare_files(needed, findings)
        if id_ is not None and not needed and not findings.has_errors:
            entries = [entry for file in self._files for entry in file.read_all()[0]]
            return tuple(entry.contract for entry in entries if not entry.findings.has_errors)
        if is_required and not needed and not findings.has_errors:
            return tuple(contract for file in self._files for contract in file.contracts_near(domain))
        return tuple(needed)


class ContractFile:
    """The contracts of a file, read when a request needs them."""

    def __init__(self, source: SourceFile) -> None:
        """Take the file."""
        self._source = source
        self._items = _Items.of(source.text)
        self._entries: tuple[list[_Entry], Findings] | None = None

    def contracts_for(self, id_: str | None, domain: str, findings: Findings) -> tuple[Contract, ...]:
        """Return the contracts that a request needs, those of the same ids, and what is wrong with them."""
        entries, wrong = self._entries_with(id_, domain)
        ids = {entry.contract.id for entry in entries if entry.is_meant_by(id_, domain)}
        needed = [e for e in entries if e.is_meant_by(id_, domain) or (e.contract.id and e.contract.id in ids)]
        findings += wrong
        for entry in needed:
            findings += entry.findings
        return tuple(entry.contract for entry in needed if not entry.findings.has_errors)

    def contracts_near(self, domain: str) -> tuple[Contract, ...]:
        """Return the contracts of which a domain is one typo away."""
        items = self._items
        if self._entries is not None or items is None:
            entries, _ = self.read_all()
        else:
            entries, _ = self._read(items, items.with_typo_of(domain))
        sound = (entry.contract for entry in entries if not entry.findings.has_errors)
        return tuple(contract for contract in sound if any(is_typo_of(domain, known) for known in contract.domains))

    def _entries_with(self, id_: str | None, domain: str) -> tuple[list[_Entry], Findings]:
        """Return the contracts that may be needed, perhaps more of them, and what is wrong with the file."""
        word = domain if id_ is None else id_
        items = self._items
        if self._entries is not None or items is None or not _is_plain(word):
            return self.read_all()
        numbers = items.with_word(word)
        entries, wrong = self._read(items, numbers)
        ids = {entry.contract.id for entry in entries if entry.is_meant_by(id_, domain)} - {word, ""}
        if not all(map(_is_plain, ids)):
            return self.read_all()
        # Another contract of the same id makes it uncertain which of them is meant.
        more = numbers.union(*(items.with_word(id_) for id_ in ids))
        return (entries, wrong) if more == numbers else self._read(items, more)

    def _read(self, items: "_Items", numbers: Collection[int]) -> tuple[list[_Entry], Findings]:
        listed = sorted(numbers)
        return _entries(self._source, items.text_of(listed), listed) if listed else ([], Findings())

    def read_all(self) -> tuple[list[_Entry], Findings]:
        """Return all contracts, and what is wrong with the file beside them."""
        if self._entries is None:
            self._entries = _entries(self._source, self._source.text, ())
        return self._entries


class _Items:
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
    def of(cls, text: str) -> "_Items | None":
        """Return the items of a file, None where they cannot be told apart without reading it."""
        head = _HEAD.match(text)
        first = _FIRST_ITEM.match(text, head.end()) if head else None
        if first is None or any(c in text for c in _ODD_CHARACTERS) or text.count("\r") != text.count("\r\n"):
            return None
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
        for start in _word_starts(self._folded, word.casefold()):
            line += self._folded.count("\n", position, start)
            position = start
            numbers.add(bisect_right(self.lines, line) - 1)
        return numbers - {-1}

    def with_typo_of(self, word: str) -> set[int]:
        """Return the numbers of the items in which a word stands that is one typo away."""
        words = {known for known in _WORD.findall(self._folded) if is_typo_of(word.casefold(), known)}
        return set().union(*(self.with_word(known) for known in words))

    def text_of(self, numbers: list[int]) -> str:
        """Return the file with nothing but some of its items, each where it stands."""
        parts, position = [self.text[: self.starts[0]]], self.starts[0]
        for number in numbers:
            start, end = self.starts[number], (*self.starts[number + 1 : number + 2], len(self.text))[0]
            # Comments rather than empty lines, which would belong to a block scalar before them.
            parts += ["#\n" * self.text.count("\n", position, start), self.text[start:end]]
            position = end
        return "".join(parts)


def _entries(source: SourceFile, text: str, numbers: Collection[int]) -> tuple[list[_Entry], Findings]:
    """Return the contracts of a text, which has these items of a file or all, and what is wrong beside them."""
    findings, outside = Findings(), Findings()
    contracts = contracts_of(read_yaml(text, source.file, findings), findings, tuple(numbers))
    lists = [Findings() for _ in contracts]
    starts = [(contract.mark.line, contract.mark.column) for contract in contracts]
    for finding in findings:
        number = bisect_right(starts, (finding.line, finding.column)) - 1
        is_inside = number >= 0 and (finding.line, finding.column) <= _end(contracts[number].mark)
        (lists[number] if is_inside else outside).append(finding)
    lines = lines_of(text) if any(lists) else []
    entries = [
        _Entry(contract=contract, findings=own, text=_text_at(lines, contract.mark) if own else "")
        for contract, own in zip(contracts, lists, strict=True)
    ]
    return entries, outside


def _end(mark: Mark) -> tuple[int, int]:
    return max((mark.end_line, mark.end_column), (mark.line, mark.column))


def _text_at(lines: list[str], mark: Mark) -> str:
    end_line, end_column = _end(mark)
    marked = lines[mark.line - 1 : end_line]
    marked[-1:] = [line[: end_column - 1] for line in marked[-1:]]
    marked[:1] = [" " * (mark.column - 1) + line[mark.column - 1 :] for line in marked[:1]]
    return "\n".join(marked)


def _is_plain(word: str) -> bool:
    """Tell whether a word stands in a file as it is, wherever it is a value."""
    return not re.search(r"[\s']", word) and word != ""


def _has_word(text: str, word: str) -> bool:
    return next(_word_starts(text.casefold(), word.casefold()), None) is not None


def _word_starts(text: str, word: str) -> Iterator[int]:
    """Yield where a word stands that is not a part of a longer one, as no value is."""
    start = text.find(word)
    while start >= 0:
        around = text[max(start - 1, 0) : start] + text[start + len(word) : start + len(word) + 1]
        if not any(c.isalnum() or c in "_.-" for c in around):
            yield start
        start = text.find(word, start + 1)
