"""The occasions of escalation, and how long after the receipt it opens, are changed one at a time."""

from __future__ import annotations

from .verbs import changes, small, without_cases

STEP = "  - {{to: head, {keys}, cite: terms.all}}\n"


def escalating(*steps: str) -> str:
    """Return the small policy with steps of escalation."""
    listed = "".join(STEP.format(keys=keys) for keys in steps)
    return small() + f"\nescalation:\n{listed}"


def done(*steps: str) -> list[tuple[str, str, str]]:
    """Return what is done to steps, and the lines before and after."""
    start = "escalation to `head`: "
    listed = changes(escalating(*steps), start)
    return [(change.what.removeprefix(start), change.before[0], change.after[0]) for change in listed]


def told_apart(*steps: str) -> tuple[list[str], list[str]]:
    """Return what of steps some request shows, and what none was found for."""
    result = without_cases(escalating(*steps))
    survivors = [survivor.mutant.what for survivor in result.survivors]
    start = "escalation to `head`: "
    unproved = [mutant.what.removeprefix(start) for mutant in result.unproved]
    return [what.removeprefix(start) for what in survivors if what.startswith(start)], unproved


def test_each_occasion_is_dropped():
    listed = "when_any: [response_overdue, {overdue: quotation}, asked]"
    assert [
        ("occasion `response_overdue` dropped", listed, "when_any: [{overdue: quotation}, asked]"),
        ("occasion `{overdue: quotation}` dropped", listed, "when_any: [response_overdue, asked]"),
        ("occasion `asked` dropped", listed, "when_any: [response_overdue, {overdue: quotation}]"),
    ] == done(listed)


def test_where_any_dissatisfaction_will_do_no_other_occasion_matters():
    assert [] == done("when_any: [handling]")
    assert ["occasion `handling` dropped"] == [
        what for what, _, _ in done("when_any: [asked, handling], after: 1 hour")
    ]


def test_a_span_is_longer_dropped_or_counted_in_other_hours():
    assert [
        ("a longer `after`", "after: 4 hours", "after: 5 hours"),
        ("no `after`", "after: 4 hours", "(nothing)"),
        ("its hours changed", "hours: office", "hours: always"),
    ] == done("after: 4 hours, hours: office")


def test_each_change_shows_for_some_request():
    steps = {
        "when_any: [response_overdue, criticality_changed, asked]": 3,
        "when_any: [reopened, resumed]": 2,
        "after: 4 hours, hours: office": 3,
        "when_any: [asked], after: 30 minutes": 3,
        "when: {outage: complete}, when_any: [handling, asked]": 1,
    }
    for step, count in steps.items():
        shown, unproved = told_apart(step)
        assert (count, []) == (len([what for what in shown if "limb" not in what]), unproved), step


def test_a_step_that_no_request_has_is_told_by_none():
    shown, unproved = told_apart("when: {outage: complete, activity: project, priority: P1}, when_any: [asked]")
    assert not [what for what in [*shown, *unproved] if "occasion" in what]
