"""What deciding costs under Spark, beside `remit batch` on the same machine, from Parquet to Parquet.

Run with `make bench`, in the virtual environment that has Spark, or by itself with a number of rows. Both have to write
the same, row for row. Spark runs in one process with two workers; the seconds of its start are told apart.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import pyarrow.parquet

import remit

from .figures import record, rounded
from .processes import measured
from .tickets import Tickets, write_parquet

ROWS, SITUATIONS = 5_000_000, 100_000
POLICY = "jumpmind"
WORKERS, PARTITIONS = 2, 8
SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.log.level": "ERROR",
}
MILLION = 1_000_000


def decide_with_spark(requests: Path, output: Path) -> tuple[float, float]:
    """Decide a file into a folder; return the seconds until Spark has started, and those of the job."""
    begun = time.perf_counter()
    spark = remit.spark_session(f"local[{WORKERS}]", SETTINGS)
    spark.range(1).count()
    started = time.perf_counter()
    frame = spark.read.parquet(str(requests)).repartition(PARTITIONS)
    remit.decide_dataframe(frame, POLICY).write.parquet(str(output))
    ended = time.perf_counter()
    spark.stop()
    return started - begun, ended - started


def check(output: Path, expected: Path) -> None:
    """Stop where Spark has not written the rows that `remit batch` has, in whatever order."""
    written, batch_rows = (pyarrow.parquet.read_table(path).sort_by("id") for path in (output, expected))
    names = [name for name in batch_rows.column_names if name in written.column_names]
    if written.num_rows != batch_rows.num_rows:
        raise SystemExit(f"Spark: {written.num_rows} rows, not {batch_rows.num_rows}")
    for name in names:
        kind = written.schema.field(name).type
        if written[name].combine_chunks() != batch_rows[name].cast(kind).combine_chunks():
            raise SystemExit(f"Spark: column `{name}` differs from that of `remit batch`")


def main() -> None:
    """Print the table, and record it."""
    rows = int(sys.argv[1]) if sys.argv[1:] else ROWS
    tickets = Tickets.of(POLICY, rows, SITUATIONS)
    with tempfile.TemporaryDirectory() as folder:
        requests, output, expected = (Path(folder) / name for name in ("in.parquet", "spark", "batch.parquet"))
        write_parquet(tickets, requests)
        run = measured([sys.executable, "-m", "remit", "batch", str(requests), "-o", str(expected), "--quiet"])
        if not expected.exists():
            raise SystemExit(f"remit batch ends with {run.code}:\n{run.errors}")
        started, job = decide_with_spark(requests, output)
        check(output, expected)
    figures = {
        "rows": rows,
        "situations": tickets.situations_met(),
        "workers": WORKERS,
        "start_s": rounded(started),
        "job_s": rounded(job),
        "spark_s_a_million": rounded(job / rows * MILLION),
        "batch_s_a_million": rounded(run.seconds / rows * MILLION),
    }
    record("spark", figures, ("numpy", "pyarrow", "pyspark", "pandas"))
    print(f"{rows:,} rows, {figures['situations']:,} situations, Spark started in {started:.1f} s")
    print(f"Spark with {WORKERS} workers: {figures['spark_s_a_million']} s for a million rows")
    print(f"remit batch: {figures['batch_s_a_million']} s for a million rows")


if __name__ == "__main__":
    main()
