"""What deciding costs under Spark, beside `remit batch` on the same machine, from Parquet to Parquet.

Run with `make bench`, in the virtual environment that has Spark, or by itself with a number of rows. Both have to write
the same, row for row. Spark runs in one process with two workers; the seconds of its start are told apart.
"""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

import pyarrow.parquet

import remit

from .figures import record, rounded
from .processes import Run, measured
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
JOB = "job"
"""As first argument: run the job alone, on a file and into a folder."""


def decide_with_spark(requests: Path, output: Path) -> None:
    """Decide a file into a folder; write the seconds until Spark has started, and those of the job, beside it."""
    begun = time.perf_counter()
    spark = remit.spark_session(f"local[{WORKERS}]", SETTINGS)
    spark.range(1).count()
    started = time.perf_counter()
    frame = spark.read.parquet(str(requests)).repartition(PARTITIONS)
    remit.decide_dataframe(frame, POLICY).write.parquet(str(output))
    ended = time.perf_counter()
    output.with_suffix(".json").write_text(json.dumps([started - begun, ended - started]), "utf-8")
    spark.stop()


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


def run(command: list[str], output: Path) -> Run:
    """Run a command to its end; stop where it has not written what it should."""
    ran = measured([sys.executable, "-m", *command])
    if not output.exists():
        raise SystemExit(f"{command[0]} ends with {ran.code}:\n{ran.errors}")
    return ran


def main() -> None:
    """Print the table, and record it."""
    rows = int(sys.argv[1]) if sys.argv[1:] else ROWS
    tickets = Tickets.of(POLICY, rows, SITUATIONS)
    with tempfile.TemporaryDirectory() as folder:
        requests, output, expected = (Path(folder) / name for name in ("in.parquet", "spark", "batch.parquet"))
        write_parquet(tickets, requests)
        batch = run(["remit", "batch", str(requests), "-o", str(expected), "--quiet"], expected)
        spark = run(["benchmarks.spark_rates", JOB, str(requests), str(output)], output / "_SUCCESS")
        started, job = json.loads(output.with_suffix(".json").read_text("utf-8"))
        check(output, expected)
    taken = {"Spark": (job, spark.processor_seconds), "`remit batch`": (batch.seconds, batch.processor_seconds)}
    a_million = {name: [rounded(seconds / rows * MILLION) for seconds in costs] for name, costs in taken.items()}
    situations = tickets.situations_met()
    figures = {
        "rows": rows,
        "situations": situations,
        "workers": WORKERS,
        "start_s": rounded(started),
        "a_million": a_million,
    }
    record("spark", figures, ("numpy", "pyarrow", "pyspark", "pandas"))
    print(f"{rows:,} rows, {situations:,} situations, Spark with {WORKERS} workers started in {started:.1f} s")
    for name, (seconds, processor_seconds) in a_million.items():
        print(f"{name}: {seconds} s for a million rows, {processor_seconds} s of processors")


if __name__ == "__main__":
    if sys.argv[1:2] == [JOB]:
        decide_with_spark(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main()
