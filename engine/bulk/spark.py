"""Tables of requests on a cluster: Apache Spark hands each worker process batches of rows, which it decides as tables.

What decides them is broadcast once, by the digest of what it is made from, and every worker process makes it ready once
and keeps it, with the situations that it has met.
"""

import hashlib
import pickle
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from os import environ
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from ... import __version__
from .table_decider import TableDecider

if TYPE_CHECKING:
    from pyspark import Broadcast, SparkContext
    from pyspark.sql import DataFrame, SparkSession
    from pyspark.sql.types import StructType

REASON = "reason"
"""The column that says why a row is no valid request, null where it is one."""

ROWS = 65_536
"""About how many rows are decided as one table; Spark hands over far fewer at a time."""

_KEPT = 8
"""How many broadcasts of one application are remembered."""

_SETTINGS = {"spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS"}
"""What sessions begin with: by default Spark writes Parquet with instants that other readers take for local time."""

_EXTRA = "install `remit[spark]` for the driver and for the workers"
_WORKER_PYTHON, _WORKER_PYTHON_SETTING = "PYSPARK_PYTHON", "spark.pyspark.python"
_RUNNING_JVM = ("PYSPARK_GATEWAY_PORT", "SPARK_REMOTE", "SPARK_CONNECT_MODE_ENABLED")
"""What the environment has where a JVM runs already, or none is needed here."""

_broadcasts: dict[str, dict[str, "Broadcast[TableDecider]"]] = {}
"""By application and by digest; a process has one application at a time."""


class SparkError(RuntimeError):
    """Spark cannot be used here; the text says why, and what would do."""


def check_packages() -> None:
    """Raise SparkError where a package is missing without which Spark does not start what decides, or is too new."""
    for package in ("pyspark", "pandas"):
        try:
            installed = version(package)
        except PackageNotFoundError:
            raise SparkError(f"the package `{package}` is not installed: {_EXTRA}") from None
        if package == "pandas" and int(installed.partition(".")[0]) > 2:  # noqa: PLR2004 - the last that Spark accepts
            raise SparkError(f"pandas {installed} is too new for Spark: {_EXTRA}, which has an earlier one")


def start_session(master: str | None, settings: Mapping[str, str]) -> "SparkSession":
    """Return the session of this process, or a new one; raise SparkError where Spark cannot start.

    `master` is left to `spark-submit` where it is None.
    """
    check_packages()
    from pyspark.errors import PySparkRuntimeError  # noqa: PLC0415 - of an extra
    from pyspark.sql import SparkSession  # noqa: PLC0415

    if not any(environ.get(name) for name in ("JAVA_HOME", *_RUNNING_JVM)) and shutil.which("java") is None:
        raise SparkError("there is no Java: install Java 17 or later, and set JAVA_HOME or have `java` on the PATH")
    builder = SparkSession.builder
    if master is not None:
        builder = builder.master(master)
    for name, value in (_SETTINGS | {**settings}).items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except PySparkRuntimeError as error:
        if error.getCondition() != "JAVA_GATEWAY_EXITED":
            raise
        raise SparkError("Java does not start Spark: it has to be Java 17 or later, whole, at JAVA_HOME") from error


def columns_of(requests: "DataFrame") -> pa.Schema:
    """Return the columns that Spark hands to workers, without deciding or reading a row."""
    if requests.isStreaming:
        requests = requests.sparkSession.createDataFrame([], requests.schema)
    schema: pa.Schema = requests.limit(0).toArrow().schema
    return schema


def decide_rows(requests: "DataFrame", decider: TableDecider, keep: Sequence[str]) -> "DataFrame":
    """Return the decisions of the rows of a DataFrame, in any order, after the columns of the requests to keep."""
    context = _context(requests)
    rows = RowDecider(
        decider=broadcast_of(context, decider), version=__version__, names=tuple(requests.columns), keep=tuple(keep)
    )
    # Spark would look for `facts.activity` inside a column `facts`.
    numbered = requests.toDF(*(f"_{n}" for n in range(len(requests.columns))))
    python, own = context.pythonExec, python_of_workers(context)
    # Spark notes with each function the Python that runs it; unless told otherwise, any that the workers have.
    context.pythonExec = own
    try:
        return numbered.mapInArrow(rows, _schema(requests, decider.schema, keep))
    finally:
        context.pythonExec = python


def _context(requests: "DataFrame") -> "SparkContext":
    from pyspark.errors import PySparkAttributeError  # noqa: PLC0415 - of an extra

    try:
        return requests.sparkSession.sparkContext
    except PySparkAttributeError:
        raise SparkError("a session of Spark Connect cannot broadcast policies: use one that has a master") from None


def python_of_workers(context: "SparkContext") -> str:
    """Return the Python that runs the workers: the one that is set, or else the driver's."""
    return environ.get(_WORKER_PYTHON) or context.getConf().get(_WORKER_PYTHON_SETTING) or sys.executable


def broadcast_of(context: "SparkContext", decider: TableDecider) -> "Broadcast[TableDecider]":
    """Return the broadcast of what decides; what is made from the same texts is broadcast once."""
    digest = hashlib.sha256(pickle.dumps(decider)).hexdigest()
    if context.applicationId not in _broadcasts:
        _broadcasts.clear()  # they would hold what a stopped application had
    known = _broadcasts.setdefault(context.applicationId, {})
    broadcast = known.pop(digest, None) or context.broadcast(decider)
    known[digest] = broadcast
    for oldest in [*known][:-_KEPT]:
        del known[oldest]
    return broadcast


def _schema(requests: "DataFrame", decisions: pa.Schema, keep: Sequence[str]) -> "StructType":
    from pyspark.sql.types import BooleanType, StringType, StructField, StructType, TimestampType  # noqa: PLC0415

    kinds = {pa.string(): StringType(), pa.bool_(): BooleanType(), _INSTANT: TimestampType()}
    decided = [StructField(field.name, kinds[_plain(field.type)]) for field in decisions]
    return StructType([*(requests.schema[name] for name in keep), *decided, StructField(REASON, StringType())])


_INSTANT = pa.timestamp("us", tz="UTC")


def _plain(kind: pa.DataType) -> pa.DataType:
    """Return the type in which Spark takes a column: it knows no dictionaries."""
    return kind.value_type if pa.types.is_dictionary(kind) else kind


@dataclass(frozen=True, slots=True)
class RowDecider:
    """What runs in a worker: batches of requests in, whose columns have these `names`, batches of decisions out."""

    decider: "Broadcast[TableDecider]"
    version: str
    names: tuple[str, ...]
    keep: tuple[str, ...]

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Yield the decisions of the requests of a partition."""
        if __version__ != self.version:
            raise SparkError(f"a worker has remit {__version__}, and the driver {self.version}: install the same")
        decider = self.decider.value
        for requests in tables(batches):
            yield from decided_table(decider, requests.rename_columns(list(self.names)), self.keep).to_batches()


def tables(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Yield batches joined to tables of about so many rows as are best decided at once."""
    joined: list[pa.RecordBatch] = []
    count = 0
    for batch in batches:
        joined.append(batch)
        count += batch.num_rows
        if count >= ROWS:
            yield pa.Table.from_batches(joined)
            joined, count = [], 0
    if count:
        yield pa.Table.from_batches(joined)


def decided_table(decider: TableDecider, requests: pa.Table, keep: Iterable[str]) -> pa.Table:
    """Return the decisions of a table as Spark takes them, after the columns to keep, with the reasons at the end."""
    decided = decider.decide(requests)
    columns: dict[str, Any] = {name: requests[name] for name in keep}
    columns |= {field.name: decided.table[field.name].cast(_plain(field.type)) for field in decided.table.schema}
    reasons = {reject.row: reject.reason for reject in decided.rejects}
    columns[REASON] = pa.array([reasons.get(row) for row in range(requests.num_rows)], pa.string())
    return pa.table(columns).combine_chunks()
