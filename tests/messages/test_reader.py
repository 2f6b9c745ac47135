"""Mails of files, mailboxes and folders: each ends as a decision or a named rejection, and counts add up."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from click.testing import CliRunner

from remit.cli import main
from remit.engine.findings import Findings
from remit.engine.language.files import mailbox_mails
from remit.engine.messages.read_message import read_message

from .mails import FROM, HOP, PASSED, mail

CONTRACTS = """
contracts:
  - id: acme-1
    customer: Acme
    policy: jumpmind
    tier: enterprise
    domains: [acme.example]
    cases: [ACME-*, T-7]
  - {id: bolt-1, customer: Bolt, policy: jams, tier: standard, domains: [bolt.example], cases: [BOLT-*]}
  - {id: acme-2, customer: Cog, policy: jams, tier: standard, domains: [cog.example]}
  - {id: acme-3, customer: Cog, policy: jams, tier: premium, domains: [cog.example]}
"""


@pytest.fixture(autouse=True)
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REMIT_CACHE", "off")
    (tmp_path / "c.yaml").write_text(CONTRACTS, "utf-8")
    return tmp_path


def remit(*arguments):
    return CliRunner().invoke(main, [*arguments, "--contracts", "c.yaml"])


def lines(result):
    return [json.loads(line) for line in result.stdout.splitlines()]


def read_all(folder, mails):
    """Return what is read of mails in a folder, in order."""
    for number, raw in enumerate(mails):
        (folder / f"{number:04}.eml").write_bytes(raw)
    return lines(remit("read", "--format", "json", "."))


def kinds(folder, *mails):
    return [(request["kind"], [f["check"] for f in request.get("findings", ())]) for request in read_all(folder, mails)]


def test_a_mail_is_printed_as_a_request_that_decides(desk):
    (desk / "m.eml").write_bytes(mail("Subject: Down", "Message-ID: <1@acme.example>", body="All jobs failed.\n"))
    read = remit("read", "m.eml")
    assert (0, "") == (read.exit_code, read.stderr)
    assert "kind: new\n" in read.stdout
    (desk / "r.yaml").write_text(read.stdout, "utf-8")
    by_file, by_mail = (remit("decide", "--format", "json", name) for name in ("r.yaml", "m.eml"))
    assert (4, 4) == (by_file.exit_code, by_mail.exit_code)
    assert json.loads(by_file.stdout) == json.loads(by_mail.stdout)
    assert "acme-1" == json.loads(by_mail.stdout)["contract"]


def test_a_tenth_of_a_folder_is_broken_and_the_counts_add_up(desk):
    for number in range(100):
        raw = b"\x00broken" if number % 10 == 3 else mail(f"Message-ID: <{number}@acme.example>")
        (desk / f"{number:04}.eml").write_bytes(raw)
    decided = remit("decide", "--format", "json", ".")
    assert (3, 100) == (decided.exit_code, len(lines(decided)))
    assert {"needs_facts": 90, "invalid": 10} == Counter(line["status"] for line in lines(decided))
    assert "100 messages: 90 needs facts and 10 rejected" == decided.stderr.splitlines()[-1]
    read = remit("read", "--format", "json", ".")
    assert (3, 100) == (read.exit_code, len(lines(read)))
    assert "100 messages: 90 new and 10 rejected" == read.stderr.splitlines()[-1]


def test_a_duplicate_and_an_answer_are_known_by_what_the_run_has_read(desk):
    first = mail("Message-ID: <1@acme.example>")
    answer = mail("Message-ID: <2@acme.example>", "In-Reply-To: <1@acme.example>", "Subject: Re: x")
    stranger = mail("In-Reply-To: <9@elsewhere.example>")
    expected = [
        ("new", []),
        ("duplicate", ["duplicate-message"]),
        ("follow_up", ["follow-up"]),
        ("follow_up", ["unknown-thread"]),
    ]
    assert expected == kinds(desk, first, first, answer, stranger)


def test_an_answer_to_the_mail_of_another_is_a_question(desk):
    stranger = mail("In-Reply-To: <1@acme.example>", top=(HOP, "From: x@bolt.example"))
    kind, said = kinds(desk, mail("Message-ID: <1@acme.example>"), stranger)[1]
    assert ("follow_up", True) == (kind, "unknown-thread" in said)


def test_a_case_in_the_subject_counts_where_it_is_the_senders(desk):
    expected = [("follow_up", ["follow-up"]), ("follow_up", ["follow-up"]), ("new", ["case-of-another"]), ("new", [])]
    subjects = ["[acme-12] down", "about T-7", "BOLT-3 down", "ACME-x2 and T-70 are down"]
    assert expected == kinds(desk, *(mail(f"Subject: {subject}") for subject in subjects))


def test_an_automatic_answer_is_said(desk):
    assert [("automatic", ["automatic-message"])] == kinds(desk, mail("Auto-Submitted: auto-replied"))


def open_request(desk, *fields):
    (desk / "m.eml").write_bytes(mail(*fields, top=(HOP,)))
    result = remit("decide", "--format", "json", "m.eml")
    assert 4 == result.exit_code
    decision = json.loads(result.stdout)
    assert ("needs_facts", ["contract"]) == (decision["status"], [missing["fact"] for missing in decision["missing"]])
    return [(c["contract"], c["evidence"]) for c in decision["candidates"]]


def test_an_unknown_sender_is_open_and_evidence_makes_candidates(desk):
    assert [] == open_request(desk, "From: x@nowhere.example", "Subject: acme harbour")
    assert [("bolt-1", "case")] == open_request(desk, "From: x@nowhere.example", "Subject: BOLT-77")
    assert [("acme-2", "domain"), ("acme-3", "domain")] == open_request(desk, "From: x@cog.example")


def test_a_mail_that_nobody_says_the_receipt_of_is_open_unless_told(desk):
    (desk / "m.eml").write_bytes(mail(top=(FROM,)))
    decision = json.loads(remit("decide", "--format", "json", "m.eml").stdout)
    assert ["received"] == [missing["fact"] for missing in decision["missing"]]
    told = json.loads(remit("decide", "--format", "json", "--at", "2026-03-06T12:00:00Z", "m.eml").stdout)
    assert "2026-03-06T12:00:00Z" == told["request"]["received"]


def test_a_claim_is_read_where_the_terms_ask_for_it(desk):
    bodies = ["It is down.\nPriority: Urgent\n", "priority = sky high\n", "> Priority: Urgent\n", "Severity: Urgent\n"]
    requests = read_all(desk, [mail(body=body) for body in bodies])
    assert ["Urgent", None, None, None] == [request.get("claimed_priority") for request in requests]


def test_a_mailbox_has_many(desk):
    box = b"From a Fri Mar  6 16:30:00 2026\n" + mail(body="one\n\n>From the start\n")
    box += b"\nFrom b Fri Mar  6 16:31:00 2026\n" + mail(body="two\n\nFrom here on it fails\n")
    (desk / "box.mbox").write_bytes(box)
    requests = lines(remit("read", "--format", "json", "box.mbox"))
    assert ["one\n\nFrom the start", "two\n\nFrom here on it fails"] == [request["body"] for request in requests]
    assert ["box.mbox#1", "box.mbox#2"] == [request["message"]["file"] for request in requests]


def test_a_mail_of_a_mailbox_that_is_too_large_costs_no_memory(desk):
    (desk / "box.mbox").write_bytes(b"From a Fri Mar  6 16:30:00 2026\n" + b"x" * 2_000_000)
    (raw,) = mailbox_mails("box.mbox", 1_000, Findings())
    assert 1_000 < len(raw) < 70_000


def test_a_maildir_is_read(desk):
    (desk / "box" / "cur").mkdir(parents=True)
    (desk / "box" / "cur" / "17.host:2,S").write_bytes(mail())
    assert 1 == len(lines(remit("read", "--format", "json", "box")))


@pytest.mark.parametrize("name", ["none.eml", "none.mbox", "empty.mbox", "empty"])
def test_what_is_not_there_or_holds_no_mail_is_rejected(desk, name):
    (desk / "empty").mkdir()
    (desk / "empty.mbox").write_bytes(b"")
    result = remit("decide", name)
    assert 3 == result.exit_code
    assert name in result.stderr


def test_what_was_reported_is_there_though_the_rest_never_comes(desk, monkeypatch):
    """As when somebody ends it: each decision is written before the next mail is read."""
    for number in range(3):
        (desk / f"{number}.eml").write_bytes(mail())
    whole = read_message

    def stops(raw, file, findings, **options):
        if file.endswith("2.eml"):
            raise KeyboardInterrupt
        return whole(raw, file, findings, **options)

    monkeypatch.setattr("remit.engine.messages.message_reader.read_message", stops)
    result = remit("decide", "--format", "json", ".")
    assert 2 == len(lines(result))


def test_words_of_a_policy_that_was_named_count(desk):
    (desk / "m.eml").write_bytes(mail(body="every job failed and nothing at all runs\n", top=(PASSED, HOP, FROM)))
    request = lines(remit("read", "--format", "json", "--policy", "jams", "."))[0]
    assert "activity" in request["likely"]
    assert (
        3 == remit("read", "--policy", "jasm", "m.eml").exit_code
        or "unknown-policy" in remit("read", "--policy", "jasm", "m.eml").stderr
    )


def test_a_text_steers_no_terminal_and_no_workflow(desk):
    body = "::add-mask::x\n  ::error::y\n##[group]z\n\x1b[31mred\n"
    (desk / "m.eml").write_bytes(mail("Subject: ::stop-commands::x", body=body))
    for arguments in (("read", "m.eml"), ("decide", "m.eml"), ("read", "--format", "json", "m.eml")):
        printed = remit(*arguments).stdout
        assert [] == [line for line in printed.splitlines() if line.lstrip().startswith("::")]
        assert "##[" not in printed
        assert "\x1b" not in printed
