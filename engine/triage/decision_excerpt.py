"""A decision with no more of its policy, contract and request than it shows."""

from dataclasses import replace

from ..findings import NOWHERE, Mark
from ..model import ALWAYS, Clause, Group, Policy, Reading, Source
from .decision import Decision
from .template import Template


def excerpt(decision: Decision) -> Decision:
    """Return a decision with no more of its policy, contract and request than its text and its JSON show.

    What clauses say, and how readings were answered, is for whoever has the policy.
    """
    request = decision.request
    return replace(
        decision,
        request=replace(request, subject=None, body=None, facts={}, mark=Mark(request.mark.file), marks={}, events=()),
        template=_template_excerpt(decision),
        escalation=tuple(
            step._replace(escalation=replace(step.escalation, when=ALWAYS, mark=NOWHERE))
            for step in decision.escalation
        ),
    )


def _template_excerpt(decision: Decision) -> Template:
    contract = decision.contract
    return Template(
        policy=_policy_excerpt(decision),
        tier=decision.tier,
        contract=contract and replace(contract, domains=(), contacts=(), facts={}, mark=NOWHERE, marks={}),
        made_by=decision.made_by,
        status=decision.status,
        scope=decision.scope,
        channel=decision.channel,
        priority=decision.priority,
        hours_timezone=decision.hours_timezone,
        missing=decision.missing,
        confirmed=decision.confirmed,
        received_within=decision.received_within,
        derived=decision.derived,
        services=tuple(
            e._replace(service=replace(e.service, tiers=(), when=ALWAYS, mark=NOWHERE)) for e in decision.services
        ),
        intake=tuple(n._replace(item=replace(n.item, when=ALWAYS, given_by=(), mark=NOWHERE)) for n in decision.intake),
    )


def _policy_excerpt(decision: Decision) -> Policy:
    policy = decision.policy
    cited = set(decision.reason_cites)
    clauses = {
        name: {key: Clause(clause.at, "") for key, clause in source.clauses.items() if f"{name}.{key}" in cited}
        for name, source in policy.sources.items()
    }
    return replace(
        policy,
        sources={
            name: Source(policy.sources[name].title, excerpted) for name, excerpted in clauses.items() if excerpted
        },
        readings={
            name: Reading(clause=(), question=reading.question, answer="")
            for name, reading in policy.readings.items()
            if f"readings.{name}" in cited
        },
        facts={},
        hours={
            name: replace(policy.hours[name], cite=(), mark=NOWHERE)
            for name in dict.fromkeys(deadline.hours for deadline in decision.deadlines.values())
            if name is not None
        },
        tiers={decision.tier: replace(policy.tiers[decision.tier], mark=NOWHERE)},
        ways={name: replace(way, cite=(), mark=NOWHERE) for name, way in policy.ways.items()},
        scope=Group("scope", ()),
        priority=Group("priority", ()),
        coverage=Group("coverage", ()),
        channel=Group("channel", ()),
        promises={},
        services={},
        intake=(),
        escalation=(),
        always=(),
        checks={},
        accept=(),
        events={},
        mark=NOWHERE,
        marks={},
    )
