"""Deadlines in business hours side by side: 18 hours and 400 hours over a year of holidays of the United States.

Run with `make bench`. Each figure is how many times the processor time of the limit something takes for a deadline, in
the same round: two searches by numpy in a table that is ready. Before anything is timed, every answer has to be that of
the table, which is laid out by the calendar alone; pandas has a deadline at closing time roll over to the next opening,
and is held to that.
"""

from __future__ import annotations

from statistics import median
from typing import Any

import numpy as np

from .deadline_peers import BATCH, BUSINESSTIMEDELTA, LIMIT, PEERS, Office, Peer, Question
from .figures import record, rounded, seconds_taken

YEAR, FIRST_RECEIVED, YEAR_SECONDS = 2026, 1_767_225_600, 365 * 86_400
AMOUNTS = {"18 hours": 18 * 3600, "400 hours": 400 * 3600}
RECEIPTS = 100_000
ROUNDS = 5
SEED = 2026
AT_MOST = 2
"""How many times as long as the limit remit may take for many deadlines at once."""
AT_LEAST = 1000
"""How many times as long as that businesstimedelta has to take."""


def question(office: Office, seconds: int, receipts: int = RECEIPTS) -> Question:
    """Return the question of when so many seconds are over, from any second of the year and all its boundaries."""
    opens, closes, _ = office.table
    in_year = (opens >= FIRST_RECEIVED) & (opens < FIRST_RECEIVED + YEAR_SECONDS)
    boundaries = np.concatenate([at[in_year] + near for at in (opens, closes) for near in (-1, 0, 1)])
    chance = np.random.default_rng(SEED)
    received = FIRST_RECEIVED + chance.integers(0, YEAR_SECONDS, max(receipts - len(boundaries), 0))
    starts = chance.permutation(np.concatenate([received, boundaries]))[:receipts]
    unanswered = Question(office, starts, seconds, starts)
    return Question(office, starts, seconds, LIMIT.instants(LIMIT.prepare(unanswered)()))


def check(peer: Peer, asked: Question) -> int:
    """Return how many answers of a peer differ as it is known to differ; stop where others do."""
    answers = peer.instants(peer.prepare(asked)())
    expected = np.full(len(asked.starts), asked.seconds) if peer.counts_elapsed else asked.dues
    differing = answers != expected
    if peer.rolls_over:
        at_closing = np.isin(asked.dues, asked.office.table[1])
        rolled = [asked.office.next_opening(due) for due in asked.dues.tolist()]
        expected = np.where(at_closing, rolled, asked.dues)
    wrong = np.flatnonzero(answers != expected)
    if len(wrong):
        start = int(asked.starts[wrong[0]])
        raise SystemExit(
            f"{peer.name}: {answers[wrong[0]]}, not {expected[wrong[0]]}, from {start}: {len(wrong)} wrong"
        )
    return int(differing.sum())


def compare(amount: int, peers: list[Peer]) -> dict[str, Any]:
    """Return the figures of an amount: nanoseconds of the limit, and how many times as long each peer takes."""
    asked = question(Office(YEAR, 3), amount)
    differing = {peer.name: check(peer, asked.first(peer.at_most)) for peer in peers}
    ready = {peer: (peer.prepare(asked.first(peer.at_most)), min(peer.at_most, RECEIPTS)) for peer in peers}
    limits, ratios = list[float](), {peer.name: list[float]() for peer in peers}
    for _ in range(ROUNDS):
        limits.append(seconds_taken(ready[LIMIT][0]) / RECEIPTS)
        for peer, (count, receipts) in ready.items():
            ratios[peer.name].append(seconds_taken(count) / receipts / limits[-1])
    return {
        "limit_ns": rounded(median(limits) * 1e9),
        "times_the_limit": {name: rounded(median(figures)) for name, figures in ratios.items()},
        "rolled_over": {peer.name: differing[peer.name] for peer in peers if peer.rolls_over},
        "receipts": {peer.name: receipts for peer, (_, receipts) in ready.items()},
    }


def main() -> None:
    """Print the table, and record it."""
    versions = {peer: peer.version() for peer in PEERS}
    installed = [peer for peer in PEERS if versions[peer]]
    by_amount = {name: compare(amount, installed) for name, amount in AMOUNTS.items()}
    record("deadlines", {"amounts": by_amount, "versions": {peer.name: versions[peer] for peer in installed}})
    print(f"{'deadlines, times the limit':<34}{'':<12}" + "".join(f"{name:>12}" for name in by_amount))
    missed = []
    for peer, installed_version in versions.items():
        if installed_version is None:
            print(f"{peer.name:<34}left out: `{peer.package}` is not installed")
            continue
        figures = [amount["times_the_limit"][peer.name] for amount in by_amount.values()]
        print(f"{peer.name:<34}{installed_version:<12}" + "".join(f"{figure:>12,.4g}" for figure in figures))
    for name, amount in by_amount.items():
        times = amount["times_the_limit"]
        print(f"{name}: 1 is {amount['limit_ns']} ns; rolled over to the next opening: {amount['rolled_over']}")
        missed += [f"{name}: half of the limit"] if times[BATCH.name] > AT_MOST else []
        if BUSINESSTIMEDELTA.name in times and times[BUSINESSTIMEDELTA.name] < AT_LEAST * times[BATCH.name]:
            missed.append(f"{name}: {AT_LEAST:,} times as fast as businesstimedelta")
    if missed:
        raise SystemExit("\n".join(f"missed: {what}" for what in missed))


if __name__ == "__main__":
    main()
