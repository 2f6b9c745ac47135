"""What two policies declare otherwise: hours, and facts with what is presumed of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...language.openings import DAYS, written_openings
from ...language.yaml_writer import written_condition, written_span, written_value
from ...model import ALWAYS, Span
from ...worktime import day_length
from ..show.show_wording import spaced, worded_calendar
from .changes import Change
from .record_changes import added_and_removed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...model import Fact, Hours, Policy


def hours_and_fact_changes(old: Policy, new: Policy) -> Iterator[Change]:
    """Yield what was added, removed and changed among hours and facts."""
    yield from _hours_changes(old, new)
    yield from _fact_changes(old, new)


def _hours_changes(old: Policy, new: Policy) -> Iterator[Change]:
    before, after = ({name: _hours_words(hours) for name, hours in policy.hours.items()} for policy in (old, new))
    yield from added_and_removed("hours", (_joined(before), _joined(after)))
    for name in (name for name in before if name in after):
        if before[name] != after[name]:
            old_words, new_words = before[name], after[name]
            yield Change(
                "changed", "hours", name, _missing_words(old_words, new_words), _missing_words(new_words, old_words)
            )


def _joined(hours: dict[str, list[str]]) -> dict[str, str]:
    return {name: "; ".join(words) for name, words in hours.items()}


def _missing_words(words: Sequence[str], known: Sequence[str]) -> str | None:
    return "; ".join(word for word in words if word not in known) or None


def _hours_words(hours: Hours) -> list[str]:
    """Return what hours are, in parts that can differ."""
    length = day_length(hours)
    return [
        f"time zone {hours.timezone}",
        *_week_words(hours),
        f"closed on the holidays of {worded_calendar(hours.holidays)}" if hours.holidays else "open on holidays",
        *(f"{day} {written_openings(openings)}" for day, openings in sorted(hours.dates.items())),
        *([f"a business day of {written_span(Span(length))}"] if length else []),
    ]


def _week_words(hours: Hours) -> Iterator[str]:
    """Yield the days of a week, those that are alike and side by side as one."""
    first = 0
    for day in range(1, len(DAYS) + 1):
        if day == len(DAYS) or hours.week[day] != hours.week[first]:
            name = DAYS[first] if day == first + 1 else f"{DAYS[first]}-{DAYS[day - 1]}"
            yield f"{name} {written_openings(hours.week[first])}"
            first = day


def _fact_changes(old: Policy, new: Policy) -> Iterator[Change]:
    old_asks, new_asks = ({name: fact.ask for name, fact in policy.facts.items()} for policy in (old, new))
    yield from added_and_removed("fact", (old_asks, new_asks))
    for name in (name for name in old.facts if name in new.facts):
        old_fact, new_fact = old.facts[name], new.facts[name]
        yield from _choice_changes(old_fact, new_fact)
        for before, after in zip(_fact_words(old_fact), _fact_words(new_fact), strict=True):
            if before != after:
                yield Change("changed", "fact", name, before, after)
        if old_fact.type == new_fact.type and old_fact.presume != new_fact.presume:
            yield Change("presumed", "fact", name, _presumption_words(old_fact), _presumption_words(new_fact))


def _choice_changes(old: Fact, new: Fact) -> Iterator[Change]:
    """Yield the choices that a fact has in one policy alone, and their order where it is another."""
    if old.type != new.type or old.type != "choice":
        return
    removed, added = (
        [c for c in own.choices if c not in opposite.choices] for own, opposite in ((old, new), (new, old))
    )
    if removed:
        yield Change("changed", "fact", old.name, _choice_list(removed), None)
    if added:
        yield Change("changed", "fact", old.name, None, _choice_list(added))
    before, after = ([c for c in own.choices if c not in (*removed, *added)] for own in (old, new))
    if before != after:
        yield Change("changed", "fact", old.name, _choice_list(before), _choice_list(after))


def _choice_list(choices: Sequence[str]) -> str:
    return ", ".join(spaced(choice) for choice in choices)


def _fact_words(fact: Fact) -> tuple[str, str, str]:
    """Return what kind of value a fact has, where it comes from, and whether it can be none."""
    bounds = [
        f"{word} {written_value(bound)}"
        for word, bound in (("at least", fact.minimum), ("at most", fact.maximum))
        if bound is not None
    ]
    return (
        " ".join([fact.type, *bounds]),
        "from the contract where there is one" if fact.from_contract else "from the request",
        "can have no value" if fact.optional else "always has a value",
    )


def _presumption_words(fact: Fact) -> str:
    cases = [
        written_value(p.value) + ("" if p.when == ALWAYS else f" if {written_condition(p.when)}") for p in fact.presume
    ]
    return ", else ".join(cases) or "nothing"
