"""The ways in which the promises of a situation can fall due, each counted from the receipt of a request."""

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from ..model import DueDate, Hours, Policy, Request, Span, SpanOf, Value, WallTime, by_text, cutoff_text
from ..rules.hit_policy import Gap
from ..rules.outcomes import Owed
from ..rules.places import Place, placed_hours_of
from ..worktime import WorktimeError, amount, day_length, due
from ..worktime.placed_hours import placed_hours

if TYPE_CHECKING:
    from ..worktime import DateCount

Amount = Span | SpanOf | DueDate
"""What is owed: a span, the fact that gives one, or a date."""


class Count(NamedTuple):
    """A way in which a promise can fall due: a span of some hours, which a stated fact may give, or a date in them."""

    promise: str
    repeats: bool
    hours: Hours
    span: Amount
    cutoff: WallTime | None
    seconds: int | None
    day: int | None
    """The seconds of a business day where a fact gives the span, None where the hours do not say."""
    places: tuple[Place, ...] = ()
    """The zones and countries that facts give to the hours, where a stated fact gives one of them."""

    @property
    def is_amount(self) -> bool:
        """Whether it is an amount above zero that no fact gives, in hours that no fact places, from the start on."""
        return bool(self.seconds) and self.cutoff is None and not self.places

    def hours_in(self, facts: Mapping[str, Value]) -> Hours:
        """Return the hours with the zones and holidays that facts give them."""
        return hours_in(facts, self.hours, self.places) if self.places else self.hours

    def due(self, request: Request, facts: Mapping[str, Value]) -> int:
        """Return when it falls due of a request; raise WorktimeError where that cannot be counted."""
        try:
            start = start_of(request, repeats=self.repeats)
            if isinstance(self.span, DueDate):
                from ..worktime import due_date  # noqa: PLC0415 - start-up is felt

                return due_date(self.date_in(facts, self.span), start)
            if self.cutoff is not None:
                from ..worktime import Count as WorktimeCount  # noqa: PLC0415 - start-up is felt
                from ..worktime import deadline  # noqa: PLC0415 - the same

                return deadline(WorktimeCount(self.hours_in(facts), self.amount(facts), self.cutoff), start)
            return due(self.hours_in(facts), start, self.amount(facts))
        except WorktimeError as problem:
            raise self.named(problem, facts) from None

    def date_in(self, facts: Mapping[str, Value], date: DueDate) -> "DateCount":
        """Return its date as worktime counts it, in hours that facts may place."""
        from ..worktime import DateCount  # noqa: PLC0415 - start-up is felt

        return DateCount(self.hours_in(facts), date.number, date.at, date.is_business, self.cutoff)

    def amount(self, facts: Mapping[str, Value]) -> int:
        """Return the seconds of the span, which a fact may give; raise WorktimeError where a day has no length."""
        if self.seconds is not None or isinstance(self.span, DueDate):
            return self.seconds or 0
        span = span_in(facts, self.span)
        return amount(self.hours, span) if self.day is None else span.seconds + span.days * self.day

    def named(self, problem: WorktimeError, facts: Mapping[str, Value]) -> WorktimeError:
        """Return why it cannot be counted, with the promise that it is about."""
        owed = self.span if isinstance(self.span, DueDate) else span_in(facts, self.span)
        return WorktimeError(f"promise `{self.promise}` {amount_text(owed, self.cutoff)}: {problem}")


def start_of(request: Request, *, repeats: bool) -> int:
    """Return the instant at which the clock of a promise starts: the last update where it repeats, else the receipt."""
    return request.last_update if repeats and request.last_update is not None else request.received


def span_in(facts: Mapping[str, Value], span: Span | SpanOf) -> Span:
    """Return a span of a count, which a fact may give."""
    written = span if isinstance(span, Span) else facts[span.fact]
    assert isinstance(written, Span)  # noqa: S101 - for the type checker
    return written


def amount_text(owed: Span | DueDate, cutoff: WallTime | None = None) -> str:
    """Return what is owed as a message names it: within a span, or by a date."""
    if isinstance(owed, Span):
        return f"within `{owed.text}{cutoff_text(cutoff)}`"
    return f"{by_text(owed.text)}{cutoff_text(cutoff)}"


def hours_in(facts: Mapping[str, Value], hours: Hours, places: Iterable[Place]) -> Hours:
    """Return hours with the zones and holidays that facts give them, those that are not known as they are stated."""
    values = ((place.fact, place.value if place.is_known else str(facts[place.fact])) for place in places)
    return placed_hours(hours, tuple(values))


class Amounts(NamedTuple):
    """Amounts of some hours, which are counted at once, and the counts that they are, by index."""

    hours: Hours
    seconds: tuple[int, ...]
    indices: tuple[int, ...]


def amounts_by_hours(counts: Iterable[Count]) -> tuple[Amounts, ...]:
    """Return the counts that are plain amounts, those of the same hours together."""
    listed: dict[int, list[tuple[int, Count]]] = {}
    for index, count in enumerate(counts):
        if count.is_amount:
            listed.setdefault(id(count.hours), []).append((index, count))
    return tuple(
        Amounts(
            hours=entries[0][1].hours,
            seconds=tuple(count.seconds or 0 for _, count in entries),
            indices=tuple(index for index, _ in entries),
        )
        for entries in listed.values()
    )


_Key = tuple[str, str, Amount, WallTime | None, tuple[Place, ...]]


class CountsState(NamedTuple):
    """The ways in which promises can fall due as they were numbered at one time."""

    indices: Mapping[_Key, int]
    plain: Mapping[int, tuple[Owed, int]]
    listed: tuple[Count, ...]


class Counts:
    """The ways in which the promises of a situation can fall due, each once."""

    def __init__(self, policy: Policy, facts: Mapping[str, Value]) -> None:
        """Take what is known of the facts."""
        self._policy = policy
        self._facts = facts
        self._indices: dict[_Key, int] = {}
        self._plain: dict[int, tuple[Owed, int]] = {}
        """Those of what owes a span or date whatever the facts, by identity, each with what it is of."""
        self._ways: dict[tuple[int, ...], int] = {}
        self.listed: list[Count] = []

    def state(self) -> "CountsState":
        """Return the ways so far, of which none may depend on facts."""
        return CountsState(dict(self._indices), dict(self._plain), tuple(self.listed))

    def resume(self, state: "CountsState") -> None:
        """Start with the ways of a situation that owes alike."""
        self._indices, self._plain, self.listed = dict(state.indices), dict(state.plain), list(state.listed)

    def index(
        self, owed: Owed, assumed: tuple[str, Value] | None = None, open_facts: Collection[str] = ()
    ) -> int | None:
        """Return the index of what is owed, None where its span or hours are open.

        `assumed` is a fact with the value that it would have, `open_facts` are taken for unknown.
        """
        known = self._plain.get(id(owed))
        if known is not None:
            return known[1]
        index = self._index(owed, assumed, open_facts)
        if index is not None and not owed.places and not isinstance(owed.span, SpanOf):
            self._plain[id(owed)] = owed, index
        return index

    def _index(self, owed: Owed, assumed: tuple[str, Value] | None, open_facts: Collection[str]) -> int | None:
        span: object = owed.span
        if isinstance(owed.span, SpanOf):
            fact = owed.span.fact
            if assumed and fact == assumed[0]:
                span = assumed[1]
            elif fact in open_facts or not isinstance(self._facts.get(fact), Span):
                return None
        if isinstance(owed.hours, Gap) or not isinstance(span, Span | SpanOf | DueDate):
            return None
        if any(self._is_open(place, open_facts) for place in owed.places):
            return None
        key = (owed.promise, owed.hours, span, owed.cutoff, owed.places)
        if key not in self._indices:
            self._indices[key] = len(self.listed)
            is_placed = all(place.is_known for place in owed.places)
            hours = placed_hours_of(self._policy, owed) if is_placed else self._policy.hours[owed.hours]
            promise = self._policy.promises[owed.promise]
            self.listed.append(
                Count(
                    promise=owed.promise,
                    repeats=promise.repeats,
                    hours=hours,
                    span=span,
                    cutoff=owed.cutoff,
                    seconds=_seconds(hours, span),
                    day=day_length(hours) if isinstance(span, SpanOf) else None,
                    places=() if is_placed else owed.places,
                )
            )
        return self._indices[key]

    def _is_open(self, place: Place, open_facts: Collection[str]) -> bool:
        """Tell whether neither the situation nor a stated fact says which zone or country counts."""
        return not place.is_known and (place.fact in open_facts or not isinstance(self._facts.get(place.fact), str))

    def ways_index(self, indices: tuple[int, ...]) -> int:
        """Return the index of some counts together, the first of which is told apart from others."""
        return self._ways.setdefault(indices, len(self._ways))

    @property
    def ways(self) -> tuple[tuple[int, ...], ...]:
        """The counts of which the first matters, by index."""
        return tuple(self._ways)


def _seconds(hours: Hours, span: Amount) -> int | None:
    """Return the seconds of a span; None where a fact gives it, or the hours do not say how long a day is."""
    try:
        return amount(hours, span) if isinstance(span, Span) else None
    except WorktimeError:
        return None
