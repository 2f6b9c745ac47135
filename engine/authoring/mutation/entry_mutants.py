"""Services, what to bring and whom to turn to with one thing changed that says when a decision lists them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ...findings import Mark
from ...language.yaml_writer import written_condition, written_value
from ...model import ALWAYS, Condition, Fact, Policy, Service
from .altered_receipts import within_another_hours
from .altered_records import altered

AlteredEntry = tuple[str, Policy, str, str, Mark]
"""What was done, in words, the policy that it made, the lines before and after, and where the entry is written."""


def entry_mutants(policy: Policy) -> Iterator[AlteredEntry]:
    """Yield a policy with one thing changed of a service, an item of intake or a step of escalation."""
    for name, service in policy.services.items():
        for what, line, line_after, changed in _altered_services(policy, service):
            altered_policy = replace(policy, services={**policy.services, name: changed})
            yield f"service `{name}`: {what}", altered_policy, line, line_after, service.mark
    for n, item in enumerate(policy.intake):
        for what, line, line_after, when in _altered_conditions(item.when, policy):
            needs = (*policy.intake[:n], replace(item, when=when), *policy.intake[n + 1 :])
            yield f"`{item.needs}` to bring: {what}", replace(policy, intake=needs), line, line_after, item.mark
    for n, step in enumerate(policy.escalation):
        for what, line, line_after, when in _altered_conditions(step.when, policy):
            steps = (*policy.escalation[:n], replace(step, when=when), *policy.escalation[n + 1 :])
            altered_policy = replace(policy, escalation=steps)
            yield f"escalation to `{step.to}`: {what}", altered_policy, line, line_after, step.mark


def _altered_services(policy: Policy, service: Service) -> Iterator[tuple[str, str, str, Service]]:
    for what, line, line_after, when in _altered_conditions(service.when, policy):
        yield what, line, line_after, replace(service, when=when)
    for tiers, line, line_after in _one_less("tiers", service.tiers):
        yield "a tier dropped", line, line_after, replace(service, tiers=tiers)
    for activities, line, line_after in _one_less("activities", service.activities):
        yield "an activity dropped", line, line_after, replace(service, activities=activities)
    for levels, line, line_after in _one_less("levels", service.levels):
        yield "a level dropped", line, line_after, replace(service, levels=levels)


def _one_less(key: str, listed: Sequence[str]) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Yield a list without each of its names, none of a single one, with the lines before and after."""
    before = f"{key}: {written_value(list(listed))}"
    for n in range(len(listed)):
        fewer = (*listed[:n], *listed[n + 1 :])
        yield fewer, before, f"{key}: {written_value(list(fewer))}" if fewer else f"(all {key})"


def _altered_conditions(when: Condition, policy: Policy) -> Iterator[tuple[str, str, str, Condition]]:
    facts: Mapping[str, Fact] = policy.facts
    for what, changed in (*altered(when, facts), *within_another_hours(when, list(policy.hours))):
        lines = ("(always)" if own == ALWAYS else f"when: {written_condition(own)}" for own in (when, changed))
        before, after = lines
        yield what, before, after, changed
