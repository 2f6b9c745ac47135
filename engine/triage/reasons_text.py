"""Why a decision is as it is, as text: the rules that won, what they cite, and the time that was counted."""

from collections.abc import Iterable, Iterator
from datetime import date

from ..model import Policy
from ..model.policy_citations import cited_readings
from .clock import day_text, hours_and_minutes, offset, stretch
from .decision import Decision
from .layout import Look, value_text
from .rulings import Deadline, Reasons

_PERIODS = 6


def reason_lines(decision: Decision, look: Look, year: int) -> Iterator[str]:
    """Yield the lines that say why; an instant in another year than `year` says so."""
    scope, priority, channel, policy = decision.scope, decision.priority, decision.channel, decision.policy
    for outcome, ruling in ((scope.outcome, scope), (priority.level, priority)):
        if outcome:
            yield from _reasons(outcome.replace("_", " "), ruling, policy, look)
    for entry in decision.derived:
        yield from look.row(entry.fact.replace("_", " "), f"{value_text(entry.value)}, by {entry.rule}")
        yield from _cited(entry.cites, policy, look)
    for deadline in decision.deadlines.values():
        if deadline.within is not None or deadline.hours is not None:
            yield from _counted_time(deadline, decision, year, look)
    for promise in decision.not_owed:
        yield from look.row(promise.promise.replace("_", " "), promise.note)
        yield from _cited(promise.cites, policy, look)
    if channel.rules:
        yield from _reasons("channel", channel, policy, look)
    tier = policy.tiers[decision.tier]
    if tier.cite:
        yield from look.row("plan", tier.title)
        yield from _cited(tier.cite, policy, look)
    yield from _readings(decision.reason_cites, policy, look)


def where_cited(cites: Iterable[str], policy: Policy) -> str:
    """Return where clauses and readings stand."""
    return "; ".join(_citation(cite, policy)[0] for cite in cites)


def _reasons(outcome: str, reasons: Reasons, policy: Policy, look: Look) -> Iterator[str]:
    """Name the rules that gave an outcome, and what they cite."""
    yield from look.row(outcome, ", ".join(reasons.rules) or "in every case, by one rule or another")
    yield from _cited(reasons.cites, policy, look)


def _readings(cites: Iterable[str], policy: Policy, look: Look) -> Iterator[str]:
    """Name the readings among citations, with their questions; spelled out, that stands where they are cited."""
    for name in () if look.explain else cited_readings(cites):
        yield from look.row("reading", f"{name.replace('_', ' ')}: {policy.readings[name].question}")


def _cited(cites: Iterable[str], policy: Policy, look: Look) -> Iterator[str]:
    """Name the places cited; spelled out, each with what it says."""
    if not look.explain:
        names = where_cited(cites, policy)
        yield from look.row("", names, "dim") if names else ()
        return
    for position, says in (_citation(cite, policy) for cite in cites):
        yield from look.row("", f"{position}: {says}", "dim")


def _citation(cite: str, policy: Policy) -> tuple[str, str]:
    """Return where a clause or reading stands, and what it says."""
    source, _, name = cite.partition(".")
    if source == "readings":
        reading = policy.readings[name]
        return f"reading: {name.replace('_', ' ')}", f"{reading.question} {reading.answer}"
    clause = policy.sources[source].clauses[name]
    return clause.at, clause.says


def _counted_time(deadline: Deadline, decision: Decision, year: int, look: Look) -> Iterator[str]:
    """Show what a deadline counts: its span, its hours and each open stretch, on the clock of the hours."""
    where = f" in {deadline.hours}" if deadline.hours else ""
    rules = f", by {', '.join(deadline.rules)}" if deadline.rules else ""
    counted = (
        f"{deadline.within or ('a date that is open' if deadline.is_date else 'a span that is open')}{where}{rules}"
    )
    yield from look.row(deadline.promise.replace("_", " "), counted)
    timezone, periods = deadline.timezone or decision.timezone(), deadline.period_instants
    before = [_start(deadline, decision), *(end for _, end in periods)]
    listed = list(zip(periods, before, strict=False))
    hidden, half = len(listed) - _PERIODS, _PERIODS // 2
    if hidden > 0:
        del listed[half:-half]
    texts = [_period(*period, timezone, year, since) for period, since in listed]
    if hidden > 0:
        texts.insert(half, f"… {hidden} more")
    for text in texts:
        yield from look.row("", text)
    yield from _holidays(deadline, decision, year, look)
    yield from _cited(deadline.cites, decision.policy, look)


def _start(deadline: Deadline, decision: Decision) -> int:
    """Return when the clock of a deadline started, the receipt where it has not."""
    return decision.request.received if deadline.start_instant is None else deadline.start_instant


def _holidays(deadline: Deadline, decision: Decision, year: int, look: Look) -> Iterator[str]:
    """Name the holidays that a deadline skips."""
    if deadline.due_instant is None or deadline.hours is None or deadline.counts_every_day:
        return
    from ..worktime import skipped_days  # noqa: PLC0415 - start-up is felt

    hours = decision.policy.hours[deadline.hours]
    values = ((fact, decision.facts.get(fact)) for fact in hours.places_of_days)
    hours = hours.placed({fact: value if isinstance(value, str) else None for fact, value in values})
    skipped = skipped_days(hours, _start(deadline, decision), deadline.due_instant)
    days = [
        f"{day_text(date.fromisoformat(day), year)} ({name}{', estimated' if day in deadline.estimated else ''})"
        for day, name in skipped.items()
    ]
    if days:
        more = f"; {len(days) - _PERIODS} more" if len(days) > _PERIODS else ""
        yield from look.row("", f"closed on {'; '.join(days[:_PERIODS])}{more}")


def _period(start: int, end: int, timezone: str, year: int, since: int) -> str:
    """Return an open stretch as text, with whether the clock changed during it, or before it and after an instant."""
    before, first, last = (offset(instant, timezone) for instant in (since, start, end))
    changed = "   during a clock change" if first != last else "   after a clock change" if last != before else ""
    return f"{stretch(start, end, timezone, year=year):<24} {hours_and_minutes(end - start):>6}{changed}"
