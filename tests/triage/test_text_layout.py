"""The text form keeps to its width, lines its labels up, and paints nothing that changes the text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from remit.engine.triage import layout
from remit.engine.triage.decision_text import as_text
from remit.engine.triage.layout import Look, wrap

from .sheets import call, contract, rows, sheet
from .test_sheets import SITUATIONS
from .verbs import SMALL, answer, policy, request, shipped, shipped_cases, store

PAINT = re.compile(r"\[\w+\[|\]\w+\]")


def painted(text, role):
    """Wrap a text in marks that stand for the codes of a terminal."""
    return f"[{role or 'none'}[{text}]{role or 'none'}]"


@pytest.mark.parametrize("width", [40, 60, 80, 100])
@pytest.mark.parametrize("situation", SITUATIONS)
def test_no_line_is_longer_than_the_width(situation, width):
    asked, contracts, look = SITUATIONS[situation]
    assert [] == [line for line in sheet(asked, *contracts, **look, width=width).splitlines() if len(line) > width]


def test_no_sheet_of_a_shipped_case_is_wider_than_80_columns():
    wide = set()
    for case in shipped_cases():
        if case.request is not None:
            found = as_text(answer(case.request, shipped()), Look("Asia/Tokyo"))
            wide |= {line for line in found.splitlines() if len(line) > 80}
    assert set() == wide


def test_no_line_ends_in_blanks():
    for asked, contracts, look in SITUATIONS.values():
        assert [] == [line for line in sheet(asked, *contracts, **look).splitlines() if line != line.rstrip()]


@pytest.mark.parametrize("situation", SITUATIONS)
def test_painted_text_says_the_same(situation):
    asked, contracts, look = SITUATIONS[situation]
    found = sheet(asked, *contracts, **look, paint=painted)
    bare = "\n".join(line.rstrip() for line in PAINT.sub("", found).split("\n"))
    assert bare == sheet(asked, *contracts, **look)
    assert found != bare


def test_unpainted_text_has_no_escape_codes():
    for asked, contracts, look in SITUATIONS.values():
        assert "\x1b" not in sheet(asked, *contracts, **look)


@pytest.mark.parametrize("length", [20, 21, 22, 40])
def test_a_long_label_stands_apart_from_its_text(length):
    """Names of facts and promises are as long as their authors like."""
    fact = "x" * length
    facts = SMALL["facts"] + f'  {fact}: {{ask: "How long is it?", choices: [short, long]}}\n'
    priorities = SMALL["priorities"].replace("outage: complete", f"{fact}: long")
    found = as_text(
        answer(request(facts={"activity": "fault"}), store(policy(facts=facts, priorities=priorities))), Look()
    )
    assert re.search(rf"{fact}\s+How long is it\?", found)


def test_the_long_names_of_shipped_facts_stand_apart_from_their_questions():
    facts = {
        "activity": "problem_diagnosis",
        "environment": "production",
        "service_loss": "none",
        "essential_part_usable": None,
        "mission_critical_app_usable": None,
    }
    asked = request(policy="jumpmind", tier="standard", facts=facts)
    found = as_text(answer(asked, shipped()), Look())
    assert re.search(r"essential_part_usable\s+Can the essential", found)
    assert re.search(r"mission_critical_app_usable\s+Can the mission-critical", found)


def test_a_long_id_a_long_customer_and_a_long_way_keep_to_the_width():
    asked = call(
        id="T-" + "9" * 120,
        facts={"activity": "fault", "outage": "complete"},
        policy=None,
        tier=None,
        contract="ada-1",
        channel="pigeon" * 30,
    )
    found = sheet(asked, contract(customer="Ada and Daughters " * 8))
    assert [] == [line for line in found.splitlines() if len(line) > 80]


def test_a_word_with_hyphens_is_not_broken():
    """Rule ids and phone numbers are to be copied."""
    found = rows(call(facts={"activity": "fault", "outage": "complete"}, tier="gold"), "channel", width=44)
    assert "555-0100" in " ".join(found)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.text(min_size=1, max_size=60), st.text(min_size=1, max_size=60), st.integers(40, 100))
def test_whatever_strangers_write_keeps_to_the_width(name, channel, width):
    asked = call(id=name, channel=channel, facts={"activity": "fault", "outage": "none"})
    assert [] == [line for line in sheet(asked, width=width).split("\n") if cell_len(line) > width]


def test_wide_letters_stand_in_their_columns():
    """A letter of Chinese, Japanese or Korean takes two."""
    lines = list(Look(width=60).row("氷の厚さ", "船は港に入れますか、あるいは沖で待ちますか。" * 3))
    assert [] == [line for line in lines if cell_len(line) > 60]
    assert {23} == {cell_len(line[: line.index(line.split()[-1])]) for line in lines}


@pytest.mark.parametrize(("letter", "count"), [("x", 100_000), ("漢", 20_000), ("e\u0301", 20_000)])
def test_a_word_of_megabytes_is_wrapped_in_linear_time(letter, count, monkeypatch):
    """Five times the letters were 25 times as many to look at where each line looked at all that was ahead."""

    def characters_looked_at(length):
        looked_at = []

        def counted(name):
            function = getattr(layout, name)

            def count(text, *arguments):
                looked_at.append(len(text))
                return function(text, *arguments)

            return count

        with monkeypatch.context() as patched:
            for name in ("columns", "_chopped"):
                patched.setattr(layout, name, counted(name))
            lines = wrap(letter * length, 57)
        assert {True} == {cell_len(line) <= 57 for line in lines}
        assert "".join(lines) == letter * length
        return sum(looked_at)

    assert characters_looked_at(5 * count) < 6 * characters_looked_at(count)
