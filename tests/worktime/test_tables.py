"""Tables: laid out no further than asked, one for each hours, the same for every thread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from gc import collect, get_objects
from random import Random
from threading import Barrier
from typing import TYPE_CHECKING

from remit.engine.worktime import due, elapsed, is_open, open_time, periods
from remit.engine.worktime.tables import MOST_TABLES, Table

from .verbs import at, hours

if TYPE_CHECKING:
    from collections.abc import Callable

    from remit.engine.model import Hours

HOUR = 3600
YEAR = 365 * 24 * HOUR
NOON = at("2026-06-01T12:00Z")
THREADS = 8


def test_one_deadline_lays_out_one_year():
    """Start-up is felt, so ten years are not laid out for one request."""
    desk = hours("mon-fri 09:00-17:00")
    due(desk, NOON, 80 * HOUR)
    assert (2026, 2026) == open_time(desk, NOON, NOON).years


def test_table_grows_in_both_directions():
    """It reaches as far as was asked, with the years between, and keeps what it had."""
    desk = hours("mon-fri 09:00-17:00")
    due(desk, NOON, HOUR)
    due(desk, NOON - 3 * YEAR, HOUR)
    due(desk, NOON, 2300 * HOUR)
    assert (2023, 2027) == open_time(desk, NOON, NOON).years


def test_question_up_to_the_end_of_a_year():
    """It does not need the year after, for which holidays may not be known."""
    desk = hours("mon-fri 09:00-17:00", holidays="JP")
    stretch = (at("2099-12-28T00:00Z"), at("2100-01-01T00:00Z"))
    assert 32 * HOUR == elapsed(desk, *stretch)
    assert 4 == len(periods(desk, *stretch))


def test_equal_hours_with_different_names():
    """Each is reckoned with as itself, also when hundreds have come and gone in between."""
    for number in range(600):
        desk = hours("mon 09:00-17:00" if number % 2 else "tue 09:00-17:00", name=f"desk {number}")
        assert bool(number % 2) == is_open(desk, at("Mon 12:00"))


def test_hours_that_are_gone():
    """Their tables do not pile up."""
    for number in range(MOST_TABLES + 100):
        is_open(hours(name=f"desk {number}"), NOON)
    collect()
    assert sum(isinstance(one, Table) for one in get_objects()) <= MOST_TABLES


def test_threads_that_ask_the_same_table():
    """Each gets what it would get alone, while the table grows under it in both directions."""
    random = Random(7)  # noqa: S311 - a test that can be repeated
    questions = [(NOON + random.randrange(-20 * YEAR, 20 * YEAR), random.randrange(1, 400 * HOUR)) for _ in range(300)]
    alone = shared_desk()
    expected = [answer(alone, question) for question in questions]
    for _ in range(5):
        shared, together = shared_desk(), Barrier(THREADS)
        asked = [ask_in_order(shared, questions, seed, together) for seed in range(THREADS)]
        with ThreadPoolExecutor(THREADS) as threads:
            answers = [running.result() for running in [threads.submit(one) for one in asked]]
        assert [expected] * THREADS == answers


def shared_desk() -> Hours:
    """Return hours with a table that is still empty."""
    return hours("mon-thu 08:00-12:00, 13:00-17:00", "fri 22:00-06:00", zone="Europe/Berlin", holidays="US")


def answer(desk: Hours, question: tuple[int, int]) -> tuple[int, int]:
    """Return a deadline, and the time between its start and a fixed instant."""
    start, seconds = question
    return due(desk, start, seconds), elapsed(desk, start, NOON)


def ask_in_order(
    desk: Hours, questions: list[tuple[int, int]], seed: int, together: Barrier
) -> Callable[[], list[tuple[int, int]]]:
    """Return what one thread does: wait for the others, then ask everything in an order of its own."""
    order = list(range(len(questions)))
    Random(seed).shuffle(order)  # noqa: S311 - a test that can be repeated

    def ask() -> list[tuple[int, int]]:
        together.wait()
        answers = {index: answer(desk, questions[index]) for index in order}
        return [answers[index] for index in range(len(questions))]

    return ask
