"""Builds the template of a situation from its evaluation."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..model import ALWAYS, Condition, Contract, Policy, Request, Rule, Value
from ..model.policy_citations import cited_readings
from ..model.receipt_facts import receipt_fact
from ..rules.completions import Possible
from ..rules.evaluator import Evaluator, RequestEvaluation
from ..rules.hit_policy import Gap
from ..worktime import holidays_version, zones_version
from .cites import settled_cites
from .contracts import in_force_text
from .counts import Counts, amounts_by_hours
from .deadline_parts import OwingParts, deadline_parts, not_owed, owing_parts
from .decision import Status
from .derived import derived_listed, with_derived_cites
from .entry_parts import entry_parts
from .estimated_deadlines import are_estimated
from .known_facts import tier_of
from .presumed import Presumptions, presumed_values
from .ruling_parts import RulingParts, missed_ways, only
from .rulings import Channel, Priority, Ruling
from .shared_parts import SharedParts
from .template import Template

if TYPE_CHECKING:
    from ..rules.presumptions import PresumedFact
    from .decision_parts import Missing

NOT_IN_FORCE = "contract:not-in-force"
"""What stands in place of a rule where the contract does not hold at the time."""


class TemplateBuilder:
    """Builds the template of the situation of one request."""

    def __init__(
        self,
        request: Request,
        evaluator: Evaluator,
        contract: Contract | None,
        version: str,
        parts: SharedParts | None = None,
    ) -> None:
        """Take what a situation is, and the parts of those met before, if any may be shared."""
        self.request = request
        self.evaluator = evaluator
        self.policy: Policy = evaluator.compiled.policy
        self.contract = contract
        self.tier = tier_of(request, contract)
        self._parts = SharedParts() if parts is None else parts
        self._rulings = RulingParts(self.policy, request, self._parts)
        self.made_by = {
            "remit": version,
            "rules": evaluator.engine.name,
            "holidays": holidays_version(),
            "tzdata": zones_version(),
        }

    def not_in_force(self) -> Template:
        """Return what a request comes to whose contract does not hold at the time."""
        scope = Ruling(outcome="not_covered", possible=("not_covered",), rules=(NOT_IN_FORCE,))
        note = in_force_text(self.contract) if self.contract else ""
        met = False if self.request.arrived_by else None
        arrived_by = self._rulings.arrived_by()
        return Template(
            policy=self.policy,
            tier=self.tier,
            contract=self.contract,
            made_by=self.made_by,
            scope=scope,
            channel=Channel(required=None, preferred=None, allowed=(), arrived_by=arrived_by, met=met),
            priority=self._rulings.with_claim(Priority(None, ())),
            notes=(note,),
            readings=cited_readings(self.policy.tiers[self.tier].cite),
        )

    def template(self, evaluation: RequestEvaluation, stated: Mapping[str, Value]) -> Template:
        """Return what follows from an evaluation."""
        compiled, policy, rulings = self.evaluator.compiled, self.policy, self._rulings
        presumed = presumed_values(evaluation, policy)
        derived = {fact: known.value for fact, known in evaluation.derived.items()}
        facts = {**stated, **presumed, **derived}
        counts = Counts(policy, facts)
        may_choose = evaluation.groups.rules_that_may_choose_hours(policy)
        owing = self._owing(evaluation, counts, facts, may_choose)
        presumptions = Presumptions(policy, evaluation, counts, self._presumed_for_entries(evaluation)).listed()
        received_within = self._received_within(evaluation)
        scope, channel = rulings.scope(evaluation), rulings.channel(evaluation)
        entries = entry_parts(
            compiled,
            self.request,
            self.tier,
            evaluation.groups,
            facts,
            self._parts,
            has_contract=self.contract is not None,
        )
        template = Template(
            policy=policy,
            tier=self.tier,
            contract=self.contract,
            made_by=self.made_by,
            status=status_of(evaluation),
            scope=scope,
            channel=channel,
            missed_ways=missed_ways(channel),
            priority=rulings.priority(evaluation, scope.outcome),
            counts=counts.listed,
            amounts=amounts_by_hours(counts.listed),
            further_counts=tuple([n for n, count in enumerate(counts.listed) if not count.is_amount]),
            ways=counts.ways,
            deadlines=owing.deadlines,
            has_late_clocks=owing.has_late_clocks,
            has_estimates=owing.has_estimates or any(are_estimated(policy.hours[name]) for name in received_within),
            hours_timezone=only(policy.hours[str(rule.then)].timezone for rule in may_choose),
            hours_zone_of=only(policy.hours[str(rule.then)].zone_of for rule in may_choose),
            missing=self._missing(evaluation),
            presumed=presumptions,
            confirmed=self._confirmed(evaluation),
            received_within=received_within,
            presumed_values=presumed,
            derived=derived_listed(policy, evaluation),
            derived_values=derived,
            services=entries.services,
            intake=entries.intake,
            escalation=entries.escalation,
            not_owed=owing.not_owed,
            notes=owing.notes,
            is_exact=evaluation.is_exact,
            conflicts=rulings.conflicts(evaluation),
        )
        return _with_readings(template)

    def _owing(
        self, evaluation: RequestEvaluation, counts: Counts, facts: Mapping[str, Value], may_choose: Sequence[Rule]
    ) -> OwingParts:
        """Return what is owed and what is not; situations with the same outcomes share it, but for facts that count."""
        compiled, outcomes = self.evaluator.compiled, evaluation.possible.outcomes
        coverage = self._rulings.reasons("coverage", evaluation)

        def owing() -> OwingParts:
            parts = deadline_parts(self.policy, self.tier, outcomes, counts, facts, coverage, may_choose)
            return owing_parts(
                self.policy,
                with_derived_cites(parts, compiled, self.tier, evaluation),
                not_owed(self.policy, self.tier, outcomes, facts),
                counts,
            )

        if compiled.derivations or any(not owed.is_settled for outcome in outcomes for owed in outcome.owed):
            return owing()
        absent = compiled.counted.difference(facts)
        key = ("owing", self.tier, outcomes, coverage.rules, tuple([rule.id for rule in may_choose]), absent)
        made = self._parts.made(key, owing)
        counts.resume(made.counts)
        return made

    def _presumed_for_entries(self, evaluation: RequestEvaluation) -> "Mapping[str, PresumedFact]":
        """Return the presumed facts that decide nothing else than which services and steps of escalation are listed."""
        further = evaluation.known.presumed.keys() - evaluation.presumed.keys()
        if not further or not ("activity" in further or self._parts.made(("conditions",), self._conditions)):
            return {}
        from .presumed_entries import presumed_for_entries  # noqa: PLC0415 - start-up is felt, and few policies do so

        return presumed_for_entries(self.evaluator.compiled, self.tier, evaluation, frozenset(further))

    def _conditions(self) -> tuple[Condition, ...]:
        """Return the conditions of services and steps of escalation that depend on something."""
        conditions = [service.when for service in self.policy.services.values()]
        conditions += [step.when for step in self.policy.escalation]
        return tuple([when for when in conditions if when != ALWAYS])

    def _received_within(self, evaluation: RequestEvaluation) -> dict[str, bool]:
        """Return the hours that rules read of the receipt, and whether they were open, as far as that is known."""
        codes, facts = evaluation.known.codes, ((name, receipt_fact(name)) for name in self.policy.hours)
        return {name: bool(codes[fact]) for name, fact in facts if fact in codes}

    def _confirmed(self, evaluation: RequestEvaluation) -> dict[str, Value]:
        """Return the presumed values that the request confirms, in the order of the policy."""
        confirmed = (fact for fact in self.policy.facts if fact in evaluation.confirmed)
        values = {fact: self.evaluator.presumed_value(evaluation, fact) for fact in confirmed}
        return {fact: value for fact, value in values.items() if value is not None}

    def _missing(self, evaluation: RequestEvaluation) -> "tuple[Missing, ...]":
        if not evaluation.possible.missing:
            return ()
        from .decision_parts import Missing  # noqa: PLC0415 - start-up is felt

        facts = self.evaluator.compiled.facts
        return tuple(
            Missing(
                fact=name,
                ask=facts[name].ask,
                choices=tuple(facts[name].choices) or (("true", "false") if facts[name].type == "boolean" else ()),
                decides=decides,
            )
            for name, decides in evaluation.possible.missing.items()
        )


def status_of(evaluation: RequestEvaluation) -> Status:
    """Return the status of the decision that an evaluation leads to."""
    return status_by(evaluation.possible)


def status_by(possible: Possible) -> Status:
    """Return the status of a decision by what is possible."""
    if possible.missing or not possible.is_settled:
        return "needs_facts"
    outcome = possible.outcomes[0]
    parts = (outcome.scope, outcome.level, outcome.coverage, outcome.ways)
    return "undecided" if any(isinstance(part, Gap) for part in parts) else "decided"


def _with_readings(template: Template) -> Template:
    """Return a template with the readings that it cites."""
    steps = (part.settled for part in template.escalation)
    reasons = cited_readings(settled_cites(template, (part.why for part in template.deadlines), steps))
    measured = cited_readings(c for part in template.deadlines if part.measure for c in part.measure.cite)
    if not template.presumed:
        readings = tuple(dict.fromkeys((*reasons, *measured))) if measured else reasons
        return template._replace(readings=readings, reason_readings=reasons, measure_readings=measured)
    settled = [part.settled for part in template.presumed]
    in_order = sorted(settled, key=lambda presumed: not presumed.unsafe)
    of_presumed = cited_readings(cite for presumed in in_order for cite in presumed.cites)
    is_in_order = all(part.settled.unsafe or not part.sooner for part in template.presumed)
    citing = [presumed for presumed in settled if not set(cited_readings(presumed.cites)).issubset(reasons)]
    return template._replace(
        readings=tuple(dict.fromkeys((*reasons, *of_presumed, *measured))) if is_in_order or len(citing) <= 1 else None,
        reason_readings=reasons,
        measure_readings=measured,
    )
