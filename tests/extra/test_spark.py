"""DataFrames of Spark are decided row for row as tables are, however their rows are divided."""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
import pytest

import remit

GUIDE = Path(__file__).parents[2] / "docs/how-to/scale.md"

pytestmark = [pytest.mark.extra, pytest.mark.spark]

SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.session.timeZone": "America/New_York",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "64",
    "spark.log.level": "ERROR",
}
POLICIES = ["jumpmind", "jams"]
HARBOUR = {"id": "harbour", "customer": "Harbour", "policy": "jumpmind", "tier": "enterprise", "from": "2026-01-01"}
NORTHWIND = {"id": "northwind", "customer": "Northwind", "policy": "jams", "tier": "premium", "from": "2026-01-01"}
CONTRACTS: list[dict[str, Any]] = [
    HARBOUR | {"domains": ["harbour.example"]},
    NORTHWIND | {"facts": {"region": "emea"}},
]
ROWS = 600


def requests():
    """Return a table of requests of all sorts, with their place in `_row`; some of them are not valid."""
    chance, first = random.Random(2026), datetime(2026, 1, 1, tzinfo=UTC)  # noqa: S311 - the same every time
    rows = []
    for row in range(ROWS):
        at = first + timedelta(seconds=chance.randrange(365 * 86_400))
        facts = {
            "activity": chance.choice(["problem_diagnosis", "bug_fix", "enhancement", "no_such_activity"]),
            "environment": chance.choice(["production", "development"]),
            "service_loss": chance.choice(["none", "severe", "complete"]),
            "workaround": chance.random() < 0.5,
        }
        under = chance.choice(
            [
                {"policy": "jumpmind", "tier": "standard"},
                {"policy": "jams", "tier": "premium"},
                {"policy": "jams", "tier": "no_such_tier"},
                {"contract": "northwind"},
                {"from": "ada@harbour.example"},
                {},
            ]
        )
        rows.append(
            {
                "_row": row,
                "id": f"T-{row}",
                "received": at if chance.random() < 0.95 else None,
                "channel": chance.choice(["email", "phone", "fax"]),
                "last_update": at + timedelta(hours=1) if chance.random() < 0.1 else None,
                "events": '[{"at": "2027-01-02T09:00:00Z", "is": "replied"}]' if chance.random() < 0.1 else None,
                "unknown": ["data_loss"] if chance.random() < 0.1 else [],
                **dict.fromkeys(("policy", "tier", "contract", "from")),
                **under,
                **{name: value for name, value in facts.items() if chance.random() < 0.8},
            }
        )
    fields = {"_row": pa.int64(), "workaround": pa.bool_(), "unknown": pa.list_(pa.string())}
    fields |= dict.fromkeys(("received", "last_update"), pa.timestamp("us", "UTC"))
    names = dict.fromkeys(name for row in rows for name in row)
    return pa.Table.from_pylist(rows, pa.schema([(name, fields.get(name, pa.string())) for name in names]))


@pytest.fixture(scope="module")
def spark():
    session = remit.spark_session("local[2]", SETTINGS)
    yield session
    session.stop()


@pytest.fixture(scope="module")
def expected():
    """Return the rows that `decide_table` gives, with the reasons of its rejects."""
    decided = remit.table_decider(POLICIES, CONTRACTS).decide(requests())
    reasons = {reject.row: reject.reason for reject in decided.rejects}
    return [{"_row": n, **row, "reason": reasons.get(n)} for n, row in enumerate(decided.table.to_pylist())]


@pytest.mark.parametrize("partitions", [1, 2, 13])
def test_every_row_is_as_in_a_table_however_rows_are_divided(spark, expected, partitions):
    from pyspark.sql import functions  # noqa: PLC0415 - of an extra

    frame = spark.createDataFrame(requests()).orderBy(functions.rand(partitions)).repartition(partitions)
    decided = remit.decide_dataframe(frame, POLICIES, CONTRACTS, keep=["_row"]).toArrow()
    assert expected == sorted(decided.to_pylist(), key=lambda row: row["_row"])
    statuses = {row["status"] for row in expected}
    assert {"decided", "needs_facts", "invalid"} == statuses
    assert any(row["reason"] for row in expected)


def test_columns_are_plain_texts_and_instants(spark):
    frame = spark.createDataFrame(requests())
    schema = remit.decide_dataframe(frame, POLICIES, CONTRACTS, presumptions=False).toArrow().schema
    assert {pa.string(), pa.bool_(), pa.timestamp("us", "UTC")} == set(schema.types)
    assert [*remit.table_decider(POLICIES, presumptions=False).schema.names, "reason"] == schema.names


def test_no_row_in_is_no_row_out(spark):
    frame = spark.createDataFrame(requests()).limit(0)
    assert 0 == remit.decide_dataframe(frame, POLICIES).count()


def test_policies_are_broadcast_once(spark):
    """Processes of workers keep what they have made of a broadcast."""
    from remit.engine.bulk.spark import broadcast_of  # noqa: PLC0415 - of an extra

    first, second, without = (
        broadcast_of(spark.sparkContext, remit.table_decider("jams", contracts))
        for contracts in (CONTRACTS, CONTRACTS, ())
    )
    assert first is second
    assert first is not without


def test_workers_run_the_drivers_python_unless_another_is_set(spark, monkeypatch):
    from remit.engine.bulk import spark as room  # noqa: PLC0415 - of an extra

    assert sys.executable == room.python_of_workers(spark.sparkContext)
    monkeypatch.setenv("PYSPARK_PYTHON", "/cluster/python")
    assert "/cluster/python" == room.python_of_workers(spark.sparkContext)
    before = spark.sparkContext.pythonExec
    remit.decide_dataframe(spark.createDataFrame(requests()), "jams")
    assert before == spark.sparkContext.pythonExec


def test_columns_that_no_request_has_are_told_before_anything_runs(spark):
    frame = spark.createDataFrame(requests().rename_columns({"channel": "chanel"}))
    with pytest.raises(remit.RequestError, match="column `chanel` is neither a key of a request nor a fact"):
        remit.decide_dataframe(frame, POLICIES)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("_raw", "there is no column `_raw` to keep"),
        ("id", "decisions have a column `id` of their own"),
    ],
)
def test_what_cannot_be_kept_is_told(spark, name, message):
    with pytest.raises(remit.RequestError, match=message):
        remit.decide_dataframe(spark.createDataFrame(requests()), POLICIES, keep=[name])


def test_a_fact_is_its_own_column_beside_a_column_of_facts(spark):
    columns = "'premium' tier, timestamp'2026-03-06 12:00:00' received, 'training' `facts.activity`"
    frame = spark.sql(f"select {columns}, named_struct('component', 'standard') facts")
    (row,) = remit.decide_dataframe(frame, "jams").collect()
    assert "consulting" == row.scope


def test_a_stream_is_decided_as_it_comes(spark, tmp_path):
    pyarrow.parquet.write_table(requests().slice(0, 20), tmp_path / "1.parquet")
    schema = spark.createDataFrame(requests()).schema
    stream = spark.readStream.schema(schema).parquet(str(tmp_path))
    decided = remit.decide_dataframe(stream, POLICIES, CONTRACTS)
    query = decided.writeStream.format("memory").queryName("decided").trigger(availableNow=True).start()
    assert query.awaitTermination(120)
    assert 20 == spark.table("decided").count()


@pytest.mark.parametrize(
    ("java_home", "message"),
    [("", "there is no Java: install Java 17 or later"), ("/nothing", "Java does not start Spark: ")],
)
def test_without_java_spark_says_what_would_do(tmp_path, java_home, message):
    environment = {name: value for name, value in os.environ.items() if name != "JAVA_HOME"}
    environment |= {"PATH": str(tmp_path), **({"JAVA_HOME": java_home} if java_home else {})}
    script = "import remit\ntry: remit.spark_session('local[1]')\nexcept remit.SparkError as error: print(error)"
    ran = subprocess.run(
        [sys.executable, "-c", script], env=environment, check=False, capture_output=True, text=True, timeout=120
    )
    assert message in ran.stdout


def test_the_guides_job_can_be_submitted(tmp_path):
    """With two executors of a cluster of its own, each a process, and a table with a row that is no request."""
    script = re.findall(r"<!-- file: decide_tickets.py -->\n```python\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    (tmp_path / "decide_tickets.py").write_text(script[0], "utf-8")
    table = requests()
    pyarrow.parquet.write_table(table, tmp_path / "tickets.parquet")
    ran = subprocess.run(
        [
            Path(sys.executable).with_name("spark-submit"),
            *("--master", "local-cluster[2,1,1024]"),
            *(part for name, value in SETTINGS.items() for part in ("--conf", f"{name}={value}")),
            *("decide_tickets.py", "tickets.parquet", "decisions"),
        ],
        cwd=tmp_path,
        env={**os.environ, "PYSPARK_DRIVER_PYTHON": sys.executable},
        check=False,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    expected = remit.table_decider("jumpmind").decide(table)
    decided = pyarrow.parquet.read_table(tmp_path / "decisions")
    assert f"{len(expected.rejects)} tickets are no valid requests" in ran.stdout
    by_id = {row["id"]: row for row in decided.drop_columns("reason").to_pylist()}
    assert by_id == {row["id"]: row for row in expected.table.to_pylist()}
