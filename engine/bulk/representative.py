"""One situation as a request that is in it, evaluated the single way: it stands for all of its class."""

from collections.abc import Mapping, Sequence
from itertools import count

from ..model import CLAIM, NO_CLAIM, Contract, Request, Span, Value
from ..rules.codes import Codes
from ..rules.compiled_policy import CompiledPolicy
from ..rules.evaluator import Evaluator
from ..triage.template_builder import TemplateBuilder, claimed_level
from .class_columns import ClassColumns, CountedWays, class_columns
from .situation_sets import UNKNOWN

_RECEIPT = 1_767_571_200
"""Any instant: what a situation comes to does not depend on it."""


class _SituationBuilder(TemplateBuilder):
    """Builds the template of a situation, to whose request nothing but that situation is known."""

    def _received_within(self) -> dict[str, bool]:
        return {}  # the situation says which hours were open, whatever the instant


def situation_columns(
    evaluator: Evaluator, tier: str, features: Sequence[str], codes: Sequence[int], ways: CountedWays
) -> ClassColumns | None:
    """Return what one situation decides, evaluated by itself; None where that is a bound.

    `codes` has one for each of some facts, the features, or what stands in its place.
    """
    columns = columns_and_rules(evaluator, tier, features, codes, ways)
    return columns[0] if columns else None


def columns_and_rules(
    evaluator: Evaluator, tier: str, features: Sequence[str], codes: Sequence[int], ways: CountedWays
) -> tuple[ClassColumns, tuple[str, ...]] | None:
    """Return what one situation decides, and the rules of scope, priority and channel that do; None for a bound."""
    compiled = evaluator.compiled
    stated = {fact: code for fact, code in zip(features, codes, strict=True) if code >= 0}
    unknown = frozenset(fact for fact, code in zip(features, codes, strict=True) if code == UNKNOWN)
    evaluation = evaluator.evaluate(tier, stated, unknown)
    if not evaluation.is_exact:
        return None
    request = Request(
        id=None, received=_RECEIPT, tier=tier, claimed_priority=_claim(compiled, stated.get(CLAIM), unknown)
    )
    values = _values(compiled, stated)
    no_contract: Contract | None = None
    template = _SituationBuilder(request, evaluator, no_contract, "").template(evaluation, values)
    facts = {**values, **template.presumed_values, **template.derived_values}
    rules = (*template.scope.rules, *template.priority.rules, *template.channel.rules)
    return class_columns(compiled, template, request, facts, ways), rules


def _values(compiled: CompiledPolicy, stated: Mapping[str, int]) -> dict[str, Value]:
    """Return values of the stated facts of the policy that have their codes."""
    values: dict[str, Value] = {}
    for fact, code in stated.items():
        value = example_value(compiled, compiled.codes[fact], code) if fact in compiled.policy.facts else None
        if value is not None:
            values[fact] = value
    return values


def example_value(compiled: CompiledPolicy, codes: Codes, code: int) -> Value | None:
    """Return a value that has a code; of a span or place that no condition names, any that is known."""
    if code == codes.other:
        return Span(1) if compiled.facts[codes.fact].type == "span" else "UTC"
    return codes.example(code)


def _claim(compiled: CompiledPolicy, code: int | None, unknown: frozenset[str]) -> str | None:
    """Return the level that is claimed, or a text that is none where a situation says so."""
    if CLAIM in unknown:
        texts = (f"none of the levels {n}" for n in count())
        return next(text for text in texts if claimed_level(text, compiled.policy) is None)
    claimed = None if code is None else compiled.codes[CLAIM].example(code)
    return None if claimed is None or claimed == NO_CLAIM else str(claimed)
