"""What the tests of coverage say: what cases cover of a policy, and what the offered ones cover when they are added."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from remit.engine.authoring.cases.run_cases import run_case
from remit.engine.authoring.coverage import as_text, measure
from remit.engine.findings import Findings
from remit.engine.language.files import POLICY_BYTES, decode
from remit.engine.language.request_files import parse_cases, parse_contracts
from remit.engine.triage.policy_store import PolicyStore

from ..verbs import case
from ..verbs import edited as edited_text

if TYPE_CHECKING:
    from remit.engine.authoring.cases.run_cases import CaseResult
    from remit.engine.authoring.coverage import Coverage
    from remit.engine.language.files import SourceFile
    from remit.engine.model import Contract

ACME = Path(__file__).with_name("acme.yaml").read_text("utf-8")
DAY = "2026-06-01"
NO_CASES = "cases:\n"

ENOUGH = {
    "a question": case("{priority: P2}", name="a question"),
    "gold, and nothing runs": case(
        "{priority: P1}",
        name="gold, and nothing runs",
        tier="gold",
        facts="{activity: fault, environment: production, outage: complete}",
    ),
    "many users": case(
        "{priority: P1}",
        name="many users",
        facts="{activity: fault, environment: development, outage: partial, users: 500}",
    ),
    "gold, and all is well": case("{priority: P2}", name="gold, and all is well", tier="gold"),
    "a project": case("{scope: consulting}", name="a project", facts="{activity: custom_work}"),
}
"""Cases that cover everything of the good policy, and none of them could be left out."""


def edited(*edits: tuple[str, str], content: str = ACME) -> str:
    """Return the good policy, in which each first text is the second instead."""
    return edited_text(*edits, content=content)


def text(content: str, file: str = "acme.yaml") -> SourceFile:
    """Return a file of that content."""
    read = decode(file, content.encode(), POLICY_BYTES, Findings())
    assert read is not None
    return read


def store(*policies: str) -> PolicyStore:
    """Return a shelf of policies."""
    return PolicyStore([text(content, f"acme{n or ''}.yaml") for n, content in enumerate(policies)], "builtin")


def cases(*listed: str) -> str:
    """Return a file of cases."""
    return NO_CASES + "".join(listed)


def results(cases: str, policies: PolicyStore, contracts: tuple[Contract, ...] = ()) -> list[CaseResult]:
    """Return how the cases of a file go; there may be none."""
    if cases == NO_CASES:
        return []
    findings = Findings()
    listed = parse_cases(text(cases, "acme.cases.yaml"), findings)
    return [run_case(parsed, policies, contracts, "0", findings) for parsed in listed]


def covered(cases: str, policy: str = ACME, name: str = "acme", contracts: str = "") -> Coverage:
    """Return what the cases of a file cover of a policy."""
    policies = store(policy)
    agreed = parse_contracts(text(contracts, "contracts.yaml"), Findings()) if contracts else ()
    return measure(results(cases, policies, agreed), policies, agreed, DAY, [name])


def uncovered(cases: str, policy: str = ACME, contracts: str = "") -> list[str]:
    """Return what the cases of a file do not cover of a policy, and why."""
    (only,) = covered(cases, policy, contracts=contracts).policies
    return [f"{item.words}: {item.why}" for item in only.uncovered]


def impossible(policy: str) -> list[str]:
    """Return what no situation of a policy shows."""
    (only,) = covered(NO_CASES, policy).policies
    return [words for words, _ in only.impossible]


def without(*names: str) -> str:
    """Return the cases that are enough, less some."""
    assert set(names) <= set(ENOUGH)
    return cases(*(text for name, text in ENOUGH.items() if name not in names))


def with_offered(cases: str, coverage: Coverage) -> str:
    """Return a file of cases with those added that a report offers, as somebody leaves them who has read them."""
    lines = [line for line in as_text(coverage).splitlines() if line != "    reviewed: false"]
    starts = [n for n, line in enumerate(lines) if line.startswith("  # case 1,")]
    return cases + "".join(f"{line}\n" for line in lines[starts[0] :]) if starts else cases
