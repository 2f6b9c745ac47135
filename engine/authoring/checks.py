"""What `remit check` looks for in a usable policy: functions of one signature, in one list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..language.documents import READINGS
from ..model import Offer
from ..rules.codes import members
from ..rules.outcomes import Gap
from ..triage.fitness import check_holidays
from .situations import described, prove

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ..findings import Findings
    from ..model import Escalation, Hours, IntakeItem, Policy, Promise, Rule, Service, Tier, Way
    from ..rules.judge import Judge
    from ..rules.outcomes import Outcome
    from .situations import Proof


@dataclass(frozen=True, slots=True)
class Subject:
    """What is checked: a policy's judge, and today's date as ISO writes it."""

    judge: Judge
    today: str

    @property
    def policy(self) -> Policy:
        """The policy as written."""
        return self.judge.book.policy


def unknown_holidays(subject: Subject, findings: Findings) -> None:
    """Countries and regions whose holidays are not known."""
    check_holidays(subject.policy, findings)


def unused_clauses(subject: Subject, findings: Findings) -> None:
    """Clauses and readings that nothing cites."""
    policy = subject.policy
    cited = set(_cited(policy))
    for source, document in policy.sources.items():
        for name, clause in document.clauses.items():
            if f"{source}.{name}" not in cited:
                findings.warning("unused-clause", f"nothing cites clause `{source}.{name}`", clause.mark)
    for name, reading in policy.readings.items():
        if f"{READINGS}.{name}" not in cited:
            findings.warning("unused-reading", f"nothing cites reading `{name}`", reading.mark)


def _cited(policy: Policy) -> Iterator[str]:
    for group in policy.groups:
        for rule in group.rules:
            yield from rule.cite
    for reading in policy.readings.values():
        yield from reading.clause
    records: list[Hours | Tier | Way | Promise | Service | IntakeItem | Escalation] = [
        *policy.hours.values(),
        *policy.tiers.values(),
        *policy.ways.values(),
        *policy.promises.values(),
        *policy.services.values(),
        *policy.intake,
        *policy.escalation,
    ]
    for record in records:
        yield from record.cite


def missing_promises(subject: Subject, findings: Findings) -> None:
    """Tiers and levels of support without an initial response, and policies without one at all."""
    policy = subject.policy
    promise = policy.promises.get("initial_response")
    if promise is None:
        if policy.promises:
            findings.warning("missing-promise", "no promise is an `initial_response`", policy.mark)
        return
    for tier in policy.tiers:
        lacking = [level for level in policy.levels if (tier, level) not in promise.within]
        if lacking:
            levels = ", ".join(f"`{level}`" for level in lacking)
            message = f"promise `initial_response` gives tier `{tier}` nothing at {levels}"
            findings.warning("missing-promise", message, promise.mark, "write `none` where nothing is owed")


def overdue_review(subject: Subject, findings: Findings) -> None:
    """Policies whose day of review has passed."""
    review_by = subject.policy.review_by
    if review_by is not None and subject.today > review_by:
        message = f"this edition was to be reviewed by {review_by}"
        findings.warning("review-overdue", message, subject.policy.key_mark("review_by"))


def undecided_situations(subject: Subject, findings: Findings) -> None:
    """Situations in which a group that applies has no rule that holds, or rules that conflict."""
    seen: set[tuple[str, Gap]] = set()
    unproved: dict[str, None] = {}
    for tier in subject.policy.tiers:
        whole = prove(subject.judge.book, tier)
        for group in ("scope", "priority", "coverage", "channel"):
            proof = whole or prove(subject.judge.book, tier, group)
            if proof is None:
                unproved[group] = None
                continue
            for outcome, bits in proof.parts.items():
                gap = _gaps(outcome).get(group)
                if gap is not None and (group, gap) not in seen:
                    seen.add((group, gap))
                    _report_gap(subject, proof, group, bits, findings)
    if unproved:
        message = f"there are too many situations to prove that every one is decided by {', '.join(unproved)}"
        findings.warning("not-proved", message, subject.policy.mark)


def _gaps(outcome: Outcome) -> dict[str, Gap]:
    """Return the groups that an outcome leaves open, with how."""
    aspects = {"scope": outcome.scope, "priority": outcome.level, "coverage": outcome.coverage, "channel": outcome.ways}
    return {group: aspect for group, aspect in aspects.items() if isinstance(aspect, Gap)}


def _report_gap(subject: Subject, proof: Proof, group: str, bits: int, findings: Findings) -> None:
    codes = proof.space.first(bits)
    mark = next(g.mark for g in subject.policy.groups if g.name == group)
    if group == "channel" and (clash := _clash(subject, proof, codes)):
        word, first, second = clash
        message = f"rules `{first.id}` (line {first.mark.line}) and `{second.id}` {word} different ways at once"
        example = f"for example at {_situation(subject, proof, group, codes)}"
        findings.error("conflicting-ways", f"{message}, {example}", second.mark)
        return
    message = f"no rule decides {group}, for example at {_situation(subject, proof, group, codes)}"
    findings.error("gap", message, mark, "add a rule without `when`, or one for this situation")


def _situation(subject: Subject, proof: Proof, group: str, codes: dict[str, int]) -> str:
    """Word the facts that the group reads, straight or through scope and priority."""
    groups = subject.judge.book.groups
    reads = set(groups[group].reads)
    for other in ("scope", "priority", "scope"):
        if other in reads:
            reads |= set(groups[other].reads)
    return described(subject.judge.book, proof.tier, codes, reads)


def _clash(subject: Subject, proof: Proof, codes: dict[str, int]) -> tuple[str, Rule, Rule] | None:
    """Return what two rules disagree on in a situation, and the two."""
    judgement = subject.judge.judge(proof.tier, codes, frozenset())
    rules = subject.policy.channel.rules
    true = [rules[n] for n in members(judgement.verdicts["channel"].true)]
    for word in ("require", "prefer"):
        by_way: dict[str, Rule] = {}
        for rule in true:
            for way in getattr(rule.then, word) if isinstance(rule.then, Offer) else ():
                by_way.setdefault(way, rule)
        if len(by_way) > 1:
            first, second, *_ = by_way.values()
            return word, first, second
    return None


CHECKS: tuple[Callable[[Subject, Findings], None], ...] = (
    unknown_holidays,
    unused_clauses,
    missing_promises,
    overdue_review,
    undecided_situations,
)
