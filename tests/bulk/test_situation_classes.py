"""What many situations come to together is what each comes to by itself, over shipped and generated policies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.policies import placed_policies, written_policies
from rules.test_completions_of_shipped_policies import evaluator
from rules.test_derivation_laws import deriving_policies
from rules.verbs import SHIPPED
from rules.worlds import laws
from triage.joint_policies import joint_policy_texts

from remit.engine.bulk.class_columns import CountedWays
from remit.engine.bulk.representative import columns_and_rules
from remit.engine.bulk.situation_classes import ALONE, SituationClasses
from remit.engine.bulk.situation_sets import UNKNOWN, UNSTATED
from remit.engine.findings import Findings
from remit.engine.language.files import SourceFile
from remit.engine.rules.compiled_policy import compile_policy
from remit.engine.rules.evaluator import Evaluator
from remit.engine.triage.policy_store import load_evaluator

if TYPE_CHECKING:
    from remit.engine.bulk.situation_classes import Situations
    from remit.engine.rules.compiled_policy import CompiledPolicy

WIDE = """\
remit: 1
policy: wide
title: Wide
edition: "1"
sources: {t: {title: T, clauses: {all: {at: p, says: x}}}}
facts:
FACTS
hours: {always: {timezone: UTC, week: {mon-sun: "00:00-24:00"}}}
tiers: {basic: {title: Basic}, gold: {title: Gold}}
scope: {rules: [{id: all, then: support, cite: t.all}]}
priorities:
  levels: {P1: High, P2: Low}
  rules:
    - {id: high, when: {f0: b, f1: b, f2: b, f3: b, f4: b, f5: b, f6: b, f7: b, f8: b, f9: b}, then: P1, cite: t.all}
    - {id: low, then: P2, cite: t.all}
coverage: {rules: [{id: always, then: always, cite: t.all}]}
"""


def situations_of(compiled: CompiledPolicy, features: tuple[str, ...], seed: int, count: int) -> Situations:
    """Return situations of every kind: with little stated and with much, some of it as not known."""
    dice = np.random.default_rng(seed)
    columns = []
    share = dice.choice([0.2, 0.5, 0.8, 0.95], count)
    for fact in features:
        codes, drawn = np.array([*compiled.codes[fact]], np.int16), dice.random(count)
        unstated = np.where(drawn > 1 - dice.choice([0.02, 0.1]), UNKNOWN, UNSTATED)
        stated = codes[dice.integers(0, len(codes), count)]
        is_stated = (drawn < share) | (fact in compiled.receipts)
        columns.append(np.where(is_stated, stated, UNSTATED if fact == "arrived_by" else unstated))
    return np.stack(columns, 1).astype(np.int16)


def hold_alike(judge: Evaluator, seed: int, count: int) -> None:
    """Hold the class of each of some situations to what the situation comes to by itself."""
    ways, tier = CountedWays(), [*judge.compiled.policy.tiers][seed % 2]
    for with_presumptions in (True, False):
        classes = SituationClasses(judge, tier, ways, with_presumptions=with_presumptions)
        drawn = situations_of(judge.compiled, classes.features, seed, count)
        half = count // 2  # classes that were met before are looked up
        for situations in (drawn[:half], drawn):
            classified = classes.classify(situations)
            for n, codes in enumerate(situations.tolist()):
                expected = columns_and_rules(
                    judge, tier, classes.features, codes, ways, with_presumptions=with_presumptions
                )
                place = int(classified.classes[n])
                rules = classes.rule_sets[int(classified.rule_sets[n])]
                assert expected == (None if place == ALONE else (classes.columns[place], rules)), codes


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("policy", SHIPPED)
def test_situations_of_shipped_policies(policy: str, seed: int) -> None:
    hold_alike(evaluator(policy), seed, 120)


@laws(120)
@given(written_policies() | placed_policies() | deriving_policies(), st.integers(0, 99))
def test_situations_of_generated_policies(policy: object, seed: int) -> None:
    hold_alike(Evaluator(compile_policy(policy), "builtin"), seed, 12)  # type: ignore[arg-type]


@laws(60)
@given(joint_policy_texts(), st.integers(0, 99))
def test_situations_in_which_presumptions_count_together(text: str, seed: int) -> None:
    hold_alike(read(text), seed, 16)


def read(text: str) -> Evaluator:
    """Return the evaluator of a policy that is written so."""
    findings = Findings()
    judge = load_evaluator(SourceFile("p.yaml", text.encode(), text), "builtin", findings)
    assert judge, [str(finding) for finding in findings]
    return judge


@pytest.mark.parametrize("presume", ["", ", presume: a"])
def test_situations_that_are_too_wide_are_decided_alone(presume: str) -> None:
    facts = "\n".join(f"  f{n}: {{ask: q, choices: [a, b, c, d, e]{presume}}}" for n in range(10))
    hold_alike(read(WIDE.replace("FACTS", facts)), 1, 60)
