"""The history of a request up to an instant: what has happened, and what it says by each set of facts since."""

from dataclasses import replace
from typing import NamedTuple

from ...findings import Findings
from ...model import BUILT_IN_EVENTS, Event, Request
from ...rules.compiled_policy import CompiledPolicy
from ..known_facts import collect_facts
from .event_log import EventLog, event_log


class History(NamedTuple):
    """What has happened to a request up to an instant; `requests` are what it says by each set of facts.

    Where it is not known as of when it is decided, and nothing has happened, the instant is the receipt.
    """

    log: EventLog
    now: int
    requests: tuple[Request, ...]
    is_dated: bool = True

    @property
    def present(self) -> Request:
        """The request as it is now."""
        return self.requests[-1]


def history_of(request: Request, now: int | None) -> History:
    """Return what has happened to a request up to an instant; without one the last event stands in."""
    events = request.history
    instant = now if now is not None else events[-1].at if events else request.received
    log = event_log(events, instant)
    requests = [request]
    for change in log.changes:
        requests.append(_changed(requests[-1], change))
    return History(log=log, now=instant, requests=tuple(requests), is_dated=now is not None or bool(events))


def _changed(request: Request, change: Event) -> Request:
    """Return what a request says after a change; with the facts lapses what was confirmed of presumptions."""
    stated = {f"facts.{name}": stated.mark for name, stated in change.facts.items()}
    claimed = change.claimed_priority
    return replace(
        request,
        facts={**request.facts, **change.facts},
        claimed_priority=request.claimed_priority if claimed is None else claimed,
        confirmed={} if change.facts else request.confirmed,
        marks={**request.marks, **stated, **({} if claimed is None else {"claimed_priority": change.mark})},
    )


def check_events(request: Request, compiled: CompiledPolicy, findings: Findings) -> None:
    """Add a finding for each event that a policy does not know, and for facts that no event can state.

    Later events are checked, too, and so are facts that have changed since.
    """
    policy = compiled.policy
    for event in request.events:
        if event.name not in BUILT_IN_EVENTS and event.name not in policy.events:
            message = f"event `{event.name}` is not declared by policy `{policy.id}`"
            from ...language.event_suggestions import event_help  # noqa: PLC0415 - start-up is felt

            help_ = event_help(event.name, [*policy.events, *BUILT_IN_EVENTS])
            findings.error("unknown-event", message, event.mark, help_)
    stated = [request, *(_changed(replace(request, facts={}), event) for event in request.events if event.facts)]
    if len(stated) == 1:
        return
    wrong = Findings()
    for changed in stated:
        collect_facts(compiled, replace(changed, confirmed={}), None, wrong)
    known = {(finding.check, finding.message, finding.mark) for finding in findings}
    findings += [finding for finding in wrong if (finding.check, finding.message, finding.mark) not in known]


def add_idle_events(history: History, findings: Findings) -> None:
    """Add a warning for each event without effect."""
    for event, why in history.log.idle:
        findings.warning("event-without-effect", f"event `{event.name}` has no effect: {why}", event.mark)
