"""Mutants run: whether the cases of a policy notice that one thing of it is changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from ...findings import Findings
from ...model import Contract, Policy, SpanOf
from ...model.cases import Case
from ...proof.delays import DelayComparison
from ...proof.started_clocks import StartedWitnesses
from ...proof.witness import Witnesses
from ...rules.budget import budget, unlimited
from ...rules.compiled_policy import compile_policy
from ...rules.evaluator import Evaluator
from ...rules.outcomes import Outcome
from ...triage.policy_store import PolicyStore
from ..cases.new_cases import expected_today, parse_case
from ..cases.run_cases import run_case
from ..event_requests import with_starts
from .changed_days import delays_of
from .clock_witnesses import ClockWitnesses
from .equivalence import Divergence, OriginalPolicy
from .listed_equivalence import ListedDivergence, listed_witness
from .mutants import Mutant, mutants
from .mutation_records import MutationResult, Survivor
from .not_proved_where import where_clock_may_show, where_it_may_show
from .occasion_witnesses import OccasionWitnesses
from .resolved_cases import ResolvedCase

if TYPE_CHECKING:
    from ...proof.tier_situations import TierSituations

_YEAR = 366
_SPACES = 2
"""Layouts of situations for which it is remembered which of them each case can be in."""


class MutantRun:
    """The cases of one policy, ready to be run against its mutants."""

    def __init__(
        self,
        evaluator: Evaluator,
        cases: Sequence[ResolvedCase],
        store: PolicyStore,
        contracts: Sequence[Contract],
        version: str,
    ) -> None:
        """Take an edition's evaluator, and the cases that pass and fall under it, read or not."""
        self._compiled = evaluator.compiled
        self._policy = evaluator.compiled.policy
        self._cases = [resolved for resolved in cases if resolved.case.is_read]
        self._unread = [resolved.case for resolved in cases if not resolved.case.is_read]
        self._store = store
        self._contracts = contracts
        self._version = version
        # Most mutants are laid out alike; what is laid out for one alone does not come again.
        self._situations = lru_cache(_SPACES * len(cases))(ResolvedCase.situations)

    @budget()
    def run(self, day: str) -> MutationResult:
        """Try every mutant; receipts that tell hours apart are looked for in the year from a day on."""
        policy = self._policy
        listed = list(mutants(policy))
        original = OriginalPolicy(
            policy, DelayComparison(_within_force(policy, day)), [mutant.policy for mutant in listed]
        )
        killed = equivalent = 0
        survivors: list[Survivor] = []
        unproved: list[Mutant] = []
        for mutant in listed:
            if mutant.clock_of or mutant.occasions_of is not None:
                result = self._event_result(mutant, original, day)
                killed += result == "killed"
                equivalent += result == "equivalent"
                survivors += [result] if isinstance(result, Survivor) else []
                if result == "unproved":
                    where = where_clock_may_show(original.space, mutant) if mutant.clock_of else ""
                    unproved.append(replace(mutant, may_show=where))
                continue
            if mutant.is_of_entry:
                self._cases.sort(key=_expects_no_entries)  # the others most often notice nothing of it
            delays = delays_of(policy, mutant, day)
            divergences = [] if mutant.is_of_entry else original.divergences(mutant.policy, delays)
            entries = original.listed_divergences(mutant.policy) if _may_list_otherwise(mutant, policy) else []
            is_equal = divergences == [] and entries == []
            if is_equal and mutant.policy.hours is policy.hours:
                equivalent += 1
            elif self._is_killed(mutant.policy, divergences or []):
                killed += 1
            elif is_equal:
                equivalent += 1  # of other hours, cases can tell more than the receipts of one year
            elif survivor := self._survivor(mutant, divergences or [], day) or self._listing(
                mutant, entries or [], day
            ):
                survivors.append(survivor)
            else:
                unproved.append(replace(mutant, may_show=where_it_may_show(policy, divergences or [])))
        return MutationResult(policy, killed, equivalent, tuple(survivors), tuple(unproved), len(self._unread))

    def _event_result(
        self, mutant: Mutant, original: OriginalPolicy, day: str
    ) -> Survivor | Literal["killed", "equivalent", "unproved"]:
        """Tell how a mutant went that events alone can show: whether they do is seen by trying some."""
        if mutant.occasions_of is not None:
            self._cases.sort(key=_expects_no_entries)
        if self._is_killed(mutant.policy, []):
            return "killed"
        if mutant.occasions_of is None:
            requests = ClockWitnesses(original.space, day).requests(self._policy.promises[mutant.clock_of], mutant)
        else:
            requests = self._occasion_requests(mutant, mutant.occasions_of, original, day)
        if requests is None:
            return "equivalent"
        for request, outcome in requests:
            if self._is_shown_by(request, mutant, lists=mutant.occasions_of is not None):
                return Survivor(mutant, request, outcome, outcome, self._unread_killer(mutant))
        return "unproved"

    def _occasion_requests(
        self, mutant: Mutant, index: int, original: OriginalPolicy, day: str
    ) -> Iterator[tuple[Mapping[str, object], Outcome]] | None:
        """Return requests that may show that an occasion was changed; None where no request has the step."""
        step = mutant.policy.escalation[index]
        narrow = OccasionWitnesses(original.space, day, index, step)
        witnesses = replace(narrow, space=original.space_with(narrow.facts))
        return None if witnesses.has_no_room else witnesses.requests()

    def _listing(self, mutant: Mutant, divergences: Iterable[ListedDivergence], day: str) -> Survivor | None:
        """Return a survivor that lists other entries for a request, made a case; None where no request shows it."""
        for divergence in divergences:
            with unlimited():
                request = listed_witness(divergence, day)
            if request is not None and self._is_shown_by(request, mutant, lists=True):
                outcome = next(outcome for outcome, bits in divergence.proof.parts.items() if bits & divergence.bits)
                unread = self._unread_killer(mutant)
                return Survivor(mutant, request, outcome, outcome, unread, listed=divergence.words)
        return None

    def _is_shown_by(self, request: Mapping[str, object], mutant: Mutant, *, lists: bool = False) -> bool:
        """Tell whether a request is decided otherwise by a mutant, as a case would notice that `lists` entries, too."""
        with unlimited():
            expect = expected_today(request, self._store, self._version, lists=lists)
        is_invalid = expect["status"] == "invalid"
        return not is_invalid and self._killer(mutant.policy, [parse_case(request, expect)], ()) is not None

    def _unread_killer(self, mutant: Mutant) -> str:
        """Return the name of a case that would notice a mutant, if somebody had read it; empty where there is none."""
        unread = self._killer(mutant.policy, self._unread, self._contracts)
        return "" if unread is None else self._unread[unread].name

    def _is_killed(self, mutant: Policy, divergences: Iterable[Divergence]) -> bool:
        """Tell whether a case goes otherwise; those that can be in a situation that changed are tried first.

        Among those, the ones that killed the mutants before this one go first: a rule's mutants are alike.
        """
        changed: dict[str, tuple[TierSituations, int]] = {}
        for proof, _, bits, *_ in divergences:
            changed[proof.tier] = proof, changed.get(proof.tier, (proof, 0))[1] | bits

        def is_unchanged(case: ResolvedCase) -> bool:
            proof, bits = changed.get(case.tier, (None, 0))
            return proof is None or not self._situations(case, proof) & bits

        self._cases.sort(key=is_unchanged)
        killer = self._killer(mutant, [resolved.case for resolved in self._cases], self._contracts)
        if killer is not None:
            self._cases.insert(0, self._cases.pop(killer))
        return killer is not None

    def _killer(self, mutant: Policy, cases: Sequence[Case], contracts: Sequence[Contract]) -> int | None:
        """Return the index of the first case that goes otherwise."""
        with unlimited():
            store = self._store.with_edition(Evaluator(compile_policy(mutant, like=self._compiled), "builtin"))
            runs = (run_case(case, store, contracts, self._version, Findings()) for case in cases)
            return next((n for n, result in enumerate(runs) if not result.passed), None)

    def _survivor(self, mutant: Mutant, divergences: Iterable[Divergence], day: str) -> Survivor | None:
        """Return a survivor with a request that is decided otherwise, made a case; None where none is."""
        for divergence in divergences:
            with unlimited():
                request = _witness(divergence, day)
            # A clock that starts with an event shows nothing before that has happened.
            for shown_by in (request, with_starts(self._policy, request)) if request else ():
                if shown_by and self._is_shown_by(shown_by, mutant):
                    return Survivor(mutant, shown_by, divergence.before, divergence.after, self._unread_killer(mutant))
        return None


def _expects_no_entries(resolved: ResolvedCase) -> bool:
    return {"services", "intake", "escalation"}.isdisjoint(item.key for item in resolved.case.expect)


def _may_list_otherwise(mutant: Mutant, policy: Policy) -> bool:
    """Tell whether a mutant may list other entries where scope and level are the same."""
    return mutant.is_of_entry or mutant.policy.facts is not policy.facts or mutant.policy.hours is not policy.hours


def _witness(divergence: Divergence, day: str) -> dict[str, object] | None:
    """Return the smallest request that is decided otherwise, of those in which outcomes diverge, if one is found."""
    proof, before, after = divergence.proof, divergence.before, divergence.after
    promise = proof.compiled.policy.promises.get(divergence.promise)
    started, started_after = (
        StartedWitnesses(Witnesses(compiled, day, proof.receipts), promise, divergence.received)
        for compiled in (proof.compiled, divergence.compiled)
    )
    sides = ((started.witnesses, before), (started_after.witnesses, after))
    needed = set()
    if (before.scope, before.level, before.ways) == (after.scope, after.level, after.ways):
        # Only deadlines differ, which are open as long as the facts are that give their spans.
        owed = (*before.owed, *after.owed)
        needed = {entry.span.fact for entry in owed if isinstance(entry.span, SpanOf)}
        needed |= {place.fact for entry in owed for place in entry.places if not place.is_known}

    def shows(codes: Mapping[str, int]) -> bool:
        return needed <= codes.keys() and all(
            {_noticeable(outcome) for outcome in side.outcomes(proof.tier, codes)} == {_noticeable(expected)}
            for side, expected in sides
        )

    codes = proof.codes(divergence.bits & proof.received_at(started.witnesses.receipt))
    return started.request(proof.tier, started.witnesses.least(codes, shows))


def _within_force(policy: Policy, day: str) -> str:
    """Return a day from which on an edition stays in force for a year, if it can be, as near to a day as may be."""
    first, last = policy.effective
    if last is not None:
        day = min(day, date.fromordinal(max(date.fromisoformat(last).toordinal() - _YEAR, 1)).isoformat())
    return max(day, first or day)


def _noticeable(outcome: Outcome) -> tuple[object, ...]:
    """Return what a case can notice of an outcome."""
    return outcome.scope, outcome.level, outcome.ways, outcome.owed
