"""Cases tried against their policies: what was wanted, what came out, and what is wrong with the case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...findings import Findings, Severity, any_errors
from ...language.case_file import Due
from ...language.fact_values import short_text
from ...text import did_you_mean
from ...triage.clock import in_utc
from ...triage.decide import decide, resolve_request
from ...triage.decision import Decision, Invalid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ...findings import Mark
    from ...model import Case, Contract, Expected, Policy
    from ...triage.policy_store import PolicyStore


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which a decision is not as its case wants it."""

    what: str
    wanted: str
    got: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class CaseRun:
    """A case and how it went; it passed where there are no differences and the case itself is sound."""

    case: Case
    differences: tuple[Difference, ...]
    rules: tuple[str, ...]
    unsound: bool
    stopped: bool = False
    """Whether it could not be tried, because its policy cannot be used."""
    policy: Policy | None = None
    """The edition that its request falls under, if it falls under one."""

    @property
    def passed(self) -> bool:
        """Whether the decision is as wanted."""
        return not self.differences and not self.unsound


def attempt(case: Case, store: PolicyStore, contracts: Sequence[Contract], version: str, findings: Findings) -> CaseRun:
    """Decide a case's request and compare; what is wrong with the case itself is a finding."""
    if case.unsound or not case.expect or (case.request is None and not _wants_invalid(case)):
        return CaseRun(case, (), (), unsound=True)  # reading the file has said so
    if case.request is None:
        decision: Decision | Invalid = Invalid(None, case.invalid)
    else:
        decision = decide(case.request, store, contracts, version)
    if isinstance(decision, Invalid):
        return _refused(case, decision, store, findings)
    before = len(findings.found)
    for expected in case.expect:
        _check_names(expected, decision.policy, findings)
    unsound = len(findings.found) > before
    differences = () if unsound else tuple(_differences(case.expect, _of(decision)))
    return CaseRun(case, differences, decided_by(decision), unsound, policy=decision.policy)


def check_case(case: Case, store: PolicyStore, contracts: Sequence[Contract], findings: Findings) -> None:
    """Add a finding for each name of a case that its policy does not have, without deciding it."""
    if case.request is None or _wants_invalid(case):
        return
    wrong = Findings()
    prepared = resolve_request(case.request, store, contracts, wrong)
    findings.found += [finding for finding in wrong.found if finding.severity is Severity.error]
    if prepared is not None:
        for expected in case.expect:
            _check_names(expected, prepared[0].compiled.policy, findings)


def _refused(case: Case, decision: Invalid, store: PolicyStore, findings: Findings) -> CaseRun:
    """Return how a case went whose request is invalid: names that nothing has are meant only where it says so."""
    name = (case.request.policy if case.request else None) or ""
    editions, found = store.editions(name) if name else ([], [])
    meant = {check for e in case.expect if e.key == "findings" and isinstance(e.value, list) for check in e.value}
    wrong = Findings([f for f in decision.findings if f.check.startswith("unknown-") and f.check not in meant])
    if any_errors(found) or not _wants_invalid(case):
        wrong = Findings(list(decision.findings))
    for expected in case.expect if editions else ():
        _check_names(expected, editions[0].compiled.policy, wrong)
    findings.found += wrong.found
    unsound = bool(wrong.found)
    differences = () if unsound else tuple(_differences(case.expect, _of_invalid(decision)))
    return CaseRun(case, differences, (), unsound, any_errors(found))


def _wants_invalid(case: Case) -> bool:
    return any(expected.key == "status" and expected.value == "invalid" for expected in case.expect)


def decided_by(decision: Decision) -> tuple[str, ...]:
    """Return the rules that decided, of all groups."""
    return tuple(dict.fromkeys(rule for ruling in decision.rulings for rule in ruling.rules))


def _of(decision: Decision) -> dict[str, object]:
    """Return what cases can expect, by their keys."""
    return {
        "status": decision.status,
        "scope": decision.scope.outcome,
        "priority": decision.priority.level,
        "required": decision.channel.required,
        "preferred": decision.channel.preferred,
        "allowed": list(decision.channel.allowed),
        "due": {name: deadline.due_instant for name, deadline in decision.deadlines.items()},
        "missing": sorted(missing.fact for missing in decision.missing),
        "presumed": sorted(presumed.fact for presumed in decision.presumed),
        "rules": decided_by(decision),
        "findings": sorted(finding.check for finding in decision.findings),
    }


def _of_invalid(decision: Invalid) -> dict[str, object]:
    return {"status": decision.status, "findings": sorted(finding.check for finding in decision.findings)}


def _differences(expect: Iterable[Expected], got: dict[str, object]) -> Iterable[Difference]:
    for expected in expect:
        key, wanted = expected.key, expected.value
        if key == "due":
            yield from _due_differences(wanted, got.get("due") or {})  # type: ignore[arg-type]
            continue
        found = got.get(key)
        if key in ("missing", "presumed", "findings") and isinstance(wanted, list):
            wanted = sorted(wanted)
        if key == "rules" and isinstance(wanted, list) and wanted and isinstance(found, tuple):
            absent = [rule for rule in wanted if rule not in found]
            if absent:
                yield Difference(key, _listed(absent), _listed(found), expected.mark)
        elif key == "rules":
            if found:
                yield Difference(key, "none", _listed(found), expected.mark)
        elif wanted != found:
            yield Difference(key, _listed(wanted), _listed(found), expected.mark)


def _due_differences(wanted: tuple[Due, ...], got: dict[str, int | None]) -> Iterable[Difference]:
    for due in wanted:
        is_owed = due.promise in got
        if is_owed != (due.instant is not None) or (is_owed and got[due.promise] != due.instant):
            found = "none" if not is_owed else "open" if (at := got[due.promise]) is None else in_utc(at)
            yield Difference(
                f"due {due.promise}", "none" if due.instant is None else in_utc(due.instant), found, due.mark
            )


def _listed(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value) or "none"
    return "none" if value is None else str(value)


def _check_names(expected: Expected, policy: Policy, findings: Findings) -> None:
    """Add a finding for each name that a case expects and that its policy does not have."""
    facts = [*policy.facts, "arrived_by"]
    kinds: dict[str, tuple[str, Callable[[], Iterable[str]]]] = {
        "priority": ("level", lambda: policy.levels),
        "required": ("way", lambda: policy.ways),
        "preferred": ("way", lambda: policy.ways),
        "allowed": ("way", lambda: policy.ways),
        "missing": ("fact", lambda: facts),
        "presumed": ("fact", lambda: facts),
        "rules": ("rule", lambda: ["contract:not-in-force", *(rule.id for g in policy.groups for rule in g.rules)]),
        "due": ("promise", lambda: policy.promises),
    }
    if expected.key not in kinds:
        return
    kind, known = kinds[expected.key]
    for name, mark in _names(expected):
        if name not in known():
            message = f"{kind} `{short_text(name)}` is not declared by policy `{policy.id}`"
            findings.error(f"unknown-{kind}", message, mark, did_you_mean(name, known()))


def _names(expected: Expected) -> list[tuple[str, Mark]]:
    if isinstance(expected.value, tuple):
        return [(due.promise, due.mark) for due in expected.value if isinstance(due, Due)]
    values = expected.value if isinstance(expected.value, list) else [expected.value]
    return [(value, expected.mark) for value in values if isinstance(value, str)]
