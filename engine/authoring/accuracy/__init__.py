"""How far words files carry, measured over messages that somebody has labelled."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from ...findings import Finding, Findings, Mark, any_errors, in_order, printable
from ...language.policy_folder import Policies
from ...text import counted
from ...triage.workspace import open_workspace
from .figures import Figure, figures_of, figures_text
from .labelled_messages import read_labelled
from .message_measures import MeasuredMessage, measure_messages
from .message_problems import outcome_text, problems_of

__all__ = ["Accuracy", "Figure", "MeasuredMessage", "measure_words"]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """What was measured of the labelled messages of a folder, and what is wrong with them."""

    folder: str
    measured: Sequence[MeasuredMessage] = field(repr=False)
    findings: Sequence[Finding]

    @property
    def figures(self) -> list[Figure]:
        """The figures of all messages."""
        return figures_of(self.measured)

    @property
    def is_usable(self) -> bool:
        """Whether there are messages, and nothing of them, their policies or words is wrong."""
        is_wrong = any_errors(self.findings) or any(finding.check == "unusable-words" for finding in self.findings)
        return bool(self.measured) and not is_wrong

    def to_text(self, *, why: bool = False) -> str:
        """Return the figures one a line, with `why` what went wrong with each message."""
        lines = [f"{printable(self.folder)}: {counted(len(self.measured), 'message')}", figures_text(self.figures)]
        presumed = sum(len(message.presumed_raising) for message in self.measured)
        if presumed:
            lines.append(f"  not among those that need a hit, since presumed so: {counted(presumed, 'fact')}")
        for message in self.measured if why else ():
            lines += [f"  {printable(message.label.file)}: {problem}" for problem in problems_of(message)]
        return "\n".join(lines)

    def to_json(self) -> str:
        """Return the figures, and what was measured of each message."""
        record = {
            "folder": self.folder,
            "figures": [figure.to_dict() for figure in self.figures],
            "messages": [_message_record(message) for message in self.measured],
        }
        return json.dumps(record, indent=2, ensure_ascii=False)


def measure_words(folder: str, policies: Policies, version: str) -> Accuracy:
    """Return what is measured of the labelled messages of a folder by the words of their policies."""
    findings = Findings()
    store = open_workspace(policies, None, "builtin").store
    labels = read_labelled(folder, findings)
    measured = measure_messages(labels, store, version, findings)
    if not labels and not findings.has_errors:
        findings.error("nothing-to-measure", "no label has something to decide", Mark(folder))
    return Accuracy(folder=folder, measured=measured, findings=in_order(findings))


def _message_record(message: MeasuredMessage) -> dict[str, object]:
    return {
        "file": message.label.file,
        "outcome": outcome_text(message.outcome),
        "wrong": message.is_wrong,
        "rank": message.rank,
        "questions": message.interviewed.questions,
        "keys": message.interviewed.keys,
        "raising": list(message.raising),
        "caught": list(message.caught),
        "needless": list(message.needless),
        "hits": [{"fact": h.fact, "value": h.value, "words": h.words, "at": h.at} for h in message.hits],
    }
