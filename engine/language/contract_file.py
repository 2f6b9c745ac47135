"""A file of contracts, of which only those are read that a request needs: reading 12,000 takes seconds."""

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, NamedTuple

from ..findings import Findings, Mark
from ..model import Contract
from ..text import is_typo_of
from .files import SourceFile
from .hidden_characters import lines_of
from .request_files import compare_files, contracts_of
from .yaml_reader import read_yaml

if TYPE_CHECKING:
    from .contract_items import ContractItems


_MOST_KNOWN = 1_024
"""Groups of contracts that are kept for further requests."""


class _Entry(NamedTuple):
    """A contract as far as it can be read, what is wrong with it, and its text where something is."""

    contract: Contract
    findings: Findings
    text: str

    def is_meant_by(self, id_: str | None, words: Collection[str]) -> bool:
        """Tell whether a request that names a contract, or else comes from a domain or an address, needs this one."""
        known = (*self.contract.domains, *self.contract.contacts)
        is_of_it = any(word in known for word in words) if id_ is None else id_ == self.contract.id
        if is_of_it or not self.findings.has_errors:
            return is_of_it
        # What cannot be read may be what makes it the one that is needed.
        return "\\" in self.text or any(_has_word(self.text, word) for word in (words if id_ is None else (id_,)))


class ContractFiles:
    """The contracts of files, read when a request needs them. A broken one stops only the requests that need it."""

    def __init__(self, sources: Iterable[SourceFile]) -> None:
        """Take the files."""
        self._files = [ContractFile(source) for source in sources]

    def contracts_for(
        self,
        id_: str | None,
        domain: str,
        findings: Findings,
        *,
        is_required: bool = False,
        more_words: Collection[str] = (),
    ) -> tuple[Contract, ...]:
        """Return the contracts that a request needs which names one, or else comes from a mail domain.

        `more_words` are further domains that lead to a contract, and the sender's address. Where none has the id, all
        are returned, so that a message can name one that is like it; where one `is_required` and none has the domain,
        those whose domains are one typo away. What is wrong with them is added to the findings; with an error among
        them the request cannot be decided.
        """
        if id_ is None and not domain:
            return ()
        words = tuple(dict.fromkeys((domain, *more_words)))
        needed = [contract for file in self._files for contract in file.contracts_of(id_, words, findings)]
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
        from .contract_items import ContractItems  # noqa: PLC0415 - start-up is felt

        self._items = ContractItems.of(source.text)
        self._entries: tuple[list[_Entry], Findings] | None = None
        self._known: dict[tuple[int, ...], tuple[list[_Entry], Findings]] = {}
        """What was read for earlier requests: those of one customer have the same contract, and are decided alike."""

    def contracts_for(self, id_: str | None, domain: str, findings: Findings) -> tuple[Contract, ...]:
        """Return the contracts that a request needs, those of the same ids, and what is wrong with them."""
        return self.contracts_of(id_, (domain,), findings)

    def contracts_of(self, id_: str | None, words: Collection[str], findings: Findings) -> tuple[Contract, ...]:
        """Return those of an id, or else of a domain or an address among words, as `contracts_for` does."""
        entries, wrong = self._entries_with(id_, words)
        ids = {entry.contract.id for entry in entries if entry.is_meant_by(id_, words)}
        needed = [e for e in entries if e.is_meant_by(id_, words) or (e.contract.id and e.contract.id in ids)]
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

    def _entries_with(self, id_: str | None, words: Collection[str]) -> tuple[list[_Entry], Findings]:
        """Return the contracts that may be needed, perhaps more of them, and what is wrong with the file."""
        searched = words if id_ is None else (id_,)
        items = self._items
        if self._entries is not None or items is None or not all(map(_is_plain, searched)):
            return self.read_all()
        numbers = set().union(*map(items.with_word, searched))
        entries, wrong = self._read(items, numbers)
        ids = {entry.contract.id for entry in entries if entry.is_meant_by(id_, words)} - {*searched, ""}
        if not all(map(_is_plain, ids)):
            return self.read_all()
        # Another contract of the same id makes it uncertain which of them is meant.
        more = numbers.union(*(items.with_word(id_) for id_ in ids))
        return (entries, wrong) if more == numbers else self._read(items, more)

    def _read(self, items: "ContractItems", numbers: Collection[int]) -> tuple[list[_Entry], Findings]:
        listed = tuple(sorted(numbers))
        known = self._known.get(listed)
        if known is None:
            known = _entries(self._source, items.text_of(listed), listed) if listed else ([], Findings())
            if len(self._known) >= _MOST_KNOWN:
                self._known.pop(next(iter(self._known)), None)
            self._known[listed] = known
        return known

    def read_all(self) -> tuple[list[_Entry], Findings]:
        """Return all contracts, and what is wrong with the file beside them."""
        if self._entries is None:
            self._entries = _entries(self._source, self._source.text, ())
        return self._entries


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
    from .contract_items import word_starts  # noqa: PLC0415 - start-up is felt

    return next(word_starts(text.casefold(), word.casefold()), None) is not None
