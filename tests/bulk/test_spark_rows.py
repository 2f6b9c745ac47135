"""What runs in a worker of Spark, without Spark."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError

import pyarrow as pa
import pytest

import remit
from remit.engine.bulk import spark

RECEIVED = ["2026-03-06T16:30:00Z", "never", "2026-03-07T16:30:00Z"]


class Broadcast:
    """What Spark hands to a worker."""

    def __init__(self, value):
        self.value = value


def installed(versions):
    """Return what tells the version of a package where those installed are these."""

    def version(package):
        if package not in versions:
            raise PackageNotFoundError
        return versions[package]

    return version


def test_batches_are_joined_until_they_are_worth_a_table(monkeypatch):
    monkeypatch.setattr(spark, "ROWS", 4)
    batches = pa.table({"n": [*range(9)]}).to_batches(max_chunksize=2)
    assert [[0, 1, 2, 3], [4, 5, 6, 7], [8]] == [table["n"].to_pylist() for table in spark.tables(batches)]


def test_no_batch_is_no_table():
    assert [] == [*spark.tables([])]
    assert [] == [*spark.tables([pa.record_batch({"n": pa.array([], pa.int64())})])]


def test_rows_are_told_why_they_are_no_requests_beside_the_columns_to_keep():
    requests = pa.table({"tier": ["premium"] * 3, "received": RECEIVED, "_n": [7, 8, 9]})
    decided = spark.decided_table(remit.table_decider("jams"), requests, ["_n"])
    assert [7, 8, 9] == decided["_n"].to_pylist()
    assert ["needs_facts", "invalid", "needs_facts"] == [
        s.replace("decided", "needs_facts") for s in decided["status"].to_pylist()
    ]
    assert [False, True, False] == [bool(reason) for reason in decided["reason"].to_pylist()]
    assert not any(pa.types.is_dictionary(kind) for kind in decided.schema.types)


def test_a_worker_names_columns_as_the_requests_do():
    decider = Broadcast(remit.table_decider("jams"))
    rows = spark.RowDecider(
        decider=decider, version=remit.__version__, names=("tier", "received", "facts.activity"), keep=("tier",)
    )
    batch = pa.record_batch({"_0": ["premium"], "_1": RECEIVED[:1], "_2": ["training"]})
    (decided,) = rows([batch])
    by_itself = remit.load("jams").decide(
        {"tier": "premium", "received": RECEIVED[0], "facts": {"activity": "training"}}
    )
    assert ["premium", by_itself.scope.outcome] == [decided["tier"][0].as_py(), decided["scope"][0].as_py()]


def test_a_worker_with_another_remit_refuses():
    rows = spark.RowDecider(decider=Broadcast(remit.table_decider("jams")), version="0.0", names=(), keep=())
    with pytest.raises(remit.SparkError, match=r"a worker has remit .*, and the driver 0\.0: install the same"):
        next(rows([]))


@pytest.mark.parametrize(
    ("versions", "message"),
    [
        ({}, "the package `pyspark` is not installed: install `remit[spark]` for the driver and for the workers"),
        ({"pyspark": "4.0.0"}, "the package `pandas` is not installed: "),
        ({"pyspark": "4.0.0", "pandas": "3.1.0"}, "pandas 3.1.0 is too new for Spark: install `remit[spark]`"),
    ],
)
def test_what_the_extra_would_install_is_told(monkeypatch, versions, message):
    monkeypatch.setattr(spark, "version", installed(versions))
    with pytest.raises(remit.SparkError) as error:
        spark.check_packages()
    assert str(error.value).startswith(message)
