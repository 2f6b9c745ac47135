"""What the tests of the desk say: a small vendor's files on disk, a message that comes in, and answers to questions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from interview.verbs import FACTS, PRIORITIES
from triage.verbs import contract, policy

from remit.engine.language.policy_folder import Policies
from remit.engine.serve.desk.answer_steps import AnswerStep
from remit.engine.serve.desk.desk_form import DeskForm
from remit.engine.serve.desk.desk_view import DeskStep, desk_step
from remit.engine.serve.desk.incoming import IncomingMessage, read_incoming
from remit.engine.triage.decide_files import Triage

if TYPE_CHECKING:
    from pathlib import Path

    from remit.engine.serve.desk.question_view import QuestionView

NOW = 1_773_129_600
"""Tuesday, 10 March 2026, 9 o'clock in Berlin."""
WORDS = """
remit: 1
words: acme
facts:
  activity:
    fault: {examples: ["the printer does not print", "nothing works"]}
    question: {examples: ["how do I set the margin"]}
  outage:
    complete: {watch: ["nothing (works|prints)"]}
"""
MAIL = """\
Authentication-Results: mx.acme.example; dmarc=pass header.from=ada.example
Received: from mail.ada.example by mx.acme.example; Tue, 10 Mar 2026 09:00:00 +0100
Message-ID: <1@ada.example>
Date: Tue, 10 Mar 2026 08:59:00 +0100
From: Ada <ada@ada.example>
To: help@acme.example
Subject: Help
Content-Type: text/plain; charset=utf-8

Since this morning nothing works any more.
"""


def vendor(folder: Path, terms: str = "", **keys: object) -> Triage:
    """Return what decides by the files of the small vendor, which are written to a folder."""
    folder.mkdir(exist_ok=True)
    folder.joinpath("acme.yaml").write_text(terms or policy(facts=FACTS, priorities=PRIORITIES), "utf-8")
    folder.joinpath("acme.words.yaml").write_text(WORDS, "utf-8")
    agreed = [contract(domains=["ada.example"], **keys)]
    folder.joinpath("contracts.yaml").write_text(json.dumps({"contracts": agreed}), "utf-8")
    return Triage(Policies(str(folder), is_named=True), None, "builtin", "1")


def form_about(triage: Triage, message: str | bytes = MAIL, **keys: str) -> DeskForm:
    """Return the form about a message that came in."""
    raw = message if isinstance(message, bytes) else message.encode()
    draft = read_incoming(triage, IncomingMessage(raw=raw, **keys), NOW)
    assert draft.request is not None, draft.findings
    return DeskForm.about(draft.request)


def step(triage: Triage, form: DeskForm) -> DeskStep:
    """Return the step that a form has come to, by the form as a browser sends it back."""
    shown = desk_step(DeskForm.parse(form.fields), triage, NOW)
    assert isinstance(shown, DeskStep), shown
    return shown


def question(triage: Triage, form: DeskForm) -> QuestionView:
    """Return the question that a form has come to."""
    asked = step(triage, form).question
    assert asked is not None, "nothing is left to ask"
    return asked


def answered(form: DeskForm, *steps: tuple[str, str] | tuple[str, str, object]) -> DeskForm:
    """Return a form with further answers: what each is about, how it was answered, and the value."""
    more = [AnswerStep(about=s[0], kind=s[1], value=s[2] if len(s) > 2 else None) for s in steps]  # type: ignore[arg-type]
    return DeskForm(request=form.request, steps=(*form.steps, *more))
