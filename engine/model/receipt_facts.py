"""Facts of the receipt: whether a request was received while some hours were open.

Each is a boolean named after its hours. Nobody states it, it is worked out from the instant of receipt; its name has
spaces, so that no declared fact has the same.
"""

from .facts import Any, Condition, Fact, IsOneOf

RECEIVED = "received"
"""The key under which conditions read the receipt."""

_WITHIN = "received within "


def receipt_fact(hours: str) -> str:
    """Return the name of the fact that hours are open at the receipt."""
    return f"{_WITHIN}{hours}"


def is_receipt_fact(fact: str) -> bool:
    """Tell whether a fact is one of the receipt."""
    return fact.startswith(_WITHIN)


def hours_of_receipt(fact: str) -> str:
    """Return the name of the hours that a fact of the receipt is about."""
    return fact.removeprefix(_WITHIN)


def receipt_record(fact: str) -> Fact:
    """Return a fact of the receipt as a record like those that a policy declares."""
    return Fact(name=fact, ask=f"Was it received within hours {hours_of_receipt(fact)}?", type="boolean")


def hours_received_within(condition: Condition) -> list[str]:
    """Return the hours of which a condition is that one of them is open at the receipt; none where it is another."""
    parts = condition.parts if isinstance(condition, Any) else (condition,)
    facts = dict.fromkeys(part.fact for part in parts if isinstance(part, IsOneOf) and is_receipt_fact(part.fact))
    is_only = len(facts) == len(parts) and (len(facts) > 1 or not isinstance(condition, Any))
    return [hours_of_receipt(fact) for fact in facts] if is_only else []
