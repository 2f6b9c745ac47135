"""A policy as a document: what is shown of it, whatever form it is rendered in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...render.document import Document, cell, line_of, tidy
from ...triage.policy_store import date_range_text
from .channel_sections import channels, escalation, intake, services
from .promise_sections import hours, responses, tiers
from .rule_sections import always, coverage, priorities, scope
from .show_wording import Citations
from .source_sections import clauses, facts, readings
from .tier_outcomes import tier_outcomes

if TYPE_CHECKING:
    from ...render.document import Cell
    from ...rules.evaluator import Evaluator


def policy_document(evaluator: Evaluator, day: str) -> Document:
    """Return everything that is shown of a policy; the holidays are those of the year from an ISO date on."""
    policy = evaluator.compiled.policy
    citations = Citations(policy)
    outcomes = tier_outcomes(evaluator)
    about: list[tuple[str, Cell]] = [
        ("policy", cell(policy.id)),
        ("edition", cell(policy.edition)),
        ("in force", cell(date_range_text(policy.effective) or "always")),
        *([("review by", cell(policy.review_by))] if policy.review_by else []),
        ("time zone", cell(policy.timezone)),
        ("source", tuple(line_of(source.title, to=f"#source-{name}") for name, source in policy.sources.items())),
    ]
    sections = (
        tiers(policy, citations),
        responses(policy, citations, outcomes),
        hours(policy, citations, day),
        scope(policy, citations),
        priorities(policy, citations),
        coverage(policy, citations),
        channels(policy, citations, outcomes),
        services(policy, citations),
        intake(policy, citations),
        escalation(policy, citations),
        facts(policy),
        always(policy, citations),
        readings(policy, citations),
        clauses(policy, citations),
    )
    return Document(
        title=tidy(policy.title),
        about=tuple(about),
        sections=tuple(section for section in sections if section.blocks),
    )
