"""Parts that situations have in common, each once: situations differ less than their number says.

What is read of a few parts over and over is at hand, of thousands it has to be fetched.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, TypeVar

from ..language.bounded import Bounded
from ..model import Span
from .counts import Amounts, Count
from .decision import ApplicableService, IntakeNeed
from .decision_frames import DecisionFrames, PartTexts
from .escalations import EscalationPart
from .template import AlternativePart, DeadlinePart, PresumedPart, Template

V = TypeVar("V")


class SharedParts:
    """The parts of the situations of one edition.

    Records of the policy are told apart by their identity, and values by their types, too: `True`, `1` and `1.0` are
    equal. Whatever a key names by its identity is held by what stands under the key.
    """

    __slots__ = ("_part_texts", "_parts")

    def __init__(self) -> None:
        """Start with none."""
        self._parts = Bounded[Any]()
        self._part_texts = PartTexts()

    def shared(self, template: Template) -> Template:
        """Return a template that has its parts in common with others."""
        return template._replace(
            made_by=self._mapping("made by", template.made_by),
            priority=self._part("priority", template.priority, template.priority),
            counts=self._parts_of("count", template.counts, _count_key),
            amounts=self._parts_of("amounts", template.amounts, _amounts_key),
            further_counts=self._part("further counts", template.further_counts, template.further_counts),
            ways=self._part("ways", template.ways, template.ways),
            deadlines=self._parts_of("deadline", template.deadlines, _deadline_key),
            missing=self._part("missing", template.missing, template.missing),
            presumed=self._parts_of("presumed", template.presumed, _presumed_key),
            confirmed=self._mapping("confirmed", template.confirmed),
            received_within=self._mapping("received within", template.received_within),
            presumed_values=self._mapping("presumed values", template.presumed_values),
            derived_values=self._mapping("derived values", template.derived_values),
            not_owed=self._part("not owed", template.not_owed, template.not_owed),
            notes=self._texts(template.notes),
            readings=None if template.readings is None else self._texts(template.readings),
            reason_readings=self._texts(template.reason_readings),
            measure_readings=self._texts(template.measure_readings),
            frames=DecisionFrames(self._part_texts) if template.can_have_frames else None,
        )

    def made(self, key: Hashable, make: Callable[[], V]) -> V:
        """Return the part under a key, which is made where there is none yet."""
        known: V | None = self._parts.get(key)
        return self._parts.put(key, make()) if known is None else known

    def services(self, listed: Iterable[ApplicableService]) -> tuple[ApplicableService, ...]:
        """Return services that situations have in common."""
        return self._parts_of("service", listed, _service_key)

    def intake(self, listed: Iterable[IntakeNeed]) -> tuple[IntakeNeed, ...]:
        """Return needs that situations have in common."""
        return self._parts_of("intake", listed, _need_key)

    def escalation(self, listed: Iterable[EscalationPart]) -> tuple[EscalationPart, ...]:
        """Return steps of escalation that situations have in common."""
        return self._parts_of("escalation", listed, _escalation_key)

    def _part(self, kind: str, key: Hashable, part: V) -> V:
        known: V | None = self._parts.get((kind, key))
        return self._parts.put((kind, key), part) if known is None else known

    def _parts_of(self, kind: str, parts: Iterable[V], key_of: Callable[[V], Hashable]) -> tuple[V, ...]:
        listed = tuple(parts)
        known: tuple[V, ...] | None = self._parts.get((f"all {kind}", tuple(map(id, listed))))
        if known is not None:
            return known
        shared = tuple([self._part(kind, key_of(part), part) for part in listed])
        return self._part(f"all {kind}", tuple(map(id, shared)), shared)

    def _mapping(self, kind: str, values: Mapping[str, V]) -> Mapping[str, V]:
        return self._part(kind, tuple([(name, _value_key(value)) for name, value in values.items()]), values)

    def _texts(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        return self._part("texts", texts, texts)


def _value_key(value: object) -> Hashable:
    """Return what stands for a value, a span or date among them: equal spans may be written in two ways."""
    return type(value), value, value.text if isinstance(value, Span) else ""


def _count_key(count: Count) -> Hashable:
    return count.promise, id(count.hours), _value_key(count.span), count.cutoff, count.places


def _amounts_key(amounts: Amounts) -> Hashable:
    return id(amounts.hours), amounts.seconds, amounts.indices


def _deadline_key(part: DeadlinePart) -> Hashable:
    spans = tuple([_value_key(span) for span in part.open_spans])
    return tuple(part._replace(measure=None, periods_in=None)), spans, id(part.measure), id(part.periods_in)


def _presumed_key(part: PresumedPart) -> Hashable:
    settled = part.settled
    return (
        settled.fact,
        _value_key(settled.value),
        (settled.unsafe, settled.scope, settled.level, settled.cites),
        (part.is_wholly_settled, part.sooner, part.rank),
        tuple([_alternative_key(alternative) for alternative in part.alternatives]),
    )


def _alternative_key(part: AlternativePart) -> Hashable:
    settled = part.settled
    differing = (settled.scope, settled.level, settled.required, settled.opens, settled.follow_up)
    return _value_key(settled.value), differing, part.differs, part.earliest


def _service_key(service: ApplicableService) -> Hashable:
    return id(service.service), service.certain, service.is_special


def _need_key(need: IntakeNeed) -> Hashable:
    return id(need.item), need.certain, need.given


def _escalation_key(part: EscalationPart) -> Hashable:
    step = part.settled
    settled = (id(step.escalation), step.holds, step.applies, step.came)
    return settled, tuple(map(id, part.after_in)), part.is_certain, part.absent
