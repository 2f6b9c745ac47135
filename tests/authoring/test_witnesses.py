"""A witness, decided as any request is, shows what its finding says, and says no more than that takes."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from hypothesis import given
from language.verbs import mapping_of
from rules.worlds import laws

from remit.engine.findings import Findings
from remit.engine.model.due_date_wording import by_text
from remit.engine.model.events import RECEIVED
from remit.engine.rules.compiled import compile_condition, kleene
from remit.engine.rules.hit_policy import UNDECIDED, Ways
from remit.engine.triage.clock import duration
from remit.engine.triage.decision import Decision
from remit.engine.triage.known_facts import evaluate
from remit.engine.triage.resolve_request import resolve_request

from .generated import Drawn, policy_texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from remit.engine.findings import Finding
    from remit.engine.rules.evaluator import RequestEvaluation

    Request = Mapping[str, Any]


# ── what a decision has of what was found ─────────────────────────────────────


def shows(drawn: Drawn, finding: Finding, request: Request) -> bool:
    """Say whether a request, decided, shows what was found."""
    decision = drawn.decided(request)
    assert isinstance(decision, Decision), decision.findings
    return SHOWN[finding.check](drawn, finding, decision)


def is_gap(drawn: Drawn, finding: Finding, decision: Decision) -> bool:
    if finding.at == "channel":
        channel = decision.channel
        is_asked = set(decision.scope.possible) <= {"support", "consulting"}
        return is_asked and not channel.allowed and channel.possible is None and not conflicts(decision)
    if finding.at == "coverage":
        return {UNDECIDED} == {outcome.coverage for outcome in evaluation(drawn, decision).possible.outcomes}
    if finding.at == "scope":
        return decision.scope.possible == (None,)
    return decision.scope.outcome == "support" and decision.priority.possible == (None,)


def conflicts(decision: Decision) -> bool:
    return any(each.check == "conflicting-ways" for each in decision.findings)


def is_conflict(drawn: Drawn, finding: Finding, decision: Decision) -> bool:
    """The decision says so, and the two rules that are named hold."""
    names = set(re.findall(r"`([\w-]+)`", finding.message))
    return conflicts(decision) and decision.channel.possible is None and names <= holding(drawn, decision)


def is_masked(drawn: Drawn, finding: Finding, decision: Decision) -> bool:
    """The rule holds and does not decide, and of those named in its place the first holds."""
    loser, *winners = re.findall(r"`([\w-]+)`", finding.message)
    true = holding(drawn, decision)
    return {loser, *winners[:1]} <= true and loser not in deciding(decision)


def holding(drawn: Drawn, decision: Decision) -> set[str]:
    """Return the rules, and the entries of derived facts, that are true of a request."""
    evaluated = evaluation(drawn, decision)
    verdicts, compiled = evaluated.groups.verdicts, drawn.evaluator.compiled
    entries = (entry for fact in drawn.policy.facts.values() for entry in fact.derive)
    known = evaluated.known.codes
    true_entries = {entry.id for entry in entries if kleene(compile_condition(entry.when, compiled.codes), known)}
    return true_entries | {
        rule.id
        for group in drawn.policy.groups
        for n, rule in enumerate(group.rules)
        if verdicts[group.name].true >> n & 1
    }


def evaluation(drawn: Drawn, decision: Decision) -> RequestEvaluation:
    """Return what the rules say of a request."""
    resolved = resolve_request(decision.request, drawn.store, (), Findings())
    assert resolved is not None
    return evaluate(*resolved, decision.request, Findings())


def deciding(decision: Decision) -> set[str]:
    """Return the rules that won, of scope, priority and coverage."""
    rulings = [decision.scope, decision.priority, *decision.deadlines.values()]
    return {rule for ruling in rulings for rule in ruling.rules}


def is_presumed(drawn: Drawn, finding: Finding, decision: Decision) -> bool:
    """It says nothing of the fact and is of the one level, and of the other once the value that is named is stated."""
    mild, fact, value, severe = re.findall(
        r"lowers this request to `(\w+)`; with `(\w+): (.+)` it would be `(\w+)`$", finding.message
    )[0]
    request: Request = finding.witness or {}
    assert fact not in request.get("facts", {})
    stated = {**request.get("facts", {}), fact: mapping_of(f"v: {value}")["v"]}
    decided = drawn.decided({**request, "facts": stated})
    assert isinstance(decided, Decision)
    return (decision.priority.level, decided.priority.level) == (mild, severe)


def is_required(drawn: Drawn, finding: Finding, decision: Decision) -> bool:
    """The way is required, at once or as a follow-up, whatever else follows."""
    if finding.at in {decision.channel.required, *decision.channel.follow_up}:
        return True
    offers = [outcome.ways for outcome in evaluation(drawn, decision).possible.outcomes]
    return all(isinstance(ways, Ways) and finding.at in ways.needed for ways in offers)


def is_slower_in_tier(drawn: Drawn, finding: Finding, decision: Decision) -> bool:
    """It is owed that much later than in the lower tier, or not at all where the lower tier is owed it."""
    low, high = sorted(re.findall(r"(?:tier|than in) `(basic|gold)`", finding.message))
    assert decision.tier == high
    lower = drawn.decided({**(finding.witness or {}), "tier": low})
    assert isinstance(lower, Decision)
    name = finding.at.partition(".")[0]
    after, before = decision.deadlines.get(name), lower.deadlines.get(name)
    if before is None or not (before.hours and before.within):
        return False
    has_started = drawn.policy.promises[name].clock.starts_at == RECEIVED
    if has_started and before.due_instant is None:
        return False
    if after is None:
        return "and not in" in finding.message and decision.scope.outcome == lower.scope.outcome
    if not has_started:
        return (after.within, after.hours) != (before.within, before.hours)
    if before.due_instant is None or after.due_instant is None:
        return False
    return finding.message.endswith(f"by up to {duration(after.due_instant - before.due_instant)}")


def is_slower_when_severe(_: Drawn, finding: Finding, decision: Decision) -> bool:
    """It is of the level that is answered later, and is owed something unless that is what is wrong."""
    name, _tier, level = finding.at.split(".")
    is_owed = name in decision.deadlines
    return decision.priority.level == level and is_owed != ("and not at" in finding.message)


def counts_round_the_clock(_: Drawn, finding: Finding, decision: Decision) -> bool:
    """It owes the tier, at the level, the span or date of `business` that is named, in the hours that are."""
    name, amount, tier, level, hours = re.findall(
        r"^promise `([\w-]+)` (.+) of tier `(\w+)`(?: at `(\w+)`)? counts in hours `(\w+)`, which never close$",
        finding.message,
    )[0]
    deadline = decision.deadlines.get(name)
    if deadline is None or not deadline.certain or deadline.within is None:
        return False
    words = deadline.within.partition(", cut-off")[0]
    is_named = amount == (by_text(words) if deadline.is_date else f"within `{words}`")
    of_business = not deadline.counts_every_day if deadline.is_date else "business" in deadline.within
    owes = (decision.tier, decision.priority.level or "", deadline.hours)
    return is_named and of_business and owes == (tier, level, hours)


def is_answered_last(_: Drawn, finding: Finding, decision: Decision) -> bool:
    """The promise falls due before the first answer, by as much as is said where that is said."""
    first, last = decision.deadlines["initial_response"], decision.deadlines[finding.at]
    if first.due_instant is None or last.due_instant is None:
        return False
    words = finding.message.partition(", by up to ")[2]
    return first.due_instant > last.due_instant and (
        not words or words == duration(first.due_instant - last.due_instant)
    )


SHOWN = {
    "business-round-the-clock": counts_round_the_clock,
    "gap": is_gap,
    "conflicting-ways": is_conflict,
    "masked": is_masked,
    "presumption-decides": is_presumed,
    "required-way-not-offered": is_required,
    "response-after-resolution": is_answered_last,
    "slower-in-higher-tier": is_slower_in_tier,
    "slower-when-more-severe": is_slower_when_severe,
}


def with_one_thing_less(request: Request) -> Iterator[Request]:
    """Yield a request without each of its facts, and without how it came in."""
    facts = request.get("facts", {})
    for name in facts:
        yield {**request, "facts": {other: value for other, value in facts.items() if other != name}}
    if "channel" in request:
        yield {key: value for key, value in request.items() if key != "channel"}


# ── the laws ──────────────────────────────────────────────────────────────────


@laws(100)
@given(policy_texts())
def test_a_witness_shows_what_was_found_and_says_no_more_than_that_takes(content):
    drawn = Drawn(content)
    for finding in drawn.findings:
        request = finding.witness
        if request is None:
            continue
        assert shows(drawn, finding, request), (finding, request)
        for less in with_one_thing_less(request):
            assert not shows(drawn, replace(finding, witness=less), less), (finding, less)
