"""What the tests of reports say: what was found, how cases went, and the report of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from remit.engine.authoring.cases.case_results import CaseResults
from remit.engine.authoring.cases.run_cases import CaseResult, Difference
from remit.engine.authoring.file_checks import CheckedFiles
from remit.engine.authoring.reports import report
from remit.engine.findings import Finding, Mark, Severity
from remit.engine.model.cases import Case
from remit.engine.triage.policy_store import PolicyStore

if TYPE_CHECKING:
    from remit.engine.forms import ReportForm

NO_POLICIES = PolicyStore([], "builtin")
ROOT = "/srv/shop"
VERSION = "0.1.0"
POLICY, CASES = "policies/acme.yaml", "policies/acme.cases.yaml"

WITNESS = {
    "received": "2026-03-10T09:00:00+01:00",
    "policy": "acme",
    "tier": "gold",
    "facts": {"activity": "fault", "users": 500},
}
ERROR = Finding(
    Severity.error, "unknown-tier", "tier `goold` is not declared", Mark(POLICY, 12, 7), "did you mean `gold`?"
)
WARNING = Finding(Severity.warning, "shadowed", "`p2` never wins", Mark(POLICY, 30, 5), "", "p2", WITNESS)
NOTE = Finding(Severity.note, "accepted", "`gap` is accepted", Mark(POLICY))


def checked(*findings: Finding, names: tuple[str, ...] = (POLICY, CASES)) -> CheckedFiles:
    return CheckedFiles(names, findings, NO_POLICIES)


def trial(
    name: str = "a question is critical",
    *differences: tuple[str, str, str],
    line: int = 2,
    rules: tuple[str, ...] = (),
    unsound: bool = False,
    file: str = CASES,
) -> CaseResult:
    """Return a case that is not as expected in these things: what, expected and actual."""
    listed = tuple(Difference(*difference, Mark(file, line + 2, 14)) for difference in differences)
    return CaseResult(Case(name, None, (), mark=Mark(file, line, 5)), listed, rules, unsound)


def tried(*trials: CaseResult, findings: tuple[Finding, ...] = ()) -> CaseResults:
    return CaseResults(trials, findings, unusable=False, store=NO_POLICIES)


PASSED = trial("a fault is normal", line=20)
FAILED = trial(
    "a question is critical", ("priority", "P1", "P2"), ("scope", "none", "support"), rules=("faults", "email")
)
UNSOUND = trial("a misspelt rule", line=9, unsound=True)
MISSPELT = Finding(Severity.error, "unknown-rule", "rule `emial` is not declared", Mark(CASES, 11, 9), "known: `email`")


def reported(result: CheckedFiles | CaseResults, form: ReportForm, root: str = ROOT) -> str:
    return report(result, form, VERSION, root)


# What strangers write into files and name them: anything, and mostly what formats trip over.
HOSTILE = "\x00\x07\x1b\x7f\x85\u2028\u202e\ufeff\ufffe\udc80\U0001f600\r\n\t &<>\"'%:,;=[]{}`\\/|#é日؛]]>--::"
words = st.text(st.sampled_from(HOSTILE) | st.characters(), max_size=12)
lines = st.integers(0, 9)
marks = st.builds(Mark, words | st.sampled_from([POLICY, CASES]), lines, lines)
witnesses = st.none() | st.fixed_dictionaries(
    {"policy": st.text(st.characters(exclude_categories=["Cs"])), "facts": st.dictionaries(st.just("users"), lines)}
)
findings = st.builds(Finding, st.sampled_from(Severity), words, words, marks, words, words, witnesses)
differences = st.builds(Difference, words, words, words, marks)
case_records = st.builds(Case, words, st.none(), st.just(()), mark=marks)
trials = st.builds(
    CaseResult,
    case_records,
    st.lists(differences, max_size=2).map(tuple),
    st.lists(words, max_size=2).map(tuple),
    st.booleans(),
)
anything_checked = st.builds(
    CheckedFiles,
    st.lists(words, max_size=3).map(tuple),
    st.lists(findings, max_size=6).map(tuple),
    st.just(NO_POLICIES),
)
anything_tried = st.builds(
    CaseResults,
    st.lists(trials, max_size=4).map(tuple),
    st.lists(findings, max_size=4).map(tuple),
    st.just(value=False),
    st.just(NO_POLICIES),
)
anything = anything_checked | anything_tried
