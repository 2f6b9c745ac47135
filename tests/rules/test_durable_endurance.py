"""What durable-rules gets wrong through its own host it gets right here: much work, many threads, no residue."""

from __future__ import annotations

import gc
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import islice, pairwise, product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from remit.engine.model import All, Any, Not
from remit.engine.rules.builtin import Builtin
from remit.engine.rules.durable import Durable

from .verbs import choice_of, grouped, is_, known_situations, needs_durable

if TYPE_CHECKING:
    from remit.engine.rules.compiled import CompiledGroup

pytestmark = needs_durable

PROCESS = Path("/proc/self")
WARM = 10_000
MEBIBYTE = 1024 * 1024


def five_digits() -> CompiledGroup:
    """Return a group of twelve rules with 100,000 situations."""
    digits = [f"digit{n}" for n in range(5)]
    rules = [
        *(is_(digit, 0, 1, 2, 3, 4) for digit in digits),
        *(All((is_(one, 3, 7), Not(is_(other, 5)))) for one, other in pairwise(digits)),
        Any(tuple(is_(digit, 9) for digit in digits)),
        All(tuple(is_(digit, 1, 2, 8) for digit in digits)),
        All(()),
    ]
    return grouped({digit: choice_of(10, digit) for digit in digits}, rules)


def resident() -> int:
    """Return the resident memory of this process in bytes."""
    gc.collect()
    return int((PROCESS / "statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


def threads() -> tuple[int, int]:
    """Return how many threads Python counts, and the operating system."""
    return threading.active_count(), len(list((PROCESS / "task").iterdir()))


@pytest.mark.skipif(not PROCESS.exists(), reason="memory and threads are read from /proc, which only Linux has")
def test_a_hundred_thousand_situations_leave_no_thread_and_no_memory_behind() -> None:
    """Each is another one, and every verdict is right."""
    group = five_digits()
    engine, other = Durable(group, alone=True), Builtin(group)
    situations = known_situations(group)
    before = threads()
    wrong = sum(engine.evaluate(situation) != other.evaluate(situation) for situation in islice(situations, WARM))
    warm = resident()
    count = WARM
    for situation in situations:
        wrong += engine.evaluate(situation) != other.evaluate(situation)
        count += 1
    assert (wrong, count, threads()) == (0, 100_000, before)
    assert resident() - warm < 5 * MEBIBYTE


def test_eight_threads_at_once_are_told_what_one_is() -> None:
    group = five_digits()
    engine, other = Durable(group, alone=True), Builtin(group)
    situations = list(islice(known_situations(group), 0, None, 27))
    start = threading.Barrier(8)

    def all_of_them(first: int) -> int:
        """Go through the situations from another place in each thread."""
        start.wait()
        return sum(engine.evaluate(s) != other.evaluate(s) for s in situations[first:] + situations[:first])

    with ThreadPoolExecutor(8) as pool:
        assert [0] * 8 == list(pool.map(all_of_them, range(0, 3_200, 400)))


def test_a_situation_leaves_nothing_behind_that_the_next_one_could_meet() -> None:
    """Asked in any order, and again, a situation has the same verdict."""
    group = grouped({"one": choice_of(3, "one"), "two": choice_of(3, "two")}, [is_("one", 1), is_("two", 2)])
    engine, other = Durable(group, alone=True), Builtin(group)
    partly_known = list(product((None, 0, 1, 2), repeat=2))
    order = [situation for one in partly_known for two in partly_known for situation in (one, two, one)]
    assert [other.evaluate(situation) for situation in order] == [engine.evaluate(situation) for situation in order]


def test_engines_come_and_go_by_the_thousand() -> None:
    """More than 1,024 sessions at once are more than durable-rules bears."""
    group = grouped({"code": choice_of(3)}, [is_("code", 1)])
    for _ in range(3_000):
        engine = Durable(group, alone=True)
        assert [0, 1, 0] == [engine.evaluate((code,)).true for code in range(3)]


def test_two_engines_side_by_side_keep_apart() -> None:
    facts = {"code": choice_of(3)}
    one, other = (Durable(grouped(facts, [is_("code", n)]), alone=True) for n in (0, 2))
    assert [(1, 0), (0, 0), (0, 1)] == [(one.evaluate((n,)).true, other.evaluate((n,)).true) for n in range(3)]
