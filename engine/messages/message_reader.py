"""Mails in, requests out: whoever reads many is told of each as it is done, and how many came to what."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ..findings import Finding, Findings, Mark, Severity
from ..language.files import is_mail
from ..language.request_lines import RequestDraft
from ..language.words_files import words_of
from ..language.yaml_writer import request_as_yaml
from ..model import Request
from ..model.messages import MessageReading
from ..text import both, counted
from ..triage.decide import decide
from ..triage.decision import Candidate, Invalid, OpenRequest
from ..triage.decision_json import COMPACT, as_record, json_text
from ..triage.open_requests import CONTRACT, open_request
from ..triage.resolve_request import resolve_request
from .claims import claimed_priority
from .evidence import find_hits, likely_values
from .mail_files import mails_of
from .message_record import body_of, message_record, subject_of
from .read_message import read_message
from .threads import Threads, case_tokens, named_case

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..forms import RequestForm
    from ..model import Contract, Policy
    from ..model.messages import Message
    from ..triage.decide_files import Triage
    from ..triage.decision import Decision
    from .mail_files import MailFile
    from .outside_reader import OutsideReader
    from .threads import KnownRequests

_CHANNEL = "email"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadMail:
    """A mail and the request that was read from it; without one, `findings` say why it is rejected."""

    name: str
    message: Message | None = None
    request: Request | None = None
    contracts: tuple[Contract, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def record(self) -> dict[str, Any] | None:
        """The request as plain values in the request format, None where the mail is rejected."""
        return message_record(self.message, self.request) if self.message and self.request else None


@dataclass
class MessageReader:
    """Reads mails by the policies and contracts of a desk. `policy` names the one whose words count.

    Without it, the sender's contract says which. `trusted_hop` is the number, from the top, of the `Received` whose
    server is ours.
    """

    triage: Triage
    policy: str | None = None
    trusted_hop: int = 1
    outside: OutsideReader | None = None
    """Who else reads the messages, and points at words in them."""
    known: KnownRequests | None = None
    """Requests that somebody keeps: a message can be about one of them."""
    _threads: Threads = field(init=False)
    _counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Know what has been read before."""
        self._threads = Threads(known=self.known)

    def read(self, paths: Iterable[str]) -> Iterator[ReadMail]:
        """Yield each mail of files, mailboxes and folders as it is read."""
        for path in paths:
            for mail in mails_of(path):
                read = self._read(mail)
                if not mail.is_folder:
                    self._counts[read.message.kind if read.message else "rejected"] += 1
                yield read

    def written(
        self, paths: Iterable[str], form: RequestForm, *, is_single: bool
    ) -> Iterator[tuple[str, tuple[Finding, ...]]]:
        """Yield the text of each request as it is read, with what is to be said beside it.

        In JSON a mail that is rejected is answered in its place.
        """
        parts = 0
        for mail in self.read(paths):
            record = mail.record
            about = mail.request.reading.findings if mail.request and mail.request.reading else ()
            if form == "json":
                layout: dict[str, Any] = {"indent": 2} if is_single else COMPACT
                text = json_text(as_record(Invalid(None, mail.findings)) if record is None else record, **layout)
                yield f"{text}\n", (*about, *mail.findings)
            elif record is None:
                yield "", mail.findings
            else:
                parts += 1
                yield f"{'---' + chr(10) if parts > 1 else ''}{request_as_yaml(record)}", (*about, *mail.findings)

    def decide(self, paths: Iterable[str], now: int | None) -> Iterator[Decision | Invalid]:
        """Yield the decision of each mail, and of each request of other files, as it is made.

        `now` stands in where nothing says when a mail was received.
        """
        for path in paths:
            if is_mail(path):
                yield from self._decide_mails(path, now)
            else:
                yield from map(self._count, self.triage.decide_each(path, now))

    def drafts(self, mails: Iterable[MailFile], now: int | None) -> Iterator[RequestDraft]:
        """Yield the requests of mails as whoever asks about them takes them."""
        for mail in mails:
            read = self._read(mail, now)
            yield RequestDraft(request=read.request, findings=Findings(read.findings), mark=Mark(mail.name))

    @property
    def summary(self) -> str:
        """How many were read, and what came of them: `3 messages: 2 decided and 1 rejected`; empty without any."""
        if not self._counts:
            return ""
        parts = [f"{number:,} {what.replace('_', ' ')}" for what, number in sorted(self._counts.items())]
        return f"{counted(self._counts.total(), 'message')}{f': {both(parts)}' if parts else ''}"

    def _decide_mails(self, path: str, now: int | None) -> Iterator[Decision | Invalid]:
        for mail in mails_of(path):
            decision = self._decision(self._read(mail, now), now)
            yield decision if mail.is_folder else self._count(decision)

    def _decision(self, read: ReadMail, now: int | None) -> Decision | Invalid:
        if read.request is None:
            return Invalid(None, read.findings)
        if not read.request.is_dated:
            about = read.message.findings if read.message else ()
            return open_request(read.request, about, self.triage.version)
        decision = decide(read.request, self.triage.store, read.contracts, self.triage.version, now)
        return self._with_candidates(decision, read.message) if isinstance(decision, OpenRequest) else decision

    def _count(self, decision: Decision | Invalid) -> Decision | Invalid:
        self._counts["rejected" if decision.status == "invalid" else decision.status] += 1
        return decision

    def _with_candidates(self, decision: OpenRequest, message: Message | None) -> OpenRequest:
        """Return an open request with the contracts, too, of which its subject names a case."""
        tokens = case_tokens(message) if message else []
        known = {candidate.contract for candidate in decision.candidates}
        named = [c for c in self.triage.contracts_with_cases() if c.id not in known and named_case(c, tokens)]
        more = tuple(Candidate(contract.id, contract.customer, "case") for contract in named)
        if not more:
            return decision
        candidates = (*decision.candidates, *more)
        choices = tuple(candidate.contract for candidate in candidates)
        missing = tuple(replace(m, choices=choices) if m.fact == CONTRACT else m for m in decision.missing)
        return replace(decision, candidates=candidates, missing=missing)

    def _read(self, mail: MailFile, now: int | None = None) -> ReadMail:
        findings = Findings(mail.findings)
        message = None
        if mail.raw is not None:
            message = read_message(mail.raw, mail.name, findings, trusted_hop=self.trusted_hop)
        if message is None:
            return ReadMail(name=mail.name, findings=tuple(findings))
        draft = request_of(message, now)
        contracts = self.triage.contracts_for(draft, findings)
        if findings.has_errors:
            return ReadMail(name=mail.name, findings=tuple(findings))
        return self._with_evidence(mail.name, message, draft, contracts)

    def _with_evidence(self, name: str, message: Message, draft: Request, contracts: tuple[Contract, ...]) -> ReadMail:
        resolved = resolve_request(draft, self.triage.store, contracts, Findings()) if contracts else None
        contract = resolved[1] if resolved else None
        message = self._threads.place(message, contract, self.triage.contracts_with_cases())
        findings = Findings(message.findings)
        policy = self._policy(draft, findings) or (resolved[0].compiled.policy if resolved else None)
        words = words_of(policy, findings) if policy else None
        hits = find_hits(words, message.passages) if words else ()
        if self.outside and policy:
            hits = (*hits, *self.outside.hits(message.passages, policy, findings))
        reading = MessageReading(
            kind=message.kind,
            likely=likely_values(words, policy, message.passages) if words and policy else {},
            hits=hits,
            findings=tuple(findings),
        )
        request = replace(
            draft,
            policy=None if contract else self.policy,
            claimed_priority=claimed_priority(policy, message.passages) if policy else None,
            reading=reading,
        )
        return ReadMail(name=name, message=message, request=request, contracts=contracts)

    def _policy(self, draft: Request, findings: Findings) -> Policy | None:
        """Return the policy whose words were asked for, None where none was."""
        if self.policy is None:
            return None
        problems = Findings()
        received = draft.received if draft.is_dated else None
        evaluator = self.triage.store.in_force(self.policy, received, None, Mark(), problems)
        findings += [Finding(Severity.warning, f.check, f.message, f.mark, f.help) for f in problems]
        return evaluator.compiled.policy if evaluator else None


def request_of(message: Message, now: int | None) -> Request:
    """Return the request of a message by its header; `now` stands in where nothing says when it was received."""
    received = now if message.received is None else message.received
    return Request(
        id=(message.id or "").strip("<>") or None,
        received=received or 0,
        is_dated=received is not None,
        channel=_CHANNEL,
        sender=message.sender,
        subject=subject_of(message) or None,
        body=body_of(message) or None,
        mark=message.mark,
    )
