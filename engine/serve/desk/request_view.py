"""A request that is kept as a page shows it: what is owed by now, what happened to it, and what people say instead."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from ...findings import Findings
from ...language.files import REQUEST_BYTES, decode
from ...language.request_files import read_draft
from ...language.time_notation import parse_instant
from ...model import Policy
from ...model.events import BUILT_IN_EVENTS
from ...store.records import Override, RequestState, StoredDecision, StoredEvent
from ...triage.clock import moment
from ...triage.decide_files import Triage
from ...triage.decision import Decision, Invalid
from ..service_board import MovedRequest
from .desk_view import DecisionView, MessageView, decision_view, message_view

_REQUEST = "request.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    """Something that happened: when, what, and by whom it was said."""

    at: str
    text: str
    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestView:
    """A request that is kept. Instants are on the wall clock of its decision."""

    id: str
    decision_id: str
    revision: int
    decided: str
    """When its latest revision was decided, and by whom."""
    is_forgotten: bool
    message: MessageView
    decision: DecisionView
    moved: str
    overrides: list[str]
    events: list[EventView]
    event_names: list[tuple[str, str]]
    """What can happen to it, each with its title."""
    facts: list[str]
    levels: list[tuple[str, str]]
    promises: list[tuple[str, str]]


def request_view(triage: Triage, state: RequestState, moved: MovedRequest | None, now: int) -> RequestView:
    """Return a request as of an instant; `moved` is what files moved of it since a person accepted it, if anything."""
    latest = state.latest
    decision = _decision_now(triage, latest, now)
    timezone = decision.timezone() if isinstance(decision, Decision) else "UTC"
    policy = decision.policy if isinstance(decision, Decision) else None
    request = getattr(decision, "request", None)
    return RequestView(
        id=state.id,
        decision_id=latest.id,
        revision=latest.revision,
        decided=f"{moment(latest.made_at // 1000, timezone)} by {latest.actor}",
        is_forgotten=latest.texts is None and latest.texts_digest is not None,
        message=message_view(request)
        if request
        else MessageView(sender="", subject="", kind="", lines=(), findings=()),
        decision=decision_view(decision, now),
        moved=_moved_text(moved, timezone) if moved else "",
        overrides=[_override_text(override, timezone, now) for override in state.overrides],
        events=[_event(event, timezone) for event in state.events],
        event_names=list(_event_names(policy)),
        facts=sorted(policy.facts) if policy else [],
        levels=list(policy.levels.items()) if policy else [],
        promises=[(name, name.replace("_", " ")) for name in decision.deadlines]
        if isinstance(decision, Decision)
        else [],
    )


def _decision_now(triage: Triage, latest: StoredDecision, now: int) -> Decision | Invalid:
    """Return the decision of the request that is kept, as of now: how its promises stand changes while nobody acts."""
    text = latest.request if latest.texts is None else latest.texts.request
    findings = Findings()
    source = decode(_REQUEST, text.encode(), 4 * REQUEST_BYTES, findings)
    return triage.decide_draft(read_draft(source, findings, now) if source else None, findings, now)


def _moved_text(moved: MovedRequest, timezone: str) -> str:
    """Return what files moved: the level, and which deadlines are others now."""
    before, after = moved.level
    moves = [f"level {before or 'none'} became {after or 'none'}"] if before != after else []
    for promise, dues in moved.dues.items():
        was, is_now = (moment(parse_instant(due), timezone) if due else "open or not owed" for due in dues)
        moves += [f"{promise.replace('_', ' ')} {was} became {is_now}"] if was != is_now else []
    return "; ".join(moves)


def _override_text(override: Override, timezone: str, now: int) -> str:
    """Return in words what somebody says is owed, why, and until when."""
    what = f"level {override.level}" if override.level else ""
    if override.promise and override.due is not None:
        what = f"{override.promise.replace('_', ' ')} due {moment(override.due // 1000, timezone)}"
    until = "" if override.until is None else f", until {moment(override.until // 1000, timezone)}"
    lapsed = " (lapsed)" if override.until is not None and override.until // 1000 <= now else ""
    return (
        f"{what}, says {override.actor} on {moment(override.made_at // 1000, timezone)}: {override.why}{until}{lapsed}"
    )


def _event(event: StoredEvent, timezone: str) -> EventView:
    written = json.loads(event.event)
    facts = "; ".join(f"{fact.replace('_', ' ')} {value}" for fact, value in written.get("facts", {}).items())
    text = str(written.get("is", "")).replace("_", " ")
    return EventView(
        at=moment(event.at // 1000, timezone), text=f"{text}: {facts}" if facts else text, actor=event.actor
    )


def _event_names(policy: Policy | None) -> Iterator[tuple[str, str]]:
    """Yield what can happen to a request: what every policy knows, and what its own declares."""
    for name in BUILT_IN_EVENTS:
        yield name, name.replace("_", " ")
    for name, event in (policy.events if policy else {}).items():
        yield name, event.title or name.replace("_", " ")
