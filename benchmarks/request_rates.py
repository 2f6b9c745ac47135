"""How many requests a second are decided: 48,000 random ones of both shipped policies, by every way of asking.

Run with `make bench`, or by itself with a number of requests. Rates are of processor time. Before anything is timed,
all ways have to give the same decision of every request, also the long way, on which nothing is looked up: it has to
take several times as long. In the same run stand twins of requests that equal them and are not valid. What misses what
it has to reach is named in the end.
"""

from __future__ import annotations

import random
import sys
import time
from functools import partial
from statistics import median
from typing import TYPE_CHECKING

from .whole_decisions import (
    WAYS,
    WholeDecisions,
    WrittenRequest,
    check_alike,
    check_invalid,
    invalid_twin,
    random_situation,
    request_in,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

SHIPPED = ("jumpmind", "jams")
SEED = 2026
ROUNDS = 5
REQUESTS = 48_000
TIMES = 6
"""How often each situation comes; the last time is timed."""
NEW = {"most facts stated": 0.8, "few facts stated": 0.2}
"""The share of a policy's facts that requests state whose situations are met first."""
RECORD, LONG_WAY = "record to decision", "record to decision, the long way"
FASTER = 8
"""How many times as fast as on the long way a record has to be decided whose situation was met before."""
AIMS = {
    ("met before", "dict to decision"): 20_000,
    ("met before", "dict to JSON text"): 20_000,
    ("met before", "JSON line to JSON line"): 12_000,
    ("met first, most facts stated", RECORD): 2_000,
    ("met first, few facts stated", RECORD): 667,
}
"""Requests a second that are to be decided: of what is met first, in half a millisecond, and in one and a half."""
SHARE = 20
"""One in so many requests is timed on the long way, and one in so many has a twin."""
NEW_SITUATIONS = 100
"""Of one round, each once."""


def repeated(decisions: WholeDecisions, count: int) -> list[WrittenRequest]:
    """Return requests in situations that all come several times, with more or fewer facts, at different times."""
    chance = random.Random(SEED)  # noqa: S311 - the same every time
    situations = [random_situation(decisions.compiled, chance, chance.random()) for _ in range(count // TIMES)]
    return [request_in(situation, chance) for _ in range(TIMES) for situation in situations]


def new(decisions: WholeDecisions, share: float) -> list[WrittenRequest]:
    """Return requests that differ in their situations, but for chance."""
    chance = random.Random(SEED)  # noqa: S311 - the same every time
    count = NEW_SITUATIONS * ROUNDS
    return [request_in(random_situation(decisions.compiled, chance, share), chance) for _ in range(count)]


def rate(decide: Callable[[WrittenRequest], object], requests: Sequence[WrittenRequest]) -> float:
    """Return how many of these are decided in a second of processor time: the median of as many parts as rounds."""
    size, rates = len(requests) // ROUNDS, list[float]()
    for start in range(0, size * ROUNDS, size):
        begun = time.process_time()
        for request in requests[start : start + size]:
            decide(request)
        rates.append(size / (time.process_time() - begun))
    return median(rates)


def rates(policy: str, count: int) -> dict[tuple[str, str], float]:
    """Return the rates of a policy by what comes in and by way."""
    decisions = WholeDecisions(policy)
    samples = {name: new(decisions, share) for name, share in NEW.items()}
    again = repeated(decisions, count)
    for n, request in enumerate((*again, *(request for sample in samples.values() for request in sample))):
        check_alike(decisions, request)
        twin = invalid_twin(request) if n % SHARE == 0 else None
        if twin:
            check_invalid(decisions, twin)
    by_way = {
        ("met before", name): rate(partial(way, decisions), again[-count // TIMES :]) for name, way in WAYS.items()
    }
    by_way["met before", LONG_WAY] = rate(decisions.record_to_decision_anew, again[-count // TIMES :: SHARE])
    for sample, requests in samples.items():
        for name, way in WAYS.items():
            # Each with a memory of its own, which has met nothing.
            by_way[f"met first, {sample}", name] = rate(partial(way, WholeDecisions(policy)), requests)
    return by_way


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if sys.argv[1:] else REQUESTS
    by_policy = {policy: rates(policy, count // len(SHIPPED)) for policy in SHIPPED}
    print("requests a second" + " " * 43 + "".join(f"{policy:>10}" for policy in SHIPPED) + f"{'at least':>10}")
    missed = []
    for sample, way in by_policy[SHIPPED[0]]:
        figures, aim = [by_policy[policy][sample, way] for policy in SHIPPED], AIMS.get((sample, way))
        missed += [f"{sample}: {way}"] if aim and min(figures) < aim else []
        print(f"{sample + ': ' + way:<60}{_row(figures, ',.0f')}{f'{aim:>10,}' if aim else ''}")
    ratios = [by_way["met before", RECORD] / by_way["met before", LONG_WAY] for by_way in by_policy.values()]
    missed += ["times as fast as the long way"] if min(ratios) < FASTER else []
    print(f"{'times as fast as the long way':<60}{_row(ratios, '.1f')}{FASTER:>10}")
    if missed:
        raise SystemExit("\n".join(f"missed: {what}" for what in missed))


def _row(figures: Iterable[float], form: str) -> str:
    return "".join(f"{format(figure, form):>10}" for figure in figures)


if __name__ == "__main__":
    main()
