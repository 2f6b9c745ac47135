"""What is changed in a policy, and how it is shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from language.verbs import parse_policy
from rules.worlds import laws

from remit.engine.authoring.mutation.mutants import mutants
from remit.engine.findings import Findings
from remit.engine.worktime import collisions, never_open

from ..generated import as_text, policy_texts
from .verbs import Change, changes, done, policy_of, small

LISTED = Path(__file__).with_name("small.mutants.txt")


def listed(content):
    """Return the mutants of a policy as a text: the line that each points at, what was done, what it shows."""
    lines = []
    for mutant in mutants(policy_of(content)):
        pointed = content.splitlines()[mutant.mark.line - 1][mutant.mark.column - 1 :]
        lines.append(f"{mutant.what}  ({pointed.split(',')[0]})\n")
        lines += [f"  - {line.removeprefix('- ')}\n" for line in mutant.before]
        lines += [f"  + {line.removeprefix('- ')}\n" for line in mutant.after]
    return "".join(lines)


def rules_of(policy):
    return {group.name: [(rule.id, rule.when, rule.then) for rule in group.rules] for group in policy.groups}


def test_every_mutant_of_a_small_policy():
    assert LISTED.read_text("utf-8") == listed(small())


def test_each_mutant_is_changed_where_it_says_and_nowhere_else():
    policy = policy_of(small())
    for mutant in mutants(policy):
        parts = [
            *(
                name
                for name in ("scope", "priority", "coverage", "channel")
                if rules_of(policy)[name] != rules_of(mutant.policy)[name]
            ),
            *(name for name in policy.promises if policy.promises[name] != mutant.policy.promises[name]),
            *(name for name in policy.hours if policy.hours[name] != mutant.policy.hours[name]),
        ]
        assert 1 == len(parts), mutant.what


@laws(12)
@given(policy_texts())
def test_what_is_shown_of_a_rule_reads_as_that_rule(content):
    policy = policy_of(content)
    for mutant in mutants(policy):
        if mutant.rule and len(mutant.after) == 1:  # after a swap, rules read as they did before it
            written = next(rule for group in mutant.policy.groups for rule in group.rules if rule.id == mutant.rule)
            assert written == read_back(content, mutant.after[0])
    for group in policy.groups:
        for rule in group.rules:
            (before,) = {m.before[0] for m in mutants(policy) if m.rule == rule.id and len(m.before) == 1} or {""}
            assert not before or rule == read_back(content, before)


def read_back(content, line):
    """Return the rule that a line writes, read in the place of the policy's own; what is shown cites nothing."""
    (item,) = yaml.safe_load(line)
    written = json.loads(content)
    promises = [promise for promise in written.get("promises", {}).values() if "rules" in promise]
    for section in (*(written[name] for name in ("scope", "priorities", "coverage", "channels")), *promises):
        rules = section["rules"]
        section["rules"] = [{**item, "cite": r["cite"]} if r["id"] == item["id"] else r for r in rules]
    findings = Findings()
    policy = parse_policy(as_text(json.dumps(written)), findings)
    assert policy is not None, findings
    return next(rule for group in policy.groups for rule in group.rules if rule.id == item["id"])


# ── conditions ────────────────────────────────────────────────────────────────


def conditions(when, facts=""):
    """Return what is made of a rule's condition: what was done, and the conditions that came of it."""
    content = small(
        ("  users:", f"{facts}  users:"),
        ("{id: many, when: {users: {at_least: 500}}", f"{{id: many, when: {when}"),
    )
    listed = changes(content, "rule `many`: ")
    made = [(entry.what.removeprefix("rule `many`: "), yaml.safe_load(entry.after[0])[0]) for entry in listed]
    return [(what, rule.get("when")) for what, rule in made if not what.startswith("its outcome")]


def test_a_condition_of_one_limb():
    assert [("its only limb dropped", None), ("a limb negated", {"not": {"outage": "complete"}})] == conditions(
        "{outage: complete}"
    )


def test_one_limb_written_as_a_list_of_all():
    assert [
        ("its only limb dropped", None),
        ("a limb negated", {"all": [{"not": {"outage": "complete"}}]}),
    ] == conditions("{all: [{outage: complete}]}")


def test_a_negation_is_dropped_and_not_made_double():
    assert [("its only limb dropped", None), ("a negation dropped", {"outage": "complete"})] == conditions(
        "{not: {outage: complete}}"
    )


def test_alternatives_are_limbs_too():
    assert [
        ("its only limb dropped", None),
        ("a limb negated", {"not": {"any": [{"outage": "complete"}, {"users": {"more_than": 5}}]}}),
        ("a limb dropped", {"users": {"more_than": 5}}),
        ("a limb negated", {"any": [{"not": {"outage": "complete"}}, {"users": {"more_than": 5}}]}),
        ("a limb dropped", {"outage": "complete"}),
        ("a limb negated", {"any": [{"outage": "complete"}, {"not": {"users": {"more_than": 5}}}]}),
        ("a threshold moved by one", {"any": [{"outage": "complete"}, {"users": {"more_than": 4}}]}),
        ("a threshold moved by one", {"any": [{"outage": "complete"}, {"users": {"more_than": 6}}]}),
    ] == conditions("{any: [{outage: complete}, {users: {more_than: 5}}]}")


def test_limbs_nested_four_deep():
    altered = conditions(
        "{outage: complete, not: {any: [{activity: fault}, {all: [{users: 5}, {not: {activity: project}}]}]}}"
    )
    assert {
        "a limb dropped": 6,
        "a limb negated": 4,
        "a negation dropped": 2,
    } == {what: sum(deed == what for deed, _ in altered) for what, _ in altered}
    assert len(altered) == len({repr(made) for _, made in altered})


@pytest.mark.parametrize(
    ("when", "bounds"),
    [
        ("{users: {at_least: 1}}", [0, 2]),
        ("{users: {at_most: 0}}", [1]),
        ("{users: {more_than: 99}}", [98, 100]),
        ("{users: {less_than: 100}}", [99]),
        ("{users: {less_than: 1.5}}", [0.5, 2.5]),
    ],
)
def test_thresholds_move_within_what_the_fact_can_be(when, bounds):
    content = small(
        ("minimum: 0", "minimum: 0, maximum: 100"),
        ("{users: {at_least: 500}}", when),
    )
    moved = changes(content, "rule `many`: a threshold moved by one")
    assert bounds == [next(iter(yaml.safe_load(entry.after[0])[0]["when"]["users"].values())) for entry in moved]


@pytest.mark.parametrize(
    ("when", "bounds"),
    [("none", ["partial"]), ("partial", ["none", "complete"]), ("complete", ["partial"])],
)
def test_thresholds_of_ordered_choices_move_to_the_neighbours(when, bounds):
    content = small(("{users: {at_least: 500}}", f"{{outage: {{at_least: {when}}}}}"))
    moved = changes(content, "rule `many`: a threshold moved by one")
    assert bounds == [yaml.safe_load(entry.after[0])[0]["when"]["outage"]["at_least"] for entry in moved]


def test_a_range_is_two_limbs():
    assert [
        ("a limb dropped", {"users": {"less_than": 9}}),
        ("a limb negated", {"not": {"users": {"at_least": 5}}, "users": {"less_than": 9}}),
        ("a threshold moved by one", {"users": {"at_least": 4, "less_than": 9}}),
        ("a threshold moved by one", {"users": {"at_least": 6, "less_than": 9}}),
        ("a limb dropped", {"users": {"at_least": 5}}),
        ("a limb negated", {"users": {"at_least": 5}, "not": {"users": {"less_than": 9}}}),
        ("a threshold moved by one", {"users": {"at_least": 5, "less_than": 8}}),
        ("a threshold moved by one", {"users": {"at_least": 5, "less_than": 10}}),
    ] == conditions("{users: {at_least: 5, less_than: 9}}")


def test_a_text_that_looks_like_a_citation_is_shown_whole():
    facts = "  host: {ask: Which host?, type: text}\n"
    ((_, dropped), (_, negated)) = conditions('{host: "x, cite: []"}', facts)
    assert (None, {"not": {"host": "x, cite: []"}}) == (dropped, negated)


# ── outcomes ──────────────────────────────────────────────────────────────────


def test_an_outcome_that_has_no_other_is_left():
    content = small(
        ("levels: {P1: Critical, P2: Normal}", "levels: {P1: Critical}"),
        ("{id: normal, then: P2", "{id: normal, then: P1"),
        ("{P1: 8 business hours, P2: 2 business days}", "{P1: 8 business hours}"),
        ("{P1: 1 hour, P2: none}", "{P1: 1 hour}"),
    )
    assert [] == [what for what in done(content) if what.startswith("rule `normal`: its outcome")]


def test_a_rule_that_is_alone_is_not_dropped():
    content = small(("    - {id: critical, when: {tier: gold, priority: P1}, then: always, cite: terms.all}\n", ""))
    assert ["rule `usual`: its outcome changed to always"] == [what for what in done(content) if "`usual`" in what]


def test_policies_without_channels_coverage_or_promises_have_none_to_change():
    content = small()
    content = content[: content.index("coverage:")]
    assert set() == {what for what in done(content) if "by-" in what or "promise" in what or "critical" in what}


def test_a_preferred_way_beside_others():
    content = small(("{prefer: email}", "{prefer: email, allow: phone}"))
    assert [
        (": way email no longer preferred", "{allow: [phone, email]}"),
        (": way phone no longer allowed", "{prefer: email}"),
        (": way phone required", "{require: phone, prefer: email}"),
        (" dropped", ""),
    ] == [
        (entry.what.removeprefix("rule `by-email`"), entry.after[0].partition("then: ")[2][:-1] if entry.after else "")
        for entry in changes(content, "rule `by-email`")
    ]


def test_a_way_that_is_allowed_already_is_not_allowed_twice():
    content = small(("{prefer: email}", "{prefer: email, allow: email}"))
    (only,) = changes(content, "rule `by-email`: way email no longer preferred")
    assert ("- {id: by-email, then: {allow: email}}",) == only.after


# ── promises ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("span", "longer"),
    [
        ("90 seconds", "1 minute 31 seconds"),
        ("0 seconds", "1 second"),
        ("15 minutes", "16 minutes"),
        ("24 hours", "48 hours"),
        ("1 business day", "2 days"),
        ("1 day 4 hours", "1 day 5 hours"),
        ("7 hours 30 minutes", "7 hours 31 minutes"),
    ],
)
def test_a_span_grows_by_one_of_its_smallest_unit(span, longer):
    content = small(("gold: {P1: 1 hour", f"gold: {{P1: {span}"))
    what = "promise `response`, gold P1: the span changed"
    expected = Change(what, (f"gold: {{P1: {span}}}",), (f"gold: {{P1: {longer}}}",))
    assert [expected] == changes(content, what)


def test_a_span_that_a_fact_gives_can_only_be_dropped():
    content = small(
        ("  users:", "  agreed: {ask: What was agreed?, type: span, optional: true}\n  users:"),
        ("gold: {P1: 1 hour, P2: none}", "gold: {P1: {fact: agreed}}"),
    )
    what = "promise `response`, gold P1: nothing owed"
    assert [Change(what, ("gold: {P1: {fact: agreed}}",), ("gold: {P1: none}",))] == changes(
        content, "promise `response`, gold"
    )


# ── hours ─────────────────────────────────────────────────────────────────────


def hours(week, more=""):
    """Return what is made of hours besides another time zone: what was done, and the lines before and after."""
    content = small(("  always: {", f"  spare: {{timezone: UTC, week: {week}{more}}}\n  always: {{"))
    listed = changes(content, "hours `spare`")
    zone = Change("hours `spare`: another time zone", ("timezone: UTC",), ("timezone: Asia/Tokyo",))
    assert zone in listed
    return [
        (entry.what.removeprefix("hours `spare`: "), *entry.before, *entry.after) for entry in listed if entry != zone
    ]


LATER, EARLIER = "opens half an hour later", "closes half an hour earlier"


def test_a_lunch_break_stays_as_it_is():
    assert [
        (LATER, "09:00-12:00, 13:00-17:00", "09:30-12:00, 13:00-17:00"),
        (EARLIER, "09:00-12:00, 13:00-17:00", "09:00-12:00, 13:00-16:30"),
        ("closed on fri", "fri: 09:00-12:00, 13:00-17:00", "fri: closed"),
        ("open on sat, too", "sat: closed", "sat: 09:00-12:00, 13:00-17:00"),
    ] == hours('{mon-fri: "09:00-12:00, 13:00-17:00"}')


def test_openings_are_taken_in_the_order_of_the_day():
    assert [
        (LATER, "09:00-12:00, 13:00-17:00", "09:30-12:00, 13:00-17:00"),
        (EARLIER, "09:00-12:00, 13:00-17:00", "09:00-12:00, 13:00-16:30"),
    ] == hours('{mon-fri: "13:00-17:00, 09:00-12:00"}')[:2]


def test_only_the_opening_at_the_edge_is_changed_however_short_the_other_is():
    assert [
        (LATER, "09:00-09:20, 13:00-13:20", "13:00-13:20"),
        (EARLIER, "09:00-09:20, 13:00-13:20", "09:00-09:20"),
        ("closed on tue", "tue: 09:00-09:20, 13:00-13:20", "tue: closed"),
        ("open on wed, too", "wed: closed", "wed: 09:00-09:20, 13:00-13:20"),
    ] == hours('{mon-tue: "09:00-09:20, 13:00-13:20"}')


def test_openings_over_night():
    assert [
        (LATER, "22:00-06:00", "22:30-06:00"),
        (EARLIER, "22:00-06:00", "22:00-05:30"),
        ("closed on sun", "sun: 22:00-06:00", "sun: closed"),
    ] == hours('{mon-sun: "22:00-06:00"}')


def test_an_opening_just_before_midnight_does_not_move_to_the_next_day():
    assert [
        (EARLIER, "23:45-00:30", "23:45-24:00"),
        ("closed on tue", "tue: 23:45-00:30", "tue: closed"),
        ("open on wed, too", "wed: closed", "wed: 23:45-00:30"),
    ] == hours('{mon-tue: "23:45-00:30"}')


def test_the_first_day_that_differs_is_shown():
    assert (LATER, "09:00-17:00", "09:30-17:00") == hours('{mon: "23:45-24:00", tue: "09:00-17:00"}')[0]


def test_hours_that_would_never_open_are_not_made():
    assert [("open on tue, too", "tue: closed", "tue: 09:00-09:30")] == hours('{mon: "09:00-09:30"}')
    assert [
        (LATER, "09:00-10:00", "09:30-10:00"),
        (EARLIER, "09:00-10:00", "09:00-09:30"),
        ("open on tue, too", "tue: closed", "tue: 09:00-10:00"),
    ] == hours('{mon: "09:00-10:00"}')


def test_a_further_day_does_not_open_into_the_next():
    overnight = '{mon-fri: "22:00-06:00", sat: closed, sun: "05:00-12:00"}'
    assert not [what for what, *_ in hours(overnight) if what.startswith("open on")]


def test_a_business_day_that_is_written_becomes_longer():
    assert ("a longer business day", "day: 7 hours", "day: 7 hours 30 minutes") == hours(
        '{mon-fri: "09:00-17:00"}', ", day: 7 hours"
    )[4]


def test_each_date_becomes_a_day_like_any_other():
    more = ', dates: {2026-12-24: closed, 2026-12-27: "10:00-12:00"}'
    assert [
        ("open on sat, too", "sat: closed", "sat: 09:00-17:00"),
        ("2026-12-27 closes half an hour earlier", "2026-12-27: 10:00-12:00", "2026-12-27: 10:00-11:30"),
        ("2026-12-24 like any other day", "2026-12-24: closed", "(nothing)"),
        ("2026-12-24 a day later", "2026-12-24: closed", "2026-12-25: closed"),
        ("2026-12-27 like any other day", "2026-12-27: 10:00-12:00", "(nothing)"),
        ("2026-12-27 a day later", "2026-12-27: 10:00-12:00", "2026-12-28: 10:00-12:00"),
        (
            "its dated days in every year",
            "2026-12-24: closed, 2026-12-27: 10:00-12:00",
            "12-24: closed, 12-27: 10:00-12:00",
        ),
    ] == hours('{mon-fri: "09:00-17:00"}', more)[3:]


def test_hours_open_on_dates_alone():
    opening = "2026-12-27: 10:00-12:00"
    assert [
        ("2026-12-27 closes half an hour earlier", opening, "2026-12-27: 10:00-11:30"),
        ("2026-12-27 a day later", opening, "2026-12-28: 10:00-12:00"),
        ("its dated days in every year", opening, "12-27: 10:00-12:00"),
    ] == hours("{mon: closed}", ', dates: {2026-12-27: "10:00-12:00"}')


def test_a_region_that_yaml_would_take_for_a_number_is_quoted():
    content = small(("{country: DE, region: BE}", '{country: FR, region: "57"}'))
    (only,) = changes(content, "hours `office`: no holidays")
    assert {"holidays": {"country": "FR", "region": "57"}} == yaml.safe_load(only.before[0])


@pytest.mark.parametrize("name", ["jams", "jumpmind"])
def test_mutants_of_hours_are_hours_that_a_policy_may_have(name):
    path = Path(__file__).parents[3] / "policies" / f"{name}.yaml"
    for mutant in mutants(policy_of(path.read_text("utf-8"))):
        for hours_ in mutant.policy.hours.values():
            assert not never_open(hours_)
            assert () == collisions(hours_)
