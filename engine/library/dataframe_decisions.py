"""Decides DataFrames of Apache Spark by policies that are named or loaded."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from ..findings import NOWHERE, Findings
from ..text import did_you_mean
from .loaded_policy import Contracts, RequestError, raise_errors
from .table_decisions import Policies, table_decider

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


def decide_dataframe(  # noqa: PLR0913 - what decisions follow from
    requests: "DataFrame",
    policies: Policies,
    contracts: Contracts = (),
    *,
    presumptions: bool = True,
    now: datetime | None = None,
    as_text: bool = False,
    keep: Sequence[str] = (),
) -> "DataFrame":
    """Return the decisions of the requests in a DataFrame of Spark: as many rows, in any order.

    Columns in are those of `decide_table`, and so are the columns out, all texts as strings and all instants as
    timestamps; a last column `reason` says why a row is no valid request, and is null where it is one. Before them
    stand the columns of the requests to `keep`. Nothing is decided until the rows are asked for.

    Raises PolicyError where a policy or a contract cannot be used, RequestError where the columns are not those of
    requests, SparkError where Spark cannot be used.
    """
    from ..bulk.spark import REASON, check_packages, columns_of, decide_rows  # noqa: PLC0415 - of an extra

    check_packages()
    decider = table_decider(policies, contracts, presumptions=presumptions, now=now, as_text=as_text)
    raise_errors(RequestError, decider.check(columns_of(requests)))
    findings, own = Findings(), {column.lower() for column in (*decider.schema.names, REASON)}  # as Spark compares them
    for name in keep:
        if name not in requests.columns:
            help_ = did_you_mean(name, requests.columns)
            findings.error("unknown-key", f"there is no column `{name}` to keep", NOWHERE, help_)
        elif name.lower() in own:
            help_ = f"rename it before, for example to `_{name}`"
            findings.error("duplicate-key", f"decisions have a column `{name}` of their own", NOWHERE, help_)
    raise_errors(RequestError, findings)
    return decide_rows(requests, decider, keep)


def spark_session(master: str | None = None, settings: Mapping[str, str] | None = None) -> "SparkSession":
    """Return a session of Spark, that of this process where it has one.

    `master` is left to `spark-submit` where it is None; `settings` are Spark's own, by name. Unless they say otherwise,
    Parquet is written with instants that all readers know as such. Raises SparkError where
    the extra `spark` or Java is missing.
    """
    from ..bulk.spark import start_session  # noqa: PLC0415 - of an extra

    return start_session(master, settings or {})
