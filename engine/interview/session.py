"""A session: the interview about the request of a file, one key or typed line after the other, until it ends."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ..findings import Findings, Mark, in_order
from ..language.file_writer import check_writable, save_file
from ..language.files import is_mail
from ..language.request_lines import RequestDraft, read_requests
from ..messages.limits import MESSAGE_BYTES
from ..messages.mail_files import MailFile, mails_of
from ..messages.threads import named_case, tokens_in
from ..model import Contract, Request
from ..triage.decide_files import Decisions, Triage
from ..triage.decision import Candidate, Decision, Invalid
from ..triage.layout import Look
from .dialogue import Dialogue, Ending
from .dialogue_text import dialogue_text, questions_text
from .interview import Interview
from .message_clues import clues_in, passages_of
from .opening_text import opening_text
from .request_record import request_yaml

if TYPE_CHECKING:
    from ..messages.outside_reader import OutsideReader
    from ..messages.threads import KnownRequests

_MAIL = re.compile(rb"[A-Z][A-Za-z0-9-]{0,60}:|From ")
"""How a mail begins, and no request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewSession:
    """The interview about the one request of a file; texts are worded as of `clock`.

    There is no `dialogue` about what cannot be decided whatever one answers; `decision` is then why.
    """

    triage: Triage
    clock: int
    dialogue: Dialogue | None
    decision: Decision | Invalid

    @classmethod
    def about(  # noqa: PLR0913 - what is asked about, and how it is read
        cls,
        triage: Triage,
        file: str,
        now: int | None,
        clock: int,
        *,
        trusted_hop: int = 1,
        outside: "OutsideReader | None" = None,
        known: "KnownRequests | None" = None,
    ) -> "InterviewSession":
        """Return the session about the request in a file as of `now`, which stands in for a missing `received`."""
        drafts = list(_drafts(triage, file, now, trusted_hop, outside, known))
        if len(drafts) != 1:
            findings = Findings()
            message = f"{len(drafts)} requests are in the file, and an interview is about one"
            findings.error("not-readable", message, Mark(file), "write the one to ask about into a file of its own")
            return cls(triage=triage, clock=clock, dialogue=None, decision=Invalid(None, tuple(findings)))
        interview = interview_about(triage, drafts[0], now)
        if isinstance(interview, Invalid):
            return cls(triage=triage, clock=clock, dialogue=None, decision=interview)
        return cls(triage=triage, clock=clock, dialogue=Dialogue(interview=interview), decision=interview.decision)

    @property
    def ending(self) -> Ending | None:
        """How it ended, None while there is a question."""
        return self.dialogue.ending if self.dialogue else "done"

    @property
    def is_typed(self) -> bool:
        """Whether the answer is typed, rather than a key."""
        question = self.dialogue.interview.question if self.dialogue else None
        return question is not None and question.is_typed

    def press(self, key: str) -> "InterviewSession":
        """Return the session after a key."""
        return self._after(self.dialogue.press(key)) if self.dialogue else self

    def type(self, line: str) -> "InterviewSession":
        """Return the session after a typed line."""
        return self._after(self.dialogue.type(line)) if self.dialogue else self

    def opening(self, paint: Callable[[str, str], str], width: int) -> str:
        """Return the message that is asked about, as far as a person who answers has to see it."""
        look = Look(paint=paint, width=width)
        return opening_text(self.dialogue.interview.request, look) if self.dialogue else ""

    def text(self, paint: Callable[[str, str], str], width: int) -> str:
        """Return what is shown after the last key: what it led to, and the question."""
        return dialogue_text(self.dialogue, Look(paint=paint, width=width), self.clock) if self.dialogue else ""

    def questions(self, paint: Callable[[str, str], str], width: int) -> str:
        """Return all questions that would be asked now, for somebody who cannot answer here."""
        look = Look(paint=paint, width=width)
        return questions_text(self.dialogue.interview, look, self.clock) if self.dialogue else ""

    def decisions(self) -> Decisions:
        """Return the decision by what was answered, as it is rendered."""
        return self.triage.gathered([self.decision])

    def save(self, file: str, *, overwrites: bool, on_wait: Callable[[], None]) -> None:
        """Write the request with what was answered, at once; raise OSError or ValueError where that cannot be done."""
        if self.dialogue:
            save_file(file, request_yaml(self.dialogue.interview.request), overwrites=overwrites, on_wait=on_wait)

    @staticmethod
    def check_saving(file: str, *, overwrites: bool) -> None:
        """Raise OSError or ValueError where a request could not be written to a file, before anybody answers."""
        check_writable(file, overwrites=overwrites)

    def _after(self, dialogue: Dialogue) -> "InterviewSession":
        return replace(self, dialogue=dialogue, decision=dialogue.interview.decision)


def interview_about(triage: Triage, draft: RequestDraft, now: int | None) -> Interview | Invalid:
    """Return the interview about a request as it was read, or why there can be none."""
    if draft.request is None:
        return Invalid(None, draft.placed(draft.findings))
    problems = Findings()
    contracts = triage.contracts_for(draft.request, problems)
    if problems.has_errors or draft.findings.has_errors:
        decision = triage.decide_draft(draft.request, draft.findings, now)
        if isinstance(decision, Invalid):
            return replace(decision, findings=draft.placed(decision.findings))
        return Invalid(draft.request.id, tuple(in_order(problems)))
    find_clues = clues_in(passages_of(draft.request))
    named = _named_by_case(triage, draft.request)
    known = {contract.id for contract in contracts}
    contracts = (*contracts, *(contract for contract in named if contract.id not in known))
    interview = Interview.about(draft.request, triage.store, contracts, triage.version, now, find_clues)
    return replace(interview, named_cases=tuple(Candidate(c.id, c.customer, "case") for c in named))


def _named_by_case(triage: Triage, request: Request) -> list[Contract]:
    """Return the contracts that a case in the subject of a request speaks for."""
    tokens = tokens_in(request.subject or "")
    return [contract for contract in triage.contracts_with_cases() if named_case(contract, tokens)] if tokens else []


def _drafts(  # noqa: PLR0913 - how mails are read
    triage: Triage,
    file: str,
    now: int | None,
    trusted_hop: int,
    outside: "OutsideReader | None",
    known: "KnownRequests | None",
) -> Iterator[RequestDraft]:
    """Return the requests of a file, or of the mails that it holds."""
    mails = _mail_on_standard_input(triage) if file == "-" else mails_of(file) if is_mail(file) else None
    if mails is None:
        return read_requests(file, triage.files, now)
    from ..messages.message_reader import MessageReader  # noqa: PLC0415 - start-up is felt

    return MessageReader(triage, trusted_hop=trusted_hop, outside=outside, known=known).drafts(mails, now)


def _mail_on_standard_input(triage: Triage) -> tuple[MailFile, ...] | None:
    """Return the mail that standard input is, None where it is a request: no key of one begins with a capital."""
    findings = Findings()
    raw = triage.files.raw_bytes("-", MESSAGE_BYTES, findings)
    return (MailFile("<stdin>", raw, findings),) if raw and _MAIL.match(raw) else None
