"""What all situations of a class decide alike, and in which ways its promises can fall due."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...model import RECEIVED, Span, Value
from ...rules.codes import Codes
from ...rules.compiled_policy import CompiledPolicy
from ...rules.completions import Possible
from ...rules.hit_policy import Ways
from ...rules.outcomes import Outcome, without_idle_hours
from ...triage.counts import Count, Counts
from ...triage.deadline_parts import deadline_parts, not_owed
from ...triage.known_facts import NAMED_CONTACT
from ...triage.ruling_parts import only
from ...triage.rulings import Reasons
from ...triage.template_builder import status_by


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
class OutcomeColumns:
    """What classes with the same outcomes share; `rules` are those of promises and of the hours that they count in."""

    scope: str | None
    level: str | None
    required: str | None
    allowed: tuple[str, ...]
    follow_up: tuple[str, ...]
    rules: tuple[str, ...]
    due: tuple[DueWays, ...]
    not_owed: tuple[str, ...]
    """The promises that owe nothing, once that is known."""


@dataclass(frozen=True, slots=True)
class ClassColumns:
    """What the situations of a class decide alike: the cells of their rows, but for instants.

    Facts are in the order of the policy. `derivations` are the rules of derived facts, which stand in a row after those
    of the outcome; those of scope, priority and channel, which stand before both, are the rule set of the situation.
    `findings` are ids, in order. A presumed fact is unsafe where it is one of `unsafe`, or the second way of one of its
    pairs in `sooner` (the fact and the indices of two ways) is due before the first.
    """

    status: str
    outcome: OutcomeColumns
    derivations: tuple[str, ...]
    missing: tuple[str, ...]
    presumed: tuple[str, ...]
    unsafe: tuple[str, ...]
    sooner: tuple[tuple[str, int, int], ...]
    findings: tuple[str, ...]
    """Those of the situation: not those of the contract, nor `required-way-not-used`."""
    counted: tuple[tuple[str, Value], ...]
    """The presumed and derived values in which something owed is counted, by fact."""

    def lacks_way(self, arrived_by: tuple[str, ...]) -> bool:
        """Tell whether a request that came in these ways has the finding `required-way-not-used`; none never has."""
        required, follow_up = self.outcome.required, self.outcome.follow_up
        lacking = (required is not None and required not in arrived_by) or any(
            way not in arrived_by for way in follow_up
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


class ClassBuilder:
    """Builds what classes of situations decide, from the features that tell them apart."""

    def __init__(self, compiled: CompiledPolicy, ways: CountedWays) -> None:
        """Take a policy, and the ways to which those of its promises are added."""
        self._compiled, self._ways = compiled, ways
        self._shared: dict[Hashable, tuple[str, OutcomeColumns]] = {}
        self._facts_in_order = tuple(dict.fromkeys((*compiled.policy.facts, *compiled.facts)))

    def columns(self, features: Iterable[tuple[str, Any]]) -> ClassColumns:
        """Return what a class decides, given its features, each with its kind."""
        named: dict[str, list[Any]] = {}
        for kind, name in features:
            named.setdefault(kind, []).append(name)
        values, missing = self._values(named), self._in_order(named.get("missing", ()))
        settled, outcome = self._of_outcomes(
            named["tier"][0], named["outcome"], values, tuple(named.get("chooses", ()))
        )
        unsafe, sooner = self._at_stake(named, values)
        return ClassColumns(
            status="needs_facts" if missing else settled,
            outcome=outcome,
            derivations=self._derivations(named),
            missing=missing,
            presumed=self._in_order(named.get("presumed", ())),
            unsafe=unsafe,
            sooner=sooner,
            findings=self._findings(named, values),
            counted=tuple((fact, values[fact]) for fact in self._assumed(named) if fact in values),
        )

    def _of_outcomes(
        self, tier: str, outcomes: Sequence[Outcome], values: Mapping[str, Value], choosing: tuple[int, ...]
    ) -> tuple[str, OutcomeColumns]:
        """Return what follows in a tier from outcomes, the values that something is counted in, and rules of hours.

        With the status that it has where no fact is missing.
        """
        key = (tier, frozenset(outcomes), tuple(values.items()), choosing)
        if key not in self._shared:
            self._shared[key] = self._outcome_columns(tier, outcomes, values, choosing)
        return self._shared[key]

    def _outcome_columns(
        self, tier: str, outcomes: Sequence[Outcome], values: Mapping[str, Value], choosing: tuple[int, ...]
    ) -> tuple[str, OutcomeColumns]:
        distinct = {without_idle_hours(self._compiled.policy, outcome) for outcome in outcomes}
        scope, levels = only(o.scope for o in outcomes), {o.level for o in outcomes if o.scope == "support"}
        level = only(levels) if scope == "support" else None
        offered = [outcome.ways if isinstance(outcome.ways, Ways) else None for outcome in outcomes]
        due, rules, none = self._due(tier, outcomes, values, choosing)
        status = status_by(Possible(tuple(outcomes), {}, is_settled=len(distinct) == 1))
        return status, OutcomeColumns(
            scope=scope if isinstance(scope, str) else None,
            level=level if isinstance(level, str) else None,
            required=only(ways.required if ways else None for ways in offered),
            allowed=only(ways.allowed if ways else () for ways in offered) or (),
            follow_up=only(ways.follow_up if ways else () for ways in offered) or (),
            rules=rules,
            due=due,
            not_owed=none,
        )

    def _in_order(self, facts: Iterable[str]) -> tuple[str, ...]:
        """Return facts in the order of the policy, built-in ones last."""
        chosen = set(facts)
        return tuple(fact for fact in self._facts_in_order if fact in chosen)

    def _values(self, named: Mapping[str, list[Any]]) -> dict[str, Value]:
        """Return values of facts by their codes, where what is owed or found depends on them."""
        values = {f: example_value(self._compiled, self._compiled.codes[f], code) for f, code in named.get("code", ())}
        return {fact: value for fact, value in values.items() if value is not None}

    def _derivations(self, named: Mapping[str, list[Any]]) -> tuple[str, ...]:
        """Return the entries of the derived facts that decide something, in the order of the policy."""
        facts, places = self._compiled.policy.facts, dict(named.get("derived", ()))
        return tuple(fact.derive[places[name]].id for name, fact in facts.items() if name in places)

    def _assumed(self, named: Mapping[str, list[Any]]) -> list[str]:
        """Return the facts in which something owed is counted, and which nobody states."""
        return sorted(self._compiled.counted & {*named.get("presumed code", ()), *self._compiled.derivations})

    def _due(
        self, tier: str, outcomes: Sequence[Outcome], values: Mapping[str, Value], choosing: Iterable[int]
    ) -> tuple[tuple[DueWays, ...], tuple[str, ...], tuple[str, ...]]:
        """Return how promises fall due, the rules of them and of the hours, and what is not owed."""
        policy, counts = self._compiled.policy, Counts(self._compiled.policy, values)
        coverage = Reasons(rules=tuple(policy.coverage.rules[n].id for n in choosing))
        parts = deadline_parts(policy, tier, outcomes, counts, values, coverage, ())
        none = not_owed(policy, tier, outcomes, values)
        due = tuple(
            DueWays(
                promise=part.promise,
                ways=tuple(sorted({self._ways.index(counts.listed[n]) for n in part.counts})),
                certain=part.certain,
                is_bounded=part.is_bounded,
                starts_at_receipt=policy.promises[part.promise].clock.starts_at == RECEIVED,
            )
            for part in parts
        )
        rules = [*(rule for part in parts for rule in part.why.rules), *(own.rule for own in none if own.rule)]
        return due, tuple(dict.fromkeys(rules)), tuple(own.promise for own in none)

    def _at_stake(
        self, named: Mapping[str, list[Any]], values: Mapping[str, Value]
    ) -> tuple[tuple[str, ...], tuple[tuple[str, int, int], ...]]:
        """Return the presumed facts that are unsafe at any receipt, and the pairs of ways of which others are."""
        counts, in_doubt = Counts(self._compiled.policy, values), named.get("presumed code", ())
        unsafe, sooner = set(named.get("unsafe", ())), set()
        for fact, now, then in named.get("sooner", ()):
            before, after = (counts.index(owed, open_facts=in_doubt) if owed else None for owed in (now, then))
            if before is None or after is None:
                unsafe.add(fact)  # what has no instant yet could be sooner
            else:
                sooner.add((fact, *(self._ways.index(counts.listed[n]) for n in (before, after))))
        return self._in_order(unsafe), tuple(sorted(pair for pair in sooner if pair[0] not in unsafe))

    def _findings(self, named: Mapping[str, list[Any]], values: Mapping[str, Value]) -> tuple[str, ...]:
        claims = {"unknown": "unknown-claimed-priority", "differs": "claimed-priority-differs"}
        findings = [claims[claim] for claim in named.get("claim", ())]
        findings += ["conflicting-ways"] if "conflict" in named else []
        findings += ["not-a-named-contact"] if values.get(NAMED_CONTACT) is False else []
        return tuple(sorted(findings))


def example_value(compiled: CompiledPolicy, codes: Codes, code: int) -> Value | None:
    """Return a value that has a code; of a span or place that no condition names, any that is known."""
    if code == codes.other:
        return Span(1) if compiled.facts[codes.fact].type == "span" else "UTC"
    return codes.example(code)
