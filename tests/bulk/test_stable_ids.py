"""Numbers for what several columns hold together, days of zones, and what is forgotten in time."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rules.worlds import laws

import remit
from remit.engine.bulk.columns_in import request_terms
from remit.engine.bulk.columns_in.local_days import LocalDays
from remit.engine.bulk.editions import edition_situations, stable_ids
from remit.engine.bulk.editions.stable_ids import MixedKeys
from remit.engine.triage.clock import day_in

from .tables import rows_of

ZONES = ("UTC", "America/St_Johns", "Pacific/Apia", "America/Sao_Paulo", "Asia/Kolkata", "Europe/Berlin")
LATE = 4_133_980_799


@laws(200)
@given(
    st.lists(st.integers(1, 1 << 20), min_size=1, max_size=8).flatmap(
        lambda sizes: st.tuples(
            st.just(sizes),
            st.lists(st.tuples(*(st.integers(0, size - 1) for size in sizes)), min_size=1, max_size=12),
        )
    )
)
def test_combinations_have_one_number_each_in_every_table(drawn: tuple[list[int], list[tuple[int, ...]]]) -> None:
    """Also where all that they can be together is more than 63 bits hold."""
    sizes, rows = drawn
    keys, numbers = MixedKeys(), dict[tuple[int, ...], int]()
    for part in (rows, rows[::-1], rows[:1]):
        columns = [(np.array([row[n] - 2 for row in part], np.int32), size, -2) for n, size in enumerate(sizes)]
        for row, key in zip(part, keys.of(columns, len(part)).tolist(), strict=True):
            assert key == numbers.setdefault(row, key)
    assert len(set(numbers.values())) == len(numbers)


@laws(200)
@given(st.sampled_from(ZONES), st.lists(st.integers(0, LATE), min_size=1, max_size=20))
def test_days_in_a_zone_are_those_of_single_instants(zone: str, instants: list[int]) -> None:
    days = LocalDays(zone).of(np.array(instants, np.int64))
    assert [day_in(ZoneInfo(zone), instant).toordinal() for instant in instants] == days.tolist()


@pytest.mark.parametrize("zone", ZONES)
def test_days_change_to_the_second_where_clocks_change(zone: str) -> None:
    """St John's put its clock back a minute after midnight, Apia left out a day."""
    for first in (datetime(2006, 10, 29, tzinfo=UTC), datetime(2011, 12, 29, 23, tzinfo=UTC)):
        start = int(first.timestamp())
        instants = np.arange(start, start + 6 * 3_600, 7, dtype=np.int64)
        expected = [day_in(ZoneInfo(zone), instant).toordinal() for instant in instants.tolist()]
        assert expected == LocalDays(zone).of(instants).tolist()


def test_what_is_remembered_is_forgotten_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rows are the same before and after."""
    for module, name in ((stable_ids, "MOST"), (edition_situations, "MOST"), (request_terms, "_MOST")):
        monkeypatch.setattr(module, name, 3)
    decider = remit.table_decider("jams")
    activities = ["bug_fix", "problem_diagnosis", None, "installation", "bug_fix"]
    received = pa.array([datetime(2026, 3, 6, 16, 30, tzinfo=UTC)] * 10, pa.timestamp("us", "UTC"))
    channels = ["web", "phone", "email", None, "web", "phone", "pigeon", None, "email", "web"]
    table = pa.table(
        {"tier": ["premium", "standard"] * 5, "received": received, "activity": activities * 2, "channel": channels}
    )
    first = rows_of(remit.decide_table(table, "jams"))
    for start in (0, 3, 5, 0, 7):
        assert first[start:] == rows_of(decider.decide(table.slice(start)).table)
