"""Facts of type date: what conditions, presumptions and invariants may write of them."""

from __future__ import annotations

from datetime import date

import pytest

from remit.engine.language.yaml_writer import written_condition
from remit.engine.model import Age, All, Compares, Condition

from .verbs import complains, helps, policy, refuses, whole


def rules(*tests: str, fact: str = "{type: date}", more: str = "") -> str:
    """Return a policy with a rule for each test of the fact `made`."""
    listed = ", ".join(
        f"{{id: s{n}, when: {{made: {test}}}, then: support, cite: terms.all}}" for n, test in enumerate(tests)
    )
    return f"facts: {{made: {fact}, users: {{type: number}}}}\nscope: {{rules: [{listed}]}}\n{more}"


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("{before: 2026-01-01}", Compares("made", "before", date(2026, 1, 1))),
        ("{from: '2024-02-29'}", Compares("made", "from", date(2024, 2, 29))),
        ("{older_than: 24 months}", Compares("made", "older_than", Age(24, "months"))),
        ("{at_most_old: 1 month}", Compares("made", "at_most_old", Age(1, "months"))),
        ("{at_most_old: 90 days}", Compares("made", "at_most_old", Age(90, "days"))),
        ("{older_than: 0 days}", Compares("made", "older_than", Age(0, "days"))),
        (
            "{from: 2025-01-01, before: 2026-01-01}",
            All((Compares("made", "from", date(2025, 1, 1)), Compares("made", "before", date(2026, 1, 1)))),
        ),
        (
            "{older_than: 12 months, at_most_old: 24 months}",
            All(
                (Compares("made", "older_than", Age(12, "months")), Compares("made", "at_most_old", Age(24, "months")))
            ),
        ),
    ],
)
def test_comparison_of_a_date(test: str, expected: Condition) -> None:
    """It is with dates, or by the age; as the writer of policies has it, it reads back."""
    (rule,) = policy(rules(test)).scope.rules
    assert expected == rule.when
    again = written_condition(rule.when).removeprefix("{made: ").removesuffix("}")
    assert expected == policy(rules(again)).scope.rules[0].when


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        (
            "2026-01-01",
            "2:39 wrong-shape `made` is a date, which is compared with others or by its age, and equals none",
        ),
        (
            "[2026-01-01]",
            "2:39 wrong-shape `made` is a date, which is compared with others or by its age, and equals none",
        ),
        ("{at_least: 2026-01-01}", "2:40 wrong-shape `at_least` does not compare dates, and `made` is one"),
        ("{before: 2026-02-30}", "2:48 wrong-value `before` is `2026-02-30`, which is no day of the calendar"),
        ("{from: 1 Jan 2026}", "2:46 wrong-value `from` is `1 Jan 2026`, not a date such as `2026-03-09`"),
        ("{before: 24 months}", "2:48 wrong-value `before` is `24 months`, not a date such as `2026-03-09`"),
        ("{before: 20260101}", "2:40 wrong-type `before` must be a string, not a number"),
        (
            "{older_than: 2026-01-01}",
            "2:52 wrong-value `older_than` is `2026-01-01`, not an age such as `24 months` or `90 days`",
        ),
        (
            "{older_than: 2 years}",
            "2:52 wrong-value `older_than` is `2 years`, not an age such as `24 months` or `90 days`",
        ),
        (
            "{older_than: -1 days}",
            "2:52 wrong-value `older_than` is `-1 days`, not an age such as `24 months` or `90 days`",
        ),
        (
            "{older_than: 10000 days}",
            "2:52 wrong-value `older_than` is `10000 days`, not an age such as `24 months` or `90 days`",
        ),
        ("{older_than: 24}", "2:40 wrong-type `older_than` must be a string, not a number"),
    ],
)
def test_what_is_no_comparison_of_a_date(test: str, expected: str) -> None:
    """It is refused where it stands."""
    assert [expected] == refuses(rules(test))


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("2026-01-01", "write `{from: 2026-01-01}` or `{before: 2026-01-01}`"),
        ("{more_than: 3}", "write `older_than`, or another of `before`, `from`, `older_than` and `at_most_old`"),
        ("{before: 2026-02-30}", "the last day of that month is 2026-02-28"),
        ("{from: 2026/1/5}", "write `2026-01-05`"),
        ("{older_than: 2 years}", "write `24 months`"),
        ("{older_than: 3 weeks}", "write `21 days`"),
        ("{older_than: 1y}", "write `12 months`"),
        ("{older_than: 90d}", "write `90 days`"),
        ("{older_than: soon}", "write a whole number of at most four digits, and `months` or `days`"),
    ],
)
def test_help_says_what_would_be_a_comparison(test: str, expected: str) -> None:
    """It is what was meant, where that is certain."""
    assert [expected] == helps(rules(test))


@pytest.mark.parametrize("key", ["before", "from", "older_than", "at_most_old"])
def test_other_facts_have_no_date(key: str) -> None:
    """Numbers, choices and built-in facts are compared in words of their own."""
    bound = "2026-01-01" if key in ("before", "from") else "24 months"
    for fact, kind in (("users", "number"), ("down", "choice"), ("tier", "choice")):
        facts = "facts: {users: {type: number}, down: {choices: [none, all]}}\n"
        rule = f"scope: {{rules: [{{id: s, when: {{{fact}: {{{key}: {bound}}}}}, then: support, cite: terms.all}}]}}"
        assert refuses(facts + rule)[0].endswith(f"wrong-shape `{key}` compares dates, and `{fact}` is of type {kind}")


def test_a_fact_is_compared_with_dates_or_by_its_age() -> None:
    """The comparison that comes second is the wrong one, wherever it stands."""
    message = "wrong-shape `made` is compared with ages here, and elsewhere with dates, as on line 2"
    assert [f"2:118 {message}"] == refuses(rules("{before: 2026-01-01}", "{older_than: 2 months}"))
    second = "intake: [{needs: a log, when: {made: {older_than: 2 days}}}]"
    assert [f"3:39 {message}"] == refuses(rules("{before: 2026-01-01}", more=second))
    message = "wrong-shape `made` is compared with dates here, and elsewhere with ages, as on line 2"
    assert [f"2:62 {message}"] == refuses(rules("{older_than: 2 months, before: 2026-01-01}"))


def test_ages_of_a_fact_have_one_unit() -> None:
    """Which is older, two months or sixty days, depends on the day."""
    message = "wrong-shape the age of `made` is compared in days here, and elsewhere in months, as on line 2"
    assert [f"2:62 {message}"] == refuses(rules("{older_than: 2 months, at_most_old: 90 days}"))


@pytest.mark.parametrize(
    ("fact", "more", "place"),
    [
        ("{type: date, presume: 2025-01-01}", "", "1:37"),
        ("{type: date, presume: [{value: 2025-01-01}]}", "", "1:46"),
        (
            "{type: date}",
            "always: [{id: a, between: {made: [2025-01-01, 2026-01-01]}, expect: {scope: same}}]",
            "3:35",
        ),
    ],
)
def test_a_policy_writes_no_date_that_it_compares_by_its_age(fact: str, more: str, place: str) -> None:
    """How old that would be depends on the receipt."""
    said = refuses(rules("{older_than: 2 months}", fact=fact, more=more))
    message = "wrong-shape how old a date of `made` is depends on the receipt, so that a policy cannot write one"
    assert f"{place} {message}" == said[0]


def test_dates_may_be_presumed_and_compared_by_between() -> None:
    """They are where a condition compares them with dates."""
    more = "always: [{id: a, between: {made: [2025-01-01, 2026-01-01]}, expect: {scope: same}}]"
    read = policy(rules("{before: 2026-01-01}", fact="{type: date, presume: 2025-01-01}", more=more))
    assert [date(2025, 1, 1)] == [presumption.value for presumption in read.facts["made"].presume]
    assert ("made", (date(2025, 1, 1), date(2026, 1, 1))) == read.always[0].between


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        ("{type: date, presume: soon}", "1:37 wrong-value `made` is `soon`, not a date such as `2026-03-09`"),
        ("{type: date, presume: 3}", "1:37 wrong-value `made` must be a date such as `2026-03-09`, not `3`"),
        (
            "{type: date, presume: 2026-02-29}",
            "1:37 wrong-value `made` is `2026-02-29`, which is no day of the calendar",
        ),
        ("{type: date, minimum: 3}", "1:28 wrong-shape `made` has a minimum, which only numbers have"),
        ("{type: day}", "1:16 wrong-value `type` is `day`, not one of"),
    ],
)
def test_what_is_no_date_fact(fact: str, expected: str) -> None:
    """It is refused where it stands."""
    assert refuses(rules("{before: 2026-01-01}", fact=fact))[0].startswith(expected)


@pytest.mark.parametrize(
    "test",
    [
        "{before: 2026-01-01, from: 2026-01-01}",
        "{older_than: 12 months, at_most_old: 12 months}",
        "{before: 0001-01-01}",
    ],
)
def test_a_comparison_that_no_date_meets_is_unreachable(test: str) -> None:
    """It can never hold."""
    assert ["2:17 unreachable rule `s0` can never hold"] == complains(whole(rules(test)), "ready")
