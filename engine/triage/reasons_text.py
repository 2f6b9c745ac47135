"""Why a request was decided so, as text: the rules, the clauses they cite and the open time that was counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .time_text import hours_and_minutes, offset, stretch, year_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..model import Policy
    from .decision import Deadline, Decision, Reasons
    from .layout import Look

_PERIODS = 6
_CITED_LINES = 2


def reason_lines(decision: Decision, look: Look) -> Iterator[str]:
    """Yield the lines that say why, once scope is decided."""
    if decision.scope.outcome:
        yield ""
        yield look.paint("why", "strong")
        yield from _Reasons(decision, look).lines()


class _Reasons:
    """The reasons of one decision."""

    def __init__(self, decision: Decision, look: Look) -> None:
        self.decision = decision
        self.policy: Policy = decision.policy
        self.look = look

    def lines(self) -> Iterator[str]:
        scope, priority, channel = self.decision.scope, self.decision.priority, self.decision.channel
        for outcome, reasons in ((scope.outcome, scope.reasons), (priority.level, priority.reasons)):
            if outcome:
                yield from self.reasons(outcome.replace("_", " "), reasons)
        for deadline in self.decision.deadlines.values():
            yield from self.counted_time(deadline)
        if channel.reasons.rules:
            yield from self.reasons("channel", channel.reasons)

    def reasons(self, outcome: str, reasons: Reasons) -> Iterator[str]:
        """Name the rules that gave an outcome, and what they cite."""
        yield from self.look.row(outcome, ", ".join(reasons.rules) or "in every case, by one rule or another")
        yield from self.cited(reasons.cites)

    def cited(self, cites: Iterable[str]) -> Iterator[str]:
        """Name the places cited, as many as fit in two lines; spelled out, each with what it says."""
        citations = [self.citation(cite) for cite in cites]
        if self.look.explain:
            for position, says in citations:
                yield from self.look.row("", f"{position}: {says}", "dim")
            return
        names = [position for position, _ in citations]
        for number in range(len(names), 0, -1):
            more = [f"{len(names) - number} more"] if number < len(names) else []
            text = "; ".join([*names[:number], *more])
            if len(self.look.wrapped(text)) <= _CITED_LINES or number == 1:
                yield from self.look.row("", text, "dim")
                return

    def citation(self, cite: str) -> tuple[str, str]:
        source, _, name = cite.partition(".")
        if source == "readings":
            reading = self.policy.readings[name]
            return f"reading: {name.replace('_', ' ')}", f"{reading.question} {reading.answer}"
        clause = self.policy.sources[source].clauses[name]
        return clause.at, clause.says

    def counted_time(self, deadline: Deadline) -> Iterator[str]:
        """Show what a deadline counts: its span, its hours and each open stretch."""
        if deadline.within is None and deadline.hours is None:
            return
        label = deadline.promise.replace("_", " ")
        where = f" in {deadline.hours}" if deadline.hours else ""
        rules = f", by {', '.join(deadline.reasons.rules)}" if deadline.reasons.rules else ""
        yield from self.look.row(label, f"{deadline.within or 'a span that is open'}{where}{rules}")
        yield from self.periods(deadline)
        yield from self.cited(deadline.reasons.cites)

    def periods(self, deadline: Deadline) -> Iterator[str]:
        timezone = deadline.timezone or self.policy.timezone
        year = year_of(deadline.start_instant, timezone)
        before = offset(deadline.start_instant, timezone)
        hidden = len(deadline.period_instants) - _PERIODS
        for n, (start, end) in enumerate(deadline.period_instants):
            now = offset(end, timezone)
            changed = "during" if offset(start, timezone) != now else "after" if now != before else ""
            before = now
            if 0 < hidden and _PERIODS // 2 <= n < _PERIODS // 2 + hidden:
                if n == _PERIODS // 2:
                    yield from self.look.row("", f"… {hidden} more")
                continue
            text = f"{stretch(start, end, timezone, year=year):<24} {hours_and_minutes(end - start):>6}"
            yield from self.look.row("", f"{text}   {changed} a clock change" if changed else text)
