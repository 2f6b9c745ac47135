"""What two policies declare otherwise: hours, and facts with what is presumed of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...language.openings import DAYS, written_openings
from ...language.yaml_writer import written_condition, written_span, written_value
from ...model import ALWAYS, Span
from ...worktime import day_length
from ..show.show_wording import spaced, worded_calendar
from .changes import Change
from .record_changes import one_sided

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...model import Fact, Hours, Policy


def hours_and_facts(old: Policy, new: Policy) -> Iterator[Change]:
    """Yield what was added, removed and changed among hours and facts."""
    yield from _hours(old, new)
    yield from _facts(old, new)


def _hours(old: Policy, new: Policy) -> Iterator[Change]:
    before, after = ({name: _worded_hours(hours) for name, hours in policy.hours.items()} for policy in (old, new))
    yield from one_sided("hours", (_joined(before), _joined(after)))
    for name in (name for name in before if name in after):
        if before[name] != after[name]:
            one, other = before[name], after[name]
            yield Change("changed", "hours", name, _beyond(one, other), _beyond(other, one))


def _joined(hours: dict[str, list[str]]) -> dict[str, str]:
    return {name: "; ".join(words) for name, words in hours.items()}


def _beyond(words: Sequence[str], others: Sequence[str]) -> str | None:
    return "; ".join(word for word in words if word not in others) or None


def _worded_hours(hours: Hours) -> list[str]:
    """Return what hours are, in parts that can differ."""
    length = day_length(hours)
    return [
        f"times of {hours.timezone}",
        *_week(hours),
        f"closed on the holidays of {worded_calendar(hours.holidays)}" if hours.holidays else "open on holidays",
        *(f"{day} {written_openings(openings)}" for day, openings in sorted(hours.dates.items())),
        *([f"a business day of {written_span(Span(length))}"] if length else []),
    ]


def _week(hours: Hours) -> Iterator[str]:
    """Yield the days of a week, those that are alike and side by side as one."""
    first = 0
    for day in range(1, len(DAYS) + 1):
        if day == len(DAYS) or hours.week[day] != hours.week[first]:
            name = DAYS[first] if day == first + 1 else f"{DAYS[first]}-{DAYS[day - 1]}"
            yield f"{name} {written_openings(hours.week[first])}"
            first = day


def _facts(old: Policy, new: Policy) -> Iterator[Change]:
    asks, asked = ({name: fact.ask for name, fact in policy.facts.items()} for policy in (old, new))
    yield from one_sided("fact", (asks, asked))
    for name in (name for name in old.facts if name in new.facts):
        one, other = old.facts[name], new.facts[name]
        yield from _choices(one, other)
        for before, after in zip(_worded_fact(one), _worded_fact(other), strict=True):
            if before != after:
                yield Change("changed", "fact", name, before, after)
        if one.type == other.type and one.presume != other.presume:
            yield Change("presumed", "fact", name, _presumed(one), _presumed(other))


def _choices(one: Fact, other: Fact) -> Iterator[Change]:
    """Yield the choices that a fact has in one policy alone, and their order where it is another."""
    if one.type != other.type or one.type != "choice":
        return
    gone, come = ([c for c in some.choices if c not in others.choices] for some, others in ((one, other), (other, one)))
    if gone:
        yield Change("changed", "fact", one.name, _listed(gone), None)
    if come:
        yield Change("changed", "fact", one.name, None, _listed(come))
    before, after = ([c for c in some.choices if c not in (*gone, *come)] for some in (one, other))
    if before != after:
        yield Change("changed", "fact", one.name, _listed(before), _listed(after))


def _listed(choices: Sequence[str]) -> str:
    return ", ".join(spaced(choice) for choice in choices)


def _worded_fact(fact: Fact) -> tuple[str, str, str]:
    """Return what kind of value a fact has, where it comes from, and whether it can be none."""
    bounds = [
        f"{word} {written_value(bound)}"
        for word, bound in (("at least", fact.minimum), ("at most", fact.maximum))
        if bound is not None
    ]
    return (
        " ".join([fact.type, *bounds]),
        "the contract's where there is one" if fact.from_contract else "the request's",
        "perhaps none" if fact.optional else "always something",
    )


def _presumed(fact: Fact) -> str:
    cases = [
        written_value(p.value) + ("" if p.when == ALWAYS else f" if {written_condition(p.when)}") for p in fact.presume
    ]
    return ", else ".join(cases) or "nothing"
