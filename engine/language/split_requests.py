"""Requests that somebody has split from one message: what happens to one of them happens to all, unless it says not."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ..model import Event, Request
from .request_lines import RequestDraft

SHARED = ("replied", "waiting", "resumed", "closed", "reopened")
"""Events of the message as a whole: who answers it, answers all that it asks."""
_PART = re.compile(r"(?s)(.+)/[0-9]+")


def share_events(drafts: Sequence[RequestDraft]) -> list[RequestDraft]:
    """Return requests as they were read, those of one message with each other's events.

    They are called as in `T-1/1` and `T-1/2`. An event that is `alone` counts for its own request.
    """
    by_message: dict[str, list[Request]] = {}
    for draft in drafts:
        if draft.request is not None and (name := message_of(draft.request)):
            by_message.setdefault(name, []).append(draft.request)
    return [
        replace(draft, request=_with_events(draft.request, by_message[message_of(draft.request)]))
        if draft.request is not None and len(by_message.get(message_of(draft.request), ())) > 1
        else draft
        for draft in drafts
    ]


def message_of(request: Request) -> str:
    """Return the name of the message that a request was split from, empty where it was not."""
    return message_named_in(request.id or "")


def message_named_in(request_id: str) -> str:
    """Return the name of the message in the id of a request that was split from it, empty in any other id."""
    match = _PART.fullmatch(request_id)
    return match[1] if match else ""


def _with_events(request: Request, together: Sequence[Request]) -> Request:
    """Return a request with the events that count for all, in order of time; one with `last_update` keeps to that."""
    if request.last_update is not None:
        return request
    known = {(event.at, event.name) for event in request.events}
    added: dict[tuple[int, str], Event] = {}
    for event in (event for part in together if part is not request for event in part.events):
        is_shared = event.name in SHARED and not event.is_alone and event.at >= request.received
        if is_shared and (event.at, event.name) not in known:
            added.setdefault((event.at, event.name), event)
    if not added:
        return request
    return replace(request, events=tuple(sorted((*request.events, *added.values()), key=lambda event: event.at)))
