"""Imports contracts: rows to contracts, what differs from the contracts of a file, and the file with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...findings import Finding, Findings, Mark, any_errors
from ...language.file_writer import rewrite
from ...language.files import POLICY_BYTES, read_text
from ...language.nodes import read_plain
from ...language.request_files import contracts_of, parse_contracts
from ...language.yaml_reader import read_yaml
from ...text import both
from ...triage.contracts import check_contracts
from .column_map import LISTS, ColumnEntry, ColumnMap, read_map
from .contract_text import changed_text
from .table_rows import TableRow, read_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ...model import Contract
    from ...triage.decide_files import Triage
    from ...triage.policy_store import PolicyStore

_TRUTH = {"true": True, "false": False}
Record = dict[str, Any]


@dataclass
class ContractImport:
    """The contracts of a table beside those of a file. `findings` say which rows are rejected, and why."""

    file: str
    new: dict[str, Record] = field(default_factory=dict)
    changed: dict[str, tuple[Record, Record]] = field(default_factory=dict)
    """By id, the contract as it is and as it would be."""
    unchanged: int = 0
    only_in_file: int = 0
    findings: Findings = field(default_factory=Findings)
    is_usable: bool = True
    """Whether map, table and file could be read."""

    def lines(self) -> Iterator[str]:
        """Yield what differs, as lines of text."""
        counts = [(len(self.new), "new"), (len(self.changed), "changed"), (self.unchanged, "as they are")]
        parts = [f"{number:,} {what}" for number, what in (*counts, (self.only_in_file, "only in the file"))]
        yield f"{self.file}: {both(parts)}"
        for id_, record in self.new.items():
            yield f"+ {id_}"
            yield from (f"    {key}: {_shown(value)}" for key, value in record.items() if key != "id")
        for id_, (before, after) in self.changed.items():
            yield f"~ {id_}"
            for key in dict.fromkeys((*before, *after)):
                if before.get(key) != after.get(key):
                    yield f"    {key}: {_shown(before.get(key))} -> {_shown(after.get(key))}"

    def apply(self, on_wait: Callable[[], None]) -> int:
        """Write what differs into the file, at once; return how many contracts that were.

        Raises ValueError or OSError where that cannot be done; then the file stays as it was.
        """

        def written(text: str) -> tuple[str, int]:
            present = _records(text, self.file)
            numbers = {record["id"]: number for number, record in enumerate(present)}
            if any(present[numbers[id_]] != before for id_, (before, _) in self.changed.items()):
                raise ValueError("it was changed meanwhile; try again")
            changed = {numbers[id_]: after for id_, (_, after) in self.changed.items()}
            result = changed_text(text, self.new, changed)
            expected = [changed.get(number, record) for number, record in enumerate(present)] + [*self.new.values()]
            if _records(result, self.file) != expected:
                raise ValueError("it would not read back as it is written")
            return result, len(self.new) + len(changed)

        return rewrite(self.file, written, on_wait)


def import_contracts(table: str, column_map: str, file: str, triage: Triage) -> ContractImport:
    """Return what a table of contracts differs in from a file of them, which need not be there yet."""
    result = ContractImport(file)
    findings = result.findings
    read_columns = read_text(column_map, POLICY_BYTES, findings)
    columns = read_map(read_columns, findings) if read_columns else ColumnMap({})
    source = read_text(table, POLICY_BYTES, findings)
    present = _present(file, findings)
    result.is_usable = not findings.has_errors
    rows = read_rows(source, list(columns.columns()), findings) if source and result.is_usable else []
    result.is_usable = not any(finding.check != "rejected-row" for finding in findings if any_errors([finding]))
    seen: dict[str, int] = {}
    for row in rows:
        record = _record(row, columns, triage.store)
        problems = _problems(record, triage.store)
        id_ = str(record.get("id", ""))
        if id_ in seen:
            problems.append(f"contract `{id_}` stands on line {seen[id_]}, too")
        if problems:
            message = f"row on line {row.mark.line} is rejected: {'; '.join(problems)}"
            findings.error("rejected-row", message, row.mark)
            continue
        seen[id_] = row.mark.line
        _compare(record, present, result)
    result.only_in_file = len(set(present) - set(seen))
    return result


def _compare(record: Record, present: Mapping[str, Record], result: ContractImport) -> None:
    before = present.get(record["id"])
    if before is None:
        result.new[record["id"]] = record
        return
    facts = {**before.get("facts", {}), **record.get("facts", {})}
    after = {**before, **record, **({"facts": facts} if facts else {})}
    if after == before:
        result.unchanged += 1
    else:
        result.changed[record["id"]] = before, after


def _present(file: str, findings: Findings) -> dict[str, Record]:
    """Return the contracts of a file as they are written, by id; none where it is not there yet."""
    missing = Findings()
    source = read_text(file, POLICY_BYTES, missing)
    if source is None:
        findings += [finding for finding in missing if finding.message != "no such file"]
        return {}
    if not source.text.strip():
        return {}
    own = Findings()
    parse_contracts(source, own)
    findings += own
    return {} if own.has_errors else {record["id"]: record for record in _records(source.text, file)}


def _records(text: str, file: str) -> list[Record]:
    root = read_yaml(text, file, Findings()) if text.strip() else None
    plain = root.plain() if root else None
    listed = plain.get("contracts") if isinstance(plain, dict) else None
    return [record for record in listed if isinstance(record, dict)] if isinstance(listed, list) else []


def _record(row: TableRow, columns: ColumnMap, store: PolicyStore) -> Record:
    """Return the contract that a row gives, without the keys of empty cells."""
    record: Record = {}
    for key, entry in columns.entries.items():
        value = _value(row, entry)
        if value in ("", None):
            continue
        name = key.removeprefix("facts.")
        if name != key:
            record.setdefault("facts", {})[name] = value
        elif key in LISTS:
            record[key] = str(value).replace(",", " ").replace(";", " ").split()
        else:
            record[key] = value
    for name, value in record.get("facts", {}).items():
        record["facts"][name] = _typed(name, value, str(record.get("policy", "")), store)
    return record


def _value(row: TableRow, entry: ColumnEntry) -> Any:
    if entry.column is None:
        return entry.value
    cell = row.cells[entry.column]
    return entry.values.get(cell, cell) if cell else ""


def _typed(name: str, value: Any, policy: str, store: PolicyStore) -> Any:
    """Return the value of a fact as its type writes it; a cell is a text."""
    facts = [evaluator.compiled.policy.facts.get(name) for evaluator in store.editions(policy)[0]]
    kinds = {fact.type for fact in facts if fact}
    if kinds == {"boolean"} and isinstance(value, str):
        return _TRUTH.get(value.lower(), value)
    if kinds == {"number"} and isinstance(value, str):
        try:
            number = float(value)
        except ValueError:
            return value
        return int(number) if number.is_integer() else number
    return value


def _problems(record: Record, store: PolicyStore) -> list[str]:
    """Return what is wrong with a contract, by itself and beside its policy."""
    findings = Findings()
    mark = Mark("<row>")
    contracts: tuple[Contract, ...] = contracts_of(read_plain({"contracts": [record]}, findings, mark), findings)
    if not any_errors(findings):
        check_contracts(contracts, store, findings)
    return [_worded(finding) for finding in findings if any_errors([finding])]


def _worded(finding: Finding) -> str:
    help_ = f" ({finding.help})" if finding.help else ""
    return f"{finding.message.replace('item 1 of `contracts`', 'it')}{help_}"


def _shown(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):
        return ", ".join(f"{key} {item}" for key, item in value.items())
    return str(value)
