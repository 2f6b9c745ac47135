"""What durable-rules gets wrong through its own host it gets right here: much work, many threads, no residue."""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from itertools import islice, pairwise, product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from remit.engine.model import All, Any, Not
from remit.engine.rules import durable
from remit.engine.rules.builtin import Builtin
from remit.engine.rules.durable import Durable, NotServed

from .verbs import choice_of, grouped, is_, known_situations, needs_durable

if TYPE_CHECKING:
    from remit.engine.model import Condition
    from remit.engine.rules.compiled import CompiledGroup

pytestmark = needs_durable

PROCESS = Path("/proc/self")
WARM = 10_000
MEBIBYTE = 1024 * 1024


def five_digits() -> CompiledGroup:
    """Return a group of twelve rules with 100,000 situations."""
    digits = [f"digit{n}" for n in range(5)]
    rules: list[Condition] = [
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


def threads_at_rest() -> tuple[int, int]:
    """Return the threads once those of earlier tests' decision diagrams, which end when they are let go, have ended."""
    gc.collect()
    earlier = None
    while (current := threads()) != earlier:
        earlier = current
        time.sleep(0.5)
    return current


@pytest.mark.skipif(not PROCESS.exists(), reason="memory and threads are read from /proc, which only Linux has")
def test_a_hundred_thousand_situations_leave_no_thread_and_no_memory_behind() -> None:
    """Each is another one, and every verdict is right."""
    group = five_digits()
    engine, other = Durable(group, alone=True), Builtin(group)
    situations = known_situations(group)
    before = threads_at_rest()
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


def evaluated(size: int, *, alone: bool) -> bool:
    """Evaluate one situation by rules that no other test has; tell whether durable-rules took them."""
    group = grouped({"code": choice_of(size)}, [is_("code", n) for n in range(0, size, 2)])
    try:
        engine = Durable(group, alone=alone)
    except NotServed:
        return False
    assert engine.evaluate((0,)).true == 1
    return True


def test_rules_that_come_again_take_the_network_that_was_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """A ruleset that was used is never freed, so that it is kept for the same rules."""
    monkeypatch.setattr(durable, "NETWORKS", networks := durable.Networks())
    assert [True] * 50 == [evaluated(7, alone=True) for _ in range(50)]
    assert (1, 0) == (networks.alive, networks.lost)


def test_rules_that_never_come_again_stop_at_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then the builtin engine serves, except where durable-rules alone was asked for."""
    monkeypatch.setattr(durable, "NETWORKS", durable.Networks())
    monkeypatch.setattr(durable, "IDLE", 2)
    monkeypatch.setattr(durable, "LOST", 40)
    taken = [evaluated(size, alone=False) for size in range(2, 30)]
    assert (taken[0], taken[-1]) == (True, False)
    assert taken == sorted(taken, reverse=True)
    assert evaluated(30, alone=True)


def test_no_more_networks_are_alive_than_durable_rules_bears(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(durable, "NETWORKS", durable.Networks())
    monkeypatch.setattr(durable, "LIVE", 3)
    group = grouped({"code": choice_of(3)}, [is_("code", 1)])
    engines = [Durable(group, alone=False) for _ in range(3)]
    with pytest.raises(NotServed):
        Durable(group, alone=False)
    assert [0, 1, 0] == [engines[0].evaluate((code,)).true for code in range(3)]


def test_an_interrupted_situation_is_not_handed_to_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its network is given up with what is left in it."""
    group = grouped({"code": choice_of(3)}, [is_("code", 1), is_("code", 1, 2)])
    engine = Durable(group, alone=True)
    assert 0b11 == engine.evaluate((1,)).true

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as interrupting:
        interrupting.setattr("durable_rules_engine.complete_and_start_action", interrupted)
        with pytest.raises(KeyboardInterrupt):
            engine.evaluate((1,))
    assert [0b10, 0, 0b11] == [engine.evaluate((code,)).true for code in (2, 0, 1)]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only some systems fork")
def test_a_child_that_is_forked_while_others_decide_decides_too() -> None:
    group = five_digits()
    engine = Durable(group, alone=True)
    situations = list(islice(known_situations(group), 0, None, 501))
    expected = [engine.evaluate(situation) for situation in situations]
    done = threading.Event()

    def decide_on() -> None:
        while not done.is_set():
            engine.evaluate(situations[0])

    with ThreadPoolExecutor(4) as pool:
        for _ in range(4):
            pool.submit(decide_on)
        children = []
        for _ in range(20):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 warns of forking with threads
                child = os.fork()
            if child == 0:
                signal.alarm(20)
                os._exit(0 if expected == [engine.evaluate(situation) for situation in situations] else 1)
            children.append(child)
        statuses = [os.waitpid(child, 0)[1] for child in children]
        done.set()
    assert [0] * 20 == statuses
