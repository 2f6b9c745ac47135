"""What all situations of a class decide alike, and in which ways its promises can fall due."""

from dataclasses import dataclass

from ..findings import Findings
from ..model import RECEIVED, Request, Value
from ..rules.compiled_policy import CompiledPolicy
from ..triage.counts import Count
from ..triage.fill_template import add_warnings
from ..triage.template import Template


@dataclass(frozen=True, slots=True)
class DueWays:
    """In which ways a promise can fall due, by the index of the way: a deadline is the first and last of them.

    It is not `certain` where it may not be owed, nor `is_bounded` where one of its ways has no instant. Where it is
    bounded, it is due earliest at the least of its ways' instants and latest at the greatest; where it is certain, too,
    and both are the same, it is due then. `starts_at_receipt` is false where an event starts its clock.
    """

    promise: str
    ways: tuple[int, ...]
    certain: bool
    is_bounded: bool
    starts_at_receipt: bool


@dataclass(frozen=True, slots=True)
class ClassColumns:
    """What the situations of a class decide alike: the cells of their rows, but for instants.

    Facts are in the order of the policy. `rules` are those of promises and derived facts; those of scope, priority and
    channel, which come before them in a row, are the rule set of the situation. `findings` are ids, in order. A
    presumed fact is unsafe where it is one of `unsafe`, or the second way of one of its pairs in `sooner` (the fact and
    the indices of two ways) is due before the first.
    """

    status: str
    scope: str | None
    level: str | None
    required: str | None
    allowed: tuple[str, ...]
    follow_up: tuple[str, ...]
    rules: tuple[str, ...]
    missing: tuple[str, ...]
    presumed: tuple[str, ...]
    unsafe: tuple[str, ...]
    sooner: tuple[tuple[str, int, int], ...]
    due: tuple[DueWays, ...]
    not_owed: tuple[str, ...]
    """The promises that owe nothing, once that is known."""
    findings: tuple[str, ...]
    """Those of the situation: not those of the contract, nor `required-way-not-used`."""
    counted: tuple[tuple[str, Value], ...]
    """The presumed and derived values in which something owed is counted, by fact."""

    def lacks_way(self, arrived_by: tuple[str, ...]) -> bool:
        """Tell whether a request that came in these ways has the finding `required-way-not-used`; none never has."""
        lacking = (self.required is not None and self.required not in arrived_by) or any(
            way not in arrived_by for way in self.follow_up
        )
        return bool(arrived_by) and lacking


class CountedWays:
    """The ways in which the promises of a policy can fall due, each with one index, whatever the class."""

    def __init__(self) -> None:
        """Start with none."""
        self._indices: dict[object, int] = {}
        self.listed: list[Count] = []
        """The ways by index."""

    def index(self, count: Count) -> int:
        """Return the index of a way, which all that count alike share."""
        # Hours are listed with their way, so that no later ones have their identity.
        key = (id(count.hours), count.span, count.cutoff, count.places)
        if key not in self._indices:
            self._indices[key] = len(self.listed)
            self.listed.append(count)
        return self._indices[key]


def class_columns(
    compiled: CompiledPolicy, template: Template, request: Request, facts: dict[str, Value], ways: CountedWays
) -> ClassColumns:
    """Return what the template of one situation of a class says of all of them.

    `request` states the situation, `facts` are its values, presumed and derived ones among them.
    """
    indices = [ways.index(count) for count in template.counts]
    values = {**template.presumed_values, **template.derived_values}
    findings = Findings()
    add_warnings(template, request, facts, findings)
    return ClassColumns(
        status=template.status,
        scope=template.scope.outcome,
        level=template.priority.level,
        required=template.channel.required,
        allowed=template.channel.allowed,
        follow_up=template.channel.follow_up,
        rules=_rules(template),
        missing=_in_order(compiled, {entry.fact for entry in template.missing}),
        presumed=_in_order(compiled, {part.settled.fact for part in template.presumed}),
        unsafe=_in_order(compiled, {part.settled.fact for part in template.presumed if part.settled.unsafe}),
        sooner=_sooner(template, indices),
        due=_due(template, indices),
        not_owed=tuple(promise.promise for promise in template.not_owed),
        findings=tuple(sorted({finding.check for finding in findings})),
        counted=tuple((fact, values[fact]) for fact in sorted(compiled.counted & values.keys())),
    )


def _rules(template: Template) -> tuple[str, ...]:
    rules = [rule for part in template.deadlines for rule in part.why.rules]
    rules += [part.rule for part in template.deadlines if part.rule]
    rules += [promise.rule for promise in template.not_owed if promise.rule]
    rules += [entry.rule for entry in template.derived]
    return tuple(dict.fromkeys(rules))


def _sooner(template: Template, indices: list[int]) -> tuple[tuple[str, int, int], ...]:
    pairs = {
        (part.settled.fact, indices[before], indices[after])
        for part in template.presumed
        if not part.settled.unsafe
        for before, after in part.sooner
    }
    return tuple(sorted(pairs))


def _due(template: Template, indices: list[int]) -> tuple[DueWays, ...]:
    promises = template.policy.promises
    return tuple(
        DueWays(
            promise=part.promise,
            ways=tuple(sorted({indices[n] for n in part.counts})),
            certain=part.certain,
            is_bounded=part.is_bounded,
            starts_at_receipt=promises[part.promise].clock.starts_at == RECEIVED,
        )
        for part in template.deadlines
    )


def _in_order(compiled: CompiledPolicy, facts: set[str]) -> tuple[str, ...]:
    """Return facts in the order of the policy, built-in ones last."""
    return tuple(fact for fact in dict.fromkeys((*compiled.policy.facts, *compiled.facts)) if fact in facts)
