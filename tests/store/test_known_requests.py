"""`remit read --store` and `remit decide --store`: a mail may go on about a kept request, or be kept already."""

import json

import pytest
from click.testing import CliRunner
from messages.mails import HOP, mail

from remit.cli import main
from remit.engine.store.records import Texts
from remit.engine.store.store import Store
from store.stores import NOW, keep

CONTRACTS = """
contracts:
  - {id: acme-1, customer: Acme, policy: jumpmind, tier: enterprise, domains: [acme.example]}
  - {id: bolt-1, customer: Bolt, policy: jams, tier: standard, domains: [bolt.example]}
"""


@pytest.fixture(autouse=True)
def _desk(tmp_path, monkeypatch, file_url):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "c.yaml").write_text(CONTRACTS, "utf-8")
    unknown = Texts(salt=b"s", request='{"from": "Eve <eve@Nowhere.example>"}', decision="{}")
    with Store.open(file_url, lambda: NOW) as store:
        keep(store, "R-1", request='{"contract": "acme-1"}', message_ids=("<1@acme.example>",))
        keep(store, "R-2", request='{"contract": "bolt-1"}', message_ids=("<1@bolt.example>",))
        keep(store, "R-3", request="{}", texts=unknown, message_ids=("<1@nowhere.example>",))


def remit(tmp_path, raw, *arguments):
    (tmp_path / "m.eml").write_bytes(raw)
    command = [*arguments, "--contracts", "c.yaml", "--format", "json", "m.eml"]
    return CliRunner().invoke(main, command)


def kind(tmp_path, *fields, **more):
    """Return the kind of a mail by a store, and what is said of it, but for what is said of its sender."""
    result = remit(tmp_path, mail(*fields, **more), "read", "--store", "sqlite:///remit.db")
    request = json.loads(result.stdout)
    checks = ("duplicate-message", "follow-up", "unknown-thread", "case-of-another")
    return request["kind"], [f["message"] for f in request.get("findings", ()) if f["check"] in checks]


def test_a_mail_that_is_kept_is_a_duplicate(tmp_path):
    said = "`<1@acme.example>` has been read before, as a message of request `R-1`"
    assert ("duplicate", [said]) == kind(tmp_path, "Message-ID: <1@acme.example>")


def test_an_answer_to_a_mail_that_is_kept_goes_on_about_its_request(tmp_path):
    assert ("follow_up", ["it goes on about request `R-1`"]) == kind(tmp_path, "In-Reply-To: <1@acme.example>")
    stranger = (HOP, "From: eve@nowhere.example")
    expected = ("follow_up", ["it goes on about request `R-3`"])
    assert expected == kind(tmp_path, "In-Reply-To: <1@nowhere.example>", top=stranger)


def test_an_answer_to_a_mail_of_somebody_else_is_a_question(tmp_path):
    expected = ("follow_up", ["it answers a message of somebody else"])
    assert expected == kind(tmp_path, "In-Reply-To: <1@bolt.example>")


def test_a_request_in_the_subject_counts_where_it_is_the_senders(tmp_path):
    assert ("follow_up", ["it goes on about case `R-1`"]) == kind(tmp_path, "Subject: again R-1: down")
    said = "the subject names a case that is not known to be the sender's"
    assert ("new", [said]) == kind(tmp_path, "Subject: again R-2: down")
    assert ("new", []) == kind(tmp_path, "Subject: again R-9: down")


def test_decide_knows_the_store_too_by_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("REMIT_STORE", "sqlite:///remit.db")
    result = remit(tmp_path, mail("Message-ID: <1@acme.example>"), "decide")
    assert "duplicate-message" in result.output
    monkeypatch.delenv("REMIT_STORE")
    assert "duplicate-message" not in remit(tmp_path, mail("Message-ID: <1@acme.example>"), "decide").output


def test_a_store_that_cannot_be_read_is_said(tmp_path):
    result = remit(tmp_path, mail(), "read", "--store", "sqlite:///no.db")
    assert 3 == result.exit_code
    assert result.stderr.startswith("error: there is no store at `no.db`\n")
    assert not (tmp_path / "no.db").exists()
