"""A decision as a triage desk reads it: what to do about the request, and only where asked for, why."""

from collections.abc import Iterable, Iterator
from itertools import chain

from ..findings import Severity, printable
from ..model import SCOPES, Policy, by_text
from ..text import both, either
from .clock import duration, moment, wall_clock
from .decision import Decision, Invalid, OpenRequest
from .entitlements import limits
from .escalation_text import escalation_texts
from .layout import Look, value_text, wrap
from .presumed_text import presumed_lines
from .reasons_text import reason_lines, where_cited
from .rulings import Channel, Deadline, Priority, Ruling
from .standing_text import earlier_text, left_text, standing_text
from .undecided_text import invalid_lines, open_lines

_VERDICTS = {
    "support": ("IN SCOPE", "good"),
    "consulting": ("CONSULTING", "open"),
    "not_covered": ("NOT COVERED", "bad"),
}
_STATE_ROLES = {"met": "good", "late": "bad", "overdue": "bad", "paused": "open", "not_started": "dim", "ended": "dim"}
_OVER = ("met", "late", "ended")
_KINDS = {"guarantee": "a guarantee", "goal": "a goal"}
_SHOWN_IN_PLACE = ("claimed-priority-differs", "required-way-not-used")
"""Findings that stand beside what they are about, so that they are not listed again."""


def as_texts(decisions: Iterable[Decision | Invalid], look: Look) -> str:
    """Return decisions as lines of text, an empty line between them."""
    return "\n".join(as_text(decision, look) for decision in decisions)


def as_text(decision: Decision | Invalid, look: Look) -> str:
    """Return a decision as lines of text."""
    if isinstance(decision, OpenRequest):
        return "\n".join(open_lines(decision, look)) + "\n"
    lines = invalid_lines(decision, look.paint) if isinstance(decision, Invalid) else _Sheet(decision, look).lines()
    return "\n".join(lines) + "\n"


def _interval(deadline: Deadline) -> str:
    """Return in words when a promise that repeats is owed again."""
    if deadline.within is None:
        return "at intervals that are open"
    return by_text(deadline.within) if deadline.is_date else f"every {deadline.within}"


class _Sheet:
    """The text of one decision."""

    def __init__(self, decision: Decision, look: Look) -> None:
        self.decision = decision
        self.policy: Policy = decision.policy
        self.look = look
        counted = (deadline for deadline in decision.deadlines.values() if deadline.timezone)
        self.timezone = decision.timezone(next(counted, None))
        self.year = wall_clock(decision.request.received, self.timezone).year
        """The year of receipt, which the sheet shows; where an instant is in another, that is named."""

    def lines(self) -> Iterator[str]:
        decision, look = self.decision, self.look
        yield from self.head()
        yield ""
        yield from self.verdict()
        for deadline in decision.deadlines.values():
            yield from self.deadline(deadline)
        if not decision.deadlines and decision.scope.outcome in ("support", "consulting"):
            yield from look.row("deadline", "none is promised")
        yield from self.channel(decision.channel)
        presumed = presumed_lines(decision, look, self.timezone, self.year)
        for block in (presumed, self.missing(), chain(self.remarks(), self.background())):
            lines = list(block)
            yield from ["", *lines] if lines else []
        if look.shows_why and decision.scope.outcome:
            yield from ["", look.paint("why", "strong")]
            yield from reason_lines(decision, look, self.year)

    def background(self) -> Iterator[str]:
        """Yield what nobody acts on: when the request came in, as of when this is so, and what follows from facts."""
        decision, look = self.decision, self.look
        yield from look.row("received", ", ".join((moment(decision.request.received, self.timezone), *self.within())))
        if decision.now_instant is not None and look.now != decision.now_instant:
            yield from look.row("as of", moment(decision.now_instant, self.timezone, year=self.year))
        derived = [f"{entry.fact.replace('_', ' ')} {value_text(entry.value)}" for entry in decision.derived]
        yield from look.row("derived", "; ".join(derived)) if derived else ()

    def head(self) -> Iterator[str]:
        d, tier = self.decision, self.policy.tiers[self.decision.tier]
        name = printable(d.request.id or d.request.mark.file or "request")
        parts = [self.policy.title, tier.title, *([d.contract.customer] if d.contract else [])]
        first, *following = wrap(f"{name}   {' · '.join(parts)}", self.look.width)
        yield self.look.paint(name, "strong") + first.removeprefix(name) if first.startswith(name) else first
        yield from following
        if tier.note:
            yield from self.look.row("plan", tier.note, "dim")

    def within(self) -> Iterator[str]:
        """Yield within and outside of which hours the request was received, as far as rules read that."""
        for word, is_open in (("within", True), ("outside", False)):
            names = [name for name, was_open in self.decision.received_within.items() if was_open is is_open]
            if names:
                yield f"{word} {both(name.replace('_', ' ') for name in names)}"

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
        unless = self.unless()
        level = f"{level}{unless}" if scope.outcome == "support" else unless.removeprefix(", ")
        yield from self.look.row(word, level, "strong", label_role=role)
        if priority.agrees is False:
            yield from self.look.row("", f"the customer claimed {priority.claimed}", "open")
        if scope.outcome == "not_covered":
            reason = (
                "its contract is not in force" if not scope.cites else f"by {where_cited(scope.cites, self.policy)}"
            )
            yield from self.look.row("next", f"tell the customer that it is not covered, {reason}")

    def unless(self) -> str:
        """Return what the request could be if a presumption is wrong, nothing where that is no more than it is."""
        d, levels = self.decision, list(self.policy.levels)
        scope = max((p.scope for p in d.presumed if p.scope), key=SCOPES.index, default=None)
        level = min((p.level for p in d.presumed if p.level), key=levels.index, default=None)
        if d.scope.outcome == "support" and level and d.priority.level:
            is_raised = levels.index(level) < levels.index(d.priority.level)
            return f", unless a presumption is wrong: could be {level}" if is_raised else ""
        if scope and d.scope.outcome and SCOPES.index(scope) > SCOPES.index(d.scope.outcome):
            return f", unless a presumption is wrong: could be {scope.replace('_', ' ')}"
        return ""

    def deadline(self, deadline: Deadline) -> Iterator[str]:
        """Yield when a promise falls due, for the customer, the reader and by the clock, and how binding that is."""
        timezone, reader, due = self.decision.timezone(deadline), self.look.reader, deadline.due_instant
        role, reader_role = ("open", "open") if due is None else ("strong", "")
        label = deadline.promise.replace("_", " ")
        role = "open" if deadline.at_risk else _STATE_ROLES.get(deadline.state or "", role)
        yield from self.look.row(label, f"{self._when(deadline, timezone)}{self._ahead(deadline)}", role)
        if reader and reader != timezone and deadline.earliest_instant is not None:
            yield from self.look.row("", f"{self._when(deadline, reader)} for you", reader_role)
        again = f"then {_interval(deadline)}" if deadline.repeats else ""
        counted = "" if deadline.within is None or again else deadline.within
        hours = f"counted in {deadline.hours.replace('_', ' ')}" if deadline.hours else ""
        measured = deadline.measure.text if deadline.measure else ""
        standing = (left_text(deadline), earlier_text(deadline))
        terms = ", ".join(filter(None, (again, counted, hours, _KINDS.get(deadline.kind or ""), measured, *standing)))
        yield from self.look.row("", terms, "dim") if terms else ()

    def _when(self, deadline: Deadline, timezone: str) -> str:
        """Return how a deadline stands, or when it falls due or between which instants, on the wall clock of a zone."""
        standing = standing_text(deadline, lambda instant: moment(instant, timezone, year=self.year))
        if standing:
            return standing
        if deadline.due_instant is not None:
            return moment(deadline.due_instant, timezone, year=self.year)
        owed = "open" if deadline.certain else "open, perhaps nothing is owed"
        if deadline.earliest_instant is None or deadline.latest_instant is None:
            return owed
        ends = (deadline.earliest_instant, deadline.latest_instant)
        first, last = (moment(instant, timezone, year=self.year) for instant in ends)
        return f"{owed}: {first}" if first == last else f"{owed}: between {first} and {last}"

    def _ahead(self, deadline: Deadline) -> str:
        """Return how far ahead a deadline is, counted from now, or where that is not known, from its start."""
        due, now, start = deadline.due_instant, self.look.now, deadline.start_instant
        if due is None or start is None or deadline.state not in (None, "running"):
            return ""
        if now is not None:
            return f"   in {duration(due - now)}" if now <= due else f"   passed {duration(now - due)} ago"
        request = self.decision.request
        since = {request.received: "receipt", request.last_update: "the last update"}.get(start, "its clock started")
        return f"   {duration(due - start)} after {since}"

    def channel(self, channel: Channel) -> Iterator[str]:
        """Yield how the request may come in, and what to say where it came otherwise."""
        arrived = f"arrived by {both(channel.arrivals)}" if channel.arrivals else ""
        if channel.possible is not None:
            ways = [way or "none required" for way in channel.possible]
            yield from self.look.row("channel", f"open: {either(ways)}" if len(ways) > 1 else "open", "open")
            yield from self.look.row("", arrived) if arrived else ()
            return
        if not channel.allowed:
            return
        records = {way: self.policy.ways[way] for way in channel.ways}
        contacts = {way: f"{way} ({record.contact})" if record.contact else way for way, record in records.items()}
        ways = [contacts[way] for way in channel.allowed]
        required = f"{ways[0]} is required" if channel.required else either(ways)
        preferred = f"; {channel.preferred} is preferred" if channel.preferred and len(ways) > 1 else ""
        following = f", and then {both(contacts[way] for way in channel.follow_up)}" if channel.follow_up else ""
        yield from self.look.row("channel", required + preferred + following)
        for way, record in records.items():
            yield from self.look.row("", f"{way}: {record.note}", "dim") if record.note else ()
        if arrived and channel.met:
            yield from self.look.row("", f"{arrived}, good", "good")
        elif arrived:
            yield from self.look.row("", f"{arrived}, {_missed(channel)}{self.clock()}", "bad")

    def clock(self) -> str:
        """Return whether a clock runs, though the request did not come in as it must."""
        clocks = [deadline for deadline in self.decision.deadlines.values() if deadline.state not in _OVER]
        if any(not deadline.is_not_started for deadline in clocks):
            return "; the clock runs all the same"
        return "; the clock has not started" if clocks else ""

    def missing(self) -> Iterator[str]:
        for n, missing in enumerate(self.decision.missing):
            if n == 0:
                yield self.look.paint("ask", "strong")
            yield from self.look.row(missing.fact, missing.ask)
            if missing.choices:
                yield from self.look.row("", either(missing.choices))
            decides = ", ".join(name.replace("_", " ") for name in missing.decides)
            yield from self.look.row("", f"decides {decides}", "dim")

    def remarks(self) -> Iterator[str]:
        """Yield what the request lacks, what its customer has a claim to, and what else the desk should know."""
        d = self.decision
        needs = [n.item for n in d.intake if n.certain and not n.given and not n.item.optional]
        services = [entry.service for entry in d.services if entry.certain and entry.is_special]
        entries = [("still needed", "; ".join(_qualified(item.needs, item.note) for item in needs), "")]
        entries += [("service", _qualified(s.title, *limits(s), s.note), "") for s in services]
        entries += [("note", note, "") for note in d.notes]
        findings = [finding for finding in d.findings if finding.check not in _SHOWN_IN_PLACE]
        entries += [(f.severity.name, f.message, "bad" if f.severity is Severity.error else "open") for f in findings]
        entries += [("escalate to", text, "") for text in escalation_texts(d.escalation, self.policy)]
        for label, text, role in entries:
            yield from self.look.row(label, text, role) if text else ()


def _missed(channel: Channel) -> str:
    """Return what to ask for where a request did not come as it must, or may."""
    if not any(way in channel.allowed for way in channel.arrivals):
        missed = "not as required" if channel.required else "which is not a way for this request"
        following = f", and then {both(channel.follow_up)}" if channel.follow_up else ""
        return f"{missed}: ask for {either(channel.allowed)}{following}"
    return f"not followed up: ask for {both(way for way in channel.follow_up if way not in channel.arrivals)}"


def _possible(ruling: Ruling | Priority) -> str:
    words = [(outcome or "undecided").replace("_", " ") for outcome in ruling.possible]
    return "no rule decides" if ruling.possible == (None,) else either(words)


def _qualified(text: str, *qualifications: str) -> str:
    """Return a text with what limits it in parentheses."""
    qualified = "; ".join(filter(None, qualifications))
    return f"{text} ({qualified})" if qualified else text
