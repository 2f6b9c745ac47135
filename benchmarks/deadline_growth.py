"""How the time for a deadline grows: with receipts, with days off, and with the amount that is owed.

Run with `make bench`. Every answer has to be that of a table laid out by the calendar alone.
"""

from __future__ import annotations

from datetime import date, timedelta
from statistics import median
from typing import TYPE_CHECKING

import numpy as np

from .deadline_peers import BATCH, LIMIT, SINGLE, Office, Peer
from .deadlines import YEAR, check, question
from .figures import record, rounded, seconds_taken

if TYPE_CHECKING:
    from .deadline_peers import Question

ROUNDS = 3
RECEIPTS = {"1,000": 10**3, "10,000": 10**4, "100,000": 10**5, "1,000,000": 10**6, "10,000,000": 10**7}
DAYS_OFF = (1, 10, 100, 1_000)
AMOUNTS = {
    "10 minutes": 600,
    "1 hour": 3_600,
    "18 hours": 18 * 3_600,
    "400 hours": 400 * 3_600,
    "2,000 hours (a year)": 2_000 * 3_600,
    "6,000 hours (three years)": 6_000 * 3_600,
}
EIGHTEEN_HOURS = AMOUNTS["18 hours"]
YEARS = 8
MANY = 100_000
PEERS = (LIMIT, BATCH, SINGLE)
SEED = 2026


def costs(asked: Question) -> dict[str, float]:
    """Return the nanoseconds that each takes for a deadline, once every answer is seen to be right."""
    by_name = {}
    for peer in PEERS:
        part = asked.first(peer.at_most)
        check(peer, part)
        by_name[peer.name] = _cost(peer, part)
    return by_name


def _cost(peer: Peer, asked: Question) -> float:
    count = peer.prepare(asked)
    return rounded(median(seconds_taken(count) for _ in range(ROUNDS)) / len(asked.starts) * 1e9)


def office(days_off: int) -> Office:
    """Return the hours with so many further days off, through the years that are counted in."""
    chance = np.random.default_rng(SEED)
    days = chance.choice(366 * 5, days_off, replace=False)
    return Office(YEAR, YEARS, tuple(date(YEAR, 1, 1) + timedelta(days=int(day)) for day in sorted(days.tolist())))


def main() -> None:
    """Print the tables, and record them."""
    plain = Office(YEAR, YEARS)
    growth = {
        "receipts": {name: costs(question(plain, EIGHTEEN_HOURS, many)) for name, many in RECEIPTS.items()},
        "days off": {f"{days:,}": costs(question(office(days), EIGHTEEN_HOURS, MANY)) for days in DAYS_OFF},
        "amount": {name: costs(question(plain, seconds, MANY)) for name, seconds in AMOUNTS.items()},
    }
    record("deadline growth", {"growth": growth})
    for name, by_size in growth.items():
        print(f"\n{name + ', ns a deadline':<34}" + "".join(f"{peer.name:>34}" for peer in PEERS))
        for size, by_peer in by_size.items():
            print(f"{size:<34}" + "".join(f"{cost:>34,}" for cost in by_peer.values()))


if __name__ == "__main__":
    main()
