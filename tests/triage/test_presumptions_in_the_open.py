"""Each sentence on presumptions: which are unsafe, what another value would change, and who has looked."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from remit.cli import main
from remit.engine.triage.decision_text import as_text
from remit.engine.triage.layout import Look

from .verbs import answer as decided
from .verbs import contract, policy, record, request, store

OUTAGE = 'outage: {ask: "How much is down?", choices: [none, partial, complete], presume: none}'
FAULT = {"activity": "fault"}
LATER = "2026-03-11T08:00:00Z"
"""When a P2 of Tuesday at nine is due: after eight office hours."""
SOONER = "2026-03-10T12:00:00Z"
"""When a P1 is."""
PRIORITIES = """
  levels: {{P1: Critical, P2: Normal, P3: Low}}
  rules:
{rules}
    - {{id: rest, then: P3, cite: terms.all}}
"""
NEVER_PHONED = """
  ways: {phone: {}, email: {}}
  rules:
    - {id: anyhow, then: {allow: [phone, email]}, cite: terms.all}
"""
SAME_PROMISE = """
  initial_response: {within: {basic: 4 business hours}, cite: terms.all}
"""


def terms(*facts, **sections):
    """Return the small vendor's terms with these facts beside the activity, in which a level brings nothing else."""
    activity = 'activity: {ask: "What is asked for?", choices: [fault, question, project]}'
    written = "\n" + "".join(f"  {fact}\n" for fact in (activity, *facts))
    usual = {"facts": written, "priorities": rules(), "channels": NEVER_PHONED, "promises": SAME_PROMISE}
    return policy(**{**usual, **sections})


def rules(**levels):
    """Return priorities with a rule for each level and condition, and P3 for the rest."""
    listed = [
        f"    - {{id: {level.lower()}-{n}, when: {when}, then: {level}, cite: terms.all}}"
        for level, whens in levels.items()
        for n, when in enumerate([whens] if isinstance(whens, str) else whens)
    ]
    return PRIORITIES.format(rules="\n".join(listed))


def presumed(written, facts=FAULT, **keys):
    """Return what is presumed, by fact, in the order of the decision."""
    entries = record(request(facts=facts, **keys), store(written))["presumed"]
    return {entry["fact"]: entry for entry in entries}


def unsafe(written, facts=FAULT, **keys):
    """Return by fact that is presumed whether that is unsafe."""
    return {fact: entry["unsafe"] for fact, entry in presumed(written, facts, **keys).items()}


def boolean(name, value, *, when=""):
    """Return a boolean fact that is presumed to be so."""
    case = f"[{{when: {when}, value: {value}}}]" if when else value
    return f'{name}: {{ask: "{name}?", type: boolean, presume: {case}}}'


# ── unsafe ────────────────────────────────────────────────────────────────────


def test_a_presumption_is_unsafe_where_another_value_raises_the_level():
    assert {"outage": True} == unsafe(terms(OUTAGE, priorities=rules(P1="{outage: complete}")))


def test_a_presumption_is_safe_where_every_other_value_only_lowers_the_level():
    written = terms(boolean("workaround", "false"), priorities=rules(P1="{workaround: false}"))
    assert {"workaround": False} == unsafe(written)


def test_a_presumption_is_unsafe_where_another_value_widens_the_scope():
    scope = """
  rules:
    - {id: paid, when: {paid: true}, then: support, cite: terms.all}
    - {id: unpaid, when: {paid: false}, then: not_covered, cite: terms.all}
"""
    assert {"paid": True} == unsafe(terms(boolean("paid", "false"), scope=scope))
    assert {"paid": False} == unsafe(terms(boolean("paid", "true"), scope=scope))


@pytest.mark.parametrize(("narrow", "wide"), [("consulting", "support"), ("not_covered", "consulting")])
def test_support_is_wider_than_consulting_and_that_wider_than_nothing(narrow, wide):
    scope = f"""
  rules:
    - {{id: small, when: {{small: true}}, then: {wide}, cite: terms.all}}
    - {{id: large, when: {{small: false}}, then: {narrow}, cite: terms.all}}
"""
    assert {"small": True} == unsafe(terms(boolean("small", "false"), scope=scope))
    assert {"small": False} == unsafe(terms(boolean("small", "true"), scope=scope))


def test_any_scope_is_wider_than_one_that_no_rule_decides():
    scope = "\n  rules:\n    - {id: known, when: {known: true}, then: not_covered, cite: terms.all}\n"
    assert {"known": True} == unsafe(terms(boolean("known", "false"), scope=scope))
    assert {"known": False} == unsafe(terms(boolean("known", "true"), scope=scope))


def test_a_presumption_is_unsafe_where_another_value_requires_a_way():
    channels = """
  ways: {phone: {}, email: {}}
  rules:
    - {id: by-phone, when: {secret: true}, then: {require: phone}, cite: terms.all}
    - {id: anyhow, then: {allow: [phone, email]}, cite: terms.all}
"""
    assert {"secret": True} == unsafe(terms(boolean("secret", "false"), channels=channels))
    assert {"secret": False} == unsafe(terms(boolean("secret", "true"), channels=channels))


NIGHTS = """
  rules:
    - {id: nights, when: {nights: true}, then: always, cite: terms.all}
    - {id: office, then: office, cite: terms.all}
"""


def test_a_presumption_is_unsafe_where_another_value_brings_a_deadline_forward():
    evening = {"received": "2026-03-10T15:00:00+01:00"}
    assert {"nights": True} == unsafe(terms(boolean("nights", "false"), coverage=NIGHTS), **evening)
    assert {"nights": False} == unsafe(terms(boolean("nights", "true"), coverage=NIGHTS), **evening)


def test_what_brings_no_deadline_of_this_receipt_forward_is_safe():
    """Four hours from nine in the morning are over at one, whichever hours count."""
    assert {"nights": False} == unsafe(terms(boolean("nights", "false"), coverage=NIGHTS))


def test_a_presumption_is_unsafe_where_another_value_makes_something_owed():
    promises = """
  initial_response: {within: {basic: {P1: 4 business hours, P2: none, P3: none}}, cite: terms.all}
"""
    scope = """
  rules:
    - {id: first, when: {activity: fault}, then: support, cite: terms.all}
"""
    written = terms(OUTAGE, scope=scope, priorities=rules(P1="{outage: none}"), promises=promises)
    assert {"outage": False} == unsafe(written)
    written = terms(OUTAGE, scope=scope, priorities=rules(P1="{outage: complete}"), promises=promises)
    assert {"outage": True} == unsafe(written)


TOGETHER = terms(
    boolean("live", "false"), boolean("down", "false"), priorities=rules(P1="{live: true, down: true}")
)  # fmt: skip


def test_two_that_only_together_raise_a_level_are_both_unsafe():
    assert {"live": True, "down": True} == unsafe(TOGETHER)


def test_three_that_only_together_raise_a_level_are_all_unsafe():
    names = ("live", "down", "many")
    written = terms(*(boolean(n, "false") for n in names), priorities=rules(P1="{live: true, down: true, many: true}"))
    assert dict.fromkeys(names, True) == unsafe(written)


MANY = [f"broken_{n}" for n in range(20)]


def test_twenty_that_only_together_raise_a_level_are_all_unsafe():
    """A million completions, one of which is the one that counts."""
    together = f"{{{', '.join(f'{name}: true' for name in MANY)}}}"
    written = terms(*(boolean(name, "false") for name in MANY), priorities=rules(P1=together))
    assert dict.fromkeys(MANY, True) == unsafe(written)


def test_what_is_confirmed_no_longer_makes_another_unsafe():
    by_fact = presumed(TOGETHER, confirmed={"down": False})
    assert by_fact["live"]["unsafe"] is False


def test_what_the_contract_settles_is_not_presumed_and_makes_no_other_unsafe():
    live = boolean("live", "false").replace("type:", "from: contract, type:")
    written = terms(live, boolean("down", "false"), priorities=rules(P1="{live: true, down: true}"))
    asked = request(facts=FAULT, contract="ada-1", policy=None, tier=None, confirmed=["live"])
    answer = record(asked, store(written), contract(facts={"live": True}))
    assert [("down", True)] == [(entry["fact"], entry["unsafe"]) for entry in answer["presumed"]]
    assert ["nothing-to-confirm"] == [finding["check"] for finding in answer["findings"]]
    answer = record(asked, store(written), contract(facts={"live": False}))
    assert [] == answer["presumed"]


def test_what_is_stated_does_not_either():
    assert {} == unsafe(TOGETHER, {**FAULT, "down": False})
    assert {"live": True} == unsafe(TOGETHER, {**FAULT, "down": True})


def test_another_value_counts_though_a_presumption_of_another_fact_would_then_be_different():
    """Were nothing down, all could work; but whoever says that all is down may also be wrong on the workaround."""
    written = terms(
        boolean("down", "false"),
        boolean("workaround", "true", when="{down: true}"),
        priorities=rules(P1="{down: true, workaround: false}"),
    )
    by_fact = presumed(written)
    assert by_fact["down"]["unsafe"] is True
    assert by_fact["down"]["alternatives"] == []


# ── alternatives ──────────────────────────────────────────────────────────────


def alternatives(written, fact, facts=FAULT, **keys):
    return presumed(written, facts, **keys)[fact]["alternatives"]


def test_alternatives_are_the_other_values_that_change_something_with_what_would_differ():
    written = policy(facts=f"\n  activity: {{choices: [fault, question, project]}}\n  {OUTAGE}\n")
    assert alternatives(written, "outage") == [
        {"value": "complete", "level": ["P1"], "earliest": {"initial_response": SOONER}, "required": ["phone"]}
    ]


def test_what_changes_nothing_is_no_alternative():
    written = terms(OUTAGE, priorities=rules(P1="{outage: complete}"))
    assert ["complete"] == [alternative["value"] for alternative in alternatives(written, "outage")]


def test_two_that_change_nothing_alone_have_no_alternatives():
    assert [[], []] == [entry["alternatives"] for entry in presumed(TOGETHER).values()]


def test_a_number_has_one_alternative_for_each_region():
    users = 'users: {ask: "How many?", type: number, minimum: 0, presume: 1}'
    written = terms(users, priorities=rules(P1="{users: {at_least: 200}}", P2="{users: {more_than: 10}}"))
    by_region = alternatives(written, "users")
    assert [["P1"], ["P2"]] == sorted(alternative["level"] for alternative in by_region)
    level = {alternative["level"][0]: alternative["value"] for alternative in by_region}
    assert level["P1"] >= 200
    assert 10 < level["P2"] < 200


def test_an_alternative_says_all_that_becomes_possible_and_what_is_newly_missing():
    many = 'many: {ask: "Many?", type: boolean, presume: [{when: {down: false}, value: false}]}'
    written = terms(
        boolean("down", "false"), many, priorities=rules(P1="{down: true, many: true}", P2="{down: true}")
    )  # fmt: skip
    assert alternatives(written, "down") == [{"value": True, "level": ["P1", "P2"], "opens": ["many"]}]


def test_an_alternative_says_the_scope():
    scope = """
  rules:
    - {id: paid, when: {paid: true}, then: support, cite: terms.all}
    - {id: unpaid, when: {paid: false}, then: not_covered, cite: terms.all}
"""
    (alternative,) = alternatives(terms(boolean("paid", "false"), scope=scope), "paid")
    assert (True, ["support"], ["P3"]) == (alternative["value"], alternative["scope"], alternative["level"])


def test_a_safe_presumption_says_what_it_would_take_away():
    written = terms(boolean("workaround", "false"), priorities=rules(P1="{workaround: false}"))
    assert alternatives(written, "workaround") == [{"value": True, "level": ["P3"]}]


def test_a_presumption_cites_clauses_of_the_policy():
    by_fact = presumed(terms(OUTAGE, priorities=rules(P1="{outage: complete}")))
    assert set(by_fact["outage"]["cites"]) <= {"terms.all", "terms.hours"}


# ── order ─────────────────────────────────────────────────────────────────────


def test_unsafe_ones_come_first_by_what_is_at_stake():
    written = terms(
        boolean("aside", "false"),
        boolean("bad", "false"),
        boolean("worse", "false"),
        priorities=rules(P1="{worse: true}", P2=["{bad: true}", "{aside: false}"]),
    )
    answer = record(request(facts=FAULT), store(written))
    assert answer["unconfirmed"] == [entry["fact"] for entry in answer["presumed"]]
    assert ["worse", False] == [answer["presumed"][0]["fact"], answer["presumed"][-1]["unsafe"]]


# ── confirmed ─────────────────────────────────────────────────────────────────


def looked(confirmed, written=TOGETHER, facts=FAULT):
    """Return what is confirmed, what is not, and the checks of the findings."""
    answer = record(request(facts=facts, confirmed=confirmed), store(written))
    return answer["confirmed"], sorted(answer["unconfirmed"]), [finding["check"] for finding in answer["findings"]]


def test_a_request_says_what_somebody_has_confirmed():
    assert ([{"fact": "down", "value": False}], ["live"], []) == looked({"down": False})


def test_a_list_confirms_the_value_of_today():
    assert ([{"fact": "down", "value": False}], ["live"], []) == looked(["down"])


def test_nothing_is_confirmed_unless_somebody_says_so():
    answer = record(request(facts=FAULT), store(TOGETHER))
    assert [] == answer["confirmed"]
    assert ["down", "live"] == sorted(answer["unconfirmed"])


def test_another_value_than_the_one_presumed_is_not_confirmed():
    assert ([], ["down", "live"], ["confirmed-otherwise"]) == looked({"down": True})


def test_what_is_not_presumed_cannot_be_confirmed():
    assert ([], ["down", "live"], ["nothing-to-confirm"]) == looked({"activity": "fault"})
    assert ([], ["down", "live"], ["nothing-to-confirm"]) == looked(["activity"])


def test_what_has_been_stated_since_is_not_confirmed():
    assert ([], ["live"], ["nothing-to-confirm"]) == looked(["down"], facts={**FAULT, "down": True})


def test_confirming_changes_nothing_else_of_a_decision():
    parts = ("status", "scope", "priority", "channel", "deadlines", "missing", "services", "intake")
    plain, confirmed = (record(request(facts=FAULT, confirmed=c), store(TOGETHER)) for c in (None, ["live", "down"]))
    assert {part: plain[part] for part in parts} == {part: confirmed[part] for part in parts}


# ── text and exit codes ───────────────────────────────────────────────────────


@pytest.fixture
def run(tmp_path):
    """Decide a request to Jumpmind, with what is confirmed, and return what the command did."""

    def decide(confirmed=None, *options, **facts):
        file = tmp_path / "request.yaml"
        lines = ["received: 2026-03-10T09:00:00Z", "policy: jumpmind", "tier: standard"]
        lines += [f"facts: {{{', '.join(f'{name}: {value}' for name, value in facts.items())}}}"]
        lines += [f"confirmed: [{', '.join(confirmed)}]"] if confirmed is not None else []
        file.write_text("\n".join(lines) + "\n", "utf-8")
        return CliRunner().invoke(main, ["decide", *options, str(file)])

    return decide


NOTHING_LOST = {
    "activity": "problem_diagnosis", "environment": "production", "service_loss": "none", "data_loss": "none",
    "essential_part_usable": "true", "mission_critical_app_usable": "true", "time_sensitive": "false",
    "work_stopped": "false",
}  # fmt: skip
"""Of which functionality is presumed, unsafely, and the age of the version, safely."""


def test_the_level_is_said_with_what_it_could_be(run):
    lines = run(**NOTHING_LOST).stdout.splitlines()
    (level,) = [n for n, line in enumerate(lines) if "P4 Low" in line]
    beside = " ".join(line.strip() for line in lines[level : level + 2])
    assert "P4 Low, unless a presumption is wrong: could be P" in beside


def test_the_level_is_said_with_what_two_presumptions_could_make_it_together():
    text = as_text(decided(request(facts=FAULT), store(TOGETHER)), Look())
    assert "P3 Low, unless a presumption is wrong: could be P1" in " ".join(text.split())
    text = as_text(decided(request(facts=FAULT, confirmed=["down"]), store(TOGETHER)), Look())
    assert "unless" not in text


def test_the_level_alone_is_said_where_no_presumption_is_unsafe(run):
    assert "unless" not in run(**NOTHING_LOST, functionality="intact").stdout
    assert "unless" not in run(["functionality"], **NOTHING_LOST).stdout


def test_what_is_to_be_confirmed_stands_below_the_deadlines(run):
    lines = run(**NOTHING_LOST).stdout.splitlines()
    (deadline,) = [n for n, line in enumerate(lines) if "initial response" in line]
    confirm = lines.index("confirm")
    assert confirm > deadline
    assert lines[confirm + 1].split() == ["functionality", "presumed", "intact"]


def test_a_decision_exits_0_without_the_option_whatever_is_unconfirmed(run):
    assert 0 == run(**NOTHING_LOST).exit_code


@pytest.mark.parametrize(
    ("confirmed", "any_", "unsafe_"),
    [
        (None, 4, 4),
        (["version_age_months"], 4, 4),
        (["functionality"], 4, 0),
        (["functionality", "version_age_months"], 0, 0),
    ],
)
def test_the_exit_code_says_whether_something_is_unconfirmed(run, confirmed, any_, unsafe_):
    assert any_ == run(confirmed, "--confirmed", **NOTHING_LOST).exit_code
    assert unsafe_ == run(confirmed, "--confirmed=unsafe", **NOTHING_LOST).exit_code


def test_where_nothing_is_presumed_nothing_is_to_be_confirmed(run):
    facts = {"activity": "custom_development", "environment": "production"}
    assert 0 == run(None, "--confirmed", **facts).exit_code
