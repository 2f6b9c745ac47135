"""Which mutants cases kill, what is printed of those that survive, and how the command ends."""

from __future__ import annotations

import json
from functools import cache

import pytest

from remit.engine.authoring.cases.run_cases import run_case
from remit.engine.findings import Findings
from remit.engine.language.request_files import parse_cases
from remit.engine.proof.witness import Witnesses
from remit.engine.rules.compiled_policy import compile_policy
from remit.engine.rules.evaluator import Evaluator
from remit.engine.triage.clock import in_utc
from remit.engine.triage.decide import decide
from remit.engine.triage.decision import Decision
from remit.engine.triage.policy_store import PolicyStore

from ..generated import as_text, request_of
from ..verbs import File, remit, written
from .verbs import TODAY, change, mutated, small, without_cases, without_cases_once

SHELF = PolicyStore([as_text(small(), "small.yaml")], "builtin")


def case(name, request, expect=None):
    """Return a case; it expects all that is decided today unless something else is given."""
    return "  - " + json.dumps({"name": name, "request": request, "expect": expect or decided_today(request)}) + "\n"


def decided_today(request):
    """Return all that a case can expect of a request, by the small policy as it is."""
    decision = decide(request_of(request), SHELF, (), "0")
    assert isinstance(decision, Decision)
    due = {}
    for name, deadline in decision.deadlines.items():
        assert deadline.due_instant is not None
        due[name] = in_utc(deadline.due_instant)
    return {
        "status": decision.status,
        "scope": decision.scope.outcome,
        "priority": decision.priority.level,
        "required": decision.channel.required,
        "preferred": decision.channel.preferred,
        "allowed": list(decision.channel.allowed),
        "due": {"response": "none", "quotation": "none"} | due,
    }


def killers(content=None):
    """Return the requests that tell the mutants of the small policy from it, each once."""
    survivors = without_cases_once(content or small()).survivors
    return list({json.dumps(survivor.witness): survivor.witness for survivor in survivors}.values())


def cases(requests):
    return "cases:\n" + "".join(case(f"case {n}", request) for n, request in enumerate(requests))


@cache
def case_of_each():
    """Return a case for each request that tells a mutant of the small policy from it."""
    return cases(killers())


QUESTION = {
    "received": "2026-06-01T10:00:00+02:00",
    "policy": "small",
    "tier": "basic",
    "facts": {"activity": "question", "outage": "none"},
}
ONE = "cases:\n" + case("a question", QUESTION)


def test_the_requests_that_show_what_differs_kill_every_mutant_as_cases():
    result = mutated(small(), case_of_each())
    assert ((), ()) == (result.survivors, result.unproved)
    assert result.killed == len(without_cases_once(small()).survivors)


def test_each_survivor_of_some_cases_is_killed_by_its_witness():
    survivors = mutated(small(), ONE).survivors
    assert len(survivors) > 20
    for survivor in survivors:
        content = "cases:\n" + case("its witness", survivor.witness)
        (parsed,) = parse_cases(as_text(content, "small.cases.yaml"), Findings())
        mutant = SHELF.with_edition(Evaluator(compile_policy(survivor.mutant.policy), "builtin"))
        passed = [run_case(parsed, store, (), "0", Findings()).passed for store in (SHELF, mutant)]
        assert [True, False] == passed, survivor.mutant.what


def test_cases_made_of_the_witnesses_leave_none_where_requests_give_a_span(tmp_path):
    """A deadline is open without its span, and a case expects nothing of it: the request must state the fact."""
    content = small(
        ("  users:", "  agreed: {ask: What was agreed?, type: span}\n  users:"),
        ("gold: {P1: 1 hour, P2: none}", "gold: {fact: agreed}"),
    )
    file = tmp_path / "small.cases.yaml"
    written(tmp_path, File("small.yaml", content), File("small.cases.yaml", ONE))
    arguments = ("test", file, "--policies", tmp_path, "--mutate", "--at", TODAY, "--write-cases", file)
    first = remit(*arguments)
    file.write_text(file.read_text("utf-8").replace("    reviewed: false\n", ""), "utf-8")
    second = remit(*arguments)
    assert (1, 0) == (first.exit_code, second.exit_code)
    assert second.stdout.endswith(" 0 survived\n")
    assert second.stderr == f"0 cases appended to {file}\n"


def test_a_mutant_of_which_no_request_shows_anything_as_a_case_is_not_proved(monkeypatch):
    monkeypatch.setattr(Witnesses, "request", lambda *_: {**QUESTION, "tier": "nobody"})
    result = without_cases(small())
    assert (0, ()) == (result.killed, result.survivors)
    assert "rule `down` dropped" in [mutant.what for mutant in result.unproved]


def test_without_one_case_the_mutants_survive_that_it_alone_kills():
    requests = killers()
    alone = {}
    for n in range(len(requests)):
        surviving = mutated(small(), cases([*requests[:n], *requests[n + 1 :]])).survivors
        alone[n] = [survivor.mutant.what for survivor in surviving]
    dates = [n for n, request in enumerate(requests) if str(request["received"]).startswith("2027-12-2")]
    assert [["hours `office`: its dated days in every year"]] == [alone[n] for n in dates]
    assert any(alone.values())


def test_a_case_kills_by_what_it_expects_alone():
    expects_scope = "cases:\n" + case("a question", QUESTION, {"scope": "support"})
    surviving = [survivor.mutant.what for survivor in mutated(small(), expects_scope).survivors]
    assert "rule `faults`: a limb negated" not in surviving
    assert "promise `response`, basic P2: the span changed" in surviving
    surviving = [survivor.mutant.what for survivor in mutated(small(), ONE).survivors]
    assert "promise `response`, basic P2: the span changed" not in surviving


def test_a_case_that_wants_facts_kills_what_closes_them():
    open_case = case(
        "nothing is known",
        {"received": "2026-06-01T10:00:00+02:00", "policy": "small", "tier": "basic"},
        {"status": "needs_facts", "missing": ["activity", "outage"]},
    )
    surviving = [survivor.mutant.what for survivor in mutated(small(), "cases:\n" + open_case).survivors]
    assert "rule `down` dropped" not in surviving
    assert "promise `quotation`, basic: nothing owed" in surviving


def test_a_case_that_is_invalid_kills_nothing():
    invalid = case("no such tier", {**QUESTION, "tier": "silver"}, {"status": "invalid", "findings": ["unknown-tier"]})
    without, beside = mutated(small(), ONE), mutated(small(), ONE + invalid)
    assert without.killed == beside.killed
    assert [change(survivor.mutant) for survivor in without.survivors] == [
        change(survivor.mutant) for survivor in beside.survivors
    ]


CONTRACTS = """\
contracts:
  - {id: c-1, customer: One, policy: small, tier: basic, from: 2026-01-01, to: 2026-12-31, facts: {outage: complete}}
"""


def test_cases_under_contracts_that_name_no_policy_kill_too():
    request = {"received": "2026-06-01T10:00:00+02:00", "contract": "c-1", "facts": {"activity": "fault"}}
    under = "cases:\n" + case("down", request, {"status": "decided", "priority": "P1", "required": "phone"})
    surviving = [survivor.mutant.what for survivor in mutated(small(), under, CONTRACTS).survivors]
    assert "rule `by-phone` dropped" not in surviving
    assert "rule `down` dropped" not in surviving
    assert "rule `projects` dropped" in surviving


def test_a_case_after_its_contract_ended_kills_nothing():
    request = {"received": "2027-06-01T10:00:00+02:00", "contract": "c-1", "facts": {"activity": "fault"}}
    under = "cases:\n" + case("over", request, {"scope": "not_covered", "rules": ["contract:not-in-force"]})
    assert 0 == mutated(small(), under, CONTRACTS).killed


# ── the command ───────────────────────────────────────────────────────────────


def run(folder, *files, form="text", more=()):
    written(folder, *files)
    return remit("test", folder, "--policies", folder, "--mutate", "--at", TODAY, "--format", form, *more)


WITHOUT = [request for request in killers() if not str(request["received"]).startswith("2026-12-2")]


def test_all_killed(tmp_path):
    result = run(tmp_path, File("small.yaml", small()), File("small.cases.yaml", case_of_each()))
    count = len(killers())
    assert f"{count} passed, 0 failed\nsmall: 69 mutants: 66 killed, 3 equivalent, 0 survived\n" == result.stdout
    assert (0, "") == (result.exit_code, result.stderr)


def test_a_survivor_is_shown_as_a_diff_with_the_request_that_would_kill_it(tmp_path):
    result = run(tmp_path, File("small.yaml", small()), File("small.cases.yaml", cases(WITHOUT)))
    file = tmp_path / "small.yaml"
    witness = (
        "    received: 2026-12-20T10:00:00+01:00\n    policy: small\n    tier: basic\n    facts: {activity: project}\n"
    )
    a_day_later = witness.replace("2026-12-20", "2026-12-21")
    assert (
        f"{len(WITHOUT)} passed, 0 failed\n"
        f"{file}:17:3: survived: hours `office`: no holidays\n"
        "  - holidays: {country: DE, region: BE}\n"
        "  + (no holidays)\n"
        "  quotation Tue 29 Dec 14:00 becomes Mon 28 Dec 14:00 Berlin, for a request such\n"
        "  as\n"
        f"{witness}\n"
        f"{file}:17:3: survived: hours `office`: 2026-12-24 closes half an hour earlier\n"
        "  - 2026-12-24: 09:00-12:00\n"
        "  + 2026-12-24: 09:00-11:30\n"
        "  quotation Tue 29 Dec 15:00 becomes Tue 29 Dec 15:30 Berlin, for a request such\n"
        "  as\n"
        f"{a_day_later}\n"
        f"{file}:17:3: survived: hours `office`: 2026-12-24 like any other day\n"
        "  - 2026-12-24: 09:00-12:00\n"
        "  + (nothing)\n"
        "  quotation Tue 29 Dec 15:00 becomes Tue 29 Dec 10:00 Berlin, for a request such\n"
        "  as\n"
        f"{a_day_later}\n"
        f"{file}:17:3: survived: hours `office`: 2026-12-24 a day later\n"
        "  - 2026-12-24: 09:00-12:00\n"
        "  + 2026-12-25: 09:00-12:00\n"
        "  quotation Tue 29 Dec 15:00 becomes Mon 28 Dec 15:00 Berlin, for a request such\n"
        "  as\n"
        f"{a_day_later}\n"
        "small: 69 mutants: 62 killed, 3 equivalent, 4 survived\n"
    ) == result.stdout
    assert (1, "") == (result.exit_code, result.stderr)


def test_a_rule_that_survives_is_shown_before_and_after_or_gone(tmp_path):
    result = run(tmp_path, File("small.yaml", small()), File("small.cases.yaml", ONE))
    place = f"{tmp_path / 'small.yaml'}:36:7: survived: rule `down`"
    text = result.stdout.partition(f"{place}: its outcome")[2].partition("small.yaml:37:")[0]
    assert (
        " changed to P2\n"
        "  - {id: down, when: {outage: {at_least: partial}, not: {activity: question}}, then: P1}\n"
        "  + {id: down, when: {outage: {at_least: partial}, not: {activity: question}}, then: P2}\n"
        "  priority P1 becomes P2, required phone becomes none, allowed phone becomes\n"
        "  email, response 8 business hours in office becomes 2 business days in office,\n"
        "  for a request such as\n"
        "    received: 2026-06-01T10:00:00+02:00\n"
        "    policy: small\n"
        "    tier: basic\n"
        "    facts: {activity: fault, outage: partial}\n"
        "\n"
        f"{place} dropped\n"
        "  - {id: down, when: {outage: {at_least: partial}, not: {activity: question}}, then: P1}\n"
    ) == text[: text.index("then: P1}\n  priority") + len("then: P1}\n")]


def test_nothing_is_mutated_before_all_cases_pass(tmp_path):
    wrong = case("wrong", QUESTION, {"priority": "P1"})
    result = run(tmp_path, File("small.yaml", small()), File("small.cases.yaml", case_of_each() + wrong))
    assert (1, "nothing is mutated before all cases pass\n") == (result.exit_code, result.stderr)
    assert "mutants" not in result.stdout


def test_nothing_is_mutated_where_a_case_is_unsound(tmp_path):
    wrong = case("wrong", QUESTION, {"rules": ["no-such-rule"]})
    result = run(tmp_path, File("small.yaml", small()), File("small.cases.yaml", case_of_each() + wrong))
    assert 1 == result.exit_code
    assert "nothing is mutated before all cases pass\n" in result.stderr
    assert "mutants" not in result.stdout


def editions():
    """Return two editions of the small policy; the older one answers within an hour less."""
    older = small(
        ('edition: "2026"', 'edition: "2025"\neffective: {to: 2025-12-31}'), ("8 business hours", "7 business hours")
    )
    newer = small(('edition: "2026"', 'edition: "2026"\neffective: {from: 2026-01-01}'))
    return File("older.yaml", older), File("newer.yaml", newer)


def test_an_edition_that_no_case_falls_under_is_not_mutated(tmp_path):
    result = run(tmp_path, *editions(), File("newer.cases.yaml", case_of_each()))
    assert 0 == result.exit_code
    assert ["small: 69 mutants: 66 killed, 3 equivalent, 0 survived"] == result.stdout.splitlines()[1:]


def test_editions_of_one_policy_are_counted_by_name_and_killed_by_their_own_cases(tmp_path):
    past = {**QUESTION, "received": "2025-06-02T10:00:00+02:00"}
    mixed = case_of_each() + case("a question of old", past, {"scope": "support"})
    result = run(tmp_path, *editions(), File("newer.cases.yaml", mixed))
    counts = [line.partition(" mutants")[0] for line in result.stdout.splitlines() if " mutants: " in line]
    assert ["small@2026: 69", "small@2025: 69"] == counts
    assert 1 == result.exit_code
    places = {line.partition(":")[0] for line in result.stdout.splitlines() if ": survived: " in line}
    assert {str(tmp_path / "older.yaml")} == places


def test_a_policy_of_another_name_is_mutated_beside(tmp_path):
    content = small(("policy: small", "policy: other"))
    of_other = "cases:\n" + case("of another", {**QUESTION, "policy": "other"}, {"scope": "support"})
    files = (File("other.yaml", content), File("other.cases.yaml", of_other))
    result = run(tmp_path, File("small.yaml", small()), File("small.cases.yaml", case_of_each()), *files)
    counts = [line.partition(" mutants")[0] for line in result.stdout.splitlines() if " mutants: " in line]
    assert ["other: 69", "small: 69"] == counts


# ── reports that programs read ────────────────────────────────────────────────


def survivors_in(form, output):
    """Return the rules and messages under which a report has survivors."""
    if form == "json":
        return [entry for entry in json.loads(output)["findings"] if entry["check"] == "mutant-survived"]
    if form == "sarif":
        return [entry for entry in json.loads(output)["runs"][0]["results"] if entry["ruleId"] == "mutant-survived"]
    if form == "junit":
        return [line for line in output.splitlines() if "error: no case notices " in line]
    return [line for line in output.splitlines() if line.startswith("::error ") and "mutant-survived" in line]


@pytest.mark.parametrize("form", ["json", "sarif", "junit", "github"])
def test_reports_hold_a_finding_for_each_survivor(tmp_path, form):
    result = run(tmp_path, File("small.yaml", small()), File("small.cases.yaml", ONE), form=form)
    assert 1 == result.exit_code
    assert "hours `office`: 2026-12-24 like any other day" in result.stdout
    assert len(mutated(small(), ONE).survivors) == len(survivors_in(form, result.stdout))


def test_json_counts_the_mutants_of_each_edition(tmp_path):
    past = {**QUESTION, "received": "2025-06-02T10:00:00+02:00"}
    mixed = case_of_each() + case("a question of old", past, {"scope": "support"})
    result = run(tmp_path, *editions(), File("newer.cases.yaml", mixed), form="json", more=["--coverage"])
    record = json.loads(result.stdout)
    survived = len([finding for finding in record["findings"] if finding["check"] == "mutant-survived"])
    counted = {"policy": "small", "made": 69, "not_proved": 0, "unread": 0}
    assert {"edition": "2026", "killed": 66, "same": 3, "survived": 0, **counted} == record["mutants"][0]
    assert {"edition": "2025", "killed": 7, "same": 6, "survived": survived, **counted} == record["mutants"][1]
    assert ["2025", "2026"] == sorted(edition["edition"] for edition in record["coverage"]["policies"])


@pytest.mark.parametrize("form", ["json", "sarif", "junit", "github"])
def test_reports_hold_none_where_all_are_killed(tmp_path, form):
    result = run(tmp_path, File("small.yaml", small()), File("small.cases.yaml", case_of_each()), form=form)
    assert (0, []) == (result.exit_code, survivors_in(form, result.stdout))


def test_a_finding_points_at_the_rule_and_holds_the_request(tmp_path):
    result = run(tmp_path, File("small.yaml", small()), File("small.cases.yaml", ONE), form="json")
    dropped = [entry for entry in survivors_in("json", result.stdout) if "`projects` dropped" in entry["message"]]
    assert [
        {
            "severity": "error",
            "check": "mutant-survived",
            "file": str(tmp_path / "small.yaml"),
            "line": 31,
            "column": 7,
            "message": (
                "no case notices rule `projects` dropped: scope consulting becomes undecided, "
                "preferred email becomes none, allowed email becomes none, "
                "quotation 5 business days in office becomes none"
            ),
            "help": "add a case with this request",
            "at": "projects",
        }
    ] == [{key: value for key, value in entry.items() if key != "witness"} for entry in dropped]
    assert {"activity": "project"} == dropped[0]["witness"]["facts"]
