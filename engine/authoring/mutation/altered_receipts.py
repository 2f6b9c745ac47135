"""Conditions on the receipt with their hours changed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...model import All, Any, Condition, IsOneOf, Not
from ...model.receipt_facts import hours_of_receipt, is_receipt_fact, receipt_fact
from .altered_records import AlteredCondition


def within_another_hours(condition: Condition, hours: Sequence[str]) -> Iterator[AlteredCondition]:
    """Yield a condition with each of the hours that it reads of the receipt changed to the next of a policy."""
    if isinstance(condition, IsOneOf):
        if is_receipt_fact(condition.fact) and len(hours) > 1:
            index = hours.index(hours_of_receipt(condition.fact)) + 1
            another = hours[index % len(hours)]
            yield f"received within hours {another} instead", replace(condition, fact=receipt_fact(another))
    elif isinstance(condition, Not):
        for what, part in within_another_hours(condition.part, hours):
            yield what, replace(condition, part=part)
    elif isinstance(condition, All | Any):
        for n, part in enumerate(condition.parts):
            for what, changed in within_another_hours(part, hours):
                if changed not in condition.parts:  # listed already: to drop it is a change of its own
                    parts = (*condition.parts[:n], changed, *condition.parts[n + 1 :])
                    yield what, replace(condition, parts=parts)
