"""Why a request was decided so, as text: the rules, the clauses they cite and the open time that was counted."""

from collections.abc import Iterable, Iterator
from itertools import accumulate

from ..model import Policy
from .clock import hours_and_minutes, offset, stretch, wall_clock
from .decision import Deadline, Decision, Reasons
from .layout import Look

_PERIODS = 6
_CITED_LINES = 2


def reason_lines(decision: Decision, look: Look) -> Iterator[str]:
    """Yield the lines that say why, once scope is decided."""
    scope, priority, channel, policy = decision.scope, decision.priority, decision.channel, decision.policy
    if not scope.outcome:
        return
    yield ""
    yield look.paint("why", "strong")
    for outcome, ruling in ((scope.outcome, scope), (priority.level, priority)):
        if outcome:
            yield from _reasons(outcome.replace("_", " "), ruling, policy, look)
    for deadline in decision.deadlines.values():
        if deadline.within is not None or deadline.hours is not None:
            yield from _counted_time(deadline, policy, look)
    if channel.rules:
        yield from _reasons("channel", channel, policy, look)


def _reasons(outcome: str, reasons: Reasons, policy: Policy, look: Look) -> Iterator[str]:
    """Name the rules that gave an outcome, and what they cite."""
    yield from look.row(outcome, ", ".join(reasons.rules) or "in every case, by one rule or another")
    yield from _cited(reasons.cites, policy, look)


def _cited(cites: Iterable[str], policy: Policy, look: Look) -> Iterator[str]:
    """Name the places cited, as many as fit in two lines; spelled out, each with what it says."""
    citations = [_citation(cite, policy) for cite in cites]
    if look.explain:
        for position, says in citations:
            yield from look.row("", f"{position}: {says}", "dim")
        return
    names = [position for position, _ in citations]
    # More cannot fit, and wrapping takes time.
    most = sum(length <= _CITED_LINES * look.width for length in accumulate(map(len, names)))
    for number in range(min(max(most, 1), len(names)), 0, -1):
        more = [f"{len(names) - number} more"] if number < len(names) else []
        text = "; ".join([*names[:number], *more])
        if len(look.wrapped(text)) <= _CITED_LINES or number == 1:
            yield from look.row("", text, "dim")
            return


def _citation(cite: str, policy: Policy) -> tuple[str, str]:
    """Return where a clause or reading stands, and what it says."""
    source, _, name = cite.partition(".")
    if source == "readings":
        reading = policy.readings[name]
        return f"reading: {name.replace('_', ' ')}", f"{reading.question} {reading.answer}"
    clause = policy.sources[source].clauses[name]
    return clause.at, clause.says


def _counted_time(deadline: Deadline, policy: Policy, look: Look) -> Iterator[str]:
    """Show what a deadline counts: its span, its hours and each open stretch."""
    where = f" in {deadline.hours}" if deadline.hours else ""
    rules = f", by {', '.join(deadline.rules)}" if deadline.rules else ""
    counted = f"{deadline.within or 'a span that is open'}{where}{rules}"
    yield from look.row(deadline.promise.replace("_", " "), counted)
    timezone, periods = deadline.timezone or policy.timezone, deadline.period_instants
    year = wall_clock(deadline.start_instant, timezone).year
    before = [deadline.start_instant, *(end for _, end in periods)]
    listed = list(zip(periods, before, strict=False))
    hidden, half = len(listed) - _PERIODS, _PERIODS // 2
    if hidden > 0:
        del listed[half:-half]
    texts = [_period(*period, timezone, year, since) for period, since in listed]
    if hidden > 0:
        texts.insert(half, f"… {hidden} more")
    for text in texts:
        yield from look.row("", text)
    yield from _cited(deadline.cites, policy, look)


def _period(start: int, end: int, timezone: str, year: int, since: int) -> str:
    """Return an open stretch as text, with whether the clock changed during it, or before it and after an instant."""
    before, first, last = (offset(instant, timezone) for instant in (since, start, end))
    changed = "   during a clock change" if first != last else "   after a clock change" if last != before else ""
    return f"{stretch(start, end, timezone, year=year):<24} {hours_and_minutes(end - start):>6}{changed}"
