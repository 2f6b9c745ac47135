"""Senders of requests: one stands for all that lead to the same contracts."""

from collections.abc import Sequence

import numpy as np

from ...model import Contract, Request
from ...model.mail_domains import ascii_address, ascii_domain, with_parents
from ...triage.contracts import sender_address, sender_domain
from .encoded_columns import NULL, EncodedColumn

MOST = 1 << 16
"""Senders that are remembered."""


class Senders:
    """One sender for all that lead to the same contracts, and are contacts of the same."""

    def __init__(self, contracts: Sequence[Contract]) -> None:
        self._addresses = {address for contract in contracts for address in contract.contacts}
        self._addresses |= {ascii_address(address) for address in self._addresses}
        domains = {domain for contract in contracts for domain in contract.domains}
        self._domains = domains | {ascii_domain(domain) for domain in domains}
        self._standing: dict[str, str] = {}
        self._first: dict[tuple[str, ...], str] = {}

    @property
    def is_full(self) -> bool:
        """Whether so many senders are remembered that it is time to start anew."""
        return len(self._standing) > MOST

    def standing_for(self, column: EncodedColumn) -> EncodedColumn:
        """Return a column of senders with the one that stands for each."""
        standing = [None if sender is None else self._of(sender) for sender in column.values]
        values = list(dict.fromkeys(standing))
        places = {sender: place for place, sender in enumerate(values)}
        table = np.array([*(places[sender] for sender in standing), NULL], np.int32)
        return EncodedColumn(table[column.indices], values)

    def _of(self, sender: str) -> str:
        known = self._standing.get(sender)
        if known is None:
            known = self._standing[sender] = self._first.setdefault(self._key(sender), sender)
        return known

    def _key(self, sender: str) -> tuple[str, ...]:
        request = Request(id=None, received=0, sender=sender)
        address, domain = sender_address(request), sender_domain(request)
        is_contact = address in self._addresses or ascii_address(address) in self._addresses
        parents = with_parents(ascii_domain(domain)) if domain else ()
        return (address if is_contact else "", *(parent for parent in parents if parent in self._domains))
