"""Stores of other versions: an older one is upgraded, or read; a newer one is refused."""

import sqlite3
from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from remit.engine.store import tables
from remit.engine.store.backups import write_backup, writing
from remit.engine.store.database import parse_url, sqlite_url
from remit.engine.store.restoring import Upgraded, restore_backup, upgrade_store
from remit.engine.store.store import Store, StoreError
from remit.engine.store.store_reader import StoreReader
from remit.engine.store.versions import migrate
from store.stores import NOW, event, keep, texts

UPGRADE = "run `remit store upgrade`"


def as_version_1(file):
    """Take from a store what version 2 added, as it was recorded before."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        for statement in (
            "DROP INDEX ix_message_ids_heard_at",
            "DROP INDEX ix_texts_made_at",
            "ALTER TABLE message_ids DROP COLUMN heard_at",
            "UPDATE alembic_version SET version_num = '0001'",
        ):
            connection.execute(statement)


@pytest.fixture
def older(tmp_path):
    """The address of a store of version 1 with a request."""
    file = tmp_path / "remit.db"
    with Store.open(f"sqlite:///{file}", lambda: NOW) as store:
        keep(store, "R-1", texts=texts(), message_ids=("<1@example.com>",), events=(event("R-1", "a"),))
    as_version_1(file)
    return f"sqlite:///{file}"


@pytest.mark.parametrize("is_migrated", [True, False])
def test_migrations_lead_to_the_tables_that_a_new_store_has(url, is_migrated):
    if is_migrated:
        with writing(parse_url(url)) as connection:
            migrate(connection)
    Store.open(url, lambda: NOW).close()
    with writing(parse_url(url)) as connection:
        assert [] == list(compare_metadata(MigrationContext.configure(connection), tables.metadata))


def test_an_older_store_is_not_written(older):
    with pytest.raises(StoreError) as refusal:
        Store.open(older, lambda: NOW)
    assert "is of version 1, and this remit writes 2" in str(refusal.value)
    assert UPGRADE == refusal.value.help


def test_a_store_one_version_back_is_read(older):
    with StoreReader.read(older) as store:
        state = store.request("R-1")
        assert state
        assert texts() == state.latest.texts
        assert (event("R-1", "a"),) == state.events
        assert "R-1" == store.request_of_message("<1@example.com>")
        assert ["R-1"] == [state.id for state in store.open_requests()]
        assert [] == store.log_entries()


def test_an_older_store_is_upgraded_after_a_backup(older, tmp_path):
    backup = tmp_path / "remit.db.version-1"
    assert Upgraded(before=1, after=2) == upgrade_store(parse_url(older), backup, NOW)
    assert Upgraded(before=2, after=2) == upgrade_store(parse_url(older), backup, NOW)
    with StoreReader.read(f"sqlite:///{backup}") as store:
        assert store.request("R-1")
    with Store.open(older, lambda: NOW) as store:
        assert "R-1" == store.request_of_message("<1@example.com>")
        assert ["upgrade"] == [entry.action for entry in store.log_entries()]
        assert 1 == store.expire(NOW + 2, 1, None).texts
        assert store.request_of_message("<1@example.com>") is None


def test_an_upgrade_without_a_backup_is_none(older, tmp_path):
    (tmp_path / "backup").write_text("precious", "utf-8")
    with pytest.raises(StoreError, match="is there"):
        upgrade_store(parse_url(older), tmp_path / "backup", NOW)
    with pytest.raises(StoreError):
        Store.open(older, lambda: NOW)
    assert "precious" == (tmp_path / "backup").read_text("utf-8")


def test_a_backup_of_an_older_store_is_restored_as_one_of_today(older, tmp_path):
    assert 1 == write_backup(parse_url(older), tmp_path / "backup")
    restore_backup(sqlite_url(tmp_path / "new.db"), tmp_path / "backup", NOW)
    with Store.open(f"sqlite:///{tmp_path / 'new.db'}", lambda: NOW) as store:
        assert store.request("R-1")


def test_a_newer_store_is_refused(file_url, tmp_path):
    Store.open(file_url, lambda: NOW).close()
    with closing(sqlite3.connect(tmp_path / "remit.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0099'")
        connection.commit()
    for refused in (lambda: Store.open(file_url, lambda: NOW), lambda: StoreReader.read(file_url)):
        with pytest.raises(StoreError, match="is of version 99, and this remit knows 2"):
            refused()


def test_a_database_of_somebody_else_is_left_alone(file_url, tmp_path):
    with closing(sqlite3.connect(tmp_path / "remit.db")) as connection:
        connection.execute("CREATE TABLE invoices (number)")
    with pytest.raises(StoreError, match="has tables, and is no store of remit"):
        Store.open(file_url, lambda: NOW)
    (tmp_path / "text.db").write_text("no database at all, but a text of some length", "utf-8")
    with pytest.raises(StoreError, match="file is not a database"):
        Store.open(f"sqlite:///{tmp_path / 'text.db'}", lambda: NOW)
