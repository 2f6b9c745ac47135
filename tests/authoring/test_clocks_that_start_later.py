"""Clocks that start at an event are compared from that event on, whenever it comes, and not from the receipt."""

from __future__ import annotations

from tempfile import TemporaryDirectory

from remit.engine import Policies, check_paths

from .verbs import TODAY, edited, written

LAST = "    - {id: office, then: office, cite: terms.plans}\n"
EARLY = "    - {id: early, when: {tier: gold, received: {within: early}}, then: office, cite: terms.plans}\n"
DAY_AND_NIGHT = "    - {id: rest, then: always, cite: terms.plans}\n"
MORNINGS = '  early: {timezone: Europe/Berlin, week: {mon-fri: "09:00-16:00"}, holidays: {country: DE, region: BE}}\n'


def next_response(row: str, *more: tuple[str, str], start: str = "asked") -> str:
    """Return the good policy with a promise of which the clock starts at an event."""
    promise = f"  next_response:\n    from: {start}\n    until: replied\n    repeats: true\n    within: {row}\n"
    return edited(("\naccept:\n", f"{promise}    cite: terms.plans\n\naccept:\n"), *more)


def checked(content: str, check: str):
    """Return the messages and the witnesses of a check."""
    with TemporaryDirectory() as folder:
        findings = check_paths(written(folder, content), Policies(folder, is_named=True), None, TODAY).findings
    assert {"not-always"} >= {finding.check for finding in findings if finding.severity.name == "error"}
    return [(finding.message, finding.witness) for finding in findings if finding.check == check]


def test_a_higher_tier_is_slower_from_the_event_on():
    content = next_response("{basic: {P2: {within: 4 hours, hours: always}}, gold: {P1: 1 hour, P2: 1 hour}}")
    ((message, witness),) = checked(content, "slower-in-higher-tier")
    assert message.startswith("promise `next_response` falls due later in tier `gold` than in `basic`, by up to ")
    assert message.endswith(", counted from `asked`")
    assert witness is not None
    (event,) = witness["events"]
    assert "asked" == event["is"]
    assert witness["received"] <= event["at"]


def test_what_is_received_in_the_morning_is_compared_where_the_event_comes_later():
    """Until 16:00 half an hour is over before the office closes, so that no receipt itself shows it."""
    content = next_response(
        "{basic: {P2: 30 minutes}, gold: {P2: 30 minutes, P1: 30 minutes}}",
        (LAST, f"{EARLY}{DAY_AND_NIGHT}"),
        ("hours:\n", f"hours:\n{MORNINGS}"),
    )
    by_promise = {message.split("`")[1]: witness for message, witness in checked(content, "slower-in-higher-tier")}
    witness = by_promise["next_response"]
    assert witness is not None
    (event,) = witness["events"]
    assert "09:00" <= str(witness["received"])[11:16] < "16:00"
    assert str(event["at"])[11:16] >= "16:30" or str(event["at"])[11:16] < "09:00"
    from_receipt = content.replace("    from: asked\n", "", 1)
    assert "next_response" not in [
        message.split("`")[1] for message, _ in checked(from_receipt, "slower-in-higher-tier")
    ]


def test_a_more_severe_level_is_slower_from_the_event_on():
    content = next_response("{basic: {P1: 8 hours, P2: 4 hours}, gold: {P1: 1 hour, P2: 2 hours}}")
    ((message, witness),) = checked(content, "slower-when-more-severe")
    assert message.endswith(", counted from `asked`")
    assert witness is not None
    assert ["asked"] == [event["is"] for event in witness["events"]]


def test_an_invariant_is_broken_from_the_event_on():
    expected = "when: {tier: basic, scope: support, priority: P2}, expect: {within: {next_response: 16 hours}}"
    content = next_response(
        '{basic: {P2: {by: {business_days: 1, at: "18:00"}}}, gold: {P1: 1 hour, P2: 1 hour}}',
        ("\naccept:\n", f"\nalways: [{{id: soon, {expected}}}]\n\naccept:\n"),
    )
    ((_, witness),) = checked(content, "not-always")
    assert witness is not None
    assert ["asked"] == [event["is"] for event in witness["events"]]


def test_a_promise_from_the_receipt_has_no_event_in_its_witness():
    content = edited(("basic: {P1: 8 business hours, P2: 2 business days}", "basic: {P1: 3 days, P2: 2 business days}"))
    ((message, witness),) = checked(content, "slower-when-more-severe")
    assert "counted from" not in message
    assert witness is not None
    assert "events" not in witness
