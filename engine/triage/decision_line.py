"""A decision as JSON on one line, written from the template of its situation; no record of it is made."""

from collections.abc import Mapping

from ..findings import Findings
from ..model import Request, Value
from .clock import wall_clock_text
from .decision import Presumed
from .decision_frames import (
    DecisionFrames,
    alternative_format,
    deadline_format,
    finding_text,
    instant_text,
    line_of,
    listed,
    presumed_format,
    quoted,
)
from .decision_json import deadline_record, presumed_record
from .fill_presumed import changed_instants, earliest_instants, is_sooner, with_instants
from .fill_template import (
    DeadlineInstants,
    add_bound,
    add_warnings,
    deadline_instants,
    fill,
    filled_deadline,
    filled_notes,
    filled_readings,
    instants_of,
)
from .template import AlternativePart, DeadlinePart, Instants, PresumedPart, Template


def decision_line(template: Template, request: Request, stated: Mapping[str, Value], findings: Findings) -> str:
    """Return the decision that `fill` returns as JSON; raise WorktimeError where a deadline cannot be counted."""
    frames = template.frames
    if not frames.is_ready:
        frames.prepare(fill(template, request, stated, Findings()))
    facts = {**stated, **template.presumed_values, **template.derived_values}
    add_bound(template, request, findings)
    instants = instants_of(template, request, facts)
    deadlines: list[str] = []
    estimated: dict[str, Mapping[str, str]] = {}
    for part in template.deadlines:
        due = deadline_instants(part, template, request, facts, instants)
        deadlines.append(_deadline(frames, part, facts, due))
        if due.estimated:
            estimated[part.promise] = due.estimated
    presumed = _presumed(template, instants) if template.presumed else ()
    notes = filled_notes(template, request, facts, estimated)
    add_warnings(template, request, facts, findings)
    return frames.filled(
        (
            "null" if request.id is None else quoted(request.id),
            instant_text(request.received),
            listed(deadlines),
            listed([text for _, text in presumed]),
            frames.list_of_texts(tuple([part.fact for part, _ in presumed if part.fact not in template.confirmed])),
            frames.list_of_texts(filled_readings(template, [part for part, _ in presumed])),
            frames.list_of_texts(notes) if notes is template.notes else listed(map(quoted, notes)),
            listed(map(finding_text, findings)) if findings else "[]",
        )
    )


def _deadline(
    frames: DecisionFrames, part: DeadlinePart, facts: Mapping[str, Value], instants: DeadlineInstants
) -> str:
    due = instants.due
    if instants.estimated:
        return line_of(deadline_record(filled_deadline(part, facts, instants)))
    key = (part.promise, due is None)
    text = frames.deadlines.get(key)
    if text is None:
        text = frames.deadlines[key] = deadline_format(filled_deadline(part, facts, instants))
    within = part.within_by(facts)
    values: tuple[str, ...] = (
        instant_text(due),
        "null" if due is None or part.timezone is None else f'"{wall_clock_text(due, part.timezone)}"',
        "null" if within is None else quoted(within),
        listed([f"[{instant_text(opens)},{instant_text(closes)}]" for opens, closes in instants.periods]),
    )
    if due is None:
        values += (instant_text(instants.earliest), instant_text(instants.latest))
    return text % values


def _presumed(template: Template, instants: Instants) -> list[tuple[Presumed, str]]:
    """Return what is presumed, as far as it is so at any receipt, with its text; the unsafe ones first."""
    earliest = earliest_instants(template, instants)
    unsafe: list[tuple[Presumed, str]] = []
    safe: list[tuple[Presumed, str]] = []
    for part in template.presumed:
        is_unsafe = part.settled.unsafe or (not part.is_wholly_settled and is_sooner(part, instants))
        text = _presumed_text(template.frames, part, earliest, is_unsafe=is_unsafe)
        (unsafe if is_unsafe else safe).append((part.settled, text))
    return unsafe + safe


def _presumed_text(frames: DecisionFrames, part: PresumedPart, earliest: Instants, *, is_unsafe: bool) -> str:
    settled = part.settled
    key = (settled.fact, is_unsafe)
    text = frames.presumed.get(key)
    if part.is_wholly_settled:
        if text is None:
            text = frames.presumed[key] = line_of(presumed_record(settled))
        return text
    if text is None:
        text = frames.presumed[key] = presumed_format(settled, is_unsafe=is_unsafe)
    alternatives = [_alternative(frames, settled.fact, way, earliest) for way in part.alternatives]
    return text % listed(filter(None, alternatives))


def _alternative(frames: DecisionFrames, fact: str, part: AlternativePart, earliest: Instants) -> str | None:
    """Return the text of another value of a fact; None where nothing would differ with it."""
    changed = changed_instants(part, earliest)
    if not changed and not part.differs:
        return None
    key = (fact, part.settled.value, tuple(changed))
    text = frames.alternatives.get(key)
    if text is None:
        text = frames.alternatives[key] = alternative_format(with_instants(part.settled, changed))
    return text % tuple(map(instant_text, changed.values()))
