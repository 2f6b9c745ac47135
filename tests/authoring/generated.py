"""Small generated policies as files have them, their situations one by one, and requests decided by them."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Any

import yaml
from hypothesis import assume
from hypothesis import strategies as st
from rules.answers import true_rules
from rules.brute import Brute
from rules.plain import truth
from rules.policies import _facts, _group, _offers, _promises
from rules.worlds import BUILT_IN, LEVELS, SPANS, TIERS, WAYS

from remit.engine.authoring.check import check_policy
from remit.engine.authoring.check.editions import Editions
from remit.engine.findings import Finding, Findings
from remit.engine.language.files import POLICY_BYTES, decode
from remit.engine.language.request_files import read_request
from remit.engine.language.yaml_writer import written_condition, written_span, written_value
from remit.engine.model import ALWAYS, All, DueDate, Not, Offer, Rule, Span, SpanOf, wall_time_text
from remit.engine.model import Any as AnyOf
from remit.engine.triage.decide import decide
from remit.engine.triage.policy_loader import load_evaluator
from remit.engine.triage.policy_store import PolicyStore

from .verbs import TODAY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from remit.engine.language.files import SourceFile
    from remit.engine.model import Cell, Condition, Fact, Group, Policy, Promise, Request, Value
    from remit.engine.rules.evaluator import Evaluator
    from remit.engine.rules.outcomes import Outcome
    from remit.engine.triage.decision import Decision, Invalid

SCOPES = ("not_covered", "consulting", "support")
MOST = 600
"""Situations of a generated policy up to which brute force looks at all."""

HOURS = {
    "office": {"timezone": "UTC", "week": {"mon-fri": "09:00-17:00"}},
    "always": {"timezone": "UTC", "week": {"mon-sun": "00:00-24:00"}, "day": "24 hours"},
}


_REST = {
    "scope": Rule("scope-rest", ALWAYS, "support", ()),
    "priority": Rule("priority-rest", ALWAYS, "P3", ()),
    "coverage": Rule("coverage-rest", ALWAYS, "office", ()),
    "channel": Rule("channel-rest", ALWAYS, Offer(allow=("email",)), ()),
}
"""Of each group what stands where nothing was drawn, which a file cannot say."""


# ── policies ──────────────────────────────────────────────────────────────────


@st.composite
def policy_texts(draw: st.DrawFn) -> str:
    """Draw a policy that can be used, as the text of its file."""
    facts = draw(_facts(4))
    order = draw(st.sampled_from([None, "scope", "priority"]))
    readable = [*facts.values(), *(BUILT_IN[name] for name in ("tier", "arrived_by", "claimed_priority"))]
    scope_reads = [*readable, BUILT_IN["priority"]] if order == "priority" else readable
    priority_reads = [*readable, BUILT_IN["scope"]] if order == "scope" else readable
    late = [*readable, BUILT_IN["scope"], BUILT_IN["priority"]]
    drawn = [
        draw(_group("scope", scope_reads, st.sampled_from([*SCOPES, "support", "support"]), 4)),
        draw(_group("priority", priority_reads, st.sampled_from(LEVELS), 4)),
        draw(_group("coverage", late, st.sampled_from(list(HOURS)), 3)),
        draw(_group("channel", late, _offers(), 3)),
    ]
    groups = [group if group.rules else replace(group, rules=(_REST[group.name],)) for group in drawn]
    drawn_promises = draw(_promises([fact.name for fact in facts.values() if fact.type == "span"], late))
    promises = {name: draw(_varied(promise, facts)) for name, promise in drawn_promises.items()}
    written = usable(as_written(facts, groups, promises))
    assume(written is not None)
    assert written is not None
    return written


@st.composite
def _varied(draw: st.DrawFn, promise: Promise, facts: Mapping[str, Fact]) -> Promise:
    """Draw a length for each span that a promise gives itself, or a date; `else` goes with facts that can be none."""

    def varied(entry: Cell) -> Cell:
        if entry is None or entry.within is None:
            return entry
        if isinstance(entry.within, Span):
            return replace(entry, **draw(_AMOUNTS))
        fact = facts[entry.within.fact]
        return entry if fact.optional else replace(entry, within=SpanOf(fact.name))

    within = {key: varied(entry) for key, entry in promise.within.items()}
    return replace(promise, within=within, rules=tuple(replace(r, then=varied(r.then)) for r in promise.rules))


_SPANS = st.sampled_from([span for span in SPANS if isinstance(span, Span)])
_DATES = st.sampled_from(
    [DueDate(at="close", business_days=0), DueDate(at="close", business_days=1), DueDate(at=12 * 60, business_days=2)]
)
_CUTOFFS = st.sampled_from([None, 15 * 60, 24 * 60, "close"])
_AMOUNTS: st.SearchStrategy[dict[str, Any]] = st.one_of(
    _SPANS.map(lambda span: {"within": span}),
    st.builds(lambda span, cutoff: {"within": span, "cutoff": cutoff}, _SPANS, _CUTOFFS),
    st.builds(lambda by, cutoff: {"within": None, "by": by, "cutoff": cutoff}, _DATES, _CUTOFFS),
    _SPANS.map(lambda span: {"within": span}),
    st.sampled_from([None, 15 * 60]).map(
        lambda cutoff: {"within": None, "by": DueDate(at=12 * 60, days=1), "cutoff": cutoff}
    ),
)
"""What is owed in place of the span of an entry: of two, one is again a span without a cut-off."""


def as_written(
    facts: Mapping[str, Fact], groups: Sequence[Group], promises: Mapping[str, Promise]
) -> dict[str, object]:
    """Return a policy as the plain value of its file."""
    scope, priority, coverage, channel = (_rules(group) for group in groups)
    written: dict[str, object] = {
        "remit": 1,
        "policy": "drawn",
        "title": "Drawn",
        "edition": "1",
        "sources": {"terms": {"title": "Terms", "clauses": {"all": {"at": "page 1", "says": "everything"}}}},
        "facts": {fact.name: _fact(fact) for fact in facts.values()},
        "hours": HOURS,
        "tiers": {tier: {"title": tier} for tier in TIERS},
        "scope": {"rules": scope},
        "priorities": {"levels": dict.fromkeys(LEVELS, "a level"), "rules": priority},
        "coverage": {"rules": coverage},
        "channels": {"ways": {way: {} for way in WAYS}, "rules": channel},
        "promises": {promise.name: _promise(promise) for promise in promises.values() if [*promise.entries()]},
    }
    return {key: value for key, value in written.items() if value}


def _fact(fact: Fact) -> dict[str, object]:
    written: dict[str, object] = {"ask": fact.ask, "optional": fact.optional}
    written |= {"choices": list(fact.choices)} if fact.choices else {"type": fact.type}
    written |= {
        key: bound for key, bound in (("minimum", fact.minimum), ("maximum", fact.maximum)) if bound is not None
    }
    if fact.presume:
        written["presume"] = [{**_when(p.when), "value": _value(p.value)} for p in fact.presume]
    return written


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads dates as texts, as the language does; libyaml's, where it is there, is the quicker."""


_Loader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _when(condition: Condition) -> dict[str, object]:
    condition = _tidy(condition) or ALWAYS
    if condition == ALWAYS:
        return {}
    return {"when": yaml.load(written_condition(condition), _Loader)}  # noqa: S506 - a safe loader


def _tidy(condition: Condition) -> Condition | None:
    """Return a condition without what is empty in it, which a file cannot say; None where nothing is left."""
    if isinstance(condition, Not):
        part = _tidy(condition.part)
        return None if part is None else Not(part)
    if isinstance(condition, All | AnyOf):
        parts = tuple(part for part in map(_tidy, condition.parts) if part is not None)
        return type(condition)(parts) if parts else None
    return condition


def _value(value: Value) -> object:
    return yaml.load(written_value(value), _Loader)  # noqa: S506 - a safe loader


def _rules(group: Group) -> list[dict[str, object]]:
    return [{"id": rule.id, **_when(rule.when), "then": _then(rule.then), "cite": "terms.all"} for rule in group.rules]


def _then(then: str | Offer | Cell) -> object:
    if isinstance(then, str):
        return then
    if not isinstance(then, Offer):
        return _entry(then)
    written = {"require": list(then.require), "prefer": list(then.prefer), "allow": list(then.allow)}
    following = {"follow_up": then.follow_up[0]} if then.follow_up else {}
    return {word: ways for word, ways in written.items() if ways} | following


def _entry(entry: Cell) -> object:
    if entry is None:
        return "none"
    within: object = written_span(entry.within) if isinstance(entry.within, Span) else None
    if isinstance(entry.within, SpanOf):
        otherwise = {"else": written_span(entry.within.otherwise)} if entry.within.otherwise else {}
        within = {"fact": entry.within.fact, **otherwise}
    cutoff = None if entry.cutoff is None else wall_time_text(entry.cutoff)
    more = {"cutoff": cutoff, "hours": entry.hours, "kind": entry.kind}
    if entry.by is not None:
        counted = {"business_days" if entry.by.is_business else "days": entry.by.number}
        return {
            "by": {**counted, "at": wall_time_text(entry.by.at)},
            **{key: text for key, text in more.items() if text},
        }
    return {"within": within, **{key: value for key, value in more.items() if value}} if any(more.values()) else within


def _promise(promise: Promise) -> dict[str, object]:
    within: dict[str, Any] = {}
    for (tier, level), cell in promise.within.items():
        if level is None:
            within[tier] = _entry(cell)
        else:
            within.setdefault(tier, {})[level] = _entry(cell)
    more = {"within": within, "rules": _rules(promise.group), "hours": promise.hours}
    return {"scope": promise.scope, "cite": "terms.all", **{key: value for key, value in more.items() if value}}


GROUPS = ("scope", "priorities", "coverage", "channels")
"""The sections that are groups of rules."""


def usable(written: dict[str, object]) -> str | None:
    """Return the text of a policy less the rules that can never hold; None where it cannot be used all the same."""
    for _ in range(2):
        findings = Findings()
        text = json.dumps(written)
        if load_evaluator(as_text(text), "builtin", findings):
            return text
        dead = {f.message.split("`")[1] for f in findings if f.message.endswith("can never hold") and "`" in f.message}
        promises: Any = written.get("promises", {})
        for section in (*(written.get(group) for group in GROUPS), *promises.values()):
            if isinstance(section, dict) and "rules" in section:
                section["rules"] = [rule for rule in section["rules"] if rule["id"] not in dead]
    return None


def as_text(content: str, file: str = "drawn.yaml") -> SourceFile:
    """Return a text as the reader of files hands it on."""
    text = decode(file, content.encode(), POLICY_BYTES, Findings())
    assert text is not None
    return text


def request_of(witness: Mapping[str, object]) -> Request:
    """Return the request that plain values write."""
    _, request = read_request(as_text(json.dumps(witness), "request.json"), Findings(), None)
    assert request is not None, witness
    return request


# ── what is found, and what is so ─────────────────────────────────────────────


class Drawn:
    """A policy, what the checks say of it, and what brute force says."""

    def __init__(self, content: str) -> None:
        """Read the policy."""
        self.text = as_text(content)
        self.store = PolicyStore([self.text], "builtin")
        evaluator, findings = self.store.evaluator_of(self.text)
        assert evaluator is not None, findings
        self.evaluator: Evaluator = evaluator
        self.policy: Policy = evaluator.compiled.policy
        self.brute = Brute(self.policy)

    @cached_property
    def findings(self) -> list[Finding]:
        """What the checks say."""
        return check_policy(self.evaluator, TODAY, Editions([self.policy]))

    def reported(self, check: str) -> set[str]:
        """Return at what a check finds something."""
        return {finding.at for finding in self.findings if finding.check == check}

    @cached_property
    def situations(self) -> list[Situation]:
        """Every situation that some request can be in."""
        names = self.brute.read
        assume(len(TIERS) * self.brute.size(names) <= MOST)
        chosen = product(TIERS, *(self.brute.choices[name] for name in names))
        found = [dict(zip(["tier", *names], values, strict=True)) for values in chosen]
        return [Situation(self, values) for values in found if self._can_be(values)]

    def _can_be(self, values: Mapping[str, Value | None]) -> bool:
        """Say whether no fact is absent of which something would be presumed."""
        return all(
            truth(presumption.when, values, self.brute.facts) is False
            for name, value in values.items()
            if value is None
            for presumption in self.brute.facts[name].presume
        )

    def decided(self, witness: Mapping[str, object]) -> Decision | Invalid:
        """Return the real decision of a request."""
        return decide(request_of(witness), self.store, (), "0")


@dataclass(frozen=True)
class Situation:
    """A value for every fact that something reads."""

    drawn: Drawn
    values: dict[str, Value | None]

    @cached_property
    def outcome(self) -> Outcome:
        """What it comes to."""
        return self.drawn.brute.ending(str(self.values["tier"]), self.values)[0]

    @cached_property
    def true(self) -> Mapping[str, int]:
        """The rules that hold, by group, as bits."""
        return true_rules(self.drawn.brute, self.values)

    def holding(self, group: str) -> list[int]:
        """The places of the rules that hold."""
        return [n for n in range(64) if self.true[group] >> n & 1]
