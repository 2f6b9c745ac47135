"""A decision as a triage desk reads it: verdict and deadline first, then why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING

from ..findings import printable
from ..model import Span
from ..phrases import either
from .decision import Invalid
from .wording import clocked, duration, moment, offset, stretch, year_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..model import Policy
    from .decision import Deadline, Decision, Reasons, Ruling

Paint = Callable[[str, str], str]
"""Takes a text and the role it plays, and returns it coloured."""

_LABEL = 21
_INDENT = "  "
_PERIODS = 6
_CITED_LINES = 2
_VERDICTS = {
    "support": ("IN SCOPE", "good"),
    "consulting": ("CONSULTING", "open"),
    "not_covered": ("NOT COVERED", "bad"),
}


def plain(text: str, _role: str) -> str:
    """Leave a text unpainted."""
    return text


@dataclass(frozen=True, slots=True)
class Look:
    """How a decision is to look: the reader's time zone, whether clauses are spelled out, colours, width."""

    reader: str | None = None
    explain: bool = False
    paint: Paint = plain
    width: int = 80


def as_texts(
    decisions: Iterable[Decision | Invalid], reader: str | None, paint: Paint, width: int, *, explain: bool
) -> str:
    """Return decisions as lines of text, an empty line between them."""
    return "\n".join(as_text(decision, Look(reader, explain, paint, width)) for decision in decisions)


def as_text(decision: Decision | Invalid, look: Look) -> str:
    """Return a decision as lines of text."""
    lines = _invalid(decision, look.paint) if isinstance(decision, Invalid) else _Sheet(decision, look).lines()
    return "\n".join(lines) + "\n"


def _invalid(decision: Invalid, paint: Paint) -> Iterator[str]:
    file = decision.findings[0].mark.file if decision.findings else ""
    yield f"{paint(printable(decision.id or file or 'request'), 'strong')}   {paint('INVALID', 'bad')}"
    for finding in decision.findings:
        yield f"{_INDENT}{printable(finding.message)}"


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
        for deadline in self.decision.deadlines:
            yield from self.deadline(deadline)
        if not self.decision.deadlines and self.decision.scope.outcome in ("support", "consulting"):
            yield from self.row("deadline", "none is promised")
        yield from self.channel()
        yield from self.received()
        yield from self.missing()
        yield from self.why()
        yield from self.aside()

    def row(self, label: str, text: str, role: str = "", label_role: str = "dim") -> Iterator[str]:
        """Lay a text out beside its label, wrapped to the width."""
        if len(label) >= _LABEL:
            yield f"{_INDENT}{self.paint(label, label_role)}"
            label = ""
        for n, line in enumerate(self.wrapped(text) or [""]):
            shown = label if n == 0 else ""
            gap = " " * (_LABEL - len(shown)) if line else ""
            painted = self.paint(shown, label_role) if shown else ""
            yield f"{_INDENT}{painted}{gap}{self.paint(line, role) if line else ''}"

    def wrapped(self, text: str) -> list[str]:
        return wrap(text, self.look.width - _LABEL - len(_INDENT), break_on_hyphens=False)

    def head(self) -> Iterator[str]:
        d = self.decision
        name = printable(d.request.id or "request")
        parts = [self.policy.title, self.policy.tiers[d.tier].title, *([d.contract.customer] if d.contract else [])]
        lines = wrap(f"{name}   {' · '.join(printable(part) for part in parts)}", self.look.width)
        if lines[0].startswith(name):
            lines[0] = self.paint(name, "strong") + lines[0].removeprefix(name)
        yield from lines

    def received(self) -> Iterator[str]:
        request = self.decision.request
        timezone = self.timezone()
        yield from self.row("received", moment(request.received, timezone))

    def timezone(self) -> str:
        """Return the zone of the desk: that of the hours in which the first deadline counts."""
        zones = [deadline.timezone for deadline in self.decision.deadlines if deadline.timezone]
        return zones[0] if zones else self.policy.timezone

    def verdict(self) -> Iterator[str]:
        scope = self.decision.scope
        if scope.outcome is None:
            word = "UNDECIDED" if scope.possible == (None,) else "OPEN"
            yield from self.row(word, self.possible(scope), label_role="open")
            return
        word, role = _VERDICTS[scope.outcome]
        yield from self.row(word, self.level() if scope.outcome == "support" else "", "strong", label_role=role)

    def level(self) -> str:
        priority = self.decision.priority
        if priority.outcome:
            title = self.policy.levels[priority.outcome]
            return title if title.lower() == priority.outcome.lower() else f"{priority.outcome} {title}"
        return f"priority open: {self.possible(priority)}"

    def possible(self, ruling: Ruling) -> str:
        words = [(outcome or "undecided").replace("_", " ") for outcome in ruling.possible]
        return "no rule decides" if ruling.possible == (None,) else either(words)

    def deadline(self, deadline: Deadline) -> Iterator[str]:
        label = deadline.promise.replace("_", " ")
        timezone = deadline.timezone or self.policy.timezone
        year = year_of(deadline.start, timezone)
        if deadline.due is None:
            yield from self.row(label, self.bounds(deadline, timezone, year), "open")
            if self.look.reader and self.look.reader != timezone and deadline.earliest is not None:
                yield from self.row("", f"{self.bounds(deadline, self.look.reader, year)} for you", "open")
            return
        since = "receipt" if deadline.start == self.decision.request.received else "the last update"
        when = moment(deadline.due, timezone, year=year)
        after = f"{duration(deadline.due - deadline.start)} after {since}"
        yield from self.row(label, f"{when}   {after}", "strong")
        if self.look.reader and self.look.reader != timezone:
            yield from self.row("", f"{moment(deadline.due, self.look.reader, year=year)} for you")
        if deadline.repeats:
            yield from self.row("", f"then every {deadline.within}")

    def bounds(self, deadline: Deadline, timezone: str, year: int) -> str:
        owed = "open" if deadline.certain else "open, perhaps none is owed"
        if deadline.earliest is None or deadline.latest is None:
            return owed
        first, last = (moment(i, timezone, year=year) for i in (deadline.earliest, deadline.latest))
        return f"{owed}: {first}" if first == last else f"{owed}: between {first} and {last}"

    def channel(self) -> Iterator[str]:
        channel = self.decision.channel
        if channel.possible is not None:
            ways = [way or "none required" for way in channel.possible]
            yield from self.row("channel", f"open: {either(ways)}" if len(ways) > 1 else "open", "open")
            if channel.arrived_by is not None:
                yield from self.row("", f"arrived by {printable(channel.arrived_by)}")
            return
        if not channel.allowed:
            return
        ways = [f"{way} ({contact})" if (contact := self.policy.ways[way].contact) else way for way in channel.allowed]
        required = f"{ways[0]} is required" if channel.required else either(ways)
        preferred = f"; {channel.preferred} is preferred" if channel.preferred and len(ways) > 1 else ""
        yield from self.row("channel", required + preferred)
        if channel.arrived_by is not None:
            missed = "not as required" if channel.required else "which is not a way for this request"
            arrived = f"arrived by {printable(channel.arrived_by)}, {'good' if channel.met else missed}"
            yield from self.row("", arrived, "good" if channel.met else "bad")

    def missing(self) -> Iterator[str]:
        for n, missing in enumerate(self.decision.missing):
            if n == 0:
                yield ""
                yield self.paint("ask", "strong")
            yield from self.row(missing.fact, missing.ask)
            if missing.choices:
                yield from self.row("", either(missing.choices))
            yield from self.row("", f"decides {', '.join(name.replace('_', ' ') for name in missing.decides)}", "dim")

    def why(self) -> Iterator[str]:
        d = self.decision
        if not d.scope.outcome:
            return
        yield ""
        yield self.paint("why", "strong")
        yield from self.reasons(d.scope.outcome.replace("_", " "), d.scope.reasons)
        if d.priority.outcome:
            yield from self.reasons(d.priority.outcome, d.priority.reasons)
        for deadline in d.deadlines:
            yield from self.counting(deadline)
        if d.channel.reasons.rules:
            yield from self.reasons("channel", d.channel.reasons)

    def reasons(self, outcome: str, reasons: Reasons) -> Iterator[str]:
        """Name the rules that gave an outcome, and what they cite."""
        if not reasons.rules:
            yield from self.row(outcome, "in every case, by one rule or another")
        yield from self.row(outcome, ", ".join(reasons.rules)) if reasons.rules else ()
        yield from self.cited(reasons.cites)

    def cited(self, cites: Iterable[str]) -> Iterator[str]:
        """Name the places cited, as many as fit in two lines; spelled out, each with what it says."""
        places = [self.place(cite) for cite in cites]
        if self.look.explain:
            for place, says in places:
                yield from self.row("", f"{place}: {says}", "dim")
            return
        names = [place for place, _ in places]
        for shown in range(len(names), 0, -1):
            more = [f"{len(names) - shown} more"] if shown < len(names) else []
            text = "; ".join([*names[:shown], *more])
            if len(self.wrapped(text)) <= _CITED_LINES or shown == 1:
                yield from self.row("", text, "dim")
                return

    def place(self, cite: str) -> tuple[str, str]:
        source, _, name = cite.partition(".")
        if source == "readings":
            return f"reading: {name.replace('_', ' ')}", self.policy.readings[name].answer
        clause = self.policy.sources[source].clauses[name]
        return clause.at, clause.says

    def counting(self, deadline: Deadline) -> Iterator[str]:
        """Show what a deadline counts: its span, its hours and each open stretch."""
        if deadline.within is None and deadline.hours is None:
            return
        label = deadline.promise.replace("_", " ")
        where = f" in {deadline.hours}" if deadline.hours else ""
        rules = f", by {', '.join(deadline.reasons.rules)}" if deadline.reasons.rules else ""
        yield from self.row(label, f"{deadline.within or 'a span that is open'}{where}{rules}")
        yield from self.periods(deadline)
        yield from self.cited(deadline.reasons.cites)

    def periods(self, deadline: Deadline) -> Iterator[str]:
        timezone = deadline.timezone or self.policy.timezone
        year = year_of(deadline.start, timezone)
        before = offset(deadline.start, timezone)
        hidden = len(deadline.periods) - _PERIODS
        for n, (start, end) in enumerate(deadline.periods):
            now = offset(end, timezone)
            changed = "during" if offset(start, timezone) != now else "after" if now != before else ""
            before = now
            if 0 < hidden and _PERIODS // 2 <= n < _PERIODS // 2 + hidden:
                if n == _PERIODS // 2:
                    yield from self.row("", f"… {hidden} more")
                continue
            text = f"{stretch(start, end, timezone, year=year):<24} {clocked(end - start):>6}"
            yield from self.row("", f"{text}   {changed} a clock change" if changed else text)

    def aside(self) -> Iterator[str]:
        """Say what else whoever answers should know."""
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
        found = [(label, "; ".join(texts), role) for label, texts, role in rows]
        found += [("note", note, "") for note in d.notes]
        found += [(f.severity.name, f.message, "bad" if f.severity == 0 else "open") for f in d.findings]
        lines = [line for label, text, role in found if text for line in self.row(label, text, role)]
        yield from ["", *lines] if lines else []


def _presumed(fact: str, value: object) -> str:
    shown = (
        value.text
        if isinstance(value, Span)
        else {True: "true", False: "false"}.get(value, value)
        if isinstance(value, bool)
        else value
    )
    return f"{fact.replace('_', ' ')} {str(shown).replace('_', ' ')}"


def _service(title: str, note: str) -> str:
    return f"{title} ({note})" if note else title
