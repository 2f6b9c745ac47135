"""Zones and countries that two policies derive by other rules, where rules read whether hours are open there.

One situation of both is then in two places, in each of which something else may be open at a receipt.
"""

from collections.abc import Iterable

from ...language.conditions import facts_read
from ...language.fact_circles import reads_of
from ...model import Policy
from ...model.receipt_facts import hours_of_receipt, is_receipt_fact
from ...rules.compiled_policy import conditions_of


def places_derived_otherwise(old: Policy, new: Policy) -> list[str]:
    """Return the facts that place hours which rules read at the receipt, and that the policies do not derive alike."""
    places = dict.fromkeys([*_places_read(old), *_places_read(new)])
    return [fact for fact in places if _derivations(old, fact) != _derivations(new, fact)]


def _places_read(policy: Policy) -> Iterable[str]:
    read = {fact for when in conditions_of(policy) for fact, _ in facts_read(when) if is_receipt_fact(fact)}
    return (place for fact in sorted(read) for place in policy.hours[hours_of_receipt(fact)].places)


def _derivations(policy: Policy, fact: str) -> dict[str, object]:
    """Return by fact what derives a fact, and each derived one that it follows from."""
    derivations, ahead = dict[str, object](), [fact]
    while ahead:
        name = ahead.pop()
        if name in policy.facts and name not in derivations and policy.facts[name].derive:
            derivations[name] = policy.facts[name].derive
            ahead += reads_of(policy.facts[name], policy.hours)
    return derivations
