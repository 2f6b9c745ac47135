"""A policy as a sheet: what is shown of it, decided once for every form of rendering."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...render.document import Sheet, cell, said, tidy
from ...triage.policy_store import date_range_text
from .channel_sections import channels, escalation, intake, services
from .citing import Citations
from .places import situations
from .promise_sections import hours, responses, tiers
from .rule_sections import always, priorities, scope, waiting
from .source_sections import clauses, facts, readings

if TYPE_CHECKING:
    from ...render.document import Cell
    from ...rules.evaluator import Evaluator


def show_policy(evaluator: Evaluator, day: str) -> Sheet:
    """Return everything that is shown of a policy; the holidays are those of the year from an ISO date on."""
    policy = evaluator.compiled.policy
    citations = Citations(policy)
    found = situations(evaluator)
    about: list[tuple[str, Cell]] = [
        ("policy", cell(policy.id)),
        ("edition", cell(policy.edition)),
        ("in force", cell(date_range_text(policy.effective) or "always")),
        *([("review by", cell(policy.review_by))] if policy.review_by else []),
        ("time zone", cell(policy.timezone)),
        ("source", tuple(said(source.title, to=f"#source-{name}") for name, source in policy.sources.items())),
    ]
    sections = (
        tiers(policy, citations),
        responses(policy, citations, found),
        hours(policy, citations, day),
        scope(policy, citations),
        priorities(policy, citations),
        waiting(policy, citations),
        channels(policy, citations, found),
        services(policy, citations),
        intake(policy, citations),
        escalation(policy, citations),
        facts(policy),
        always(policy, citations),
        readings(policy, citations),
        clauses(policy, citations),
    )
    return Sheet(tidy(policy.title), tuple(about), tuple(section for section in sections if section.blocks))
