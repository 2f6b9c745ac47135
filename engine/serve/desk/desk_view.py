"""A step of the desk's page: the message, what it can still come to, and the question, or else the decision."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from ...findings import Finding
from ...interview.interview import Interview
from ...interview.outlook_text import outlook_text
from ...model import Request
from ...triage.decide_files import Triage
from ...triage.decision import Decision, Invalid
from ...triage.reply_text import as_reply
from .answer_steps import Replay, replay, step_texts
from .desk_form import DeskForm
from .question_view import QuestionView, question_view
from .sheet_view import SheetBlock, sheet_of

_WHY = "why"


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """A finding as a page shows it."""

    severity: str
    message: str
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """A message as somebody who answers has to see it: the lines of its text, as far as they count."""

    sender: str
    subject: str
    kind: str
    lines: tuple[str, ...]
    findings: tuple[FindingView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """A decision: its sheet, why it is so, and the reply to the customer, empty where there is none."""

    status: str
    sheet: list[SheetBlock]
    why: list[SheetBlock]
    reply: str
    can_save: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskStep:
    """A step of the page. `fields` are what its form carries on."""

    form: DeskForm
    fields: dict[str, str]
    message: MessageView
    outlook: str = ""
    answers: list[tuple[str, str]] = field(default_factory=list)
    notice: str = ""
    question: QuestionView | None = None
    decision: DecisionView | None = None
    can_go_back: bool = False
    request: Request | None = None


STALE = "policies or contracts have changed: please answer again from here"


def desk_step(form: DeskForm, triage: Triage, now: int, notice: str = "") -> DeskStep | Invalid:
    """Return the step that a form has come to, or why its request cannot be decided."""
    interview = form.interview(triage)
    if isinstance(interview, Invalid):
        return interview
    return step_of(form, interview, replay(interview, form.steps), now, notice)


def step_of(form: DeskForm, interview: Interview, replayed: Replay, now: int, notice: str = "") -> DeskStep:
    """Return the step after answers that were replayed; `interview` is the one before any."""
    dialogue = replayed.dialogue
    if form.page and dialogue.interview.question:
        for _ in range(form.page % max(len(dialogue.interview.question.pages), 1)):
            dialogue = dialogue.press("m")
    form = DeskForm(request=form.request, steps=replayed.steps, page=dialogue.page)
    current = dialogue.interview
    question = question_view(dialogue, now)
    return DeskStep(
        form=form,
        fields=form.fields,
        message=message_view(current.request),
        outlook=_outlook(current, now),
        answers=step_texts(interview, replayed.steps),
        notice=notice or (STALE if replayed.is_stale else ""),
        question=question,
        decision=None if question else decision_view(current.decision, now),
        can_go_back=bool(form.steps),
        request=current.request,
    )


def message_view(request: Request) -> MessageView:
    """Return the message of a request."""
    reading = request.reading
    return MessageView(
        sender=request.sender or "",
        subject=request.subject or "",
        kind=reading.kind.replace("_", " ") if reading and reading.kind != "new" else "",
        lines=tuple((request.body or "").splitlines()),
        findings=finding_views(reading.findings if reading else ()),
    )


def decision_view(decision: Decision | Invalid, now: int) -> DecisionView:
    """Return a decision as a page shows it, read at an instant."""
    blocks = sheet_of(decision, now, why=True)
    start = next((n for n, block in enumerate(blocks) if block.heading == _WHY), len(blocks))
    for block in blocks[start : start + 1]:
        block.heading = ""  # what opens it says so
    return DecisionView(
        status=decision.status,
        sheet=blocks[:start],
        why=blocks[start:],
        reply=as_reply(decision),
        can_save=decision.status != "invalid",
    )


def finding_views(findings: Iterable[Finding]) -> tuple[FindingView, ...]:
    """Return findings as a page shows them."""
    return tuple(FindingView(severity=f.severity.name, message=f.message, help=f.help) for f in findings)


def _outlook(interview: Interview, now: int) -> str:
    """Return what is still possible; nothing where that cannot be told yet."""
    decision = interview.decision
    return outlook_text(interview.outlook, now, decision.timezone()) if isinstance(decision, Decision) else ""
