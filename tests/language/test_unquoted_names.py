"""Names that YAML would take for something else, and change: they are quoted, or refused."""

from __future__ import annotations

import pytest

from .verbs import complains, found, reads, whole

AT = "2026-03-06T16:30:00-05:00"
CHANGED = ["007", "12e3", "0x10", "0o17", "1_000", "1.0", "+5", "0b1_1", "1_0.5"]
NOT_A_STRING = {"~": "null", "null": "null", "true": "a boolean", "False": "a boolean"}


def helps_of(text, kind="yaml"):
    return [finding.help for finding in found(text, kind)[1]]


@pytest.mark.parametrize("written", CHANGED)
def test_id_of_a_request_that_would_change(written):
    text = f"id: {written}\nreceived: {AT}"
    assert [f"1:5 wrong-type `id` must be a string, not the number `{written}`"] == complains(text, "request")
    assert ["quote it"] == helps_of(text, "request")
    assert written == reads(f"id: '{written}'\nreceived: {AT}", "request")[0]


@pytest.mark.parametrize(("written", "kind"), NOT_A_STRING.items())
def test_id_of_a_request_that_is_no_string(written, kind):
    text = f"id: {written}\nreceived: {AT}"
    assert [f"1:1 wrong-type `id` must be a string or a whole number, not {kind}"] == complains(text, "request")
    assert ["quote it"] == helps_of(text, "request")
    assert written == reads(f"id: '{written}'\nreceived: {AT}", "request")[0]


@pytest.mark.parametrize("written", ["5", "4711", "-3", "T-1", "0b", "2026-01-01", "8:00", "no", "a_1", "_1"])
def test_id_of_a_request_that_stays_as_it_is(written):
    assert written == reads(f"id: {written}\nreceived: {AT}", "request")[0]


@pytest.mark.parametrize("written", [*CHANGED, *NOT_A_STRING])
@pytest.mark.parametrize(
    "section",
    [
        "policy: {}",
        "edition: {}",
        "tiers: {{{}: {{title: Base}}, plus: {{title: Plus}}}}",
        "facts: {{{}: {{type: boolean}}, users: {{type: number}}}}",
        "facts: {{down: {{choices: [{}, partial]}}, users: {{type: number}}}}",
        "facts: {{down: {{choices: {{{}: none of it, partial: some}}}}, users: {{type: number}}}}",
        "scope: {{rules: [{{id: {}, then: support, cite: terms.all}}]}}",
    ],
)
def test_name_in_a_policy(section, written):
    """It is said once, or twice where dots make it no name either, and taken in quotes."""
    is_edition = section.startswith("edition")
    assert helps_of(whole(section.format(written)), "policy")[:1] in (["quote it"], [""])
    assert "quote it" in helps_of(whole(section.format(written)), "policy")
    if "." not in written or is_edition:
        assert [] == complains(whole(section.format(f"'{written}'")), "policy")


@pytest.mark.parametrize("written", [*CHANGED, *NOT_A_STRING])
def test_id_of_a_contract(written):
    contract = "contracts: [{{id: {}, customer: Acme, policy: p, tier: t, from: 2026-01-01}}]"
    assert ["quote it"] == helps_of(contract.format(written), "contracts")
    assert [] == complains(contract.format(f'"{written}"'), "contracts")


def test_a_choice_is_named_by_its_number():
    text = whole("facts: {down: {choices: [none, 007, 1_000]}, users: {type: number}}")
    expected = [f"1:{column} wrong-type item {n} of `choices` must be a string, not the number `{written}`"
                for n, column, written in ((2, 32, "007"), (3, 37, "1_000"))]  # fmt: skip
    assert expected == complains(text, "policy")
