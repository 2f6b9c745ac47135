"""What a decision shows of its policy, contract and request: all that it needs to be read, and small."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ..findings import NOWHERE, Mark
from ..model import ALWAYS, Clause, Group, Reading, Source

if TYPE_CHECKING:
    from ..model import Policy
    from .decision import Decision


def excerpt(decision: Decision) -> Decision:
    """Return a decision with no more of its policy, contract and request than its text and its JSON show.

    What clauses say, and how readings were answered, is for whoever has the policy.
    """
    contract, request = decision.contract, decision.request
    return replace(
        decision,
        policy=_policy_excerpt(decision),
        contract=contract and replace(contract, domains=(), contacts=(), facts={}, mark=NOWHERE, marks={}),
        request=replace(request, subject=None, body=None, facts={}, mark=Mark(request.mark.file), marks={}),
        services=tuple(replace(e, service=replace(e.service, tiers=(), mark=NOWHERE)) for e in decision.services),
        intake=tuple(replace(n, item=replace(n.item, when=ALWAYS, note="", mark=NOWHERE)) for n in decision.intake),
        escalation=tuple(replace(escalation, mark=NOWHERE) for escalation in decision.escalation),
    )


def _policy_excerpt(decision: Decision) -> Policy:
    policy = decision.policy
    cited = {cite for ruling in decision.rulings for cite in ruling.cites}
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
            name: Reading(clause=(), question=policy.readings[name].question, answer="") for name in decision.readings
        },
        facts={},
        hours={},
        tiers={decision.tier: replace(policy.tiers[decision.tier], cite=(), mark=NOWHERE)},
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
        mark=NOWHERE,
        marks={},
    )
