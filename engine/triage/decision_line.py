"""A decision as JSON on one line, written from the template of its situation; no record of it is made."""

from collections.abc import Mapping
from functools import lru_cache

from ..findings import Findings
from ..language.bounded import MOST
from ..model import Request, Value
from .clock import in_utc, wall_clock_text
from .decision import Presumed
from .decision_frames import DecisionFrames, PartTexts
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
from .json_formats import (
    alternative_format,
    deadline_format,
    finding_text,
    instant_text,
    line_of,
    listed,
    prepare,
    presumed_format,
    quoted,
)
from .template import AlternativePart, DeadlinePart, Instants, PresumedPart, Template


def decision_line(
    template: Template, frames: DecisionFrames, request: Request, stated: Mapping[str, Value], findings: Findings
) -> str:
    """Return the decision that `fill` returns as JSON; raise WorktimeError where a deadline cannot be counted."""
    if not frames.texts:
        prepare(frames, fill(template, request, stated, Findings()))
    texts = frames.parts
    facts = {**stated, **template.presumed_values, **template.derived_values}
    add_bound(template, request, findings)
    instants = instants_of(template, request, facts)
    deadlines: list[str] = []
    estimated: dict[str, Mapping[str, str]] = {}
    for part in template.deadlines:
        due = deadline_instants(part, template, request, facts, instants)
        deadlines.append(_deadline(texts, part, facts, due))
        if due.estimated:
            estimated[part.promise] = due.estimated
    presumed = _presumed(template, texts, instants) if template.presumed else []
    notes = filled_notes(template, request, facts, estimated)
    add_warnings(template, request, facts, findings)
    confirmed = template.confirmed
    return frames.filled(
        (
            "null" if request.id is None else quoted(request.id),
            instant_text(request.received),
            f"[{','.join(deadlines)}]",
            f"[{','.join([text for _, text in presumed])}]",
            _list_of_texts(tuple([part.fact for part, _ in presumed if part.fact not in confirmed])),
            _list_of_texts(
                filled_readings(template, [part for part, _ in presumed])
                if template.readings is None
                else template.readings
            ),
            _list_of_texts(notes) if notes is template.notes else listed(map(quoted, notes)),
            listed(map(finding_text, findings)) if findings else "[]",
        )
    )


@lru_cache(MOST)
def _list_of_texts(texts: tuple[str, ...]) -> str:
    """Return a list of names or of other texts of policies, of which they have few."""
    return listed(map(quoted, texts))


def _deadline(texts: PartTexts, part: DeadlinePart, facts: Mapping[str, Value], instants: DeadlineInstants) -> str:
    due = instants.due
    if instants.estimated:
        return line_of(deadline_record(filled_deadline(part, facts, instants)))
    text = texts.get(part, due is None)
    if text is None:
        text = texts.put(part, due is None, deadline_format(filled_deadline(part, facts, instants)))
    within = part.within_by(facts)
    within_text = "null" if within is None else quoted(within)
    if due is None:
        return text % (
            "null",
            "null",
            within_text,
            "[]",
            instant_text(instants.earliest),
            instant_text(instants.latest),
        )
    periods = [f'["{in_utc(opens)}","{in_utc(closes)}"]' for opens, closes in instants.periods]
    local = "null" if part.timezone is None else f'"{wall_clock_text(due, part.timezone)}"'
    return text % (f'"{in_utc(due)}"', local, within_text, f"[{','.join(periods)}]")


def _presumed(template: Template, texts: PartTexts, instants: Instants) -> list[tuple[Presumed, str]]:
    """Return what is presumed, as far as it is so at any receipt, with its text; the unsafe ones first."""
    earliest = earliest_instants(template, instants)
    unsafe: list[tuple[Presumed, str]] = []
    safe: list[tuple[Presumed, str]] = []
    for part in template.presumed:
        settled = part.settled
        if part.is_wholly_settled:
            text = texts.get(part, None) or texts.put(part, None, line_of(presumed_record(settled)))
            (unsafe if settled.unsafe else safe).append((settled, text))
            continue
        is_unsafe = settled.unsafe or is_sooner(part, instants)
        text = _presumed_text(texts, part, earliest, is_unsafe=is_unsafe)
        (unsafe if is_unsafe else safe).append((settled, text))
    return unsafe + safe


def _presumed_text(texts: PartTexts, part: PresumedPart, earliest: Instants, *, is_unsafe: bool) -> str:
    text = texts.get(part, is_unsafe)
    if text is None:
        text = texts.put(part, is_unsafe, presumed_format(part.settled, is_unsafe=is_unsafe))
    alternatives = [_alternative(texts, way, earliest) for way in part.alternatives]
    return text % f"[{','.join(filter(None, alternatives))}]"


def _alternative(texts: PartTexts, part: AlternativePart, earliest: Instants) -> str | None:
    """Return the text of another value of a fact; None where nothing would differ with it."""
    changed = changed_instants(part, earliest)
    if not changed and not part.differs:
        return None
    promises = tuple(changed)
    text = texts.get(part, promises)
    if text is None:
        text = texts.put(part, promises, alternative_format(with_instants(part.settled, changed)))
    return text % tuple(map(instant_text, changed.values()))
