"""A year of tickets of a help desk, as rows: what `remit batch` and `remit.decide_table` decide.

    python -m benchmarks.tickets tickets.parquet --rows 1000000

The name says the form: `.parquet`, `.csv` or `.jsonl`. The same options write the same rows, whatever the form:

- Every row is in one of `--situations` situations, 100,000 unless you say otherwise: a tier, a way, a claimed priority
  or none, and each fact stated, asked and not known (in `unknown`), or neither. A situation is met in inverse
  proportion to its rank, so the first comes with every twelfth ticket; a million rows meet four fifths of
  them. What was met is printed.
- Values are as skewed: the likeliest value of a fact comes twice as often as the next, three times as the third.
- Tickets come in order of time through 2026, nine an hour from Monday to Friday, 8 to 18 in the policy's time zone, for
  each that comes in any other hour.

Every row is valid: no row has events, and no row is rejected.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet

import remit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from remit.engine.model import Fact, Policy

YEAR = 2026
PART_ROWS = 131_072
"""Of one row group of Parquet: no more rows are in memory at once."""
STATED, UNKNOWN, CLAIMED = 0.8, 0.05, 0.3
"""The shares of facts that are stated, and asked and not known; the share of tickets that claim a priority."""
NOT_STATED, NOT_KNOWN = -1, -2
"""What stands in place of a value's index."""
BUSY, QUIET = 9, 1
"""How many tickets come in an hour from Monday to Friday, 8 to 18, and in any other."""
PLACES = {
    "timezone": ("America/New_York", "Europe/Berlin", "Asia/Kolkata", "Australia/Sydney"),
    "country": ("US", "DE", "IN", "AU"),
}

Codes = npt.NDArray[np.int16]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Tickets:
    """The rows to write: the values of each column, and the situations as indexes into them."""

    policy: Policy
    values: dict[str, pa.Array]
    facts: tuple[str, ...]
    situations: Codes
    rows: int
    seed: int

    @classmethod
    def of(cls, policy: str, rows: int, situations: int = 100_000, seed: int = YEAR) -> Tickets:
        """Return so many tickets under a policy: a shipped one's name, or a file."""
        loaded = newest_edition(policy)
        facts = tuple(fact.name for fact in loaded.facts.values() if not fact.derive)
        values = {
            "tier": pa.array([*loaded.tiers]),
            "channel": pa.array([*loaded.ways]),
            "claimed_priority": pa.array([*loaded.levels]),
            **{name: _values(loaded.facts[name]) for name in facts},
        }
        chance = np.random.default_rng(seed)
        values = {name: column for name, column in values.items() if len(column)}
        codes = _distinct_situations(values, facts, situations, chance)
        return cls(loaded, values, facts, codes, rows, seed)

    def parts(self) -> Iterator[tuple[Numbers, Numbers, Numbers]]:
        """Yield the rows' numbers, situations and seconds of receipt, a part at a time."""
        ranks = np.cumsum(1 / np.arange(1, len(self.situations) + 1))
        hours, shares = _shares_of_hours(self.policy.timezone)
        for first in range(0, self.rows, PART_ROWS):
            chance = np.random.default_rng((self.seed, first))
            numbers = np.arange(first, min(first + PART_ROWS, self.rows), dtype=np.int64)
            situations = np.searchsorted(ranks, chance.random(len(numbers)) * ranks[-1])
            received = np.interp((numbers + chance.random(len(numbers))) / self.rows, shares, hours)
            yield numbers, situations.astype(np.int64), received.astype(np.int64)

    def tables(self) -> Iterator[pa.Table]:
        """Yield the rows as tables of Arrow: null where nothing is stated, `unknown` a list of facts."""
        unknown = self.unknown()
        for numbers, situations, received in self.parts():
            yield self._table(numbers, situations, received, unknown)

    def every_situation(self) -> pa.Table:
        """Return a table in which every situation comes once, one after the other through the year."""
        numbers = np.arange(len(self.situations), dtype=np.int64)
        hours, shares = _shares_of_hours(self.policy.timezone)
        received = np.interp((numbers + 0.5) / len(numbers), shares, hours).astype(np.int64)
        return self._table(numbers, numbers, received, self.unknown())

    def _table(self, numbers: Numbers, situations: Numbers, received: Numbers, unknown: pa.Array) -> pa.Table:
        columns = {
            "id": _ids(numbers),
            "policy": pa.repeat(self.policy.id, len(numbers)),
            "received": pa.array(received * 1_000_000, pa.timestamp("us", "UTC")),
        }
        for at, (name, values) in enumerate(self.values.items()):
            codes = self.situations[situations, at]
            columns[name] = values.take(pa.array(codes, mask=codes < 0))
        columns["unknown"] = unknown.take(pa.array(situations))
        return pa.table(columns)

    def situations_met(self) -> int:
        """Return how many situations come at least once."""
        return len(np.unique(np.concatenate([np.unique(situations) for _, situations, _ in self.parts()])))

    def unknown(self) -> pa.Array:
        """Return the facts asked and not known of each situation."""
        first = len(self.values) - len(self.facts)
        names = np.array(self.facts)
        lists = [[*names[row == NOT_KNOWN]] or None for row in self.situations[:, first:]]
        return pa.array(lists, pa.list_(pa.string()))

    def mappings(self) -> list[dict[str, Any]]:
        """Return each situation as a request says it, without id and receipt."""
        columns = [column.to_pylist() for column in self.values.values()]
        mappings = []
        for row in self.situations.tolist():
            stated = {
                name: None if code == NOT_KNOWN else column[code]
                for name, column, code in zip(self.values, columns, row, strict=True)
                if code != NOT_STATED
            }
            facts = {name: stated.pop(name) for name in self.facts if name in stated}
            mappings.append({"policy": self.policy.id, **stated, "facts": facts})
        return mappings


def newest_edition(policy: str) -> Policy:
    """Return the newest edition of a policy: a shipped one's name, a file or a folder."""
    path = Path(policy)
    loaded = remit.load(path if path.exists() else policy)
    editions = loaded._store.editions(loaded.id)[0]  # noqa: SLF001 - facts and their values are not in the library
    return editions[-1].compiled.policy


def _values(fact: Fact) -> pa.Array:
    """Return the values of a fact from which situations are drawn."""
    if fact.type == "boolean":
        return pa.array([False, True])
    if fact.type == "number":
        lowest, highest = int(fact.minimum or 0), int(60 if fact.maximum is None else fact.maximum)
        return pa.array(range(lowest, min(highest, lowest + 60) + 1), pa.int64())
    if fact.type == "span":
        return pa.array([f"{days} business days" for days in range(1, 6)])
    if fact.type == "date":
        return pa.array([f"{YEAR - years}-07-01" for years in range(6)])
    if fact.type in PLACES:
        return pa.array(PLACES[fact.type])
    return pa.array([*fact.choices] or [f"text {number}" for number in range(20)])


def _distinct_situations(
    values: dict[str, pa.Array], facts: tuple[str, ...], wanted: int, chance: np.random.Generator
) -> Codes:
    """Return so many situations that all differ, or as many as a hundred draws of so many hold."""
    orders = {name: chance.permutation(len(column)) for name, column in values.items()}
    situations: Codes = np.empty((0, len(values)), np.int16)
    for _ in range(100):
        drawn = [_drawn(orders[name], wanted, chance) for name in values]
        for at, name in enumerate(values):
            stated = chance.random(wanted)
            if name == "claimed_priority":
                drawn[at][stated >= CLAIMED] = NOT_STATED
            elif name in facts:
                drawn[at][stated >= STATED] = NOT_STATED
                drawn[at][stated >= 1 - UNKNOWN] = NOT_KNOWN
        everything = np.concatenate([situations, np.stack(drawn, axis=1)])
        _, first = np.unique(everything, axis=0, return_index=True)
        situations = everything[np.sort(first)][:wanted]
        if len(situations) == wanted:
            break
    return situations


def _drawn(order: npt.NDArray[np.int64], size: int, chance: np.random.Generator) -> Codes:
    """Return values drawn in inverse proportion to their place in an order."""
    ranks = np.cumsum(1 / np.arange(1, len(order) + 1))
    drawn: Codes = order[np.searchsorted(ranks, chance.random(size) * ranks[-1])].astype(np.int16)
    return drawn


def _shares_of_hours(timezone: str) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the hours of the year, in seconds since 1970, and the share of the tickets that came before each."""
    zone, first = ZoneInfo(timezone), datetime(YEAR, 1, 1, tzinfo=UTC)
    hours = [first + timedelta(hours=n) for n in range(365 * 24 + 1)]
    weights = [0]
    for hour, _ in pairwise(hours):
        local = hour.astimezone(zone)
        weights.append(BUSY if local.weekday() < 5 and 8 <= local.hour < 18 else QUIET)  # noqa: PLR2004 - Mon-Fri, 8-18
    totals = np.cumsum(weights)
    return np.array([hour.timestamp() for hour in hours]), totals / totals[-1]


def _ids(numbers: npt.NDArray[np.int64]) -> pa.Array:
    return pc.binary_join_element_wise("T-", pa.array(numbers + 1).cast(pa.string()), "")


def _as_text(instants: pa.Array) -> pa.Array:
    return pc.strftime(instants.cast(pa.timestamp("s", "UTC")), "%Y-%m-%dT%H:%M:%SZ")


def write_parquet(tickets: Tickets, path: Path) -> None:
    """Write a row group for each part."""
    with pyarrow.parquet.ParquetWriter(path, next(tickets.tables()).schema) as writer:
        for table in tickets.tables():
            writer.write_table(table, row_group_size=PART_ROWS)


def write_csv(tickets: Tickets, path: Path) -> None:
    """Write instants as text that ends in `Z`, and the facts that are not known separated by blanks."""
    tables = (
        table.set_column(table.column_names.index("received"), "received", _as_text(table["received"])).set_column(
            table.column_names.index("unknown"), "unknown", pc.binary_join(table["unknown"], " ")
        )
        for table in tickets.tables()
    )
    first = next(tables)
    with pyarrow.csv.CSVWriter(path, first.schema) as writer:
        for table in chain([first], tables):
            writer.write_table(table)


def write_jsonl(tickets: Tickets, path: Path) -> None:
    """Write a request a line, facts as an object, in which null is asked and not known."""
    tails = pa.array([json.dumps(mapping)[1:] for mapping in tickets.mappings()])
    with path.open("wb") as file:
        for numbers, situations, received in tickets.parts():
            instants = _as_text(pa.array(received * 1_000_000, pa.timestamp("us", "UTC")))
            starts = pc.binary_join_element_wise('{"id": "', _ids(numbers), '", "received": "', instants, '", ', "")
            lines = pc.binary_join_element_wise(starts, tails.take(pa.array(situations)), "\n", "")
            file.write(b"".join(line.as_buffer() for line in lines))


WRITERS: dict[str, Callable[[Tickets, Path], None]] = {
    ".parquet": write_parquet,
    ".csv": write_csv,
    ".jsonl": write_jsonl,
}


def main() -> None:
    """Write the file, and say what is in it."""
    parser = argparse.ArgumentParser(description="Write a year of tickets, the same for the same options.")
    parser.add_argument("output", type=Path, help="a file to write: .parquet, .csv or .jsonl")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--situations", type=int, default=100_000, help="at most so many that differ")
    parser.add_argument("--policy", default="jumpmind", help="a shipped policy's name, or a file")
    parser.add_argument("--seed", type=int, default=YEAR)
    options = parser.parse_args()
    write = WRITERS.get(options.output.suffix)
    if write is None:
        parser.error(f"{options.output.name}: the name must end in {', '.join(WRITERS)}")
    if options.rows < 1 or options.situations < 1:
        parser.error("at least one row and one situation")
    tickets = Tickets.of(options.policy, options.rows, options.situations, options.seed)
    write(tickets, options.output)
    met = tickets.situations_met()
    print(f"{options.output}: {options.rows:,} rows, {met:,} distinct situations, policy {tickets.policy.id}")


if __name__ == "__main__":
    main()
