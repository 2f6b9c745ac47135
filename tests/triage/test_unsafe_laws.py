"""Presumptions in the open: what a decision says of them is what going through every completion finds."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from authoring.generated import Drawn, policy_texts, request_of
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from rules.brute import Brute
from rules.plain import values_of
from rules.verbs import shipped as compiled_policy
from rules.worlds import TIERS, WAYS, laws

from remit.engine.triage.decide import decide
from remit.engine.triage.decision import Decision
from remit.engine.triage.decision_json import as_record

from .joint_policies import joint_policy_texts
from .presumption_brute import Asked, Completions, changes, copied, other_values, regions, stated_as, written
from .verbs import SHIPPED, shipped

if TYPE_CHECKING:
    from remit.engine.model import Value
    from remit.engine.triage.policy_store import PolicyStore

    Record = dict[str, Any]

MOST = 1_500
"""Completions that are gone through one by one."""
RECEIPTS = ("2026-03-10T09:00:00+00:00", "2026-03-10T16:30:00+00:00", "2026-03-14T03:00:00+00:00")
"""In office hours, shortly before they end, and at a weekend."""
UPDATES = (None, None, "2026-03-16T10:00:00+00:00")


@dataclass(frozen=True)
class Trial:
    """A request to a policy, its decision, and what somebody has confirmed of it."""

    brute: Brute
    store: PolicyStore
    asked: Asked
    confirmed: dict[str, Value] | list[str] | None = None

    def decision(self, request: Record) -> Decision:
        """Return the decision of a request."""
        decision = decide(request_of(request), self.store, (), "0")
        assert isinstance(decision, Decision), decision
        return decision

    def record(self, request: Record) -> Record:
        """Return the decision of a request as JSON."""
        return copied(as_record(self.decision(request)))

    @property
    def request(self) -> Record:
        """The request as JSON, with what is confirmed."""
        confirmed: object = self.confirmed
        if isinstance(self.confirmed, dict):
            confirmed = {name: written(value) for name, value in self.confirmed.items()}
        return {**self.asked.request, **({} if confirmed is None else {"confirmed": confirmed})}

    @property
    def presumed(self) -> dict[str, Value]:
        """What is presumed, by value."""
        return {presumed.fact: presumed.value for presumed in self.decision(self.asked.request).presumed}

    @property
    def presumed_at_all(self) -> dict[str, Value]:
        """What is presumed, though it decides nothing, by value."""
        known: dict[str, Value | None] = {"tier": self.asked.tier, **self.asked.known(self.brute.policy.ways)}
        return {**self.brute.settle(known, self.asked.blocked), **self.presumed}

    @property
    def holding(self) -> dict[str, Value]:
        """What is presumed and confirmed as it is presumed."""
        confirmed, presumed = self.confirmed or {}, self.presumed_at_all
        return {
            name: value
            for name, value in presumed.items()
            if name in confirmed and (not isinstance(confirmed, dict) or confirmed[name] == value)
        }

    @property
    def completions(self) -> Completions:
        """The completions of what is not confirmed."""
        return Completions(self.brute, self.asked, self.presumed, self.holding)

    def alternatives(self, fact: str) -> dict[object, Record]:
        """Return what each other value of a presumed fact changes, where it changes something.

        What somebody has confirmed is known, whatever would be presumed then.
        """
        request, now = self.asked.request, self.record(self.request)
        for name, value in self.holding.items():
            request = request if name == fact else stated_as(request, name, written(value))
        values = other_values(self.brute, fact, self.presumed[fact])
        decided = {written(value): self.record(stated_as(request, fact, written(value))) for value in values}
        different = {value: changes(now, then) for value, then in decided.items()}
        return {value: change for value, change in different.items() if change}


# ── requests to generated policies ────────────────────────────────────────────


@st.composite
def drawn_request(draw: st.DrawFn, brute: Brute) -> Asked:
    """Draw a request that leaves most facts to presumptions."""
    facts: dict[str, Value | None] = {}
    for name in brute.policy.facts:
        how = draw(st.sampled_from(["left out"] * 5 + ["stated", "not known"]))
        if how == "stated":
            values = values_of(brute.facts[name], brute.conditions)
            facts[name] = draw(st.sampled_from([value for value in values if value is not None]))
        elif how == "not known":
            facts[name] = None
    return Asked(
        policy=brute.policy.id,
        tier=draw(st.sampled_from(TIERS)),
        received=draw(st.sampled_from(RECEIPTS)),
        facts=facts,
        channel=draw(st.sampled_from([None, *WAYS])),
        last_update=draw(st.sampled_from(UPDATES)),
    )


@st.composite
def drawn_confirmations(draw: st.DrawFn, trial: Trial) -> dict[str, Value] | list[str] | None:
    """Draw what is confirmed: some of what is presumed, perhaps with another value, and what is not presumed."""
    presumed, facts = trial.presumed, trial.brute.policy.facts
    if draw(st.booleans()):
        return draw(st.sampled_from([None, [], {}]))
    names = [name for name in facts if draw(st.integers(0, 2 if name in presumed else 5)) == 1]
    if draw(st.integers(0, 2)) == 1:
        return names
    confirmed: dict[str, Value] = {}
    for name in names:
        values = [value for value in values_of(facts[name], trial.brute.conditions) if value is not None]
        is_presumed_value = name in presumed and draw(st.integers(0, 3))
        confirmed[name] = presumed[name] if is_presumed_value else draw(st.sampled_from(values))
    return confirmed


@st.composite
def trials(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> Trial:
    """Draw a policy, and a request of which something is presumed and that has not too many completions."""
    drawn = Drawn(draw(texts))
    trial = Trial(drawn.brute, drawn.store, draw(drawn_request(drawn.brute)))
    assume(trial.presumed)
    trial = replace(trial, confirmed=draw(drawn_confirmations(trial)))
    assume(trial.completions.size <= MOST)
    return trial


JOINT = trials(joint_policy_texts())


# ── requests to shipped policies ──────────────────────────────────────────────


@cache
def shipped_brute(policy: str) -> Brute:
    """Return a shipped policy as it is gone through slowly."""
    return Brute(compiled_policy(policy).policy)


def shipped_trial(policy: str, seed: int) -> Trial:
    """Return a request to a shipped policy of which something is presumed, and perhaps some of that confirmed."""
    dice = random.Random(f"{policy} {seed}")  # noqa: S311 - a sample, not a secret
    trial = next(trial for trial in iter(lambda: _shipped_request(policy, dice), None) if trial.presumed)
    confirmed = [name for name in trial.presumed if dice.random() < 0.3]
    return replace(trial, confirmed=dice.choice([None, confirmed, {name: trial.presumed[name] for name in confirmed}]))


def _shipped_request(policy: str, dice: random.Random) -> Trial:
    """Return a request that states what is never presumed, and of the rest what leaves not too many completions."""
    brute = shipped_brute(policy)
    tier, channel = dice.choice(list(brute.policy.tiers)), dice.choice([None, *brute.policy.ways])
    asked = Asked(policy, tier, dice.choice(RECEIPTS), {}, channel, dice.choice(UPDATES))
    trial = Trial(brute, shipped(), asked)
    names = list(brute.policy.facts)
    dice.shuffle(names)
    for name in sorted(names, key=lambda name: bool(brute.facts[name].presume)):
        is_presumed = bool(brute.facts[name].presume)
        if is_presumed and dice.random() < 0.6 and trial.completions.size <= MOST:
            break
        presumed = brute.first(name, {"tier": tier, **trial.asked.facts}) if dice.random() < 0.4 else None
        values = [value for value in values_of(brute.facts[name], brute.conditions) if value is not None]
        as_presumed = [value for value in values if value == presumed]
        stated = as_presumed[0] if as_presumed else dice.choice(values)
        if is_presumed or dice.random() < 0.8:
            facts = {**trial.asked.facts, name: stated if dice.random() < 0.95 else None}
            trial = replace(trial, asked=replace(asked, facts=facts))
    return trial


REQUESTS = 40


# ── laws ──────────────────────────────────────────────────────────────────────


def check_unsafe(trial: Trial) -> None:
    """Compare which presumptions are unsafe."""
    presumed = trial.record(trial.request)["presumed"]
    assert trial.completions.unsafe() == {entry["fact"] for entry in presumed if entry["unsafe"]}


def check_alternatives(trial: Trial) -> None:
    """Compare what the other values of every presumption change."""
    brute = trial.brute
    for entry in trial.record(trial.request)["presumed"]:
        expected, fact = trial.alternatives(entry["fact"]), entry["fact"]
        actual = {a["value"]: {key: part for key, part in a.items() if key != "value"} for a in entry["alternatives"]}
        assert len(actual) == len(entry["alternatives"])
        if brute.facts[fact].type == "number":
            expected = {regions(brute, fact, value): change for value, change in expected.items()}
            actual = {regions(brute, fact, value): change for value, change in actual.items()}
            assert len(actual) == len(entry["alternatives"])
        assert expected == actual, fact


def check_confirmed(trial: Trial) -> None:
    """Compare what counts as confirmed, what is still to be confirmed, in which order, and what is remarked on."""
    record, holding, presumed = trial.record(trial.request), trial.holding, trial.presumed_at_all
    order = [entry["fact"] for entry in record["presumed"]]
    assert set(order) == set(trial.presumed)
    unsafe = [entry["fact"] for entry in record["presumed"] if entry["unsafe"]]
    assert order[: len(unsafe)] == unsafe
    assert record["unconfirmed"] == [fact for fact in order if fact not in holding]
    assert {entry["fact"]: entry["value"] for entry in record["confirmed"]} == {
        fact: written(value) for fact, value in holding.items()
    }
    checks = Counter(finding["check"] for finding in record["findings"])
    confirmed = trial.confirmed or {}
    expected = {
        "nothing-to-confirm": sum(fact not in presumed for fact in confirmed),
        "confirmed-otherwise": sum(fact in presumed and fact not in holding for fact in confirmed),
    }
    assert expected == {check: checks[check] for check in expected}


@laws(100)
@given(JOINT)
def test_a_presumption_is_unsafe_where_it_is_together_with_others(trial: Trial) -> None:
    check_unsafe(trial)


@laws(60)
@given(JOINT)
def test_an_alternative_says_what_the_decision_is_with_that_fact_stated(trial: Trial) -> None:
    check_alternatives(trial)


@laws(60)
@given(JOINT)
def test_what_is_confirmed_and_what_is_not(trial: Trial) -> None:
    check_confirmed(trial)


# Of most policies that are drawn, nothing is presumed that decides something.
@settings(laws(25), suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(trials(policy_texts()))
def test_presumptions_of_requests_to_policies_of_every_kind(trial: Trial) -> None:
    check_confirmed(trial)
    check_unsafe(trial)
    check_alternatives(trial)


@pytest.mark.parametrize("seed", range(REQUESTS))
@pytest.mark.parametrize("policy", SHIPPED)
def test_presumptions_of_requests_to_shipped_policies(policy: str, seed: int) -> None:
    trial = shipped_trial(policy, seed)
    check_confirmed(trial)
    check_unsafe(trial)
    check_alternatives(trial)
