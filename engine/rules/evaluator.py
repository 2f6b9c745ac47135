"""The evaluator: a policy's rules and an engine, asked once for each situation of a request."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ..model import Policy, Rule, Value
from .bounds import possible_winners
from .codes import members
from .compiled import Verdict
from .compiled_policy import CompiledPolicy
from .completions import Possible
from .engines import Choice, Engine
from .hit_policy import Gap, Ways, only_allows
from .known import Known, presume
from .outcomes import Outcome, rule_of
from .presumptions import PresumedFact
from .receipt_codes import ReceiptTable
from .situation_outcomes import SituationOutcomes

if TYPE_CHECKING:
    from .derived_facts import DerivedFact

_RECEIPTS = 64
"""Receipts, by which places have which hours open, of which the evaluations are remembered."""

REMEMBERED = 1_024
"""Situations of requests whose evaluations are remembered, which differ less than requests of many contracts do."""


class Evaluation(NamedTuple):
    """What the groups come to: the outcomes that a request can have, and by group the rules that are true and false.

    `codes` are, by group, what its rules were evaluated on; `stands` is all that stands in the end.
    """

    outcomes: tuple[Outcome, ...]
    verdicts: Mapping[str, Verdict]
    codes: Mapping[str, Mapping[str, int]]
    stands: Mapping[str, int]

    def holds(self, group: str, rule: int) -> bool:
        """Tell whether a rule, given by its place in a group, is true."""
        return bool(self.verdicts[group].true >> rule & 1)

    @property
    def scope(self) -> str | None:
        """The scope, None where it is open or no rule decides it."""
        return _settled(outcome.scope for outcome in self.outcomes)

    @property
    def level(self) -> str | None:
        """The level, None where it is open, no rule decides it or the request is not support."""
        return _settled(outcome.level for outcome in self.outcomes) if self.scope == "support" else None

    @property
    def ways(self) -> Ways | None:
        """The ways, None where they are open, no rule decides them or two rules conflict."""
        ways = {outcome.ways for outcome in self.outcomes}
        only = ways.pop() if len(ways) == 1 else None
        return only if isinstance(only, Ways) else None

    def deciding(self, policy: Policy, group: str) -> tuple[int, ...]:
        """Return the rules, by index, that give what a group decides; none where it decides nothing yet."""
        rules = policy.group(group).rules
        true = [*members(self.verdicts[group].true)]
        if group == "channel":
            is_required = self.ways is not None and self.ways.required is not None
            return tuple(n for n in true if not (is_required and only_allows(rules[n]))) if self.ways else ()
        if group == "coverage":
            return self._choosing_hours(rules)
        if (promise := policy.group(group).promise) is not None:
            winners = {rule_of(outcome, promise) for outcome in self.outcomes}
            return tuple(n for n in winners if n is not None) if len(winners) == 1 else ()
        outcome = self.scope if group == "scope" else self.level
        return tuple(n for n in true if rules[n].then == outcome)

    def _choosing_hours(self, rules: Sequence[Rule]) -> tuple[int, ...]:
        """Return the first true rule of coverage, if no earlier one may hold."""
        chosen = {outcome.coverage for outcome in self.outcomes}
        false = self.verdicts["coverage"].false
        first = next((n for n in range(len(rules)) if not false >> n & 1), None)
        is_chosen = first is not None and self.holds("coverage", first) and chosen == {rules[first].then}
        return (first,) if first is not None and is_chosen else ()

    def rules_that_may_choose_hours(self, policy: Policy) -> tuple[Rule, ...]:
        """Return the rule of coverage that holds first; where facts are open, each that may be it."""
        verdict, rules = self.verdicts["coverage"], policy.coverage.rules
        certain = next((n for n in range(len(rules)) if verdict.true >> n & 1), len(rules))
        return tuple(rule for n, rule in enumerate(rules[: certain + 1]) if not verdict.false >> n & 1)


def _settled(outcomes: Iterable[object]) -> str | None:
    """Return the only outcome, None where there are several or it is a gap."""
    distinct = set(outcomes)
    outcome = distinct.pop() if len(distinct) == 1 else None
    return outcome if isinstance(outcome, str) else None


class RequestEvaluation(NamedTuple):
    """What follows from the facts of a request.

    `presumed` are the facts that are presumed and decide something; where not `is_exact`, they and
    what is possible are bounds. `confirmed` are those of all presumed facts that somebody has confirmed.
    `derived` are the derived facts with a value.
    """

    known: Known
    possible: Possible
    presumed: Mapping[str, PresumedFact]
    confirmed: frozenset[str]
    is_exact: bool
    groups: Evaluation
    derived: Mapping[str, "DerivedFact"] = MappingProxyType({})


class Evaluator:
    """Evaluates requests by one edition of a policy."""

    def __init__(self, compiled: CompiledPolicy, choice: Choice) -> None:
        """Take a compiled policy and build the engine; raises NotServed where the one chosen cannot serve."""
        self.compiled = compiled
        self.engine = Engine(compiled, choice)
        self._evaluate = lru_cache(REMEMBERED)(self._evaluate_situation)
        self._at_receipt = lru_cache(_RECEIPTS)(self._with_table)

    def at_receipt(self, table: ReceiptTable | None) -> "Evaluator":
        """Return what evaluates requests of a receipt at which these places have these hours open, by one engine."""
        return self if table is None else self._at_receipt(table)

    def _with_table(self, table: ReceiptTable) -> "Evaluator":
        from .at_receipt import at_receipt  # noqa: PLC0415 - start-up is felt, and few policies do so

        own = copy(self)
        own.compiled = at_receipt(self.compiled, table)
        own._evaluate = lru_cache(REMEMBERED // _RECEIPTS)(own._evaluate_situation)  # noqa: SLF001 - its own copy
        return own

    def evaluate(
        self,
        tier: str,
        stated: Mapping[str, int],
        unknown: frozenset[str],
        confirmed: frozenset[str] = frozenset(),
    ) -> RequestEvaluation:
        """Return what follows from the codes of stated facts.

        Of `unknown` ones nothing is presumed; what is presumed of `confirmed` ones is not in doubt.
        """
        return self._evaluate(tier, tuple(sorted(stated.items())), unknown, confirmed)

    def presumed_value(self, evaluation: RequestEvaluation, fact: str) -> Value | None:
        """Return what is presumed of a fact, None where nothing is."""
        place = evaluation.known.presumed.get(fact)
        if place is None:
            known = evaluation.presumed.get(fact)
            return known.value if known else None
        return self.compiled.facts[fact].presume[place].value

    def _evaluate_situation(
        self, tier: str, stated: tuple[tuple[str, int], ...], unknown: frozenset[str], confirmed: frozenset[str]
    ) -> RequestEvaluation:
        known = presume(self.compiled, tier, dict(stated), unknown)
        situation = SituationOutcomes(self.compiled, self.engine, dict(stated), known)
        presumed, is_exact = situation.presumed(confirmed)
        return RequestEvaluation(
            known=known,
            possible=situation.possible,
            presumed=presumed,
            confirmed=confirmed,
            is_exact=is_exact and situation.possible.is_exact,
            groups=self.evaluate_groups(known, situation.possible.outcomes),
            derived=self._derived(dict(stated), known, situation.possible) if known.derived else {},
        )

    def _derived(self, stated: Mapping[str, int], known: Known, possibilities: Possible) -> Mapping[str, "DerivedFact"]:
        from .derived_facts import derived_facts  # noqa: PLC0415 - start-up is felt, and few policies derive

        return derived_facts(self.compiled, self.engine, known, stated, possibilities)

    def evaluate_groups(self, known: Known, outcomes: tuple[Outcome, ...]) -> Evaluation:
        """Evaluate every group on what is known, outcomes of other groups included where they stand."""
        codes = dict(known.codes)
        read: dict[str, dict[str, int]] = {}
        verdicts: dict[str, Verdict] = {}

        def evaluate(*names: str) -> None:
            for name in names:
                read[name] = dict(codes)
                verdicts[name] = self.engine.verdict(groups[name], codes)

        scopes = {outcome.scope for outcome in outcomes}
        scope = scopes.pop() if len(scopes) == 1 else None
        policy, groups = self.compiled.policy, self.compiled.groups
        if isinstance(scope, str) and not self.compiled.scope_reads_priority:
            codes["scope"] = self.compiled.codes["scope"].code(scope)
        evaluate("priority")
        if self.compiled.scope_reads_priority:
            levels = possible_winners(policy.levels, policy.priority.rules, verdicts["priority"])
            exact = {outcome.level for outcome in outcomes}
            if scope == "support" and len(exact) == 1:
                levels = [level for level in exact if level is not None]
            if len(levels) == 1:
                codes["priority"] = self._level_code(levels[0])
        evaluate("scope")
        if isinstance(scope, str):
            codes["scope"] = self.compiled.codes["scope"].code(scope)
        codes.pop("priority", None)
        levels_shown = {outcome.level for outcome in outcomes}
        if len(levels_shown) == 1:
            codes["priority"] = self._level_code(levels_shown.pop())
        evaluate(*(name for name in groups if name not in ("scope", "priority")))
        return Evaluation(outcomes, verdicts, read, codes)

    def _level_code(self, level: str | Gap | None) -> int:
        return self.compiled.codes["priority"].code(level if isinstance(level, str) else None)
