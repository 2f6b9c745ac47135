"""One situation as a request that is in it, evaluated the single way: it stands for all of its class."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from remit.engine.bulk.classes.class_columns import ClassColumns, DueWays, OutcomeColumns, example_value
from remit.engine.bulk.situations.situation_sets import UNKNOWN
from remit.engine.findings import Findings
from remit.engine.model import CLAIM, NO_CLAIM, RECEIVED, Request
from remit.engine.triage.fill_template import add_warnings
from remit.engine.triage.ruling_parts import claimed_level
from remit.engine.triage.template_builder import TemplateBuilder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from remit.engine.bulk.classes.class_columns import CountedWays
    from remit.engine.model import Contract, Value
    from remit.engine.rules.compiled_policy import CompiledPolicy
    from remit.engine.rules.evaluator import Evaluator, RequestEvaluation
    from remit.engine.triage.template import Template

_RECEIPT = 1_767_571_200
"""Any instant: what a situation comes to does not depend on it."""


class _SituationBuilder(TemplateBuilder):
    """Builds the template of a situation, to whose request nothing but that situation is known."""

    def _received_within(self, _evaluation: RequestEvaluation) -> dict[str, bool]:
        return {}  # the situation says which hours were open, whatever the instant


def columns_and_rules(  # noqa: PLR0913 - what a situation is, and where its ways are listed
    evaluator: Evaluator,
    tier: str,
    features: Sequence[str],
    codes: Sequence[int],
    ways: CountedWays,
    *,
    with_presumptions: bool = True,
) -> tuple[ClassColumns, tuple[str, ...]] | None:
    """Return what one situation decides, and the rules of scope, priority and channel that do; None for a bound.

    `codes` has one for each of some facts, the features, or what stands in its place. Without presumptions, all that is
    said of them is empty.
    """
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
    columns = class_columns(compiled, template, request, facts, ways)
    return columns if with_presumptions else replace(columns, presumed=(), unsafe=(), sooner=()), rules


def _values(compiled: CompiledPolicy, stated: Mapping[str, int]) -> dict[str, Value]:
    """Return values of the stated facts of the policy that have their codes."""
    values: dict[str, Value] = {}
    for fact, code in stated.items():
        value = example_value(compiled, compiled.codes[fact], code) if fact in compiled.policy.facts else None
        if value is not None:
            values[fact] = value
    return values


def _claim(compiled: CompiledPolicy, code: int | None, unknown: frozenset[str]) -> str | None:
    """Return the level that is claimed, or a text that is none where a situation says so."""
    if CLAIM in unknown:
        texts = (f"none of the levels {n}" for n in count())
        return next(text for text in texts if claimed_level(text, compiled.policy) is None)
    claimed = None if code is None else compiled.codes[CLAIM].example(code)
    return None if claimed is None or claimed == NO_CLAIM else str(claimed)


def class_columns(
    compiled: CompiledPolicy, template: Template, request: Request, facts: dict[str, Value], ways: CountedWays
) -> ClassColumns:
    """Return what the template of one situation of a class says of all of them.

    `request` states the situation, `facts` are its values, presumed and derived ones among them.
    """
    assumed = {**template.presumed_values, **template.derived_values}
    findings = Findings()
    add_warnings(template, request, facts, findings)
    return ClassColumns(
        status=template.status,
        outcome=OutcomeColumns(
            scope=template.scope.outcome,
            level=template.priority.level,
            required=template.channel.required,
            allowed=template.channel.allowed,
            follow_up=template.channel.follow_up,
            rules=_rules(template),
            due=_due(template, ways),
            not_owed=tuple(promise.promise for promise in template.not_owed),
        ),
        derivations=tuple(entry.rule for entry in template.derived),
        missing=_in_order(compiled, {entry.fact for entry in template.missing}),
        presumed=_in_order(compiled, {part.settled.fact for part in template.presumed}),
        unsafe=_in_order(compiled, {part.settled.fact for part in template.presumed if part.settled.unsafe}),
        sooner=_sooner(template, ways),
        findings=tuple(sorted({finding.check for finding in findings})),
        counted=tuple((fact, assumed[fact]) for fact in sorted(compiled.counted & assumed.keys())),
    )


def _rules(template: Template) -> tuple[str, ...]:
    rules = [rule for part in template.deadlines for rule in part.why.rules]
    rules += [promise.rule for promise in template.not_owed if promise.rule]
    return tuple(dict.fromkeys(rules))


def _sooner(template: Template, ways: CountedWays) -> tuple[tuple[str, int, int], ...]:
    pairs = {
        (part.settled.fact, ways.index(template.counts[before]), ways.index(template.counts[after]))
        for part in template.presumed
        if not part.settled.unsafe
        for before, after in part.sooner
    }
    return tuple(sorted(pairs))


def _due(template: Template, ways: CountedWays) -> tuple[DueWays, ...]:
    promises = template.policy.promises
    return tuple(
        DueWays(
            promise=part.promise,
            ways=tuple(sorted({ways.index(template.counts[n]) for n in part.counts})),
            certain=part.certain,
            is_bounded=part.is_bounded,
            starts_at_receipt=promises[part.promise].clock.starts_at == RECEIVED,
        )
        for part in template.deadlines
    )


def _in_order(compiled: CompiledPolicy, facts: set[str]) -> tuple[str, ...]:
    """Return facts in the order of the policy, built-in ones last."""
    return tuple(fact for fact in dict.fromkeys((*compiled.policy.facts, *compiled.facts)) if fact in facts)
