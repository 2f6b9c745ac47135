"""What a message belongs to, by what this run has read and by the cases of the sender's contract."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from ..findings import Findings
from ..model import Contract
from ..model.messages import Message

_TOKEN = re.compile(r"[^\W_](?:[\w.-]{0,60}[^\W_])?")
_MOST_TOKENS = 100


class KnownRequests(Protocol):
    """Requests that somebody keeps, and the mails that belong to them."""

    def request_of_message(self, message_id: str) -> str | None:
        """Return the request that a mail belongs to, None where it is not known."""

    def owner(self, request_id: str) -> str | None:
        """Return whose a request is: the id of its contract, or else the domain of its sender; None without one."""


@dataclass
class Threads:
    """The messages of a run by their Message-IDs, and those of `known` requests."""

    known: KnownRequests | None = None
    _files: dict[str, tuple[str, str]] = field(default_factory=dict)
    """By Message-ID, the file, and whose it is."""

    def place(self, message: Message, contract: Contract | None, contracts: Sequence[Contract]) -> Message:
        """Return a message with its kind by what it belongs to, and remember it; what is uncertain is a finding."""
        findings = Findings(message.findings)
        before = self._files.get(message.id or "")
        owner = contract.id if contract else (message.sender or "").rpartition("@")[2].lower()
        kind = message.kind
        if before is not None or self._request_of(message.id):
            kind = "duplicate"
            where = f"in `{before[0]}`" if before else f"as a message of request `{self._request_of(message.id)}`"
            findings.warning("duplicate-message", f"`{message.id}` has been read before, {where}", message.mark)
        elif message.id is not None:
            self._files[message.id] = message.file, owner
        if kind in ("new", "follow_up", "escalation"):
            case = self._case(message, contract, contracts, owner, findings)
            answered = self._answered(message)
            known = [about for about, theirs in answered if theirs == owner]
            if case or known:
                kind = "escalation" if kind == "escalation" else "follow_up"
                about = f"case `{case}`" if case else known[-1]
                findings.note("follow-up", f"it goes on about {about}", message.mark)
            elif message.references:
                what = "of somebody else" if answered else "that is not known here"
                text = f"it answers a message {what}"
                findings.warning("unknown-thread", text, message.mark, "say whether it is about a known request")
        elif kind in ("automatic", "bounce"):
            what = "a mail that could not be delivered" if kind == "bounce" else "a program has written it"
            findings.warning("automatic-message", f"nobody asks for anything: {what}", message.mark)
        return replace(message, kind=kind, findings=tuple(findings))

    def _request_of(self, message_id: str | None) -> str | None:
        """Return the request of a mail; whoever keeps requests is asked of each, so that it is said if nobody can."""
        return self.known.request_of_message(message_id or "") if self.known else None

    def _answered(self, message: Message) -> list[tuple[str, str | None]]:
        """Return what the messages are that a message answers, and whose, as far as they are known."""
        answered: list[tuple[str, str | None]] = []
        for id_ in message.references:
            if id_ in self._files:
                file, owner = self._files[id_]
                answered.append((f"`{file}`", owner))
            elif self.known and (request_id := self._request_of(id_)):
                answered.append((f"request `{request_id}`", self.known.owner(request_id)))
        return answered

    def _case(
        self,
        message: Message,
        contract: Contract | None,
        contracts: Sequence[Contract],
        owner: str,
        findings: Findings,
    ) -> str | None:
        """Return the case or request of the sender that the subject names; of somebody else's, it is a question."""
        tokens = case_tokens(message)
        if contract is not None and (case := named_case(contract, tokens)):
            return case
        owners = {token: theirs for token in tokens if self.known and (theirs := self.known.owner(token))}
        if case := next((token for token, theirs in owners.items() if theirs == owner), None):
            return case
        if owners or any(named_case(known, tokens) for known in contracts):
            text = "the subject names a case that is not known to be the sender's"
            findings.warning("case-of-another", text, message.mark, "say which contract it falls under")
        return None


def case_tokens(message: Message) -> list[str]:
    """Return the words of a subject that could be the id of a case."""
    return tokens_in(next((passage.text for passage in message.passages if passage.kind == "subject"), ""))


def tokens_in(subject: str) -> list[str]:
    """Return those of a subject."""
    return [token for token in _TOKEN.findall(subject)[:_MOST_TOKENS] if any(c.isdigit() for c in token)]


def named_case(contract: Contract, tokens: Iterable[str]) -> str | None:
    """Return the word that is a case of a contract, None where none is; `*` in its `cases` stands for digits."""
    for token in tokens:
        for case in contract.cases:
            head, star, tail = case.partition("*")
            body = token[len(head) : len(token) - len(tail)]
            is_same = token.casefold() == case.casefold()
            folded = token.casefold()
            is_like = folded.startswith(head.casefold()) and folded.endswith(tail.casefold()) and body.isdecimal()
            if is_same or (star and is_like and len(token) > len(head) + len(tail)):
                return token
    return None
