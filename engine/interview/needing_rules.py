"""Why a question is asked: the rules that read a fact and are not settled by what is known."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..triage.reasons_text import where_cited
from .outlook import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedingRule:
    """A rule that depends on a fact: its group or promise, its id, what it gives, and where what it cites stands."""

    group: str
    id: str
    gives: str
    where: str


def needing_rules(situation: Situation, fact: str) -> tuple[NeedingRule, ...]:
    """Return the rules for which it matters what a fact is, in the order of the policy."""
    return tuple(_rules(situation, fact))


def _rules(situation: Situation, fact: str) -> Iterator[NeedingRule]:
    compiled, engine, policy = situation.evaluator.compiled, situation.evaluator.engine, situation.policy
    for name, group in compiled.groups.items():
        verdict = engine.verdict(group, situation.free.known.codes)
        settled = verdict.true | verdict.false
        for n, (rule, compiled_rule) in enumerate(zip(policy.group(name).rules, group.rules, strict=True)):
            if not settled >> n & 1 and fact in compiled.base_facts(compiled_rule.reads):
                gives = rule.then if isinstance(rule.then, str) else ""
                yield NeedingRule(group=name, id=rule.id, gives=gives, where=where_cited(rule.cite, policy))
