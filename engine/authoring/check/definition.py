"""What a check is, what it looks at (a policy, its editions, and all that can be proved of it), and what it yields."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property, partial
from typing import Literal

from ...findings import NOWHERE, Finding, Mark, Marked, Severity
from ...language.conditions import facts_read
from ...language.time_notation import day_in
from ...model import FIRST_RECEIVED, LAST_RECEIVED, IsOneOf, Policy
from ...model.policy_citations import citations, decision_citations
from ...proof.delays import DelayComparison
from ...proof.occurring_receipts import Receipts
from ...proof.situations import StateSpace
from ...proof.tier_situations import TierSituations
from ...proof.witness import Witnesses
from ...rules.compiled_policy import compile_policy
from ...rules.evaluator import Evaluator
from ...rules.hit_policy import winning
from ...rules.outcomes import Outcome
from ...rules.spaces import union
from ...triage.clock import midnight
from ...worktime import zone
from .editions import Editions

__all__ = ["Check", "CheckContext", "CheckFindings", "Finding", "check"]

_AHEAD = 2
"""Years after the day of the check in which an edition without an end is taken to be in force."""
_DAYS_AHEAD = timedelta(days=730)
"""How long after the day of the check the days are looked at on which something may change."""


class CheckContext:
    """A policy that is checked on a day, or an instant's in its own zone, and the findings of the checks so far."""

    def __init__(self, evaluator: Evaluator, today: str, editions: Editions, checks: Sequence["Check"]) -> None:
        """Take the policy's evaluator; what is proved is proved when somebody asks."""
        self.compiled = evaluator.compiled
        self.policy = evaluator.compiled.policy
        self.today = day_in(zone(self.policy.timezone), today)
        self.editions = editions
        self.checks = checks
        self.accepted = {(acceptance.check, acceptance.at) for acceptance in self.policy.accept}
        self.findings: list[Finding] = []
        self.unproved: dict[str, None] = {}
        self.receipts = Receipts.of(self.compiled, self.today)
        self._group_space = cache(partial(StateSpace, self.compiled, receipts=self.receipts))
        self._wins: dict[tuple[int, str], list[int]] = {}

    @cached_property
    def years_in_force(self) -> tuple[int, int]:
        """The first and the last year in which the edition is in force; without an end, a while from the check."""
        first, last = self.policy.effective
        now = int(self.today[:4])
        start = int(first[:4]) if first else now
        return start, int(last[:4]) if last else max(start, now) + _AHEAD

    @cached_property
    def days_ahead(self) -> tuple[date, date]:
        """The first and the last of the next days in force, two years at most; reversed where there are none."""
        start, end = self.policy.effective
        first = min(max(date.fromisoformat(max(start or "", self.today)), FIRST_RECEIVED), LAST_RECEIVED)
        last = min(first + _DAYS_AHEAD, LAST_RECEIVED)
        return first, min(date.fromisoformat(end), last) if end else last

    @cached_property
    def first_and_last_receipt(self) -> tuple[int, ...]:
        """The first and the last receipt while the edition is in force, without an end for a year; none where never."""
        first, last = self.policy.effective
        start = max(date.fromisoformat(first or min(self.today, last or self.today)), FIRST_RECEIVED)
        in_a_year = min(max(start, date.fromisoformat(self.today)), LAST_RECEIVED) + timedelta(days=366)
        end = min(date.fromisoformat(last) if last else in_a_year, LAST_RECEIVED)
        home, day = zone(self.policy.timezone), timedelta(days=1)
        # In some zones the very first day begins before all instants, and the very last ends after them.
        latest = midnight(LAST_RECEIVED + day, zone("UTC")) - 1
        return (max(midnight(start, home), 0), min(midnight(end + day, home) - 1, latest)) if start <= end else ()

    @cached_property
    def state_space(self) -> StateSpace:
        """Every situation of the policy, with all that is decided in it."""
        return StateSpace(self.compiled, receipts=self.receipts)

    @cached_property
    def invariant_space(self) -> StateSpace:
        """Every situation that the policy's rules or its invariants tell apart."""
        conditions = [invariant.when for invariant in self.policy.always]
        values = [IsOneOf(*invariant.between) for invariant in self.policy.always if invariant.between]
        compiled = compile_policy(self.policy, [*conditions, *values])
        read = {fact for condition in (*conditions, *values) for fact, _ in facts_read(condition)}
        receipts = Receipts.of(compiled, self.today)
        return StateSpace(compiled, also=read - {"tier", "scope", "priority"}, receipts=receipts)

    @cached_property
    def witnesses(self) -> Witnesses:
        """What writes requests that show something."""
        return Witnesses(self.compiled, self.today, self.receipts)

    @cached_property
    def invariant_witnesses(self) -> Witnesses:
        """What writes requests that show how an invariant is broken."""
        return Witnesses(self.invariant_space.compiled, self.today, self.invariant_space.receipts)

    @cached_property
    def delays(self) -> DelayComparison:
        """What compares deadlines."""
        return DelayComparison(self.today)

    def proofs(self, group: str) -> Iterator[TierSituations]:
        """Yield the proofs that decide a group; none where there are too many situations, which is noted."""
        space = self.state_space
        if space.by_tier is None:
            space = self._group_space(group)
        return self._proved(space, f"the rules of {self.policy.group(group).promise or group}")

    def by_tier(self, claim: str) -> Mapping[str, TierSituations]:
        """Return the proofs of decisions by tier; none where there are too many situations, which is noted."""
        if self.state_space.by_tier is None:
            self.unproved[claim] = None
        return self.state_space.by_tier or {}

    def proofs_that_vary(self, facts: Collection[str], claim: str) -> Iterator[TierSituations]:
        """Yield proofs of scope and priority in which facts have all their values, or note what is not proved."""
        space, varying = self.state_space, set(facts) - {"tier"}
        if space.by_tier is None and self._group_space("priority").by_tier is None:
            return self._proved(self._group_space("priority"), claim)  # nor with more facts that vary
        if space.by_tier is None or varying.difference(space.facts):
            space = StateSpace(self.compiled, "priority", varying, self.receipts)
        return self._proved(space, claim)

    def _proved(self, space: StateSpace, claim: str) -> Iterator[TierSituations]:
        if space.by_tier is None:
            self.unproved[claim] = None
        yield from space.proofs()

    def wins(self, proof: TierSituations, group: str) -> list[int]:
        """Return, rule by rule, the situations in which a group's rules win."""
        key = (id(proof), group)
        if key not in self._wins:
            self._wins[key] = winning(self.policy, group, proof.holding_where_it_applies(group))
        return self._wins[key]

    def never_winning(self, group: str, proofs: Sequence[TierSituations]) -> set[int]:
        """Return the numbers of the rules that hold where their group applies, and never win there."""
        holding = {n for proof in proofs for n, bits in enumerate(proof.holding_where_it_applies(group)) if bits}
        return holding - {n for proof in proofs for n, bits in enumerate(self.wins(proof, group)) if bits}

    def example(self, group: str, is_shown_by: Callable[[Outcome], bool]) -> dict[str, object] | None:
        """Return the smallest request with such an outcome of a group; None where no situation has one."""
        for proof in self.proofs(group):
            bits = union(bits for outcome, bits in proof.parts.items() if is_shown_by(outcome)) & proof.valid
            if bits:
                return self.witnesses.of(proof, bits, lambda evaluation: all(map(is_shown_by, evaluation.outcomes)))
        return None


CheckFindings = Iterator[Finding]
"""What finds something yields one finding after another."""

_Find = Callable[[CheckContext], CheckFindings]


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its id, its usual severity, what finds something in a policy, and its page."""

    id: str
    severity: Severity
    find: _Find
    page: str | None
    """The docstring of its module, in Markdown: one sentence, then its meaning. None where Python drops docstrings."""
    is_proof: bool = False
    """Whether it looks at every situation, so that it says nothing where there are too many."""
    compares_editions: bool = False
    """Whether it says nothing of an edition that is checked alone."""
    can_be_set: bool = True
    """Whether a policy can set its severity, and accept its findings."""

    @property
    def summary(self) -> str:
        """The first sentence of its page."""
        return (self.page or self.id).partition("\n")[0]

    @property
    def details(self) -> str:
        """The page after its first sentence."""
        return (self.page or "").partition("\n\n")[2]

    def finding(
        self,
        *,
        at: str = "",
        message: str,
        mark: Mark = NOWHERE,
        help: str = "",  # noqa: A002 - the record's word
        witness: Mapping[str, object] | None = None,
    ) -> Finding:
        """Return a finding of this check."""
        return Finding(
            severity=self.severity, check=self.id, message=message, mark=mark, help=help, at=at, witness=witness
        )

    def uncited(self, policy: Policy, kind: str, records: Mapping[str, Marked], source: str = "") -> CheckFindings:
        """Yield a finding for each clause or reading, by its name in a source, that no decision can show."""
        cited, cited_by_decisions = citations(policy), decision_citations(policy)
        for name, record in records.items():
            cite = f"{source}{name}"
            if cite not in cited_by_decisions:
                text = "no decision can show" if cite in cited else "nothing cites"
                yield self.finding(at=name, message=f"{text} {kind} `{name}`", mark=record.mark)

    def unused(self, records: Mapping[str, Marked], used: Collection[object], message: str) -> CheckFindings:
        """Yield a finding for each record whose name is not used; `{}` of the message stands for the name."""
        for name, record in records.items():
            if name not in used:
                yield self.finding(at=name, message=message.format(name), mark=record.mark)


def check(
    id: str,  # noqa: A002 - the record's word
    severity: Literal["error", "warning", "note"],
    page: str | None,
    **properties: bool,
) -> Callable[[_Find], Check]:
    """Make the function that is decorated a check, which its module and the list of checks know by its name."""
    return lambda find: Check(id=id, severity=Severity[severity], find=find, page=page, **properties)
