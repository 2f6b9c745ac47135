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
class Form:
    """A form of file in and out: its share of the rows, and how many rows a second it has to reach."""

    suffix: str
    share: float
    at_least: int


FORMS = (Form(".parquet", 1, 500_000), Form(".csv", 0.1, 500_000), Form(".jsonl", 0.1, 60_000))


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


def rate(form: Form, rows: int, folder: Path) -> dict[str, Any]:
    """Return the figures of a form."""
    tickets = Tickets.of(POLICY, int(rows * form.share), SITUATIONS)
    requests, output = folder / f"tickets{form.suffix}", folder / f"decisions{form.suffix}"
    WRITERS[form.suffix](tickets, requests)
    run = measured([sys.executable, "-m", "remit", "batch", str(requests), "-o", str(output), "--quiet"])
    if run.code not in (DECIDED, UNDECIDED):
        raise SystemExit(f"remit batch ends with {run.code}:\n{run.errors}")
    check_output(tickets, output)
    return {
        "rows": tickets.rows,
        "situations": tickets.situations_met(),
        "seconds": rounded(run.seconds),
        "processor_seconds": rounded(run.processor_seconds),
        "rows_s": rounded(tickets.rows / run.seconds),
        "mebibytes": run.mebibytes,
    }


def main() -> None:
    """Print the table, and record it."""
    rows = int(sys.argv[1]) if sys.argv[1:] else ROWS
    by_form = {}
    for form in FORMS:
        with tempfile.TemporaryDirectory() as folder:
            by_form[form.suffix] = rate(form, rows, Path(folder))
    record("batch", {"policy": POLICY, "forms": by_form})
    print(f"{'remit batch':<14}{'rows':>12}{'situations':>12}{'seconds':>10}{'rows/s':>12}{'at least':>12}{'MiB':>8}")
    missed = []
    for form in FORMS:
        figures = by_form[form.suffix]
        row = f"{form.suffix:<14}{figures['rows']:>12,}{figures['situations']:>12,}{figures['seconds']:>10}"
        print(f"{row}{figures['rows_s']:>12,.0f}{form.at_least:>12,}{figures['mebibytes']:>8,}")
        missed += [f"{form.suffix}: rows a second"] if figures["rows_s"] < form.at_least else []
        missed += [f"{form.suffix}: memory"] if figures["mebibytes"] > MEBIBYTES else []
    if missed:
        raise SystemExit("\n".join(f"missed: {what}" for what in missed))


if __name__ == "__main__":
    main()
