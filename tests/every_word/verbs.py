"""What the tests of drawn policies say: a policy read, and a request decided by it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from remit.engine.findings import Findings
from remit.engine.language.files import POLICY_BYTES, decode
from remit.engine.language.nodes import read_plain
from remit.engine.language.request_files import draft_of
from remit.engine.triage.policy_loader import load_evaluator

if TYPE_CHECKING:
    from remit.engine.findings import Finding
    from remit.engine.language.files import SourceFile
    from remit.engine.model import Request
    from remit.engine.rules.engines import Choice
    from remit.engine.rules.evaluator import Evaluator

    from .drawn_facts import Written


def file_of(content: str) -> SourceFile:
    """Return a text as a file of a policy."""
    text = decode("drawn.yaml", content.encode(), POLICY_BYTES, Findings())
    assert text is not None
    return text


def written(policy: Written) -> str:
    """Return a policy as the text of its file, a value on each line."""
    return json.dumps(policy, indent=1)


def load(content: str, rules: Choice = "builtin") -> tuple[Evaluator | None, list[Finding]]:
    """Return who judges by a policy, and what is found in it."""
    findings = Findings()
    return load_evaluator(file_of(content), rules, findings), list(findings)


def evaluator_of(policy: Written, rules: Choice = "builtin") -> Evaluator:
    """Return who judges by a policy that can be used."""
    evaluator, findings = load(written(policy), rules)
    assert evaluator is not None, findings
    return evaluator


def request_of(plain: Written) -> Request:
    """Return the request that plain values write."""
    findings = Findings()
    request = draft_of(read_plain(plain, findings), findings)
    assert request is not None
    assert [] == list(findings)
    return request
