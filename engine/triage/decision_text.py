"""A decision as a triage desk reads it: verdict and deadline first, then why."""

from collections.abc import Iterable, Iterator
from itertools import accumulate

from ..findings import Severity, printable
from ..model import Policy, Span
from ..text import either
from .clock import duration, hours_and_minutes, moment, offset, stretch, wall_clock
from .decision import Deadline, Decision, Invalid, Priority, Reasons, Ruling
from .layout import INDENT, Look, Paint, wrap

_VERDICTS = {
    "support": ("IN SCOPE", "good"),
    "consulting": ("CONSULTING", "open"),
    "not_covered": ("NOT COVERED", "bad"),
}
_PERIODS = 6
_CITED_LINES = 2


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

    def lines(self) -> Iterator[str]:
        yield from self.head()
        yield ""
        yield from self.verdict()
        for deadline in self.decision.deadlines.values():
            yield from self.deadline(deadline)
        if not self.decision.deadlines and self.decision.scope.outcome in ("support", "consulting"):
            yield from self.look.row("deadline", "none is promised")
        yield from self.channel()
        yield from self.look.row("received", moment(self.decision.request.received, _desk_zone(self.decision)))
        yield from self.missing()
        yield from reason_lines(self.decision, self.look)
        yield from self.remarks()

    def head(self) -> Iterator[str]:
        d = self.decision
        name = printable(d.request.id or d.request.mark.file or "request")
        parts = [self.policy.title, self.policy.tiers[d.tier].title, *([d.contract.customer] if d.contract else [])]
        first, *following = wrap(f"{name}   {' · '.join(parts)}", self.look.width)
        yield self.look.paint(name, "strong") + first.removeprefix(name) if first.startswith(name) else first
        yield from following

    def verdict(self) -> Iterator[str]:
        scope, priority = self.decision.scope, self.decision.priority
        if scope.outcome is None:
            word = "UNDECIDED" if scope.possible == (None,) else "OPEN"
            yield from self.look.row(word, _possible(scope), label_role="open")
            return
        level = f"priority open: {_possible(priority)}"
        if priority.level and priority.title:
            is_named_so = priority.title.lower() == priority.level.lower()
            level = priority.title if is_named_so else f"{priority.level} {priority.title}"
        word, role = _VERDICTS[scope.outcome]
        yield from self.look.row(word, level if scope.outcome == "support" else "", "strong", label_role=role)

    def deadline(self, deadline: Deadline) -> Iterator[str]:
        timezone, reader, due = self.decision.timezone(deadline), self.look.reader, deadline.due_instant
        year = _year_of_receipt(self.decision)
        since = "receipt" if deadline.start_instant == self.decision.request.received else "the last update"
        after = "" if due is None else f"   {duration(due - deadline.start_instant)} after {since}"
        role, reader_role = ("open", "open") if due is None else ("strong", "")
        yield from self.look.row(deadline.promise.replace("_", " "), _when(deadline, timezone, year) + after, role)
        if reader and reader != timezone and deadline.earliest_instant is not None:
            yield from self.look.row("", f"{_when(deadline, reader, year)} for you", reader_role)
        if deadline.repeats and due is not None:
            yield from self.look.row("", f"then every {deadline.within}")

    def channel(self) -> Iterator[str]:
        channel = self.decision.channel
        if channel.possible is not None:
            ways = [way or "none required" for way in channel.possible]
            yield from self.look.row("channel", f"open: {either(ways)}" if len(ways) > 1 else "open", "open")
            if channel.arrived_by is not None:
                yield from self.look.row("", f"arrived by {channel.arrived_by}")
            return
        if not channel.allowed:
            return
        ways = [f"{way} ({contact})" if (contact := self.policy.ways[way].contact) else way for way in channel.allowed]
        required = f"{ways[0]} is required" if channel.required else either(ways)
        preferred = f"; {channel.preferred} is preferred" if channel.preferred and len(ways) > 1 else ""
        yield from self.look.row("channel", required + preferred)
        if channel.arrived_by is not None:
            missed = "not as required" if channel.required else "which is not a way for this request"
            arrived = f"arrived by {channel.arrived_by}, {'good' if channel.met else missed}"
            yield from self.look.row("", arrived, "good" if channel.met else "bad")

    def missing(self) -> Iterator[str]:
        for n, missing in enumerate(self.decision.missing):
            if n == 0:
                yield ""
                yield self.look.paint("ask", "strong")
            yield from self.look.row(missing.fact, missing.ask)
            if missing.choices:
                yield from self.look.row("", either(missing.choices))
            yield from self.look.row(
                "", f"decides {', '.join(name.replace('_', ' ') for name in missing.decides)}", "dim"
            )

    def remarks(self) -> Iterator[str]:
        """Yield what else the desk should know."""
        d = self.decision
        services = [applicable.service for applicable in d.services if applicable.certain]
        is_taken = d.scope.outcome != "not_covered"
        lists = {
            "presumed": [_presumed(p.fact, p.value) for p in d.presumed],
            "bring": [n.item.needs for n in d.intake if is_taken and n.certain and not n.item.optional],
            "service": [f"{s.title} ({s.note})" if s.note else s.title for s in services if s.activities],
            "escalate to": [f"{e.to} ({e.contact})" if e.contact else e.to for e in d.escalation],
        }
        entries = [(label, "; ".join(texts), "") for label, texts in lists.items()]
        entries += [("note", note, "") for note in d.notes]
        entries += [(f.severity.name, f.message, "bad" if f.severity is Severity.error else "open") for f in d.findings]
        lines = [line for label, text, role in entries if text for line in self.look.row(label, text, role)]
        yield from ["", *lines] if lines else []


def _desk_zone(decision: Decision) -> str:
    """Return the desk's zone, that of the first deadline whose hours are known."""
    return decision.timezone(next((deadline for deadline in decision.deadlines.values() if deadline.timezone), None))


def _year_of_receipt(decision: Decision) -> int:
    """Return the year in which the desk received the request, which the sheet shows; others are named."""
    return wall_clock(decision.request.received, _desk_zone(decision)).year


def _possible(ruling: Ruling | Priority) -> str:
    words = [(outcome or "undecided").replace("_", " ") for outcome in ruling.possible]
    return "no rule decides" if ruling.possible == (None,) else either(words)


def _when(deadline: Deadline, timezone: str, year: int) -> str:
    """Return when a deadline falls due, or between which instants, on the wall clock of a zone."""
    if deadline.due_instant is not None:
        return moment(deadline.due_instant, timezone, year=year)
    owed = "open" if deadline.certain else "open, perhaps nothing is owed"
    if deadline.earliest_instant is None or deadline.latest_instant is None:
        return owed
    first, last = (moment(i, timezone, year=year) for i in (deadline.earliest_instant, deadline.latest_instant))
    return f"{owed}: {first}" if first == last else f"{owed}: between {first} and {last}"


def _presumed(fact: str, value: object) -> str:
    text = value.text if isinstance(value, Span) else str(value)
    text = text.lower() if isinstance(value, bool) else text
    return f"{fact.replace('_', ' ')} {text.replace('_', ' ')}"


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
            yield from _counted_time(deadline, decision, look)
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


def _counted_time(deadline: Deadline, decision: Decision, look: Look) -> Iterator[str]:
    """Show what a deadline counts: its span, its hours and each open stretch, on the clock of the hours."""
    where = f" in {deadline.hours}" if deadline.hours else ""
    rules = f", by {', '.join(deadline.rules)}" if deadline.rules else ""
    counted = f"{deadline.within or 'a span that is open'}{where}{rules}"
    yield from look.row(deadline.promise.replace("_", " "), counted)
    timezone, periods = deadline.timezone or decision.timezone(), deadline.period_instants
    year = _year_of_receipt(decision)
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
    yield from _cited(deadline.cites, decision.policy, look)


def _period(start: int, end: int, timezone: str, year: int, since: int) -> str:
    """Return an open stretch as text, with whether the clock changed during it, or before it and after an instant."""
    before, first, last = (offset(instant, timezone) for instant in (since, start, end))
    changed = "   during a clock change" if first != last else "   after a clock change" if last != before else ""
    return f"{stretch(start, end, timezone, year=year):<24} {hours_and_minutes(end - start):>6}{changed}"
