"""A decision as a triage desk reads it: verdict and deadline first, then why."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from ..findings import printable
from ..model import Span
from ..text import either
from .decision import Invalid
from .layout import INDENT, Look, Paint
from .reasons_text import reason_lines
from .time_text import duration, moment, year_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..model import Policy
    from .decision import Deadline, Decision, Priority, Ruling

_VERDICTS = {
    "support": ("IN SCOPE", "good"),
    "consulting": ("CONSULTING", "open"),
    "not_covered": ("NOT COVERED", "bad"),
}


def as_texts(decisions: Iterable[Decision | Invalid], look: Look) -> str:
    """Return decisions as lines of text, an empty line between them."""
    return "\n".join(as_text(decision, look) for decision in decisions)


def as_text(decision: Decision | Invalid, look: Look) -> str:
    """Return a decision as lines of text."""
    lines = _invalid(decision, look.paint) if isinstance(decision, Invalid) else _Sheet(decision, look).lines()
    return "\n".join(lines) + "\n"


def _invalid(decision: Invalid, paint: Paint) -> Iterator[str]:
    file = decision.findings[0].mark.file if decision.findings else ""
    yield f"{paint(printable(decision.id or file or 'request'), 'strong')}   {paint('INVALID', 'bad')}"
    for finding in decision.findings:
        yield f"{INDENT}{printable(finding.message)}"


class _Sheet:
    """The text of one decision."""

    def __init__(self, decision: Decision, look: Look) -> None:
        self.decision = decision
        self.policy: Policy = decision.policy
        self.look = look
        self.paint = look.paint

    def lines(self) -> Iterator[str]:
        yield from self.head()
        yield ""
        yield from self.verdict()
        for deadline in self.decision.deadlines.values():
            yield from self.deadline(deadline)
        if not self.decision.deadlines and self.decision.scope.outcome in ("support", "consulting"):
            yield from self.look.row("deadline", "none is promised")
        yield from self.channel()
        yield from self.received()
        yield from self.missing()
        yield from reason_lines(self.decision, self.look)
        yield from self.other_rows()

    def head(self) -> Iterator[str]:
        d = self.decision
        name = printable(d.request.id or d.request.mark.file or "request")
        parts = [self.policy.title, self.policy.tiers[d.tier].title, *([d.contract.customer] if d.contract else [])]
        lines = wrap(f"{name}   {' · '.join(printable(part) for part in parts)}", self.look.width)
        if lines[0].startswith(name):
            lines[0] = self.paint(name, "strong") + lines[0].removeprefix(name)
        yield from lines

    def received(self) -> Iterator[str]:
        request = self.decision.request
        timezone = self.timezone()
        yield from self.look.row("received", moment(request.received, timezone))

    def timezone(self) -> str:
        """Return the desk's zone: that of the hours of the first deadline."""
        zones = [deadline.timezone for deadline in self.decision.deadlines.values() if deadline.timezone]
        return zones[0] if zones else self.policy.timezone

    def verdict(self) -> Iterator[str]:
        scope = self.decision.scope
        if scope.outcome is None:
            word = "UNDECIDED" if scope.possible == (None,) else "OPEN"
            yield from self.look.row(word, self.possible(scope), label_role="open")
            return
        word, role = _VERDICTS[scope.outcome]
        yield from self.look.row(word, self.level() if scope.outcome == "support" else "", "strong", label_role=role)

    def level(self) -> str:
        priority = self.decision.priority
        if priority.level and priority.title:
            is_named_so = priority.title.lower() == priority.level.lower()
            return priority.title if is_named_so else f"{priority.level} {priority.title}"
        return f"priority open: {self.possible(priority)}"

    def possible(self, ruling: Ruling | Priority) -> str:
        words = [(outcome or "undecided").replace("_", " ") for outcome in ruling.possible]
        return "no rule decides" if ruling.possible == (None,) else either(words)

    def deadline(self, deadline: Deadline) -> Iterator[str]:
        label = deadline.promise.replace("_", " ")
        timezone = deadline.timezone or self.policy.timezone
        year = year_of(deadline.start_instant, timezone)
        if deadline.due_instant is None:
            yield from self.look.row(label, self.bounds(deadline, timezone, year), "open")
            if self.look.reader and self.look.reader != timezone and deadline.earliest_instant is not None:
                yield from self.look.row("", f"{self.bounds(deadline, self.look.reader, year)} for you", "open")
            return
        since = "receipt" if deadline.start_instant == self.decision.request.received else "the last update"
        when = moment(deadline.due_instant, timezone, year=year)
        after = f"{duration(deadline.due_instant - deadline.start_instant)} after {since}"
        yield from self.look.row(label, f"{when}   {after}", "strong")
        if self.look.reader and self.look.reader != timezone:
            yield from self.look.row("", f"{moment(deadline.due_instant, self.look.reader, year=year)} for you")
        if deadline.repeats:
            yield from self.look.row("", f"then every {deadline.within}")

    def bounds(self, deadline: Deadline, timezone: str, year: int) -> str:
        owed = "open" if deadline.certain else "open, perhaps nothing is owed"
        if deadline.earliest_instant is None or deadline.latest_instant is None:
            return owed
        first, last = (moment(i, timezone, year=year) for i in (deadline.earliest_instant, deadline.latest_instant))
        return f"{owed}: {first}" if first == last else f"{owed}: between {first} and {last}"

    def channel(self) -> Iterator[str]:
        channel = self.decision.channel
        if channel.possible is not None:
            ways = [way or "none required" for way in channel.possible]
            yield from self.look.row("channel", f"open: {either(ways)}" if len(ways) > 1 else "open", "open")
            if channel.arrived_by is not None:
                yield from self.look.row("", f"arrived by {printable(channel.arrived_by)}")
            return
        if not channel.allowed:
            return
        ways = [f"{way} ({contact})" if (contact := self.policy.ways[way].contact) else way for way in channel.allowed]
        required = f"{ways[0]} is required" if channel.required else either(ways)
        preferred = f"; {channel.preferred} is preferred" if channel.preferred and len(ways) > 1 else ""
        yield from self.look.row("channel", required + preferred)
        if channel.arrived_by is not None:
            missed = "not as required" if channel.required else "which is not a way for this request"
            arrived = f"arrived by {printable(channel.arrived_by)}, {'good' if channel.met else missed}"
            yield from self.look.row("", arrived, "good" if channel.met else "bad")

    def missing(self) -> Iterator[str]:
        for n, missing in enumerate(self.decision.missing):
            if n == 0:
                yield ""
                yield self.paint("ask", "strong")
            yield from self.look.row(missing.fact, missing.ask)
            if missing.choices:
                yield from self.look.row("", either(missing.choices))
            yield from self.look.row(
                "", f"decides {', '.join(name.replace('_', ' ') for name in missing.decides)}", "dim"
            )

    def other_rows(self) -> Iterator[str]:
        """Yield what else the desk should know."""
        d = self.decision
        is_taken = d.scope.outcome != "not_covered"
        rows: list[tuple[str, Iterable[str], str]] = [
            ("presumed", [_presumed(p.fact, p.value) for p in d.presumed], ""),
            ("bring", [n.item.needs for n in d.intake if is_taken and n.certain and not n.item.optional], ""),
            (
                "service",
                [_service(e.service.title, e.service.note) for e in d.services if e.certain and e.service.activities],
                "",
            ),
            ("escalate to", [f"{e.to} ({e.contact})" if e.contact else e.to for e in d.escalation], ""),
        ]
        entries = [(label, "; ".join(texts), role) for label, texts, role in rows]
        entries += [("note", note, "") for note in d.notes]
        entries += [(f.severity.name, f.message, "bad" if f.severity == 0 else "open") for f in d.findings]
        lines = [line for label, text, role in entries if text for line in self.look.row(label, text, role)]
        yield from ["", *lines] if lines else []


def _presumed(fact: str, value: object) -> str:
    text = value.text if isinstance(value, Span) else str(value)
    text = text.lower() if isinstance(value, bool) else text
    return f"{fact.replace('_', ' ')} {text.replace('_', ' ')}"


def _service(title: str, note: str) -> str:
    return f"{title} ({note})" if note else title
