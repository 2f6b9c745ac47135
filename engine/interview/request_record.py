"""A request as its file would write it, so that deciding the file is deciding the request."""

from collections.abc import Mapping

from ..findings import Finding
from ..language.yaml_writer import request_as_yaml
from ..model import Event, Request, Stated
from ..model.messages import MessageReading
from ..triage.clock import in_utc


def request_yaml(request: Request) -> str:
    """Return a request as YAML that reads back equal."""
    return request_as_yaml(request_record(request))


def request_record(request: Request) -> dict[str, object]:
    """Return a request as plain values in the request format, without what it does not say."""
    record: dict[str, object] = {
        "id": request.id,
        "contract": request.contract,
        "policy": request.policy,
        "tier": request.tier,
        "received": in_utc(request.received) if request.is_dated else None,
        "from": request.sender,
        "channel": list(request.channels) or request.channel,
        "claimed_priority": request.claimed_priority,
        "last_update": None if request.last_update is None else in_utc(request.last_update),
        "subject": request.subject,
        "body": request.body,
        "events": [_event(event) for event in request.events] or None,
    }
    written = {key: value for key, value in record.items() if value is not None}
    written |= {"facts": _stated(request.facts)}
    written |= {"confirmed": _confirmed(request.confirmed)} if request.confirmed else {}
    return written | (_reading(request.reading) if request.reading else {})


def _reading(reading: MessageReading) -> dict[str, object]:
    """Return what was read of a message: without its findings an answer could tell a stranger what it knows."""
    record: dict[str, object] = {
        "kind": reading.kind,
        "likely": {fact: list(values) for fact, values in reading.likely.items()},
        "hits": [{"fact": hit.fact, "value": hit.value, "words": hit.words, "at": hit.at} for hit in reading.hits],
        "findings": [_finding(finding) for finding in reading.findings],
    }
    return {key: value for key, value in record.items() if value}


def _finding(finding: Finding) -> dict[str, object]:
    about: dict[str, object] = {"severity": finding.severity.name, "check": finding.check, "message": finding.message}
    return {**about, "help": finding.help} if finding.help else about


def _event(event: Event) -> dict[str, object]:
    changed = {"claimed_priority": event.claimed_priority, "facts": _stated(event.facts) or None}
    return {"at": in_utc(event.at), "is": event.name, **{k: v for k, v in changed.items() if v is not None}}


def _stated(facts: Mapping[str, Stated]) -> dict[str, object]:
    return {fact: stated.value for fact, stated in facts.items()}


def _confirmed(confirmed: Mapping[str, Stated]) -> object:
    """Return what is confirmed, as a list where every value is whatever is presumed."""
    values = _stated(confirmed)
    return list(values) if all(value is None for value in values.values()) else values
