"""How the time that reading takes grows with what is read: four times as much should take about four times as long.

Run with `make bench`. Sixteen would be its square. What is read must be read, or refused, as it should be.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from remit.engine.findings import Findings
from remit.engine.language.time_notation import parse_span
from remit.engine.language.yaml_reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 5


def span(size: int) -> bool:
    """Read a span of so many units."""
    read = parse_span("1 hour " * size)
    return read is not None and read.seconds == 3600 * size


def scalar(size: int) -> bool:
    """Read a text of so many characters."""
    findings = Findings()
    tree = read_yaml("a: " + "x" * size, "long.yaml", findings)
    return tree is not None and not findings


def keys(size: int) -> bool:
    """Read a mapping of so many keys."""
    findings = Findings()
    tree = read_yaml("".join(f"k{n}: 1\n" for n in range(size)), "wide.yaml", findings)
    return tree is not None and not findings


def took(read: Callable[[int], bool], size: int) -> float:
    """Return the seconds that reading takes at best."""
    best = float("inf")
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        if not read(size):
            raise SystemExit(f"{read.__name__}: not read as it should be")
        best = min(best, time.perf_counter() - begun)
    return best


def main() -> None:
    """Print the table."""
    print(f"{'seconds, best of ' + str(ROUNDS):<36} {'size':>10} {'once':>9} {'four-fold':>9} {'growth':>7}")
    for read, size in ((span, 12_000), (scalar, 2_500_000), (keys, 5_000)):
        once, fourfold = took(read, size), took(read, 4 * size)
        print(f"{read.__name__:<36} {size:>10,} {once:>9.4f} {fourfold:>9.4f} {fourfold / once:>7.1f}")


if __name__ == "__main__":
    main()
