"""Cases run against their policies: what was expected, what was decided, and what is wrong with the case."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from ...findings import Finding, Findings, Mark, Severity, any_errors, printable
from ...language.expected_clocks import CLOCK_KEYS, Due
from ...language.similar_words import similar_name
from ...model import Contract, Policy
from ...model.cases import Case, Expected
from ...triage.clock import in_utc
from ...triage.decide import decide
from ...triage.decision import Decision
from ...triage.policy_store import PolicyStore
from ...triage.resolve_request import resolve_request
from .clock_differences import clock_differences, clock_values, due_text
from .expected_derived import as_written, derived_values, differing
from .expected_names import unknown_names, unknown_names_in

_IN_ANY_ORDER = ("missing", "presumed", "services", "intake", "escalation", "findings")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which a decision is not as its case expects it."""

    what: str
    expected: str
    actual: str
    mark: Mark

    def __str__(self) -> str:
        return printable(f"{self.what}: expected {self.expected}, got {self.actual}")


@dataclass(frozen=True, slots=True)
class CaseResult:
    """How one case went: the `unmet` expectations of it, and the rules that decided.

    A case that is `unsound` has something wrong with itself, as a finding says, and has not passed. One that is
    `stopped` could not be run, because its policy cannot be used. `policy` is the edition that its request falls under.
    """

    case: Case
    unmet: tuple[Difference, ...]
    rules: tuple[str, ...]
    unsound: bool
    stopped: bool = False
    policy: Policy | None = None

    @property
    def name(self) -> str:
        """The sentence that names the case."""
        return self.case.name

    @property
    def file(self) -> str:
        """The file that the case is in."""
        return self.case.mark.file

    @property
    def line(self) -> int:
        """The line that the case starts on."""
        return self.case.mark.line

    @property
    def passed(self) -> bool:
        """Whether the decision is as expected, of a case that is sound."""
        return not self.unmet and not self.unsound

    @property
    def differences(self) -> tuple[str, ...]:
        """What is not as expected, in words."""
        return tuple(map(str, self.unmet))


def run_case(
    case: Case, store: PolicyStore, contracts: Sequence[Contract], version: str, findings: Findings
) -> CaseResult:
    """Decide a case's request and compare; what is wrong with the case itself is a finding."""
    if case.unsound or not case.expect or (case.request is None and not _expects_invalid(case)):
        # Reading the file has said so; names that nothing has are wrong all the same.
        check_case(case, store, contracts, findings)
        return CaseResult(case=case, unmet=(), rules=(), unsound=True)
    decision = decide(case.request, store, contracts, version, case.now) if case.request else None
    if not isinstance(decision, Decision):
        return _compare_refusal(case, decision.findings if decision else case.invalid, store, findings)
    unknown = unknown_names(case, decision.policy)
    findings += unknown
    return CaseResult(
        case=case,
        unmet=() if unknown else tuple(_differences(_as_named(case, decision), expectable(decision))),
        rules=decided_by(decision),
        unsound=bool(unknown),
        policy=decision.policy,
    )


def check_case(case: Case, store: PolicyStore, contracts: Sequence[Contract], findings: Findings) -> None:
    """Add a finding for each name of a case that its policy does not have, without deciding it."""
    if case.draft is None or _expects_invalid(case):
        return
    refused = Findings()
    resolved = resolve_request(case.draft, store, contracts, refused)
    findings += [finding for finding in refused if finding.severity is Severity.error]
    # A request that is wrong itself leads to no edition; what its policy names is known all the same.
    findings += (
        unknown_names(case, resolved[0].compiled.policy)
        if resolved
        else unknown_names_in(case, case.draft.policy or "", store)
    )


def decided_by(decision: Decision) -> tuple[str, ...]:
    """Return the rules that decided, of all groups, and the entries that gave derived facts their values."""
    rules = [rule for ruling in decision.rulings for rule in ruling.rules]
    rules += [promise.rule for promise in decision.not_owed if promise.rule]
    return tuple(dict.fromkeys([*rules, *(entry.rule for entry in decision.derived)]))


def _expects_invalid(case: Case) -> bool:
    return any(expected.key == "status" and expected.value == "invalid" for expected in case.expect)


def _compare_refusal(case: Case, refused: Sequence[Finding], store: PolicyStore, findings: Findings) -> CaseResult:
    """Return how a case went whose request is invalid: names that nothing has are meant only where it says so."""
    name = (case.request.policy if case.request else None) or ""
    stopped = bool(name) and any_errors(store.editions(name)[1])
    problems = list(refused)
    if _expects_invalid(case) and not stopped:
        meant = {check for e in case.expect if e.key == "findings" and isinstance(e.value, list) for check in e.value}
        problems = [f for f in refused if f.check.startswith("unknown-") and f.check not in meant]
    problems += unknown_names_in(case, name, store)
    findings += problems
    actual = {"status": "invalid", "findings": sorted(finding.check for finding in refused)}
    unmet = () if problems else tuple(_differences(case.expect, actual))
    return CaseResult(case=case, unmet=unmet, rules=(), unsound=bool(problems), stopped=stopped)


def expectable(decision: Decision) -> dict[str, object]:
    """Return what cases can expect of a decision, by their keys."""
    return {
        "status": decision.status,
        "scope": decision.scope.outcome,
        "priority": decision.priority.level,
        "required": decision.channel.required,
        "preferred": decision.channel.preferred,
        "allowed": list(decision.channel.allowed),
        "follow_up": list(decision.channel.follow_up),
        "due": {name: due_text(deadline) for name, deadline in decision.deadlines.items()},
        **clock_values(decision),
        "missing": sorted(missing.fact for missing in decision.missing),
        "presumed": sorted(presumed.fact for presumed in decision.presumed),
        "derived": derived_values(decision),
        "services": sorted(applicable.service.name for applicable in decision.services if applicable.certain),
        "intake": sorted(need.item.needs for need in decision.intake if need.certain),
        "escalation": sorted(step.escalation.to for step in decision.escalation if step.applies),
        "rules": decided_by(decision),
        "findings": sorted(finding.check for finding in decision.findings),
    }


def _as_named(case: Case, decision: Decision) -> Iterator[Expected]:
    """Yield what a case expects, its level and derived facts by the names and values that they have in the policy."""
    for item in case.expect:
        if item.key == "derived":
            yield as_written(item, decision.policy)
            continue
        is_level = item.key == "priority" and isinstance(item.value, str)
        level = similar_name(str(item.value), decision.policy.levels) if is_level else None
        yield replace(item, value=level) if level else item


def _differences(expect: Iterable[Expected], decided: Mapping[str, Any]) -> Iterator[Difference]:
    for item in expect:
        expected: Any = item.value
        actual = decided.get(item.key)
        if item.key == "due":
            yield from _due_differences(expected, actual or {})
            continue
        if item.key == "derived":
            for name, value, derived in differing(expected, actual or {}):
                yield Difference(what=f"derived {name}", expected=value, actual=derived, mark=item.mark)
            continue
        if item.key in CLOCK_KEYS:
            for of, expected_text, text in clock_differences(item.key, expected, actual or {}):
                yield Difference(what=f"{item.key} {of.promise}", expected=expected_text, actual=text, mark=of.mark)
            continue
        if item.key == "rules":
            # Those listed, and perhaps more; an empty list expects none. A refused request has none to compare.
            expected = [rule for rule in expected if rule not in decided.get("rules", expected)]
            is_met = not (expected if item.value else actual)
        else:
            expected = sorted(expected) if item.key in _IN_ANY_ORDER else expected
            is_met = expected == actual
        if not is_met:
            yield Difference(what=item.key, expected=_listed(expected), actual=_listed(actual), mark=item.mark)


def _due_differences(expected: Iterable[Due], deadlines: Mapping[str, str]) -> Iterator[Difference]:
    for due in expected:
        instant = "none" if due.instant is None else in_utc(due.instant)
        actual = deadlines.get(due.promise, "none")
        if actual != instant:
            yield Difference(what=f"due {due.promise}", expected=instant, actual=actual, mark=due.mark)


def _listed(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    return "none" if value is None else str(value)
