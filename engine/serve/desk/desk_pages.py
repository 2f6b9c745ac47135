"""The desk, whatever carries it: a message or the fields of a form in, the page of the next step out."""

from collections.abc import Mapping, Sequence
from json import loads

from ...findings import Finding
from ...model import Request
from ...triage.decision import Invalid
from ..service_error import ServiceError
from .answer_steps import AnswerStep, NotSteps, Replay, answer, replay
from .board_view import request_address
from .customers import Customer, customers_of
from .desk_form import DeskForm
from .desk_view import DeskStep, finding_views, step_of
from .incoming import IncomingMessage, read_incoming
from .page_answer import PageAnswer
from .page_templates import page
from .request_pages import RequestPages
from .viewer import Viewer

_UNANSWERED = "choose an answer, or say that it is not known"
_CHANGED = "policies or contracts have changed: please answer this question again"
_EMPTY = IncomingMessage(raw=b"")


class DeskPages:
    """Reads messages, asks, and has decisions kept; nothing is remembered between two steps."""

    def __init__(self, requests: RequestPages) -> None:
        self._requests = requests
        self._service = requests.service

    def empty(self, viewer: Viewer) -> PageAnswer:
        """Return the page on which a message comes in."""
        return self._message_page(viewer, _EMPTY, ())

    def read(self, viewer: Viewer, incoming: IncomingMessage) -> PageAnswer:
        """Return the first step about a message, or the page that says why there is none."""
        draft = read_incoming(self._service.files.triage, incoming, viewer.now)
        if draft.request is None:
            return self._message_page(viewer, incoming, draft.findings)
        request_id = draft.request.id or ""
        known = f"it is kept already: {request_id}" if self._requests.is_known(request_id) else ""
        return self._step(viewer, DeskForm.about(draft.request), notice=known)

    def post(self, viewer: Viewer, fields: Mapping[str, str]) -> PageAnswer:
        """Return the step after a form was sent; raise NotSteps where no page of ours wrote it."""
        action = fields.get("do", "answer")
        if action == "read":
            raw = fields.get("message", "").encode("utf-8", "replace")
            contract, received = fields.get("contract", ""), fields.get("received", "")
            return self.read(viewer, IncomingMessage(raw=raw, contract=contract, received=received))
        form = DeskForm.parse(fields)
        if action == "back":
            return self._step(viewer, form.without_last()) if form.steps else self.empty(viewer)
        if action == "customer":
            return self._step(viewer, form.of_customer(fields.get("contract", "")))
        if action in ("show", "more"):
            return self._step(viewer, form.turned(1 if action == "more" else 0))
        step = asked_step(action, fields)
        return self._step(viewer, form, step, notice="" if step else _UNANSWERED)

    def save(self, viewer: Viewer, fields: Mapping[str, str]) -> PageAnswer:
        """Have the decision kept that answers came to, and lead to its page."""
        form = DeskForm.parse(fields)
        interview = form.interview(self._service.files.triage)
        if isinstance(interview, Invalid):
            return self._message_page(viewer, _EMPTY, interview.findings)
        replayed = replay(interview, form.steps)
        if replayed.is_stale or replayed.dialogue.interview.question:
            return self._step(viewer, form)
        request = replayed.dialogue.interview.request
        try:
            saved = self._service.keep_request(request, viewer.name, message_ids=_message_ids(request)).result()
        except ServiceError as error:
            reasons = [str(error), *(finding.message for finding in error.findings)]
            return self._step(viewer, form, notice="; ".join(reasons))
        return PageAnswer(location=request_address(saved.request_id or "", saved=saved.decision_id or ""))

    def _step(self, viewer: Viewer, form: DeskForm, step: AnswerStep | None = None, notice: str = "") -> PageAnswer:
        """Return the page after one more answer, where there is one; what cannot be an answer is said."""
        interview = form.interview(self._service.files.triage)
        if isinstance(interview, Invalid):
            return self._message_page(viewer, _EMPTY, interview.findings)
        replayed = replay(interview, form.steps)
        if step is not None and not replayed.is_stale:
            replayed, notice = _answered(replayed, step)
        following = step_of(form.turned_to(0) if step else form, interview, replayed, viewer.now, notice)
        return PageAnswer(html=self._page(viewer, step=following))

    def _message_page(self, viewer: Viewer, incoming: IncomingMessage, findings: Sequence[Finding]) -> PageAnswer:
        html = self._page(
            viewer,
            findings=finding_views(findings),
            typed={
                "message": incoming.raw.decode("utf-8", "replace"),
                "contract": incoming.contract,
                "received": incoming.received,
            },
            customers=self._customers,
        )
        return PageAnswer(html=html, status=422 if findings else 200)

    def _page(self, viewer: Viewer, step: DeskStep | None = None, **values: object) -> str:
        values.setdefault("customers", self._customers if step and step.question else [])
        return page(
            "desk.html", here="/desk", viewer=viewer, step=step, board=self._requests.board(viewer.now), **values
        )

    @property
    def _customers(self) -> list[Customer] | None:
        return customers_of(self._service.files.triage.contracts)


def asked_step(action: str, fields: Mapping[str, str]) -> AnswerStep | None:
    """Return the answer that a form gives, None where it lacks it; raise NotSteps where no page of ours wrote it."""
    about = fields.get("about", "")
    kind, _, target = action.partition(":")
    if kind == "look":
        return AnswerStep(about=about, kind="look", value=target)
    if action == "unknown":
        return AnswerStep(about=about, kind="unknown")
    if action == "confirm":
        return AnswerStep(about=about, kind="confirm", value=_value(fields.get("confirms", "")))
    if action != "answer":
        raise NotSteps("the form asks for nothing that a page asks for")
    if fields.get("typed", "").strip():
        return AnswerStep(about=about, kind="typed", value=fields["typed"].strip())
    return AnswerStep(about=about, kind="is", value=_value(fields["choice"])) if fields.get("choice") else None


def _answered(replayed: Replay, step: AnswerStep) -> tuple[Replay, str]:
    """Return what answers came to with one more, and what is to be said where it is none."""
    following = answer(replayed.dialogue, step)
    if following is None:
        return replayed, _CHANGED
    if following.notice:
        return replayed, following.notice
    return Replay(dialogue=following, steps=(*replayed.steps, step)), ""


def _value(text: str) -> object:
    try:
        return loads(text)
    except (ValueError, RecursionError):
        raise NotSteps("an answer is not JSON") from None


def _message_ids(request: Request) -> tuple[str, ...]:
    """Return the Message-IDs by which a request is known again; a text that was pasted has none."""
    return (request.id,) if request.id and request.sender else ()
