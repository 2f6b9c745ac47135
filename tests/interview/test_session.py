"""An interview from the command line: on a terminal, and where there is none."""

import json
import os
import subprocess
import sys

import pytest

from .typing_person import typed
from .verbs import PRESUMING

REQUEST = """\
policy: jumpmind
tier: enterprise
received: 2026-03-06T16:30:00-05:00
facts: {activity: bug_fix, environment: production}
hits: [{fact: service_loss, value: complete, words: every job failed, at: "body:3:14"}]
"""
REMIT = f"{sys.executable} -m remit decide --at 2026-03-06T17:00:00-05:00"
ASK = f"{REMIT} --ask"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "request.yaml").write_text(REQUEST, "utf-8")
    return tmp_path


def environment():
    kept = {name: value for name, value in os.environ.items() if not name.startswith("REMIT_")}
    return {**kept, "NO_COLOR": "1", "REMIT_CACHE": "off"}


def piped(command, folder, stdin=""):
    """Return how a command ends without a terminal: its exit code, what it prints, and what it says beside that."""
    run = subprocess.run(  # noqa: S602 - a line of this file
        command, shell=True, cwd=folder, env=environment(), input=stdin, capture_output=True, text=True, check=False
    )
    return run.returncode, run.stdout, run.stderr


def test_the_answers_lead_to_the_sheet(folder):
    code, shown = typed(f"{ASK} request.yaml", ["1", "enter"], folder, environment())
    assert code == 0
    assert '   1  complete all of it is lost\n      "every job failed" (body:3:14)\n' in shown
    assert "\n  -> complete\n" in shown
    assert "IN SCOPE             P1 Urgent" in shown.partition("-> as presumed")[2]


def test_what_is_saved_goes_on_where_the_interview_was_quit(folder):
    code, shown = typed(f"{ASK} --save asked.yaml request.yaml", ["1", "q"], folder, environment())
    assert (4, "request saved to asked.yaml") == (code, shown.strip().splitlines()[-1])
    assert "IN SCOPE" not in shown
    code, out, _ = piped(f"{REMIT} --confirmed asked.yaml", folder)
    assert (4, True) == (code, "P1 Urgent" in out)
    code, _ = typed(f"{ASK} --save asked.yaml --overwrite asked.yaml", ["enter"], folder, environment())
    assert (0, 0) == (code, piped(f"{REMIT} --confirmed asked.yaml", folder)[0])


def test_without_a_terminal_the_questions_are_listed(folder):
    code, out, _ = piped(f"{ASK} request.yaml", folder)
    assert (4, True, True) == (code, "How much of the service is lost?" in out, "Is all of this as presumed?" in out)


def test_without_a_terminal_json_is_the_decision_as_it_stands(folder):
    code, out, _ = piped(f"{ASK} --format json request.yaml", folder)
    assert (4, ["service_loss"]) == (code, [missing["fact"] for missing in json.loads(out)["missing"]])


def test_where_nothing_is_left_to_ask_the_sheet_is_printed(folder):
    answered = "facts: {activity: task_execution}\n"
    (folder / "answered.yaml").write_text(REQUEST.partition("facts")[0] + answered, "utf-8")
    code, out, _ = piped(f"{ASK} answered.yaml", folder)
    assert (0, True) == (code, "CONSULTING" in out)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("--ask request.yaml request.yaml", "`--ask` takes one request at a time"),
        ("--save a.yaml request.yaml", "`--save` and `--overwrite` need `--ask`"),
        ("--ask --save request.yaml request.yaml", "`request.yaml` is there already; write over it with `--overwrite`"),
        ("--ask --save a.json request.yaml", "it is written in YAML, so that its name must end in .yaml or .yml"),
        ("--ask --save none/a.yaml request.yaml", "is not there"),
    ],
)
def test_what_cannot_be_asked_or_saved_is_refused_before_anybody_answers(folder, arguments, message):
    code, out, said = piped(f"{REMIT} {arguments}", folder)
    assert (2, "") == (code, out)
    assert message in said


def test_a_file_of_several_requests_is_refused(folder):
    line = json.dumps({"policy": "jumpmind", "tier": "enterprise", "received": "2026-03-06T16:30:00-05:00"})
    (folder / "two.jsonl").write_text(f"{line}\n{line}\n", "utf-8")
    code, _, said = piped(f"{ASK} two.jsonl", folder)
    assert code == 3
    assert "2 requests are in the file, and an interview is about one" in said


def test_an_invalid_request_is_said_and_nothing_is_asked(folder):
    (folder / "wrong.yaml").write_text(REQUEST.replace("enterprise", "premium"), "utf-8")
    code, out, _ = piped(f"{ASK} wrong.yaml", folder)
    assert (3, True) == (code, "INVALID" in out)


def test_the_words_beside_the_policy_are_heard_in_subject_and_body(folder):
    words = "remit: 1\nwords: acme\nfacts: {outage: {complete: {watch: [nothing works]}}}\n"
    (folder / "acme.yaml").write_text(PRESUMING, "utf-8")
    (folder / "acme.words.yaml").write_text(words, "utf-8")
    request = "policy: acme\ntier: basic\nreceived: 2026-03-10T09:00:00+01:00\nfacts: {activity: fault}\n"
    (folder / "heard.yaml").write_text(f"{request}body: Since this morning nothing works here.\n", "utf-8")
    _, out, _ = piped(f"{ASK} heard.yaml", folder)
    listed = [line.strip() for line in out.partition("How much is down?\n")[2].splitlines()[:2]]
    assert ["-  complete nothing runs; P1", '"Since this morning nothing works here." (text, line 1)'] == listed


MAIL = """\
Received: from mail.ada.example by mx.vendor.example; Fri, 6 Mar 2026 16:30:12 -0500
Authentication-Results: mx.vendor.example; dmarc=pass header.from=ada.example
Message-ID: <1@ada.example>
Date: Fri, 6 Mar 2026 16:29:40 -0500
From: Ada <ops@ada.example>
To: support@vendor.example
Subject: Orders no longer arrive

Nothing is replicated any more, and this is our live system.
"""
CONTRACTS = "contracts: [{id: ada-1, customer: Ada Ltd, policy: jumpmind, tier: enterprise, domains: [ada.example]}]\n"


@pytest.fixture
def desk(tmp_path):
    (tmp_path / "mail.eml").write_text(MAIL, "utf-8")
    (tmp_path / "contracts.yaml").write_text(CONTRACTS, "utf-8")
    return tmp_path


@pytest.mark.parametrize("how", ["mail.eml", "- < mail.eml"])
def test_a_mail_is_asked_about(desk, how):
    code, out, _ = piped(f"{ASK} {how}", desk)
    assert (4, True) == (code, "What is asked for?" in out)
    assert "(subject)" in out or "(text, line 1)" in out


def test_a_mail_leads_to_a_sheet_in_four_keys(desk):
    code, shown = typed(f"{ASK} mail.eml", ["1", "1", "1", "enter"], desk, environment())
    assert (0, True) == (code, "IN SCOPE             P1 Urgent" in shown)


def test_a_mail_that_does_not_say_when_it_came_is_asked_for_that(desk):
    undated = "".join(line for line in MAIL.splitlines(keepends=True) if not line.startswith(("Received:", "Date:")))
    (desk / "undated.eml").write_text(undated, "utf-8")
    command = f"{ASK} undated.eml".replace(" --at 2026-03-06T17:00:00-05:00", "")
    code, shown = typed(command, ["2026-03-06T16:30:00-05:00", "q"], desk, environment())
    assert (4, True) == (code, "What is asked for?" in shown.partition("When was it received?")[2])


def test_the_message_is_shown_before_the_first_question_with_what_is_to_be_said_of_it(desk):
    (desk / "forged.eml").write_text(MAIL.replace("dmarc=pass", "dmarc=fail") + "\x1b[2Jmore\n" * 40, "utf-8")
    _, shown = typed(f"{ASK} forged.eml", ["q"], desk, environment())
    opening = shown.partition("What is asked for?")[0]
    assert "  subject              Orders no longer arrive\n" in opening
    assert "\n  Nothing is replicated any more, and this is our live system.\n" in opening
    assert (11, 1) == (opening.count("[2Jmore\n"), opening.count("… and more"))
    assert "\x1b" not in opening
    assert "warning" in opening.partition("… and more")[2]


def test_an_unknown_sender_is_asked_for_policy_and_tier(desk):
    (desk / "contracts.yaml").write_text("contracts: []\n", "utf-8")
    code, shown = typed(f"{ASK} mail.eml", ["2", "3", "1", "1", "1", "enter"], desk, environment())
    assert code == 0
    assert "Which policy does the customer have?\n   1  jams\n   2  jumpmind\n" in shown
    assert "IN SCOPE             P1 Urgent" in shown


def test_a_contract_is_a_candidate_by_a_case_in_the_subject(desk):
    contracts = CONTRACTS.replace("domains: [ada.example]", "cases: [ADA-*]")
    (desk / "contracts.yaml").write_text(contracts, "utf-8")
    (desk / "case.eml").write_text(MAIL.replace("Orders no longer arrive", "Orders again (ADA-17)"), "utf-8")
    _, shown = typed(f"{ASK} case.eml", ["1", "q"], desk, environment())
    assert "1  ada-1 Ada Ltd, jumpmind enterprise; by a case in the subject" in shown
    assert "-> ada-1" in shown.partition("What is asked for?")[0]
