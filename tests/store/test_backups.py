"""Backups are made while others write, and restored; what was forgotten since does not come back."""

import stat

import pytest

from remit.engine.store.backups import write_backup
from remit.engine.store.database import parse_url
from remit.engine.store.records import Token
from remit.engine.store.restoring import Restored, restore_backup
from remit.engine.store.store import Store, StoreError
from store.stores import NOW, keep, state_of, texts


def token(name):
    return Token(name=name, role="agent", digest=f"digest of {name}", made_at=NOW, expires_at=NOW + 1)


@pytest.fixture
def backup(store, url, tmp_path):
    """A backup of a store with a request, made while the store is open."""
    keep(store, "R-1", texts=texts())
    store.add_token(token("ada"))
    assert 1 == write_backup(parse_url(url), tmp_path / "backup")
    keep(store, "R-2", texts=texts())
    return tmp_path / "backup"


def test_a_backup_is_one_file_that_its_owner_alone_reads(backup, tmp_path):
    assert 0o600 == stat.S_IMODE(backup.stat().st_mode)
    assert ["backup"] == [path.name for path in tmp_path.iterdir() if path.name.startswith("backup")]


def test_a_backup_is_restored_where_there_is_no_store(backup, tmp_path):
    place = f"sqlite:///{tmp_path / 'new.db'}"
    result = restore_backup(parse_url(place), backup, NOW)
    assert Restored(requests=1, forgotten=0, tokens=0, knows_before=False) == result
    with Store.open(place, lambda: NOW) as restored:
        assert state_of(restored, "R-1").latest.texts == texts()
        assert restored.request("R-2") is None
        assert [token("ada")] == restored.tokens()
        assert ["restore"] == [entry.action for entry in restored.log_entries()]


def test_a_store_that_is_in_use_is_not_restored(backup, url):
    if url.startswith("sqlite"):
        with pytest.raises(StoreError, match="is in use by process"):
            restore_backup(parse_url(url), backup, NOW, overwrites=True)


def test_a_store_is_written_over_only_where_somebody_says_so(store, backup, url):
    store.close()
    with pytest.raises(StoreError, match="there is a store at"):
        restore_backup(parse_url(url), backup, NOW)
    with Store.open(url, lambda: NOW) as same:
        assert same.request("R-2")


def test_what_was_forgotten_and_removed_since_does_not_come_back(store, backup, url):
    store.remove_token("ada")
    store.add_token(token("bob"))
    store.forget("R-1", "ada")
    store.close()
    result = restore_backup(parse_url(url), backup, NOW, overwrites=True)
    assert Restored(requests=1, forgotten=1, tokens=1, knows_before=True) == result
    with Store.open(url, lambda: NOW) as restored:
        assert state_of(restored, "R-1").latest.texts is None
        assert [] == restored.tokens()
        assert restored.request("R-2") is None


def test_a_broken_store_is_written_over(store, backup, url, tmp_path):
    store.close()
    if url.startswith("sqlite"):
        (tmp_path / "remit.db").write_bytes(b"broken" * 1000)
        with pytest.raises(StoreError, match="file is not a database"):
            restore_backup(parse_url(url), backup, NOW)
        assert not restore_backup(parse_url(url), backup, NOW, overwrites=True).knows_before
        with Store.open(url, lambda: NOW) as restored:
            assert restored.request("R-1")


def test_a_broken_backup_is_refused(store, backup, tmp_path, url):
    content = bytearray(backup.read_bytes())
    content[16384 : 16384 * 4] = b"x" * 16384 * 3
    (tmp_path / "broken").write_bytes(content)
    place = parse_url(f"sqlite:///{tmp_path / 'new.db'}")
    with pytest.raises(StoreError):
        restore_backup(place, tmp_path / "broken", NOW)
    (tmp_path / "text").write_text("a text, and no backup", "utf-8")
    with pytest.raises(StoreError, match="file is not a database"):
        restore_backup(place, tmp_path / "text", NOW)
    with pytest.raises(StoreError, match="there is no backup at"):
        restore_backup(place, tmp_path / "nothing", NOW)
    assert not (tmp_path / "new.db").exists()


def test_a_backup_writes_over_nothing(store, backup, url):
    with pytest.raises(StoreError, match="is there"):
        write_backup(parse_url(url), backup)
    assert 2 == write_backup(parse_url(url), backup, overwrites=True)


def test_a_store_is_no_backup_of_itself(store, url, tmp_path):
    if url.startswith("sqlite"):
        with pytest.raises(StoreError, match="is the store itself"):
            write_backup(parse_url(url), tmp_path / "remit.db", overwrites=True)


def test_there_is_no_backup_of_nothing(tmp_path):
    with pytest.raises(StoreError, match="there is no store at"):
        write_backup(parse_url(f"sqlite:///{tmp_path / 'no.db'}"), tmp_path / "backup")
    assert [] == list(tmp_path.iterdir())
