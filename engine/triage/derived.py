"""The derived facts of a request, and the citations of those that give deadlines their spans."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from ..model import Policy, Promise, SpanOf
from ..rules.compiled_policy import CompiledPolicy
from ..rules.derivations import may_apply
from ..rules.evaluator import RequestEvaluation
from ..rules.outcomes import Outcome, owed_of, rule_of
from .template import DeadlinePart

if TYPE_CHECKING:
    from .decision_parts import Derived


def derived_listed(policy: Policy, evaluation: RequestEvaluation) -> "tuple[Derived, ...]":
    """Return the derived facts of which another value would change the outcome, in the order of the policy."""
    entries = [
        (fact, known.value, policy.facts[fact].derive[known.place])
        for fact, known in evaluation.derived.items()
        if known.decides
    ]
    if not entries:
        return ()
    from .decision_parts import Derived  # noqa: PLC0415 - start-up is felt

    return tuple(Derived(fact=fact, value=value, rule=entry.id, cites=entry.cite) for fact, value, entry in entries)


def with_derived_cites(
    parts: Iterable[DeadlinePart], compiled: CompiledPolicy, tier: str, evaluation: RequestEvaluation
) -> tuple[DeadlinePart, ...]:
    """Return deadlines that cite, too, the derived entries that gave their span, zone and country, each that may."""
    if not compiled.derivations:
        return tuple(parts)
    with_cites = []
    for part in parts:
        facts = dict.fromkeys(_span_facts(compiled.policy.promises[part.promise], tier, evaluation.possible.outcomes))
        facts |= dict.fromkeys(_places(compiled.policy, part.promise, evaluation))
        derived = [fact for fact in facts if fact in compiled.derivations]
        entry_cites = (cite for fact in derived for cite in _cites(compiled, fact, evaluation))
        cites = tuple(dict.fromkeys((*part.why.cites, *entry_cites)))
        with_cites.append(part._replace(why=replace(part.why, cites=cites)))
    return tuple(with_cites)


def _span_facts(promise: Promise, tier: str, possible: Iterable[Outcome]) -> Iterator[str]:
    """Yield the facts that give a promise its span in some outcomes, by its rules or by its table."""
    for outcome in possible:
        rule = rule_of(outcome, promise.name)
        level = outcome.level if isinstance(outcome.level, str) else None
        entry = promise.within.get((tier, level)) if rule is None else promise.rules[rule].then
        if entry is not None and isinstance(entry.within, SpanOf):
            yield entry.within.fact


def _places(policy: Policy, promise: str, evaluation: RequestEvaluation) -> Iterator[str]:
    """Yield the facts that give zones and countries to the hours in which a promise may count."""
    owed = (owed_of(outcome, promise) for outcome in evaluation.possible.outcomes)
    for name in dict.fromkeys(entry.hours for entry in owed if entry):
        yield from policy.hours[name].places if isinstance(name, str) else ()


def _cites(compiled: CompiledPolicy, fact: str, evaluation: RequestEvaluation) -> Iterator[str]:
    for place in may_apply(compiled.derivations[fact], evaluation.known.codes):
        yield from compiled.facts[fact].derive[place].cite
