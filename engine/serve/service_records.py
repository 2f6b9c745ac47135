"""What the service answers."""

from dataclasses import dataclass

from ..findings import Finding
from ..store.records import StoredDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A decision as JSON on one line, and what of it is kept: its id stands in front in the JSON then."""

    json: str
    decision_id: str | None = None
    request_id: str | None = None
    revision: int | None = None
    latest_revision: int | None = None
    """The newest revision of the request, which is another one where the content is that of an earlier."""
    is_new: bool = False
    """Whether it was kept just now."""
    findings: tuple[Finding, ...] = ()
    """What is to be said beside the decision: events that do not count yet."""


def answer_of(
    decision: StoredDecision, *, latest_revision: int, is_new: bool = False, findings: tuple[Finding, ...] = ()
) -> Answer:
    """Return a decision as it is answered: with its texts, as long as nobody has them forgotten."""
    return Answer(
        json=json_of(decision),
        decision_id=decision.id,
        request_id=decision.request_id,
        revision=decision.revision,
        latest_revision=latest_revision,
        is_new=is_new,
        findings=findings,
    )


def json_of(decision: StoredDecision) -> str:
    """Return the JSON of a decision that is kept; its id stands in front."""
    text = decision.decision if decision.texts is None else decision.texts.decision
    return f'{{"id":"{decision.id}",{text[1:]}'
