"""Histories: requests kept in files, one a line in JSON, or as a list in YAML or JSON."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from ...findings import Finding, Findings, Mark
from ...language.files import MEBIBYTE, POLICY_BYTES, REQUEST_BYTES
from ...language.files import read_text as read_up_to
from ...language.json_reader import read_json
from ...language.nodes import Node
from ...language.request_files import FREE_TEXT, draft_of
from ...language.yaml_reader import read_yaml
from ...model import Request

LINES_BYTES = 256 * MEBIBYTE
"""The largest history that has one request a line, in bytes."""

_LINES = (".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A request of a history, or why it is none."""

    id: str | None
    request: Request | None
    mark: Mark
    findings: tuple[Finding, ...] = ()

    def at_line(self, finding: Finding) -> Finding:
        """Return a finding at its line of the history, where it is about this request."""
        mark = finding.mark
        is_line = mark.file == self.mark.file and mark.file.endswith(_LINES) and mark.line > 0
        return replace(finding, mark=replace(mark, line=self.mark.line)) if is_line else finding


def read_histories(files: Iterable[str], findings: Findings) -> Iterator[HistoryEntry]:
    """Yield the requests of files in their order; a file that cannot be read is a finding."""
    for file in files:
        by_line = file.endswith(_LINES)
        text = read_up_to(file, LINES_BYTES if by_line else POLICY_BYTES, findings)
        if text is not None and by_line:
            lines = enumerate(text.text.split("\n"), 1)
            yield from (_read_line(line, Mark(text.file, number, 1)) for number, line in lines if line.strip())
        elif text is not None:
            read = read_json if file.endswith(".json") else read_yaml
            root = read(text.text, text.file, findings, FREE_TEXT)
            nodes = root.value if root and isinstance(root.value, list) else [root] if root else []
            yield from (_parse_entry(node, node.mark, Findings()) for node in nodes)


def _read_line(line: str, mark: Mark) -> HistoryEntry:
    """Return the request of a line, which is read as a text of its own."""
    findings, node = Findings(), None
    if len(line.encode()) > REQUEST_BYTES:
        findings.error("too-large", f"line is larger than the limit of {REQUEST_BYTES // 1024} KiB", mark)
    else:
        node = read_json(line, mark.file, findings, FREE_TEXT)
    entry = _parse_entry(node, mark, findings)
    return replace(entry, findings=tuple(map(entry.at_line, entry.findings)))


def _parse_entry(node: Node | None, mark: Mark, findings: Findings) -> HistoryEntry:
    request = draft_of(node, findings)
    is_valid = node is not None and not findings.has_errors and not node.has_gaps
    return HistoryEntry(request.id if request else None, request if is_valid else None, mark, tuple(findings))
