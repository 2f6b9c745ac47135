"""Verbs of the tests of `remit batch`: rows in the three forms, decided, and read back."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from remit import __version__
from remit.engine import BatchRun, Policies
from remit.engine.bulk.batch.cell_texts import read_cell

POLICIES = Path(__file__).parents[1] / "authoring/acme.yaml"
RECEIVED = "2026-03-06T16:30:00-05:00"
HEADER = ("id", "policy", "tier", "received", "activity", "environment", "outage", "users", "unknown")
FORMS = ("csv", "jsonl", "parquet")


def rows(number):
    """Return so many valid rows, hardly one like another."""
    activities = ("fault", "question", "custom_work", None)
    return [
        {
            "id": f"T-{n}",
            "policy": "acme",
            "tier": ("basic", "gold")[n % 2],
            "received": f"2026-03-{n % 28 + 1:02}T{n % 24:02}:30:00Z",
            "activity": activities[n % 4],
            "environment": (None, "production", "development")[n % 3],
            "outage": ("none", "partial", "complete", None, None)[n % 5],
            "users": (None, 1, 499, 500, 20_000)[n % 5],
            "unknown": (None, None, ["environment"])[n % 3] if n % 3 == 0 and n % 7 == 0 else None,
        }
        for n in range(number)
    ]


def write_rows(file, written):
    """Write rows to a file of the form that its name says, and return it."""
    if file.suffix == ".jsonl":
        file.write_text("".join(f"{json.dumps(_with_facts(row))}\n" for row in written), "utf-8")
    elif file.suffix == ".csv":
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        writer.writerow(HEADER)
        writer.writerows([_cell(row[name]) for name in HEADER] for row in written)
        file.write_bytes(text.getvalue().encode())
    else:
        columns = {name: pa.array([row[name] for row in written]) for name in HEADER}
        pq.write_table(pa.table(columns), file, row_group_size=7)
    return file


def _cell(value):
    return " ".join(value) if isinstance(value, list) else value


def _with_facts(row):
    names = ("activity", "environment", "outage", "users")
    facts = {name: row[name] for name in names if row[name] is not None}
    keys = {name: row[name] for name in ("id", "policy", "tier", "received")}
    return {**keys, "facts": facts | dict.fromkeys(row["unknown"] or ())}


def batch(requests, output, rejects=None, **options):
    """Return a run that is ready."""
    places = (str(requests), str(output), str(rejects) if rejects else None)
    return BatchRun(*places, Policies.at(str(POLICIES)), None, __version__, **{"part_rows": 3, **options})


def run(requests, output, rejects=None, *, resumes=False, report=lambda _progress: None, **options):
    """Return how a run ends."""
    return batch(requests, output, rejects, **options).run(resumes=resumes, report=report)


def files(place):
    """Return the bytes of a file, or of each file of a folder."""
    return {path.name: path.read_bytes() for path in place.iterdir()} if place.is_dir() else place.read_bytes()


def decisions(output):
    """Return the rows of an output as plain values, several texts as lists."""
    if output.suffix == ".jsonl":
        return [json.loads(line) for line in output.read_text("utf-8").splitlines()]
    if output.suffix == ".csv":
        return read_csv(output)
    return pq.read_table(output).to_pylist()


def read_csv(file):
    """Return the rows of a CSV of ours; a cell without anything is an empty text."""
    with file.open(encoding="utf-8", newline="") as stream:
        return [{name: read_cell(cell) for name, cell in row.items()} for row in csv.DictReader(stream, strict=True)]


def rejected(file):
    """Return row, line and reason of the rows that are rejected."""
    return [(int(row["row"]), int(row["line"]), row["reason"]) for row in read_csv(file)]
