"""Files that authors write: which kind each is, what is wrong with it, and how its cases go."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from ..findings import Findings, Mark, did_you_mean, in_order
from ..language.cases import parse_cases
from ..language.contracts import parse_contracts
from ..triage.fitness import check_zone
from ..triage.noticing import too_many_contacts
from ..triage.shelf import Shelf, make_ready
from ..triage.stating import check_contract_facts
from .checks import CHECKS, Subject
from .trials import Trial, attempt, check_case

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..findings import Finding
    from ..language.reading import Text
    from ..model import Contract

Kind = Literal["policy", "cases", "contracts"]
_KEY = re.compile(r"^(remit|policy|cases|contracts)[ \t]*:", re.MULTILINE)


def kind_of(text: Text) -> Kind:
    """Tell what a file holds, by its name and else by its first telling key."""
    if PurePath(text.file).stem.endswith(".cases"):
        return "cases"
    found = _KEY.search(text.text)
    return found[1] if found and found[1] in ("cases", "contracts") else "policy"  # type: ignore[return-value]


def policies_of(texts: Iterable[Text]) -> list[Text]:
    """Return the files that hold policies."""
    return [text for text in texts if kind_of(text) == "policy"]


def check_files(texts: Sequence[Text], shelf: Shelf, contracts: Sequence[Contract], today: str) -> list[Finding]:
    """Return everything found in files; `shelf` holds the policies that cases and contracts name."""
    found: list[Finding] = []
    for text in texts:
        findings = Findings()
        kind = kind_of(text)
        if kind == "policy":
            judge = make_ready(text, "auto", findings)
            for check in CHECKS if judge else ():
                check(Subject(judge, today), findings)  # type: ignore[arg-type] # a judge, as just tested
        elif kind == "cases":
            for case in parse_cases(text, findings):
                check_case(case, shelf, contracts, findings)
        else:
            check_contracts(parse_contracts(text, findings), shelf, findings)
        found += findings.found
    return in_order(found)


def check_contracts(contracts: Iterable[Contract], shelf: Shelf, findings: Findings) -> None:
    """Add a finding for each contract that its policy does not bear out."""
    for contract in contracts:
        if contract.timezone:
            check_zone(contract.timezone, contract.mark, findings)
        if not contract.policy:
            continue
        editions, _ = shelf.editions(contract.policy)
        policies = [judge.book.policy for judge in editions]
        if not policies:
            message = f"policy `{contract.policy}` is not known"
            findings.error("unknown-policy", message, contract.mark, did_you_mean(contract.policy, shelf.names()))
            continue
        named = [policy for policy in policies if contract.edition in (None, policy.edition)]
        if not named:
            message = f"edition `{contract.edition}` of policy `{contract.policy}` is not known"
            help_ = did_you_mean(contract.edition or "", (policy.edition for policy in policies))
            findings.error("unknown-edition", message, contract.mark, help_)
        for policy in named:
            _check_terms(contract, policy.tiers, findings)
            check_contract_facts(contract, policy.facts, findings)


def _check_terms(contract: Contract, tiers: object, findings: Findings) -> None:
    known = dict(tiers)  # type: ignore[call-overload]
    if contract.tier not in known:
        message = f"tier `{contract.tier}` is not declared by policy `{contract.policy}`"
        findings.error("unknown-tier", message, contract.mark, did_you_mean(contract.tier, known))
        return
    most = known[contract.tier].contacts
    if most is not None and len(contract.contacts) > most:
        message = too_many_contacts(contract, contract.tier, most)
        findings.warning("too-many-contacts", message, contract.mark)


def try_cases(
    text: Text, shelf: Shelf, contracts: Sequence[Contract], version: str
) -> tuple[list[Trial], list[Finding]]:
    """Return how the cases of a file go, and what is wrong with the file itself."""
    findings = Findings()
    trials = [attempt(case, shelf, contracts, version, findings) for case in parse_cases(text, findings)]
    if not trials and not findings.found:
        findings.error("no-cases", "file holds no case", Mark(text.file))
    return trials, in_order(findings.found)
