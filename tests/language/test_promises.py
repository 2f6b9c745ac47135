"""Promises, services, intake and escalation."""

from __future__ import annotations

import pytest

from remit.engine.model import Entry, Escalation, IntakeItem, IsOneOf, Service, Span, SpanOf

from .verbs import helps, policy, refuses

HOUR = Entry(within=Span(3600))
AGREED = Entry(within=SpanOf("agreed"))
TWO_DAYS = Entry(within=Span(0, 2))
SPAN = "a span such as `6 business hours`, `2 days` or `7 hours 30 minutes`"
KIND = "`kind` is `promise`, not one of `goal`, `guarantee`"
ELSE = "`else` stands without the `fact` that can be none"
FACTS = "facts: {agreed: {type: span, optional: true}, sure: {type: span}, users: {type: number}}\n"


def within(table: str, more: str = "") -> dict[tuple[str, str | None], Entry | None]:
    """Return the cells that a table writes."""
    return dict(policy(f"{FACTS}promises: {{p: {{within: {table}, cite: terms.all{more}}}}}").promises["p"].within)


def refusal(table: str, more: str = "") -> list[str]:
    """Return what is wrong with a table, each with its column inside the text."""
    said = refuses(f"{FACTS}promises: {{p: {{within: {table}, cite: terms.all{more}}}}}")
    places = [line.partition(" ") for line in said]
    return [f"{int(place.removeprefix('2:')) - len('promises: {p: {within: ')} {rest}" for place, _, rest in places]


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        ("{base: {P1: 1 hour}}", {("base", "P1"): HOUR}),
        ("{base: 1 hour}", {("base", "P1"): HOUR, ("base", "P2"): HOUR}),
        ("{base: none}", {("base", "P1"): None, ("base", "P2"): None}),
        ("{base: {P1: none, P2: 0 hours}}", {("base", "P1"): None, ("base", "P2"): Entry(within=Span(0))}),
        ("{base: {fact: agreed}}", {("base", "P1"): AGREED, ("base", "P2"): AGREED}),
        (
            "{base: {fact: agreed, else: 2 days}, plus: {within: 1 hour, hours: office, kind: goal, cite: terms.all}}",
            {
                **dict.fromkeys([("base", "P1"), ("base", "P2")], Entry(within=SpanOf("agreed", Span(0, 2)))),
                **dict.fromkeys(
                    [("plus", "P1"), ("plus", "P2")],
                    Entry(within=Span(3600), hours="office", kind="goal", cite=("terms.all",)),
                ),
            },
        ),
        (
            "{base: {P1: {within: {fact: agreed, else: 2 days}, kind: guarantee}}}",
            {("base", "P1"): Entry(within=SpanOf("agreed", Span(0, 2)), kind="guarantee")},
        ),
        (
            "{base: {P2: {fact: agreed}}, plus: 2 days}",
            {("base", "P2"): AGREED, ("plus", "P1"): TWO_DAYS, ("plus", "P2"): TWO_DAYS},
        ),
    ],
)
def test_table_of_a_promise(table, cells):
    """It is laid out as cells; what is left out is not there."""
    assert cells == within(table)


def test_promise_for_consulting():
    """It has one cell for each tier."""
    assert {("base", None): HOUR, ("plus", None): None} == within("{base: 1 hour, plus: none}", ", scope: consulting")
    assert {("base", None): AGREED} == within("{base: {fact: agreed}}", ", scope: consulting")


def test_everything_else_of_a_promise():
    """It is read, and has defaults."""
    plain = policy("promises: {p: {within: {base: 1 hour}, cite: terms.all}}").promises["p"]
    assert ("support", False, None, None, ("terms.all",)) == (
        plain.scope,
        plain.repeats,
        plain.hours,
        plain.kind,
        plain.cite,
    )
    full = policy(
        "promises: {p: {scope: support, from: received, repeats: true, hours: office, kind: "
        "goal, within: {base: 1 hour}, cite: [terms.all]}}"
    ).promises["p"]
    assert (True, "office", "goal") == (full.repeats, full.hours, full.kind)


def test_level_that_is_called_fact():
    """A table with it is a table of levels."""
    levels = "priorities: {levels: {fact: x, P2: y}, rules: [{id: a, then: P2, cite: terms.all}]}\n"
    read = policy(levels + "promises: {p: {within: {base: {fact: 1 hour, P2: none}}, cite: terms.all}}")
    assert {("base", "fact"): HOUR, ("base", "P2"): None} == dict(read.promises["p"].within)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("{gold: 1 hour}", "2 unknown-tier tier `gold` is not declared"),
        ("{base: {P3: 1 hour}}", "9 unknown-level level `P3` is not declared"),
        ("{base: -1 hour}", f"8 wrong-span `-1 hour` is neither {SPAN} nor `none`"),
        ("{base: {P1: 1.5 hours}}", f"13 wrong-span `1.5 hours` is neither {SPAN} nor `none`"),
        ("{base: None}", f"8 wrong-span `None` is neither {SPAN} nor `none`"),
        ("{base: 4}", "2 wrong-type `base` must be a string or a mapping, not a number"),
        ("{base: {P1: 4}}", "9 wrong-type `P1` must be a string or a mapping, not a number"),
        ("{base: {P1: null}}", "9 wrong-type `P1` must be a string or a mapping, not null"),
        ("{base: {P1: {}}}", "9 missing-key `P1` lacks the key `within`, `by` or `fact`"),
        ("{base: {}}", "2 empty `base` must not be empty"),
        ("{base: {P1: {within: none}}}", "22 wrong-span `within` is `none`, which stands alone where nothing is owed"),
        ("{base: {P1: {within: {}}}}", "14 missing-key `within` lacks the key `fact`"),
        (
            "{base: {P1: {within: 1 hour, else: 2 hours}}}",
            f"30 wrong-shape {ELSE}",
        ),
        ("{base: {P1: {else: 2 hours}}}", f"14 wrong-shape {ELSE}"),
        ("{base: {P1: {fact: agreed, hours: office}}}", "28 wrong-shape `hours` stands beside `fact` in `P1`"),
        ("{base: {P1: {fact: agreed, else: none}}}", f"34 wrong-span `else` is `none`, not {SPAN}"),
        ("{base: {fact: sure, else: 1 hour}}", "21 wrong-shape `sure` is never none, so that its `else` never counts"),
        ("{base: {within: 1 hour, hours: never}}", "32 unknown-hours hours `never` are not declared"),
        ("{base: {within: 1 hour, hours: [office]}}", "25 wrong-type `hours` must be a string, not a list"),
        (
            "{base: {within: 1 hour, kind: promise}}",
            f"25 wrong-value {KIND}",
        ),
        ("{base: {within: 1 hour, cite: terms.none}}", "31 unknown-clause clause `terms.none` is not declared"),
        ("{base: {within: 1 hour, cite: []}}", "25 empty `cite` must not be empty"),
        ("{base: {within: 1 hour, when: {known: true}}}", "32 unknown-key unknown key `known` in `when`"),
        ("{base: {within: 1 hour, when: always}}", "25 unknown-key unknown key `when` in `base`"),
        ("{base: {within: 1 hour, P1: 2 hours}}", "25 unknown-key unknown key `P1` in `base`"),
        ("{base: {P1: {within: 1 hour, until: closed}}}", "30 unknown-key unknown key `until` in `P1`"),
        ("{}", "-7 empty `within` must not be empty"),
        ("1 hour", "-7 wrong-type `within` must be a mapping, not a string"),
        ("{base: {fact: users}}", "15 unknown-span-fact span fact `users` is not declared"),
        ("{base: {P1: {fact: nothing}}}", "20 unknown-span-fact span fact `nothing` is not declared"),
    ],
)
def test_refusal_of_a_table(table, expected):
    """It has one message, at the cell that is wrong."""
    assert [expected] == refusal(table)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (", hours: never", "unknown-hours hours `never` are not declared"),
        (", kind: promise", "wrong-value `kind` is `promise`, not one of `goal`, `guarantee`"),
        (", from: sent", "unknown-event event `sent` is not declared"),
        (", scope: not_covered", "wrong-value `scope` is `not_covered`, not one of `support`, `consulting`"),
        (", repeats: yes", "wrong-type `repeats` must be a boolean, not a string"),
    ],
)
def test_refusal_of_a_promise(more, expected):
    """It has one message."""
    assert [expected] == [line.partition(" ")[2] for line in refusal("{base: 1 hour}", more)]


def test_consulting_with_levels():
    """It is refused, with advice."""
    text = "promises: {p: {scope: consulting, within: {base: {P1: 1 hour}}, cite: terms.all}}"
    assert ["1:44 wrong-shape a consulting promise has no levels"] == refuses(text)
    assert ["give the tier one span"] == helps(text)


def test_promise_that_cites_nothing():
    """It is refused."""
    assert ["1:12 missing-key `p` lacks the key `cite`"] == refuses("promises: {p: {within: {base: 1 hour}}}")


def test_help_with_a_number_for_a_span():
    """It does not advise to quote what would then be refused."""
    assert "quote it" not in helps("promises: {p: {within: {base: 4}, cite: terms.all}}")


def test_service():
    """It is read as its record; what it is not limited to is empty."""
    facts = "facts: {activity: {choices: [fault, question]}}\n"
    read = policy(
        facts + "services: {a: {title: A}, b: {title: B, tiers: base, activities: [fault], levels: [P1, P2], "
        "per_year: 4, span: 2 days, note: n, billable: true, cite: terms.all}}"
    ).services
    full = Service("b", "B", ("base",), ("fault",), ("P1", "P2"), 4, Span(0, 2), "n", ("terms.all",), billable=True)
    assert {"a": Service("a", "A"), "b": full} == dict(read)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("{}", "1:12 missing-key `s` lacks the key `title`"),
        ("{title: x, tiers: gold}", "1:33 unknown-tier tier `gold` is not declared"),
        ("{title: x, tiers: [base, gold]}", "1:40 unknown-tier tier `gold` is not declared"),
        ("{title: x, levels: P9}", "1:34 unknown-level level `P9` is not declared"),
        ("{title: x, activities: fault}", "1:38 unknown-activity activity `fault` is not declared"),
        ("{title: x, per_year: 0}", "1:26 wrong-value `per_year` must be at least 1, not 0"),
        ("{title: x, per_year: '1'}", "1:26 wrong-type `per_year` must be a whole number, not a string"),
        ("{title: x, span: 1}", "1:26 wrong-type `span` must be a string, not a number"),
        ("{title: x, tiers: []}", "1:26 empty `tiers` must not be empty"),
        ("{title: x, cite: terms.none}", "1:32 unknown-clause clause `terms.none` is not declared"),
    ],
)
def test_refusal_of_a_service(written, expected):
    """It has one message, at the part that is wrong."""
    assert [expected] == refuses(f"services: {{s: {written}}}")


def test_whole_number_that_is_written_as_a_decimal():
    """It is that number, or refused; it is not left out in silence."""
    said = refuses("services: {s: {title: x, per_year: 2.0}}")
    assert said or policy("services: {s: {title: x, per_year: 2.0}}").services["s"].per_year == 2
    said = refuses("tiers: {base: {title: x, contacts: 2.0}, plus: {title: y}}")
    assert said or policy("tiers: {base: {title: x, contacts: 2.0}, plus: {title: y}}").tiers["base"].contacts == 2


def test_intake():
    """It is read as its records, in the order written."""
    read = policy(
        "intake: [{needs: x, given_by: [body]}, {needs: y, when: {priority: P1}, optional: true, note: n, "
        "given_by: [contract, from], cite: terms.all}]"
    ).intake
    second = IntakeItem("y", IsOneOf("priority", ("P1",)), True, "n", ("terms.all",), ("contract", "from"))
    assert (IntakeItem("x", given_by=("body",)), second) == read


def test_intake_that_nothing_can_give():
    """What brings something is a key of a request."""
    (said,) = refuses("intake: [{needs: x, given_by: [phone]}]")
    assert "wrong-value item 1 of `given_by` is `phone`, not one of `contract`, `from`" in said


def test_escalation():
    """It is read as its records, in the order written."""
    read = policy(
        "escalation: [{to: a}, {to: b, contact: c, when_any: [handling, update_overdue], cite: terms.all}]"
    ).escalation
    assert (Escalation("a"), Escalation("b", "c", ("handling", "update_overdue"), ("terms.all",))) == read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("intake: [x]", "1:10 wrong-type item 1 of `intake` must be a mapping, not a string"),
        ("intake: {needs: x}", "1:1 wrong-type `intake` must be a list, not a mapping"),
        ("intake: [{note: x}]", "1:10 missing-key item 1 of `intake` lacks the key `needs`"),
        ("intake: [{needs: x, optional: no}]", "1:21 wrong-type `optional` must be a boolean, not a string"),
        ("escalation: [{contact: x}]", "1:14 missing-key item 1 of `escalation` lacks the key `to`"),
        ("escalation: [{to: x, when_any: []}]", "1:22 empty `when_any` must not be empty"),
        ("escalation: [{to: x, when_any: handling}]", "1:22 wrong-type `when_any` must be a list, not a string"),
        (
            "escalation: [{to: x, when_any: [late]}]",
            "1:33 unknown-event event `late` is not declared",
        ),
    ],
)
def test_refusal_of_an_intake_or_escalation(text, expected):
    """It has one message, at the part that is wrong."""
    assert [expected] == refuses(text)


@pytest.mark.parametrize("fact", ["[a]", "[]", "{a: b}"])
def test_span_fact_of_another_kind(fact):
    """It is a wrong type at its place, and nothing more is made of it."""
    found = refuses(f"promises: {{p: {{cite: readings.x, within: {{base: {{P1: {{fact: {fact}}}}}}}}}}}")
    kind = "a mapping" if fact.startswith("{") else "a list"
    said = f"1:55 wrong-type `fact` must be a string, not {kind}"
    assert [said, "1:22 unknown-clause clause `readings.x` is not declared"] == found


CELLS = "{base: {P1: 1 hour}, plus: 2 hours}"


@pytest.mark.parametrize(
    ("cite", "cited"),
    [
        ("terms.all", {("base", "P1"): 1, ("plus", "P1"): 1, ("plus", "P2"): 1}),
        ("[{levels: P1, cite: terms.all}]", {("base", "P1"): 1, ("plus", "P1"): 1, ("plus", "P2"): 0}),
        ("{tiers: [plus, base], cite: [terms.all]}", {("base", "P1"): 1, ("plus", "P1"): 1, ("plus", "P2"): 1}),
        ("{tiers: plus, levels: [P2], cite: terms.all}", {("base", "P1"): 0, ("plus", "P1"): 0, ("plus", "P2"): 1}),
    ],
)
def test_citations_of_cells(cite, cited):
    """A mapping limits what is cited to the cells of some tiers, of some levels, or of both."""
    promise = policy(f"promises: {{p: {{within: {CELLS}, cite: {cite}}}}}").promises["p"]
    assert cited == {cell: len(promise.cell_cites(*cell)) for cell in promise.within}
    assert ("terms.all",) == promise.cite


@pytest.mark.parametrize(
    ("cite", "refused"),
    [
        (
            "{tiers: base, levels: P2, cite: terms.all}",
            "cites-no-cell no cell of `within` is of these tiers and levels",
        ),
        ("[{tiers: bas, cite: terms.all}]", "unknown-tier tier `bas` is not declared"),
        ("[{levels: P3, cite: terms.all}]", "unknown-level level `P3` is not declared"),
        ("[{levels: P1, cite: terms.al}]", "unknown-clause clause `terms.al` is not declared"),
        ("[{levels: P1}]", "missing-key item 1 of `cite` lacks the key `cite`"),
        ("[{level: P1, cite: terms.all}]", "unknown-key unknown key `level` in item 1 of `cite`"),
        ("[3]", "wrong-type item 1 of `cite` must be a string or a mapping, not a number"),
    ],
)
def test_citations_of_cells_that_are_refused(cite, refused):
    """Each is told at its place."""
    (message,) = refuses(f"promises: {{p: {{within: {CELLS}, cite: {cite}}}}}")
    assert refused == message.partition(" ")[2]


def test_citation_of_a_cell_that_could_not_be_read_is_not_refused():
    """What is wrong with the cell has been said; the citation may be right."""
    (message,) = refuses(
        "promises: {p: {within: {base: {P1: 1 hour, P2: soon}}, cite: [{levels: P2, cite: terms.all}]}}"
    )
    assert "wrong-span" in message


def test_a_consulting_promise_has_no_levels_to_cite_for():
    """Its cells are of tiers alone."""
    (message,) = refuses(
        "promises: {p: {scope: consulting, within: {base: 1 hour}, cite: [{levels: P1, cite: terms.all}]}}"
    )
    assert "cites-no-cell no cell of `within` is of these tiers and levels" == message.partition(" ")[2]


@pytest.mark.parametrize(
    ("measure", "refused"),
    [
        ("{share: 95, per: month}", "wrong-type `share` must be a string, not a number"),
        ("{share: most, per: month}", "wrong-value `share` is `most`, not a share such as `95 %`"),
        ("{share: 95 %, per: week}", "wrong-value `per` is `week`, not one of `month`, `quarter`, `year`"),
        ("{per: month}", "missing-key `measure` lacks the key `share` or `credit`"),
        ("{}", "empty `measure` must not be empty"),
        ("{share: 95 %, per: year, cite: terms.al}", "unknown-clause clause `terms.al` is not declared"),
        ("{share: 95 %, per: year, credits: x}", "unknown-key unknown key `credits` in `measure`"),
        ("95 %", "wrong-type `measure` must be a mapping, not a string"),
    ],
)
def test_a_measure_that_is_refused(measure, refused):
    """Each is told at its place."""
    (message,) = refuses(f"promises: {{p: {{within: {{base: 1 hour}}, measure: {measure}, cite: terms.all}}}}")
    assert refused == message.partition(" ")[2]
