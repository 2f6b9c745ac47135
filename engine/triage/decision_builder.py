"""Builds the decision of a request from its evaluation, with warnings, which do not change it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from ..findings import Findings
from ..language.similar_words import claimed_name
from ..model import SCOPES, Contract, Offer, Policy, Request, Value
from ..rules.codes import members
from ..rules.evaluator import Evaluator, RequestEvaluation
from ..rules.hit_policy import Gap, Ways
from ..text import did_you_mean
from ..worktime import holidays_version, zones_version
from .contracts import NAMED_CONTACT, check_contacts, in_force_text, tier_of
from .decision import Channel, Decision, Missing, Priority, Reasons, Ruling, Status
from .entitlements import deadlines, intake, not_owed, services
from .estimated_deadlines import estimate_notes
from .presumed import Presumptions

T = TypeVar("T")

NOT_IN_FORCE = "contract:not-in-force"
"""What stands in place of a rule where the contract does not hold at the time."""

_NO_WAYS = Ways(required=None, preferred=None, allowed=())


class DecisionBuilder:
    """Builds the decision of one request."""

    def __init__(
        self, request: Request, evaluator: Evaluator, contract: Contract | None, findings: Findings, version: str
    ) -> None:
        self.request = request
        self.evaluator = evaluator
        self.policy: Policy = evaluator.compiled.policy
        self.contract = contract
        self.tier = tier_of(request, contract)
        self.findings = findings
        self.made_by = {
            "remit": version,
            "rules": evaluator.engine.name,
            "holidays": holidays_version(),
            "tzdata": zones_version(),
        }

    def not_in_force(self) -> Decision:
        """Return the decision of a request whose contract does not hold at the time."""
        scope = Ruling(outcome="not_covered", possible=("not_covered",), rules=(NOT_IN_FORCE,))
        note = in_force_text(self.contract) if self.contract else ""
        return self._completed(replace(self._only_scope(scope), notes=(note,)))

    def decision(self, evaluation: RequestEvaluation, stated: Mapping[str, Value]) -> Decision:
        """Return the decision that follows from an evaluation."""
        compiled, policy, outcomes = self.evaluator.compiled, self.policy, evaluation.possible.outcomes
        facts = {**stated, **{f: policy.facts[f].presume[n].value for f, n in evaluation.known.presumed.items()}}
        scope = self._ruling("scope", evaluation, SCOPES, {outcome.scope for outcome in outcomes})
        if not evaluation.is_exact:
            self.findings.warning(
                "bound-not-exact",
                "too many facts are open to decide every completion; what is possible, missing and presumed is a bound",
                self.request.mark,
            )
        coverage = self._reasons("coverage", evaluation)
        may_choose = evaluation.groups.rules_that_may_choose_hours(policy)
        owed = deadlines(policy, self.request, self.tier, outcomes, facts, coverage, may_choose)
        decision = replace(
            self._only_scope(scope),
            status=status_of(evaluation),
            priority=self._priority(evaluation, scope.outcome),
            channel=self._channel(evaluation),
            deadlines=owed,
            hours_timezone=_only(policy.hours[str(rule.then)].timezone for rule in may_choose),
            missing=self._missing(evaluation),
            presumed=Presumptions(compiled, self.request, evaluation).listed(facts),
            confirmed={f: facts[f] for f in policy.facts if f in evaluation.confirmed and f in facts},
            facts=facts,
            services=services(compiled, self.tier, outcomes, facts),
            intake=intake(compiled, self.request, evaluation.groups.stands, has_contract=self.contract is not None),
            escalation=policy.escalation,
            not_owed=(not_owed_here := not_owed(policy, self.tier, outcomes, facts)),
            notes=(*(promise.note for promise in not_owed_here), *estimate_notes(owed.values())),
        )
        return self._completed(decision)

    def _only_scope(self, scope: Ruling) -> Decision:
        """Return a decision with only its scope decided."""
        return Decision(
            request=self.request,
            status="decided",
            policy=self.policy,
            tier=self.tier,
            contract=self.contract,
            scope=scope,
            channel=Channel(
                required=None,
                preferred=None,
                allowed=(),
                arrived_by=self.request.channel,
                met=False if self.request.channel else None,
            ),
            made_by=self.made_by,
        )

    def _completed(self, decision: Decision) -> Decision:
        """Add a decision's readings and warnings."""
        claimed, agrees = claimed_level(self.request, self.policy, decision.priority.level, self.findings)
        add_warnings(decision, self.findings)
        readings = tuple(cite.removeprefix("readings.") for cite in decision.cites if cite.startswith("readings."))
        priority = replace(decision.priority, claimed=claimed, agrees=agrees)
        return replace(decision, priority=priority, readings=readings, findings=tuple(self.findings))

    def _priority(self, evaluation: RequestEvaluation, scope: str | None) -> Priority:
        levels = {o.level for o in evaluation.possible.outcomes if o.scope == "support" and o.level is not None}
        ruling = self._ruling("priority", evaluation, self.policy.levels, levels)
        level = ruling.outcome if scope == "support" else None
        title = self.policy.levels[level] if level is not None else None
        return Priority(level=level, possible=ruling.possible, title=title, rules=ruling.rules, cites=ruling.cites)

    def _ruling(
        self, group: str, evaluation: RequestEvaluation, order: Iterable[str], outcomes: set[str | Gap]
    ) -> Ruling:
        """Return what a group decided; it stands where its outcome is one."""
        possible: list[str | None] = [outcome for outcome in order if outcome in outcomes]
        possible += [None for outcome in outcomes if isinstance(outcome, Gap)]
        why = self._reasons(group, evaluation)
        return Ruling(outcome=_only(possible), possible=tuple(possible), rules=why.rules, cites=why.cites)

    def _reasons(self, group: str, evaluation: RequestEvaluation) -> Reasons:
        """Return the rules that give what a group decides, in file order, and what they cite, required ways first."""
        rules = self.policy.group(group).rules
        deciding = [rules[n] for n in evaluation.groups.deciding(self.policy, group)]
        requiring = [rule for rule in deciding if isinstance(rule.then, Offer) and rule.then.require]
        cites = dict.fromkeys(cite for rule in (*requiring, *deciding) for cite in rule.cite)
        return Reasons(rules=tuple(rule.id for rule in deciding), cites=tuple(cites))

    def _channel(self, evaluation: RequestEvaluation) -> Channel:
        offers = {outcome.ways for outcome in evaluation.possible.outcomes}
        if Gap.conflicting in offers:
            self._conflict(evaluation)
        known = [ways if isinstance(ways, Ways) else _NO_WAYS for ways in offers]
        arrived, why = self.request.channel, self._reasons("channel", evaluation)
        could = {ways.required for ways in known}
        required = [way for way in self.policy.ways if way in could] + [None] * (None in could)
        is_known = arrived is not None and not any(isinstance(ways, Gap) for ways in offers)
        allowed = _only(ways.allowed for ways in known) or ()
        cites = [*why.cites, *(cite for way in allowed for cite in self.policy.ways[way].cite)]
        return Channel(
            required=_only(could),
            preferred=_only(ways.preferred for ways in known),
            allowed=allowed,
            arrived_by=arrived,
            met=_only(arrived in ways.allowed for ways in known) if is_known else None,
            possible=tuple(required) if len(offers) > 1 else None,
            rules=why.rules,
            cites=tuple(dict.fromkeys(cites)),
        )

    def _conflict(self, evaluation: RequestEvaluation) -> None:
        """Add a finding for true rules that require, or prefer, different ways."""
        verdict = evaluation.groups.verdicts["channel"]
        for word in ("require", "prefer"):
            rule_by_way = {
                way: rule.id
                for n in members(verdict.true)
                if isinstance(then := (rule := self.policy.channel.rules[n]).then, Offer)
                for way in getattr(then, word)
            }
            if len(rule_by_way) > 1:
                listed = " and ".join(f"`{way}` (rule `{rule}`)" for way, rule in rule_by_way.items())
                self.findings.error("conflicting-ways", f"rules {word} {listed} at once", self.policy.channel.mark)

    def _missing(self, evaluation: RequestEvaluation) -> tuple[Missing, ...]:
        facts = self.evaluator.compiled.facts
        return tuple(
            Missing(
                fact=name,
                ask=fact.ask,
                choices=tuple(fact.choices) or (("true", "false") if fact.type == "boolean" else ()),
                decides=decides,
            )
            for name, fact in facts.items()
            if (decides := evaluation.possible.missing.get(name))
        )


def _only(values: Iterable[T]) -> T | None:
    """Return the one value that all are, None where they differ."""
    distinct = set(values)
    return distinct.pop() if len(distinct) == 1 else None


def status_of(evaluation: RequestEvaluation) -> Status:
    """Return the status of the decision that an evaluation leads to."""
    possible = evaluation.possible
    if possible.missing or not possible.is_settled:
        return "needs_facts"
    outcome = possible.outcomes[0]
    parts = (outcome.scope, outcome.level, outcome.coverage, outcome.ways)
    return "undecided" if any(isinstance(part, Gap) for part in parts) else "decided"


def claimed_level(
    request: Request, policy: Policy, level: str | None, findings: Findings
) -> tuple[str | None, bool | None]:
    """Return the level that the requester claims, and whether the rules agree; None where either is not known.

    A level is claimed by its name, its title or another of its words, in capitals or not.
    """
    written = request.claimed_priority
    if written is None:
        return None, None
    claimed = claimed_name(written, policy.levels, policy.level_words)
    mark = request.key_mark("claimed_priority")
    if claimed is None:
        findings.warning(
            "unknown-claimed-priority",
            f"claimed priority `{written}` is not a level of policy `{policy.id}`",
            mark,
            did_you_mean(written, policy.levels),
        )
        return written, None
    if level is not None and claimed != level:
        findings.warning("claimed-priority-differs", f"the customer claimed {claimed}; the rules give {level}", mark)
    return claimed, None if level is None else claimed == level


def add_warnings(decision: Decision, findings: Findings) -> None:
    """Add a warning for each thing that breaks the terms of the contract."""
    request, channel, contract = decision.request, decision.channel, decision.contract
    if channel.required and channel.arrived_by and channel.arrived_by != channel.required:
        findings.warning(
            "required-way-not-used",
            f"the request must come by {channel.required}, but came by {channel.arrived_by}",
            request.key_mark("channel"),
        )
    if decision.facts.get(NAMED_CONTACT) is False:
        sender = f"sender `{request.sender}`" if request.sender else "the sender"
        findings.warning("not-a-named-contact", f"{sender} is not a named contact", request.key_mark("from"))
    if contract:
        check_contacts(contract, decision.policy.tiers[decision.tier], contract.mark, findings)
