"""Receipts of two policies: hours that both have, and that are not open alike, are about two facts of the receipt.

A receipt is within the hours of one policy and outside of those of the other at some instants, so that each has its
value in each policy, and what occurs of both is looked for together.
"""

from collections.abc import Mapping
from typing import NamedTuple

from ...language.conditions import facts_read
from ...model import Condition, Hours, IsOneOf, Policy
from ...model.receipt_facts import hours_of_receipt, is_receipt_fact, receipt_fact
from ...rules.compiled_policy import conditions_of
from ...worktime import open_alike


class AlignedReceipts(NamedTuple):
    """What the hours of one policy that facts of the receipt are about are called beside another policy.

    `names` are by fact as it is written. `hours` are those of both policies, by name; `tests` name all facts.
    """

    names: Mapping[str, str]
    hours: Mapping[str, Hours]
    tests: tuple[Condition, ...]


def align_receipts(policy: Policy, beside: Policy, suffix: str) -> AlignedReceipts:
    """Return what hours of a policy are called beside another one: of those that are open otherwise, with a suffix."""
    facts = sorted(
        {
            fact
            for conditions in map(conditions_of, (policy, beside))
            for condition in conditions
            for fact, _ in facts_read(condition)
            if is_receipt_fact(fact)
        }
    )
    names, hours = {}, {**policy.hours, **beside.hours}
    for name in map(hours_of_receipt, facts):
        if name in policy.hours and name in beside.hours and not open_alike(policy.hours[name], beside.hours[name]):
            names[receipt_fact(name)] = receipt_fact(f"{name}{suffix}")
            hours[f"{name}{suffix}"] = policy.hours[name]
    tests = tuple(IsOneOf(fact, (True,)) for fact in sorted({*facts, *names.values()}))
    return AlignedReceipts(names, hours, tests)
