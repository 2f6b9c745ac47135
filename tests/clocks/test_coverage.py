"""What cases cover of clocks, and which changes of clocks they notice."""

from __future__ import annotations

import pytest

from remit.engine.authoring.cases.run_cases import run_case
from remit.engine.authoring.coverage import as_record, as_text, measure
from remit.engine.authoring.mutation import mutate
from remit.engine.authoring.mutation.mutation_report import as_text as mutants_text
from remit.engine.findings import Findings
from remit.engine.language.files import POLICY_BYTES, SourceFile, decode
from remit.engine.language.request_files import parse_cases
from remit.engine.triage.policy_store import PolicyStore

from .verbs import TERMS, WITHIN, at

LATER = "from: acknowledged, until: workaround"
PAUSES = "until: closed, pauses: waiting"
NEWS = "until: replied, on_change: restart"


def source(text: str, file: str = "small.yaml") -> SourceFile:
    read = decode(file, text.encode(), POLICY_BYTES, Findings())
    assert read is not None
    return read


def policies(clock: str) -> PolicyStore:
    return PolicyStore([source(TERMS + f"  p: {{{clock}, within: {WITHIN}, cite: terms.all}}\n")], "builtin")


def case(*happened: str, expect: str = "{priority: P2}") -> str:
    events = ", ".join(
        f"{{at: {at(f'mon {text.split()[0]}')}, is: {text.split()[1]}{_facts(text)}}}" for text in happened
    )
    request = (
        f"{{received: {at('mon 09:00')}, policy: small, tier: gold, facts: {{outage: partial}}, events: [{events}]}}"
    )
    return f"cases:\n  - name: a case\n    request: {request}\n    expect: {expect}\n"


def _facts(text: str) -> str:
    changes = text.split()[2:]
    return f", facts: {{{changes[0].replace('=', ': ')}}}" if changes else ""


def uncovered(clock: str, cases: str) -> list[str]:
    """Return what of the clock no case covers, and why."""
    store, findings = policies(clock), Findings()
    results = [run_case(parsed, store, (), "0", findings) for parsed in parse_cases(source(cases, "c.yaml"), findings)]
    assert [] == [text for result in results for text in result.differences]
    (coverage,) = measure(results, store, (), "2026-06-01", ["small"]).policies
    return [f"{item.words}: {item.why}" for item in coverage.uncovered if item.kind == "clocks"]


@pytest.mark.parametrize(
    ("clock", "happened"),
    [
        (LATER, ["10:00 acknowledged"]),
        (LATER, ["10:00 asked"]),
        (PAUSES, ["10:00 waiting"]),
        (PAUSES, ["10:00 waiting", "11:00 resumed"]),
        (NEWS, ["10:00 changed outage=complete"]),
        ("until: replied, on_change: recompute", ["10:00 changed outage=complete"]),
    ],
)
def test_a_case_in_which_it_moves_due_or_state_covers_it(clock, happened):
    priority = "P1" if "outage" in happened[-1] else "P2"
    assert [] == uncovered(clock, case(*happened, expect=f"{{priority: {priority}}}"))


@pytest.mark.parametrize(
    ("clock", "happened", "key"),
    [
        (LATER, ["09:00 acknowledged"], "from"),
        (PAUSES, ["10:00 replied"], "pauses"),
        (PAUSES, ["18:00 waiting", "18:30 resumed"], "pauses"),
        (NEWS, ["10:00 changed outage=none"], "on_change"),
    ],
)
def test_a_case_in_which_it_moves_nothing_covers_nothing(clock, happened, key):
    expect = "{priority: P3}" if "outage" in happened[-1] else "{priority: P2}"
    words = f"`{key}` of `p` never moves its due or its state: no case has events that show it"
    assert [words] == uncovered(clock, case(*happened, expect=expect))


def test_from_pauses_and_on_change_count_one_each():
    store = policies(f"{LATER}, pauses: waiting, on_change: recompute")
    record = as_record(measure([], store, (), "2026-06-01", ["small"]))
    assert {"covered": 0, "of": 3, "percent": "0%"} == record["policies"][0]["kinds"]["clocks"]


def test_a_default_does_not_count():
    assert "clocks" not in as_text(measure([], policies("until: replied"), (), "2026-06-01", ["small"]))


def mutants(clock: str, cases: str) -> str:
    """Return the report of the mutants of a policy whose cases are these."""
    store, findings = policies(clock), Findings()
    parsed = parse_cases(source(cases, "c.yaml"), findings)
    results = [run_case(one_case, store, (), "0", findings) for one_case in parsed]
    assert [True] * len(results) == [result.passed for result in results]
    return mutants_text(mutate(results, store, (), "2026-06-01", "0"))


@pytest.mark.parametrize(
    ("clock", "what"),
    [
        (PAUSES, "promise `p`: its pause dropped"),
        (NEWS, "promise `p`: no restart on change"),
        ("until: replied, on_change: recompute", "promise `p`: a restart on change"),
        (f"{LATER}, pauses: waiting", "promise `p`: its pause dropped"),
    ],
)
def test_a_changed_clock_survives_where_no_case_has_events_and_a_request_that_shows_it_is_offered(clock, what):
    report = mutants(clock, case())
    assert f"survived: {what}" in report
    shown = report[report.index(f"survived: {what}") :]
    assert "stands otherwise, for a request such as" in shown
    assert "is: changed" in shown or "is: resumed" in shown


@pytest.mark.parametrize(
    ("clock", "happened", "what"),
    [
        (PAUSES, ["10:00 waiting", "11:00 resumed"], "its pause dropped"),
        (NEWS, ["10:00 changed outage=complete"], "no restart on change"),
    ],
)
def test_a_case_that_says_when_it_is_due_kills_it(clock, happened, what):
    due = {"its pause dropped": "mon 14:00", "no restart on change": "mon 12:00"}[what]
    assert what not in mutants(clock, case(*happened, expect=f"{{due: {{p: {at(due)}}}}}"))


def test_on_change_of_a_promise_that_always_owes_the_same_is_equivalent():
    unpaid = "    - {id: unpaid, when: {paid: false}, then: consulting, cite: terms.all}\n"
    text = (
        TERMS.replace(unpaid, "")
        .replace("when: {paid: true}, ", "")
        .replace("  paid: {type: boolean, presume: true}\n", "")
    )
    promise = "  p: {hours: office, on_change: restart, within: {gold: 4 hours}, cite: terms.all}\n"
    store = PolicyStore([source(text + promise)], "builtin")
    results = [run_case(parsed, store, (), "0", Findings()) for parsed in parse_cases(source(case()), Findings())]
    assert "restart" not in mutants_text(mutate(results, store, (), "2026-06-01", "0"))


def test_what_a_clock_owes_that_starts_with_an_event_survives_with_that_event():
    """Nothing is due before it has come, so that the request without it shows nothing."""
    report = mutants(LATER, case())
    assert "not proved" not in report
    assert "survived: promise `p`, gold" in report
    shown = report[report.index("survived: promise `p`, gold") :]
    assert "is: acknowledged" in shown


def test_a_case_without_events_and_now_covers_no_start():
    words = "`from` of `p` never moves its due or its state: no case has events that show it"
    assert [words] == uncovered(LATER, case())


@pytest.mark.parametrize(("clock", "names"), [(LATER, ["acknowledged"]), (PAUSES, ["waiting", "resumed"])])
def test_a_case_with_the_events_is_offered(clock, names):
    store = policies(clock)
    (coverage,) = measure([], store, (), "2026-06-01", ["small"]).policies
    (item,) = [item for item in coverage.uncovered if item.kind == "clocks"]
    assert item.case is not None
    events = coverage.offered[item.case].request["events"]
    assert isinstance(events, list)
    assert names == [event["is"] for event in events]


@pytest.mark.parametrize(
    ("clock", "what"),
    [
        (LATER, "its start at `acknowledged` dropped"),
        (LATER, "`workaround` replaced by what meets it by default"),
        ("until: [replied, workaround]", "`workaround` meets it no longer"),
        ("until: replied, repeats: true", "it repeats no longer"),
        ("repeats: true, pauses: waiting, on_resume: restart", "no restart on resume"),
    ],
)
def test_each_word_of_a_clock_is_changed_and_a_request_shows_it(clock, what):
    report = mutants(clock, case())
    assert f"survived: promise `p`: {what}" in report
    assert "not proved" not in report


def test_what_meets_a_promise_by_default_is_no_change():
    assert "by default" not in mutants("until: closed", case())


def test_a_case_is_offered_in_which_facts_change():
    store = policies(NEWS)
    (coverage,) = measure([], store, (), "2026-06-01", ["small"]).policies
    (item,) = [item for item in coverage.uncovered if item.kind == "clocks"]
    assert item.case is not None
    events = coverage.offered[item.case].request["events"]
    assert isinstance(events, list)
    assert ["changed"] == [event["is"] for event in events]
