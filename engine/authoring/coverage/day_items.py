"""What cases can cover of days: that a listed one counts, and so does the one beside it; that public holidays do."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ...findings import Mark, printable
from ...model import Calendar, Policy, parse_dates
from ...rules.compiled_policy import CompiledPolicy
from ..altered_hours import hours_with_calendar, with_hours
from ..listed_days import Changes, DayList, day_lists, days_open_otherwise
from ..neighbouring_days import End, Step, beside, moved_end
from .day_sides import AlteredPolicy, DaySide, read_otherwise
from .targets import Target


class DayItem(NamedTuple):
    """One side of a day, or of public holidays, at the hours or the calendar that has it."""

    at: str
    words: str
    targets: tuple[Target, ...]
    mark: Mark


_ENDS: tuple[tuple[End, Step, str, str, str], ...] = (
    ("first", 1, "the first day of", "the day before", "at the start of"),
    ("last", -1, "the last day of", "the day after", "at the end of"),
)


def day_items(compiled: CompiledPolicy, day: str) -> Iterator[DayItem]:
    """Yield both sides of the days that hours and calendars list, and one of public holidays."""
    used = _used_hours(compiled)
    for listed in day_lists(compiled.policy):
        for text in listed.chosen:
            for changes, words, name, is_needed in _sides(listed, text):
                yield from _item(compiled, day, used, listed, changes, (words, name), is_needed=is_needed)
    for at, owner, code, altered, mark in _without_holidays(compiled.policy):
        if _is_used(compiled.policy, altered, used):
            read = read_otherwise(compiled.policy, altered, compiled.receipts)
            side = DaySide(compiled.policy, (AlteredPolicy(altered, read=read),), f"over a holiday of {code}", day)
            words = f"no other public holiday of `{printable(code)}` in {printable(owner)} ever counts"
            yield DayItem(at, words, (_target(side),), mark)


def _sides(listed: DayList, text: str) -> Iterator[tuple[list[Changes], str, str, bool]]:
    """Yield the sides of a day or a range: what is another then, what is not covered, and the name of a case.

    It is needed where it is to be listed though no situation can show it.
    """
    called = f"`{printable(text)}` of {printable(listed.owner)}"
    if listed.key == "except":
        yield [{text: ()}], f"`{printable(text)}`, which {printable(listed.owner)} excepts,", f"on {text}", True
    elif not parse_dates(text).is_range:
        yield [{text: ()}], called, f"on {text}", True
        neighbours = [day for step in (-1, 1) if (day := _beside(text, step))]
        yield [{text: (text, day)} for day in neighbours], f"a day beside {called}", f"beside {text}", False
    else:
        for end, step, inner, outer, name in _ENDS:
            shorter, longer = (moved_end(text, end, way) for way in (step, _contrary(step)))
            yield [{text: (shorter,) if shorter else ()}], f"{inner} {called}", f"{name} {text}", True
            yield [{text: (longer,)}] if longer else [], f"{outer} {called}", f"beside {text}", False


def _beside(text: str, step: int) -> str | None:
    return beside(text, -1 if step < 0 else 1)


def _contrary(step: Step) -> Step:
    return 1 if step < 0 else -1


def _item(  # noqa: PLR0913 - what one side of a day is
    compiled: CompiledPolicy,
    day: str,
    used: set[str],
    listed: DayList,
    changes: Sequence[Changes],
    words: tuple[str, str],
    *,
    is_needed: bool,
) -> Iterator[DayItem]:
    policy = compiled.policy
    altered = []
    for changed in changes:
        changed_policy = listed.altered(changed)
        if changed_policy is not None and _is_used(policy, changed_policy, used):
            after = tuple(text for own in listed.days for text in changed.get(own, (own,)))
            read = read_otherwise(policy, changed_policy, compiled.receipts)
            altered.append(AlteredPolicy(changed_policy, listed.days, after, read))
    side = DaySide(policy, tuple(altered), words[1], day)
    if altered and (is_needed or any(_opens_otherwise(side, own) for own in altered)):
        yield DayItem(listed.at, f"{words[0]} never counts", (_target(side),), listed.mark)


def _opens_otherwise(side: DaySide, altered: AlteredPolicy) -> bool:
    days = days_open_otherwise(side.policy, altered.policy, side.occurring(altered))
    return next(days, None) is not None


def _target(side: DaySide) -> Target:
    return Target(receipt=side, proof_group="coverage")


def _used_hours(compiled: CompiledPolicy) -> set[str]:
    """Return the hours in which deadlines count, or that rules read of the receipt."""
    policy = compiled.policy
    used = {hours for promise in policy.promises.values() for hours in promise.named_hours}
    used |= {str(rule.then) for rule in policy.coverage.rules}
    return used | {hours.name for hours in compiled.receipts.values()}


def _is_used(policy: Policy, altered: Policy, used: set[str]) -> bool:
    return any(policy.hours[name] is not altered.hours[name] for name in used)


def _without_holidays(policy: Policy) -> Iterator[tuple[str, str, str, Policy, Mark]]:
    """Yield each calendar that excepts days: what it is at, its name, whose holidays, the policy without them."""
    for name, hours in policy.hours.items():
        for calendar in (own for own in hours.holidays if not own.name):
            altered = tuple(_less_public(own) if own is calendar else own for own in hours.holidays)
            changed = replace(policy, hours=with_hours(policy.hours, name, replace(hours, holidays=altered)))
            if calendar.public and calendar.without:
                yield name, f"hours `{name}`", calendar.public.code, changed, hours.mark
    for name, calendar in policy.calendars.items():
        if calendar.public and calendar.without:
            changed = replace(policy, hours=hours_with_calendar(policy.hours, calendar, _less_public(calendar)))
            yield name, f"calendar `{name}`", calendar.public.code, changed, calendar.mark


def _less_public(calendar: Calendar) -> Calendar:
    return replace(calendar, public=None, without=())
