"""What many situations come to together is what each comes to by itself, over shipped and generated policies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from every_word.drawn_policies import policies
from hypothesis import given
from hypothesis import strategies as st
from rules.policies import placed_policies, written_policies
from rules.test_completions_of_shipped_policies import evaluator
from rules.test_derivation_laws import deriving_policies
from rules.verbs import SHIPPED
from rules.worlds import laws
from triage.joint_policies import joint_policy_texts

from remit.engine.bulk.classes.class_columns import CountedWays
from remit.engine.bulk.classes.situation_classes import ALONE, SituationClasses
from remit.engine.bulk.situations.situation_sets import UNKNOWN, UNSTATED
from remit.engine.findings import Findings
from remit.engine.language.files import SourceFile
from remit.engine.rules.compiled_policy import compile_policy
from remit.engine.rules.evaluator import Evaluator
from remit.engine.triage.policy_loader import load_evaluator

from .representative import columns_and_rules

if TYPE_CHECKING:
    from every_word.drawn_facts import Written

    from remit.engine.bulk.classes.situation_classes import Situations
    from remit.engine.rules.compiled_policy import CompiledPolicy

VENDORS = sorted(
    path for path in (Path(__file__).parents[2] / "examples" / "vendors").glob("*.yaml") if path.suffixes == [".yaml"]
)

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
    ways, names = CountedWays(), [*judge.compiled.policy.tiers]
    for with_presumptions in (True, False):
        classes = SituationClasses(judge, ways, with_presumptions=with_presumptions)
        drawn = situations_of(judge.compiled, classes.features, seed, count)
        tiers = np.random.default_rng(seed).integers(0, len(names), count)
        half = count // 2  # classes that were met before are looked up
        for situations, places in ((drawn[:half], tiers[:half]), (drawn, tiers)):
            classified = classes.classify(situations, places)
            for n, codes in enumerate(situations.tolist()):
                expected = columns_and_rules(
                    judge, names[places[n]], classes.features, codes, ways, with_presumptions=with_presumptions
                )
                place = int(classified.classes[n])
                rules = classes.rule_sets[int(classified.rule_sets[n])]
                assert expected == (None if place == ALONE else (classes.columns[place], rules)), codes


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("policy", SHIPPED)
def test_situations_of_shipped_policies(policy: str, seed: int) -> None:
    hold_alike(evaluator(policy), seed, 120)


@pytest.mark.parametrize("path", VENDORS, ids=lambda path: path.stem)
def test_situations_of_vendors(path: Path) -> None:
    hold_alike(read(path.read_text("utf-8")), 5, 30)


@laws(60)
@given(policies(), st.integers(0, 99))
def test_situations_of_policies_of_every_word(written: Written, seed: int) -> None:
    hold_alike(read(json.dumps(written)), seed, 12)


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


@pytest.mark.parametrize("presume", ["", ", presume: a", ", presume: [{when: {f9: b}, value: a}]"])
def test_situations_that_are_too_wide_are_decided_alone(presume: str) -> None:
    facts = "\n".join(f"  f{n}: {{ask: q, choices: [a, b, c, d, e]{presume if n < 9 else ''}}}" for n in range(10))
    hold_alike(read(WIDE.replace("FACTS", facts)), 1, 60)


def offering(presume: str) -> Evaluator:
    """Return a policy in which each of 13 facts allows another way, so that 8,192 combinations of ways can be."""
    facts = "\n".join(f"  f{n}: {{ask: q, type: boolean{presume}}}" for n in range(13))
    ways = ", ".join(f"w{n}: {{contact: c}}" for n in range(13))
    rules = [f"    - {{id: r{n}, when: {{f{n}: true}}, then: {{allow: w{n}}}, cite: t.all}}" for n in range(13)]
    channels = "\n".join(["channels:", f"  ways: {{{ways}}}", "  rules:", *rules])
    simple = "    - {id: high, when: {f0: true}, then: P1, cite: t.all}"
    lines = [simple if line.startswith("    - {id: high") else line for line in WIDE.splitlines()]
    return read("\n".join(lines).replace("FACTS", facts) + "\n" + channels)


@pytest.mark.parametrize("presume", ["", ", presume: false"])
def test_situations_with_too_many_outcomes_are_decided_alone(presume: str) -> None:
    hold_alike(offering(presume), 1, 24)


def test_more_outcomes_than_one_situation_may_have_are_told_apart_in_many() -> None:
    judge = offering("")
    classes = SituationClasses(judge, CountedWays())
    facts = np.array([classes.features.index(f"f{n}") for n in range(13)])
    situations = np.full((8_192, len(classes.features)), UNSTATED, np.int16)
    situations[:, facts] = np.arange(8_192)[:, None] >> np.arange(13) & 1
    classified = classes.classify(situations, np.ones(8_192, np.int64))
    assert ALONE not in classified.classes
    for n in range(0, 8_192, 977):
        columns = classes.columns[int(classified.classes[n])]
        assert [f"w{way}" for way in range(13) if n >> way & 1] == [*columns.outcome.allowed]
        assert ("P1" if n & 1 else "P2") == columns.outcome.level


def test_what_follows_from_more_facts_than_can_be_gone_through_is_not_gone_through() -> None:
    """The presumption of one fact reads 16 more of five choices each: 5 to the 16 completions."""
    follows = "".join(f"f{n}: b, " for n in range(16)).rstrip(", ")
    listed = [f"  f{n}: {{ask: q, choices: [a, b, c, d, e]}}" for n in range(16)]
    listed += [f"  g: {{ask: q, choices: [a, b, c], presume: [{{when: {{{follows}}}, value: a}}]}}"]
    hold_alike(read(WIDE.replace("FACTS", "\n".join(listed)).replace("f8: b, f9: b}", "g: b}")), 1, 30)


def test_no_situations() -> None:
    classes = SituationClasses(evaluator("jams"), CountedWays())
    classified = classes.classify(np.zeros((0, len(classes.features)), np.int64), np.zeros(0, np.int64))
    assert ([], []) == (classified.classes.tolist(), classified.rule_sets.tolist())
