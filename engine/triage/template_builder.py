"""Builds the template of a situation from its evaluation."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from ..language.similar_words import claimed_name
from ..model import ALWAYS, RECEIVED, SCOPES, Contract, Offer, Policy, Request, Value
from ..model.policy_citations import cited_readings
from ..model.receipt_facts import receipt_fact
from ..rules.codes import members
from ..rules.completions import Possible
from ..rules.evaluator import Evaluator, RequestEvaluation
from ..rules.hit_policy import Gap, Ways
from ..text import both
from ..worktime import holidays_version, zones_version
from .cites import settled_cites
from .contracts import in_force_text
from .counts import Counts, amounts_by_hours
from .deadline_parts import deadline_parts, not_owed
from .decision import Status
from .derived import derived_listed, with_derived_cites
from .entitlements import intake, services
from .escalations import escalation_parts
from .estimated_deadlines import are_estimated
from .known_facts import tier_of
from .presumed import Presumptions, presumed_values
from .rulings import Channel, Priority, Reasons, Ruling
from .template import Template

if TYPE_CHECKING:
    from ..rules.presumptions import PresumedFact
    from .decision_parts import Missing

T = TypeVar("T")

NOT_IN_FORCE = "contract:not-in-force"
"""What stands in place of a rule where the contract does not hold at the time."""

_NO_WAYS = Ways(required=None, preferred=None, allowed=())


class TemplateBuilder:
    """Builds the template of the situation of one request."""

    def __init__(self, request: Request, evaluator: Evaluator, contract: Contract | None, version: str) -> None:
        self.request = request
        self.evaluator = evaluator
        self.policy: Policy = evaluator.compiled.policy
        self.contract = contract
        self.tier = tier_of(request, contract)
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
        channel = Channel(required=None, preferred=None, allowed=(), arrived_by=self._arrived_by(), met=met)
        return Template(
            policy=self.policy,
            tier=self.tier,
            contract=self.contract,
            made_by=self.made_by,
            scope=scope,
            channel=channel,
            priority=self._with_claim(Priority(None, ())),
            notes=(note,),
            readings=cited_readings(self.policy.tiers[self.tier].cite),
        )

    def template(self, evaluation: RequestEvaluation, stated: Mapping[str, Value]) -> Template:
        """Return what follows from an evaluation."""
        compiled, policy, outcomes = self.evaluator.compiled, self.policy, evaluation.possible.outcomes
        presumed = presumed_values(evaluation, policy)
        derived = {fact: known.value for fact, known in evaluation.derived.items()}
        facts = {**stated, **presumed, **derived}
        counts = Counts(policy, facts)
        coverage = self._reasons("coverage", evaluation)
        may_choose = evaluation.groups.rules_that_may_choose_hours(policy)
        scope = self._ruling("scope", evaluation, SCOPES, {outcome.scope for outcome in outcomes})
        promises_not_owed = not_owed(policy, self.tier, outcomes, facts)
        deadlines = with_derived_cites(
            deadline_parts(policy, self.tier, outcomes, counts, facts, coverage, may_choose),
            compiled,
            self.tier,
            evaluation,
        )
        presumptions = Presumptions(policy, evaluation, counts, self._presumed_for_entries(evaluation)).listed()
        received_within, channel = self._received_within(evaluation), self._channel(evaluation)
        template = Template(
            policy=policy,
            tier=self.tier,
            contract=self.contract,
            made_by=self.made_by,
            status=status_of(evaluation),
            scope=scope,
            channel=channel,
            missed_ways=missed_ways(channel),
            priority=self._with_claim(self._priority(evaluation, scope.outcome)),
            counts=counts.listed,
            amounts=amounts_by_hours(counts.listed),
            further_counts=tuple(n for n, count in enumerate(counts.listed) if not count.is_amount),
            ways=counts.ways,
            deadlines=deadlines,
            has_late_clocks=any(policy.promises[part.promise].clock.starts_at != RECEIVED for part in deadlines),
            has_estimates=any(part.estimates for part in deadlines)
            or any(are_estimated(policy.hours[name]) for name in received_within),
            hours_timezone=only(policy.hours[str(rule.then)].timezone for rule in may_choose),
            hours_zone_of=only(policy.hours[str(rule.then)].zone_of for rule in may_choose),
            missing=self._missing(evaluation),
            presumed=presumptions,
            confirmed=self._confirmed(evaluation),
            received_within=received_within,
            presumed_values=presumed,
            derived=derived_listed(policy, evaluation),
            derived_values=derived,
            services=services(compiled, self.tier, outcomes, facts, evaluation.groups.stands),
            intake=intake(
                compiled, self.request, outcomes, evaluation.groups.stands, has_contract=self.contract is not None
            ),
            escalation=escalation_parts(compiled, evaluation.groups),
            not_owed=promises_not_owed,
            notes=tuple(promise.note for promise in promises_not_owed),
            is_exact=evaluation.is_exact,
            conflicts=self._conflicts(evaluation),
        )
        return _with_readings(template)

    def _presumed_for_entries(self, evaluation: RequestEvaluation) -> "Mapping[str, PresumedFact]":
        """Return the presumed facts that decide nothing else than which services and steps of escalation are listed."""
        policy, further = self.policy, evaluation.known.presumed.keys() - evaluation.presumed.keys()
        conditions = [service.when for service in policy.services.values()]
        conditions += [step.when for step in policy.escalation]
        if not further or not ("activity" in further or any(when != ALWAYS for when in conditions)):
            return {}
        from .presumed_entries import presumed_for_entries  # noqa: PLC0415 - start-up is felt, and few policies do so

        return presumed_for_entries(self.evaluator.compiled, self.tier, evaluation, frozenset(further))

    def _with_claim(self, priority: Priority) -> Priority:
        """Return a priority beside the level that the requester claims, by its name or else as it is written.

        Whether the rules agree is not known where either is not.
        """
        written = self.request.claimed_priority
        if written is None:
            return priority
        claimed = claimed_level(written, self.policy)
        agrees = None if claimed is None or priority.level is None else claimed == priority.level
        return replace(priority, claimed=claimed or written, agrees=agrees)

    def _received_within(self, evaluation: RequestEvaluation) -> dict[str, bool]:
        """Return the hours that rules read of the receipt, and whether they were open, as far as that is known."""
        codes, facts = evaluation.known.codes, ((name, receipt_fact(name)) for name in self.policy.hours)
        return {name: bool(codes[fact]) for name, fact in facts if fact in codes}

    def _confirmed(self, evaluation: RequestEvaluation) -> dict[str, Value]:
        """Return the presumed values that the request confirms, in the order of the policy."""
        confirmed = (fact for fact in self.policy.facts if fact in evaluation.confirmed)
        values = {fact: self.evaluator.presumed_value(evaluation, fact) for fact in confirmed}
        return {fact: value for fact, value in values.items() if value is not None}

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
        return Ruling(outcome=only(possible), possible=tuple(possible), rules=why.rules, cites=why.cites)

    def _reasons(self, group: str, evaluation: RequestEvaluation) -> Reasons:
        """Return the rules that give what a group decides, in file order, and what they cite, required ways first."""
        rules = self.policy.group(group).rules
        deciding = [rules[n] for n in evaluation.groups.deciding(self.policy, group)]
        requiring = [rule for rule in deciding if isinstance(rule.then, Offer) and rule.then.require]
        cites = dict.fromkeys(cite for rule in (*requiring, *deciding) for cite in rule.cite)
        return Reasons(rules=tuple(rule.id for rule in deciding), cites=tuple(cites))

    def _arrived_by(self) -> str | tuple[str, ...] | None:
        return self.request.channels or self.request.channel

    def _channel(self, evaluation: RequestEvaluation) -> Channel:
        offers = {outcome.ways for outcome in evaluation.possible.outcomes}
        known = [ways if isinstance(ways, Ways) else _NO_WAYS for ways in offers]
        arrivals, why = self.request.arrived_by, self._reasons("channel", evaluation)
        could = {ways.required for ways in known}
        required = [way for way in self.policy.ways if way in could] + [None] * (None in could)
        is_known = bool(arrivals) and not any(isinstance(ways, Gap) for ways in offers)
        allowed, follow_up = (
            only(ways) or () for ways in ((own.allowed for own in known), (own.follow_up for own in known))
        )
        shown_ways = dict.fromkeys((*allowed, *follow_up))
        cites = [*why.cites, *(cite for way in shown_ways for cite in self.policy.ways[way].cite)]
        return Channel(
            required=only(could),
            preferred=only(ways.preferred for ways in known),
            allowed=allowed,
            arrived_by=self._arrived_by(),
            met=only(ways.are_met(arrivals) for ways in known) if is_known else None,
            possible=tuple(required) if len(offers) > 1 else None,
            follow_up=follow_up,
            possible_follow_ups=tuple(
                way for way in self.policy.ways if len(offers) > 1 and any(way in ways.follow_up for ways in known)
            ),
            rules=why.rules,
            cites=tuple(dict.fromkeys(cites)),
        )

    def _conflicts(self, evaluation: RequestEvaluation) -> tuple[str, ...]:
        """Return which true rules require, or prefer, different ways."""
        if all(outcome.ways is not Gap.conflicting for outcome in evaluation.possible.outcomes):
            return ()
        verdict = evaluation.groups.verdicts["channel"]
        conflicts = []
        for word in ("require", "prefer"):
            rule_by_way = {
                way: rule.id
                for n in members(verdict.true)
                if isinstance(then := (rule := self.policy.channel.rules[n]).then, Offer)
                for way in getattr(then, word)
            }
            if len(rule_by_way) > 1:
                listed = " and ".join(f"`{way}` (rule `{rule}`)" for way, rule in rule_by_way.items())
                conflicts.append(f"rules {word} {listed} at once")
        return tuple(conflicts)

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


def only(values: Iterable[T]) -> T | None:
    """Return the one value that all are, None where they differ."""
    distinct = set(values)
    return distinct.pop() if len(distinct) == 1 else None


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


def missed_ways(channel: Channel) -> str:
    """Return in which ways a request should have come and did not, in words; empty where it came in all of them."""
    arrivals = channel.arrivals
    lacks_first = channel.required is not None and channel.required not in arrivals
    lacking = [way for way in channel.follow_up if way not in arrivals]
    if not arrivals or not (lacks_first or lacking):
        return ""
    first = f"by {channel.required}" if lacks_first else ""
    following = f"{'and then' if first else 'also'} by {both(lacking)}" if lacking else ""
    return f"the request must come {' '.join(filter(None, (first, following)))}, but came by {both(arrivals)}"


def claimed_level(written: str, policy: Policy) -> str | None:
    """Return the level that a requester claims by its name, its title or another of its words; None for no level."""
    return claimed_name(written, policy.levels, policy.level_words)


def _with_readings(template: Template) -> Template:
    """Return a template with the readings that it cites."""
    steps = (part.settled for part in template.escalation)
    reasons = cited_readings(settled_cites(template, (part.why for part in template.deadlines), steps))
    measured = cited_readings(c for part in template.deadlines if part.measure for c in part.measure.cite)
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
