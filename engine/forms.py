"""The forms in which things are printed: what `--format` takes of each, the usual one first."""

from typing import Literal, get_args

DecisionForm = Literal["text", "json", "reply"]
BoardForm = Literal["text", "json", "csv", "ics"]
ReportForm = Literal["text", "json", "sarif", "junit", "github"]
DocumentForm = Literal["text", "markdown", "html"]
RequestForm = Literal["yaml", "json"]
DiffForm = Literal["text", "json", "markdown"]
AnswerForm = Literal["text", "json"]

FORMS: dict[str, tuple[str, ...]] = {
    "decision": get_args(DecisionForm),
    "board": get_args(BoardForm),
    "report": get_args(ReportForm),
    "document": get_args(DocumentForm),
    "request": get_args(RequestForm),
    "diff": get_args(DiffForm),
    "answer": get_args(AnswerForm),
}
"""The forms of each thing that is printed."""
