"""What `remit store`, `remit token` and `remit forget` print, and how they end."""

import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner

from remit.cli import main
from remit.engine.store.store import Store
from remit.engine.store.tokens import token_digest
from store.stores import NOW, keep, state_of, texts


@pytest.fixture
def run(tmp_path, monkeypatch, file_url):
    """Run a command where the store is the one that is asked for; return how it ended, what it printed, and errors."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REMIT_STORE", file_url)

    def run(*arguments):
        result = CliRunner().invoke(main, [str(argument) for argument in arguments], terminal_width=100)
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result.exit_code, result.stdout.replace(str(tmp_path), "."), result.stderr.replace(str(tmp_path), ".")

    return run


@pytest.fixture
def filled(file_url):
    """A store with a request, which is closed."""
    with Store.open(file_url, lambda: NOW) as store:
        keep(store, "R-1", texts=texts("from ada@example.com"))
        keep(store, "R-2")


def test_a_token_is_shown_once(run, file_url):
    code, token, about = run("token", "add", "ada", "--role", "agent")
    assert 0 == code
    assert about.startswith("`./remit.db` is a new store\ntoken of `ada` as agent until 20")
    assert run("token", "add", "bob", "--role", "reader")[2].startswith("token of `bob` as reader until 20")
    with Store.open(file_url, lambda: NOW) as store:
        assert token_digest(token.strip()) == store.tokens()[0].digest
        assert ["token-added"] * 2 == [entry.action for entry in store.log_entries()]
    code, out, _ = run("token", "list")
    assert 0 == code
    assert ["name", "role", "made", "expires"] == out.splitlines()[0].split()
    assert out.splitlines()[1].startswith("ada   agent   20")
    assert token.strip() not in out


def test_a_name_that_has_a_token_gets_no_second_one(run):
    run("token", "add", "ada", "--role", "agent")
    expected = "error: `ada` has a token\n  help: remove it first: `remit token remove ada`\n"
    assert (3, "", expected) == run("token", "add", "ada", "--role", "reader")


def test_a_token_is_removed(run):
    run("token", "add", "ada", "--role", "agent")
    assert (3, "", "error: `adaa` has no token\n  help: did you mean `ada`?\n") == run("token", "remove", "adaa")
    expected = "token of `ada` removed, and every session that was begun with it\n"
    assert (0, expected, "") == run("token", "remove", "ada")
    assert (0, "nobody has a token: `remit token add NAME --role ROLE` makes one\n", "") == run("token", "list")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["a b", "--role", "agent"], "`a b` is no name of at most 64 letters"),
        (["files", "--role", "agent"], "`files` stands in the log for what no person does"),
        (["ada", "--role", "boss"], "'boss' is not one of"),
        (["ada"], "Missing option '--role'"),
        (["ada", "--role", "agent", "--lasts", "2 months"], "`2 months` is no time to keep something, such as `90d`"),
    ],
)
def test_arguments_that_cannot_be_used_are_said(run, arguments, reason):
    code, _, err = run("token", "add", *arguments)
    assert 2 == code
    assert reason in " ".join(err.split())


def test_a_store_that_is_not_there_is_not_made(run, tmp_path):
    help_ = "`remit serve` and `remit token add` make one where `--store` says"
    expected = f"error: there is no store at `./remit.db`\n  help: {help_}\n"
    for arguments in (["token", "list"], ["token", "remove", "ada"], ["forget", "R-1"], ["store", "backup", "b"]):
        assert (3, "", expected) == run(*arguments)
    assert (3, "", expected) == run("store", "upgrade")
    assert [] == list(tmp_path.iterdir())


@pytest.mark.usefixtures("filled")
def test_a_request_or_an_address_is_forgotten(run):
    said = "1 text of 1 request forgotten:\n  R-1\nbackups that were made before still have them\n"
    assert (0, said, "") == run("forget", "ada@example.com")
    assert (1, "no text has the address `ada@example.com`; nothing is forgotten\n", "") == run(
        "forget", "ada@example.com"
    )
    assert (0, "request `R-2` has no texts\n", "") == run("forget", "R-2")
    said = "error: `R-9` is neither the id of a request nor an address\n  help: name one of them\n"
    assert (3, "", said) == run("forget", "R-9")


@pytest.mark.usefixtures("filled")
def test_a_store_is_backed_up_and_restored(run, tmp_path, file_url):
    assert (0, "2 requests of `./remit.db` backed up to `copy`\n", "") == run("store", "backup", "copy")
    said = "error: `copy` is there\n  help: write over it with `--overwrite`, or name another file\n"
    assert (3, "", said) == run("store", "backup", "copy")
    with Store.open(file_url, lambda: NOW) as store:
        code, _, err = run("store", "restore", "copy", "--overwrite")
        assert 3 == code
        assert err.startswith("error: the store `./remit.db` is in use by process ")
        store.forget("R-1", "ada")
    assert 3 == run("store", "restore", "copy")[0]
    said = (
        "2 requests of `copy` restored to `./remit.db`\n1 request that somebody had forgotten since stays forgotten\n"
    )
    assert (0, said, "") == run("store", "restore", "copy", "--overwrite")
    (tmp_path / "remit.db").unlink()
    said = (
        "2 requests of `copy` restored to `./remit.db`\n"
        "texts that were forgotten since, and tokens that were removed, are back: remove them again\n"
    )
    assert (0, said, "") == run("store", "restore", "copy")
    with Store.open(file_url, lambda: NOW) as store:
        assert state_of(store, "R-1").latest.texts


@pytest.mark.usefixtures("filled")
def test_a_store_is_upgraded(run, tmp_path):
    assert (0, "`./remit.db` is of version 2 already\n", "") == run("store", "upgrade")
    with closing(sqlite3.connect(tmp_path / "remit.db", isolation_level=None)) as connection:
        connection.execute("DROP INDEX ix_message_ids_heard_at")
        connection.execute("DROP INDEX ix_texts_made_at")
        connection.execute("ALTER TABLE message_ids DROP COLUMN heard_at")
        connection.execute("UPDATE alembic_version SET version_num = '0001'")
    said = "error: the store `./remit.db` is of version 1, and this remit writes 2\n  help: run `remit store upgrade`\n"
    assert (3, "", said) == run("forget", "R-1")
    said = "`./remit.db` upgraded from version 1 to 2; as it was, it is in `./remit.db.version-1`\n"
    assert (0, said, "") == run("store", "upgrade")
    assert 0 == run("forget", "R-1")[0]


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("remit.db", "`remit.db` is no address of a store"),
        ("sqlite://", "a store cannot be at `sqlite://`"),
        ("sqlite:///:memory:", "a store cannot be at `sqlite:///:memory:`"),
        ("mysql://root:secret@host/db", "a store cannot be at `mysql://root:***@host/db`"),
        ("sqlite:///a\x1b[31mb", "there is no store at `a\\x1b[31mb`"),
        ("sqlite:///a.db?mode=memory", "a store cannot be at `sqlite:///a.db?mode=memory`"),
    ],
)
def test_an_address_that_is_no_store_is_said(run, written, reason):
    code, out, err = run("token", "list", "--store", written)
    assert (3, "") == (code, out)
    assert err.startswith(f"error: {reason}\n")
