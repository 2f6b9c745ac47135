"""How many requests `remit batch` decides in a second, from file to file, and in how much memory.

Run with `make bench`, or by itself with a number of rows of Parquet; CSV and JSONL have a tenth of them. Time is that
of whole processes on the clock, memory that of all their processes. The rows of every output are counted, and some of
them have to be what their requests are decided as alone.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.json
import pyarrow.parquet

import remit

from .batch_growth import check
from .figures import record, rounded
from .processes import measured
from .tickets import WRITERS, Tickets

if TYPE_CHECKING:
    import pyarrow as pa

ROWS, SITUATIONS = 10_000_000, 100_000
POLICY = "jumpmind"
DECIDED, UNDECIDED = 0, 4
"""How `remit batch` ends where every row is decided, and where some wait for facts."""
MEBIBYTES = 1024


@dataclass(frozen=True, slots=True)
class Run:
    """What is measured: a form of file in and out, its share of the rows, how many rows a second it has to reach."""

    name: str
    suffix: str
    share: float
    at_least: int
    options: tuple[str, ...] = ()


RUNS = (
    Run("parquet", ".parquet", 1, 500_000),
    Run("parquet, no presumptions", ".parquet", 1, 1_000_000, ("--no-presumptions",)),
    Run("csv", ".csv", 0.1, 500_000),
    Run("jsonl", ".jsonl", 0.1, 60_000),
)


def read(path: Path) -> pa.Table:
    """Return the ids, the statuses and the levels of an output, in its order."""
    names = ["id", "status", "level"]
    if path.suffix == ".parquet":
        return pyarrow.parquet.read_table(path, columns=names)
    if path.suffix == ".csv":
        options = pyarrow.csv.ConvertOptions(include_columns=names, strings_can_be_null=True)
        return pyarrow.csv.read_csv(path, convert_options=options)
    return pyarrow.json.read_json(path).select(names)


def check_output(tickets: Tickets, output: Path) -> None:
    """Stop where rows are missing or out of order, or where some drawn from the first part are not as alone."""
    decided = read(output)
    if decided.num_rows != tickets.rows:
        raise SystemExit(f"{output.name}: {decided.num_rows} rows, not {tickets.rows}")
    numbers = pc.utf8_slice_codeunits(decided["id"], 2).cast("int64").to_numpy()
    if not np.array_equal(numbers, np.arange(1, tickets.rows + 1)):
        raise SystemExit(f"{output.name}: rows are out of order")
    first = next(tickets.tables())
    expected = remit.decide_table(first, POLICY)
    check(POLICY, tickets, first, expected)
    for name in ("status", "level"):
        column = decided[name].cast("string")
        if column.slice(0, first.num_rows).combine_chunks() != expected[name].cast("string").combine_chunks():
            raise SystemExit(f"{output.name}: `{name}` differs from that of `decide_table`")


def rate(run: Run, rows: int, folder: Path) -> dict[str, Any]:
    """Return the figures of a run."""
    tickets = Tickets.of(POLICY, int(rows * run.share), SITUATIONS)
    requests, output = folder / f"tickets{run.suffix}", folder / f"decisions{run.suffix}"
    WRITERS[run.suffix](tickets, requests)
    command = [sys.executable, "-m", "remit", "batch", str(requests), "-o", str(output), "--quiet", *run.options]
    process = measured(command)
    if process.code not in (DECIDED, UNDECIDED):
        raise SystemExit(f"remit batch ends with {process.code}:\n{process.errors}")
    check_output(tickets, output)
    return {
        "rows": tickets.rows,
        "situations": tickets.situations_met(),
        "seconds": rounded(process.seconds),
        "processor_seconds": rounded(process.processor_seconds),
        "rows_s": rounded(tickets.rows / process.seconds),
        "mebibytes": process.mebibytes,
    }


def main() -> None:
    """Print the table, and record it."""
    rows = int(sys.argv[1]) if sys.argv[1:] else ROWS
    by_run = {}
    for run in RUNS:
        with tempfile.TemporaryDirectory() as folder:
            by_run[run.name] = rate(run, rows, Path(folder))
    record("batch", {"policy": POLICY, "forms": by_run})
    print(f"{'remit batch':<26}{'rows':>12}{'situations':>12}{'seconds':>10}{'rows/s':>12}{'at least':>12}{'MiB':>8}")
    missed = []
    for run in RUNS:
        figures = by_run[run.name]
        row = f"{run.name:<26}{figures['rows']:>12,}{figures['situations']:>12,}{figures['seconds']:>10}"
        print(f"{row}{figures['rows_s']:>12,.0f}{run.at_least:>12,}{figures['mebibytes']:>8,}")
        missed += [f"{run.name}: rows a second"] if figures["rows_s"] < run.at_least else []
        missed += [f"{run.name}: memory"] if figures["mebibytes"] > MEBIBYTES else []
    if missed:
        raise SystemExit("\n".join(f"missed: {what}" for what in missed))


if __name__ == "__main__":
    main()
