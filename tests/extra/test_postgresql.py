"""The PostgreSQL of the tests: each test has a database of its own, and nothing of it stays."""

from __future__ import annotations

import pytest

from extra.postgresql import running_cluster

pytestmark = pytest.mark.extra


def rows(url, statement):
    from sqlalchemy import create_engine, text  # noqa: PLC0415 - an extra of remit

    engine = create_engine(url)
    with engine.begin() as connection:
        result = connection.execute(text(statement))
        values = [tuple(row) for row in result] if result.returns_rows else []
    engine.dispose()
    return values


def test_a_test_has_an_empty_database_of_its_own(postgresql_cluster, postgresql_url):
    rows(postgresql_url, "CREATE TABLE decision (id TEXT)")
    tables = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
    assert [("decision",)] == rows(postgresql_url, tables)
    assert [] == rows(postgresql_cluster.new_database(), tables)


def test_nothing_stays_of_a_cluster():
    with running_cluster() as cluster:
        assert [("UTF8",)] == rows(cluster.new_database(), "SHOW server_encoding")
        assert cluster.folder.exists()
    assert not cluster.folder.exists()
