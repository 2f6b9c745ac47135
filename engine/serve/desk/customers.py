"""Customers among whom somebody chooses: the contracts at hand, by the customer's name."""

from collections.abc import Sequence
from dataclasses import dataclass

from ...model import Contract

MOST_LISTED = 500
"""Where contracts are more, their id is typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A contract, and the words for it in a list."""

    id: str
    text: str


def customers_of(contracts: Sequence[Contract]) -> list[Customer] | None:
    """Return the customers of contracts in the order of their names; None where they are too many for a list."""
    if len(contracts) > MOST_LISTED:
        return None
    ordered = sorted(contracts, key=lambda contract: (contract.customer.casefold(), contract.id))
    return [Customer(id=c.id, text=f"{c.customer}: {c.policy} {c.tier} ({c.id})") for c in ordered]
