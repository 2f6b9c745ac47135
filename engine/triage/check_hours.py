"""Checks that time can be counted in a policy's hours."""

import re
from dataclasses import replace
from itertools import groupby, product

from ..findings import Findings, Mark
from ..language.time_notation import written_openings
from ..language.zone_suggestions import UNCHANGING, zone_help
from ..model import WEEKDAYS, Cell, Hours, Policy, Span, SpanOf
from ..rules.bounds import possible_hours
from ..rules.evaluator import Evaluator
from ..text import both
from ..worktime import (
    WorktimeError,
    collisions,
    day_length,
    never_open,
    zone,
    zone_names,
)

_WHOLE_HOURS = re.compile(r"[0-9]+ hours")


def check_zones(policy: Policy, findings: Findings) -> None:
    """Add a finding for each zone that is not known."""
    unions = [hours for hours in policy.hours.values() if hours.is_union and "timezone" not in hours.marks]
    records: list[Policy | Hours] = [policy, *(hours for hours in policy.hours.values() if hours not in unions)]
    for record in records:
        is_given = isinstance(record, Hours) and record.zone_of is not None
        if record.timezone and not is_given:  # otherwise the schema has said so
            check_zone(record.timezone, record.key_mark("timezone"), findings)


def check_hours(policy: Policy, findings: Findings) -> None:
    """Add a finding for hours that never open, and for those whose openings overlap."""
    for hours in policy.hours.values():
        if never_open(hours) and not hours.is_union:  # whose parts are looked at themselves
            findings.error("never-open", f"hours `{hours.name}` never open", hours.key_mark("week"))
        overlaps = collisions(hours)
        if overlaps:
            earlier = f"{overlaps[0].earlier_day} {written_openings([overlaps[0].earlier])}"
            later = f"{overlaps[0].later_day} {written_openings([overlaps[0].later])}"
            more = f", and {len(overlaps) - 1} more" if len(overlaps) > 1 else ""
            findings.error(
                "overlapping-openings",
                f"hours `{hours.name}` have openings that overlap: {earlier} and {later}{more}",
                hours.key_mark("week"),
                "end one before the next starts, or write both as one",
            )


def check_zone(name: str, mark: Mark, findings: Findings) -> None:
    """Add a finding where a time zone is not known, or is an abbreviation that does not mean what people mean by it."""
    if name in UNCHANGING:
        message = f"time zone `{name}` is an abbreviation in which no clock ever changes"
        findings.error("unknown-timezone", message, mark, zone_help(name))
        return
    try:
        zone(name)
    except WorktimeError as problem:
        findings.error("unknown-timezone", str(problem), mark, zone_help(name, zone_names()))


def check_day_lengths(evaluator: Evaluator, findings: Findings) -> None:
    """Add a finding for hours that need a day's length, because a span in days may count in them, and lack it."""
    policy = evaluator.compiled.policy
    counted: dict[str, str] = {}
    for promise in policy.promises.values():
        levels = [*policy.levels] if promise.scope == "support" else [None]
        entries = [*promise.within.items()]
        entries += [(key, rule.then) for rule in promise.rules for key in product(policy.tiers, levels)]
        for (tier, level), cell in entries:
            for span in _day_spans(policy, cell):
                own = cell.hours if cell and cell.hours else promise.hours
                chosen = [policy.hours[own]] if own else possible_hours_at(evaluator, tier, level)
                for hours in chosen:
                    counted.setdefault(hours.name, f"promise `{promise.name}` counts `{span.text}` in them")
    for step in policy.escalation:
        if step.after and step.after.days:
            chosen_hours = [step.hours] if step.hours else [str(rule.then) for rule in policy.coverage.rules]
            for name in chosen_hours:
                counted.setdefault(name, f"escalation to `{step.to}` counts `{step.after.text}` in them")
    for name, why in counted.items():
        hours = policy.hours[name]
        if day_length(hours) is None and not never_open(hours):
            findings.error(
                "day-length", f"hours `{name}` need `day`, because {why}", hours.mark, _day_length_help(hours)
            )


def _day_length_help(hours: Hours) -> str:
    """Return how long hours are open on which weekdays, with the length that most have as what could be written."""
    if hours.is_union:
        return "write how long a business day is meant to be, as in `day: 8 hours`"
    days: dict[int, list[int]] = {}
    for day, openings in enumerate(hours.week):
        length = day_length(replace(hours, day=None, week=(openings, *((),) * 6)))
        if length is not None:
            days.setdefault(length, []).append(day)
    from ..language.yaml_writer import written_span  # noqa: PLC0415 - start-up is felt

    lengths = [written_span(Span(length)) for length in days]
    is_whole = all(_WHOLE_HOURS.fullmatch(length) for length in lengths)
    counts = [length.removesuffix(" hours") if n and is_whole else length for n, length in enumerate(lengths)]
    amounts = [f"{count} on {_weekday_runs(listed)}" for count, listed in zip(counts, days.values(), strict=True)]
    usual = written_span(Span(max(days, key=lambda length: (len(days[length]), length))))
    return f"open {both(amounts)}: write `day: {usual}`, or how long it is meant to be"


def _weekday_runs(days: list[int]) -> str:
    """Return weekdays as `mon-thu, sat`."""
    # Days in a row are equally far from their index.
    runs = [[day for _, day in run] for _, run in groupby(enumerate(days), lambda entry: entry[1] - entry[0])]
    return ", ".join("-".join(dict.fromkeys((WEEKDAYS[run[0]], WEEKDAYS[run[-1]]))) for run in runs)


def _day_spans(policy: Policy, cell: Cell) -> list[Span]:
    """Return the spans in days that a cell can be, as far as the policy says."""
    span = cell.within if cell else None
    spans: list[object] = [span]
    if isinstance(span, SpanOf):
        fact = policy.facts[span.fact]
        spans = [span.otherwise, *(p.value for p in fact.presume), *(entry.value for entry in fact.derive)]
    return [span for span in spans if isinstance(span, Span) and span.days]


def possible_hours_at(evaluator: Evaluator, tier: str, level: str | None) -> list[Hours]:
    """Return the hours that coverage may choose for a tier and level."""
    compiled = evaluator.compiled
    values = {"tier": tier, "scope": "support" if level else "consulting", "priority": level}
    codes = {name: compiled.codes[name].code(value) for name, value in values.items()}
    verdict = evaluator.engine.verdict(compiled.groups["coverage"], codes)
    chosen = possible_hours(compiled.policy.coverage.rules, verdict)
    return [compiled.policy.hours[name] for name in chosen if isinstance(name, str)]
