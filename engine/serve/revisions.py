"""Revisions: what is kept of a decision, with its texts apart."""

import json
import os
from dataclasses import dataclass
from hashlib import sha256

from ..language.time_notation import parse_instant
from ..store.records import Cause, RequestState, StoredDecision, Texts
from ..triage.clocks.event_log import event_log
from ..triage.decide_lines import DecidedLine
from ..triage.decision import Invalid
from .core_requests import core_of
from .new_ids import new_decision_id
from .submission import Submission, decided_text, request_line

_SALT_BYTES = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What makes the next decision of a request: why, by whom and when."""

    cause: Cause
    actor: str
    now: int
    state: RequestState | None
    """The request as it stands; None where it is new."""


def revised(revision: Revision, submission: Submission, content: str | None) -> StoredDecision:
    """Return the next decision of a request.

    `content` is the digest of what was once sent, where a decision is made of that anew.
    """
    state, files, decided = revision.state, submission.files, submission.decided
    core = core_of(submission.written, decided)
    salt = salt_of(state)
    has_texts = core is not submission.written or salt is not None
    texts, request, decision = None, submission.text, decided.json
    if has_texts:
        salt = os.urandom(_SALT_BYTES) if salt is None else salt
        texts = Texts(salt=salt, request=submission.text, decision=decided.json)
        if core is not submission.written:
            request = request_line(core)
            decision = decided_text(request, files, submission.at).json
    outcome = decided.outcome
    return StoredDecision(
        id=new_decision_id(revision.now),
        request_id=submission.id,
        revision=1 if state is None else state.latest.revision + 1,
        cause=revision.cause,
        made_at=revision.now,
        actor=revision.actor,
        content=submission.digest(salt or b"") if content is None else content,
        request=request,
        decision=decision,
        files={} if isinstance(outcome, Invalid) else files.digests_for(outcome.policy, outcome.contract),
        status=outcome.status,
        level=None if isinstance(outcome, Invalid) else outcome.priority.level,
        is_closed=_is_closed(decided, submission.at),
        texts=texts,
        texts_digest=None if texts is None else texts_digest(texts),
    )


def salt_of(state: RequestState | None) -> bytes | None:
    """Return the salt of the texts of a request; None where it has none."""
    return state.latest.texts.salt if state is not None and state.latest.texts is not None else None


def texts_digest(texts: Texts) -> str:
    """Return the salted digest of texts, which stays when they are forgotten."""
    return sha256(texts.salt + f"{texts.request}\n{texts.decision}".encode("utf-8", "surrogatepass")).hexdigest()


def known_content(state: RequestState, submission: Submission) -> str | None:
    """Return the id of the newest decision of the content that is sent, None where it is new."""
    salt = salt_of(state)
    salts = (b"",) if salt is None else (salt, b"")
    return next((id_ for s in salts if (id_ := state.contents.get(submission.digest(s))) is not None), None)


def decided_as_of(decision: StoredDecision) -> int | None:
    """Return as of when a decision was made, in seconds; None where that does not count."""
    now = json.loads(decision.decision).get("now")
    return None if now is None else parse_instant(now)


def original_text(decision: StoredDecision) -> str:
    """Return the JSON of the request of a decision: with its texts, as long as nobody has them forgotten."""
    return decision.request if decision.texts is None else decision.texts.request


def _is_closed(decided: DecidedLine, at: int | None) -> bool:
    request = decided.request
    if request is None or not request.has_events:
        return False
    events = request.history
    return event_log(events, events[-1].at if at is None else at).is_closed
