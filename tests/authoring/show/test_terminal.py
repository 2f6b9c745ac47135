"""A shown policy in a terminal: whole, at any width, and whatever its letters."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from wcwidth import wcswidth

from remit.engine.authoring.show.columns import columns, wrapped
from remit.engine.authoring.show.terminal import as_terminal
from remit.engine.render.document import Piece, Row, Section, Sheet, Table, Weekday, cell, plain, tidy
from remit.engine.render.week import drawn

from .verbs import POLICIES, sheet

EXPECTED = Path(__file__).with_name("expected")


@pytest.mark.parametrize("width", [40, 80])
def test_whole_policy(width):
    """It looks as it must."""
    assert EXPECTED.joinpath(f"lighthouse-{width}.txt").read_text("utf-8") == as_terminal(sheet(), width)


@pytest.mark.parametrize("name", POLICIES)
@pytest.mark.parametrize("width", range(40, 121, 8))
def test_widest_line(name, width):
    """None is wider than the terminal, as others count, and none ends in spaces."""
    lines = as_terminal(sheet(POLICIES[name]), width).splitlines()
    assert max(wcswidth(line) for line in lines) <= width
    assert [] == [line for line in lines if line != line.rstrip()]


@pytest.mark.parametrize(("asked", "taken"), [(10, 40), (200, 120)])
def test_terminal_of_another_width(asked, taken):
    """It is taken for the nearest one that is served."""
    assert as_terminal(sheet(), taken) == as_terminal(sheet(), asked)


def test_paint():
    """Painting adds to the text and moves nothing."""
    painted = as_terminal(sheet(), 80, lambda text, role: f"<{role}>{text}</{role}>" if role else text)
    assert "<strong>Scope</strong> <dim>──" in painted
    assert "<good>Support</good>" in painted
    assert "  <dim>by terms.plans, readings.nights</dim>\n" in painted
    assert "<bad>nothing</bad>" in painted
    unpainted = painted
    for role in ("strong", "dim", "good", "open", "bad"):
        unpainted = unpainted.replace(f"<{role}>", "").replace(f"</{role}>", "")
    assert as_terminal(sheet(), 80).split() == unpainted.split()


def shown(*rows: str) -> list[str]:
    """Return the lines of a table in 40 columns; the first row has its titles, and a bar parts the cells of a row."""
    titles, *others = [[text.strip() for text in row.split("|")] for row in rows]
    table = Table(tuple(titles), tuple(Row(tuple(map(cell, row))) for row in others))
    return as_terminal(Sheet("T", (), (Section("S", "s", (table,)),)), 40).splitlines()[6:]


def test_columns_that_fit():
    """Each is as wide as its widest cell."""
    assert ["  a      b", "  one    two", "  three  four"] == shown("a | b", "one | two", "three | four")


def test_columns_that_do_not_fit():
    """The widest gives way, and rows of several lines are kept apart."""
    assert [
        "  a      b",
        "  short  a text that is too long for one",
        "         line",
        "",
        "  x      y",
    ] == shown("a | b", "short | a text that is too long for one line", "x | y")


def test_more_columns_than_there_is_room_for():
    """Rows become labelled lines, without those that are empty."""
    assert [
        "  plan        standard",
        "  answer      afterwards",
        "  channel     by telephone",
        "  remark      a word to all",
        "",
        "  plan        enterprise",
        "  remark      none",
    ] == shown(
        "plan | answer | channel | remark",
        "standard | afterwards | by telephone | a word to all",
        "enterprise | | | none",
    )


def test_words_longer_than_a_line():
    """They are broken."""
    assert ["  a      b", f"  short  {'b' * 31}", f"         {'b' * 29}"] == shown("a | b", f"short | {'b' * 60}")


def test_names_longer_than_their_column():
    """They are broken after what joins their parts, and elsewhere only where there is no such place."""
    lines = {
        width: [plain(line) for line in wrapped((Piece("overview.core_north_america"),), width)]
        for width in (26, 12, 8)
    }
    assert ["overview.core_north_", "america"] == lines[26]
    assert ["overview.", "core_north_", "america"] == lines[12]
    assert ["overview", ".core_", "north_", "america"] == lines[8]
    assert ["2026-06-01-", "and"] == [plain(line) for line in wrapped((Piece("2026-06-01-and"),), 12)]


def test_a_mark_stays_on_what_joins_the_parts_of_a_name():
    """No part begins with it."""
    assert ["ab_\u0301cd", "e"] == [plain(line) for line in wrapped((Piece("ab_\u0301cde"),), 5)]


def test_parts_of_a_broken_name_play_what_the_name_does():
    """Each leads where it does."""
    name = (Piece("terms.plans", to="#clause"), Piece(",", role="dim"))
    assert [
        (Piece("terms.", to="#clause"),),
        (Piece("plans", to="#clause"), Piece(",", role="dim")),
    ] == wrapped(name, 8)


def test_wide_letters_and_marks():
    """They take the columns that they have in a terminal."""
    assert (4, 4, 1, 2, 0) == (columns("灯台"), columns("café"), columns("e\u0301"), columns("각"), columns(""))
    assert ["  a     b", "  灯台  x", "  cafe\u0301  y"] == shown("a | b", "灯台 | x", "cafe\u0301 | y")


letters = some.text(some.characters(categories=("L", "M", "N", "P", "S", "Zs")), max_size=60)


@given(text=letters, width=some.integers(2, 30))
@settings(max_examples=300)
def test_wrapping(text, width):
    """No line is too wide, nothing is lost, and lines break at spaces where they can."""
    one = tidy(text)
    lines = [plain(line) for line in wrapped((Piece(one),), width)]
    assert one.replace(" ", "") == "".join(lines).replace(" ", "")
    assert all(columns(line) <= width for line in lines)
    assert all(line == line.strip() for line in lines)


@given(parts=some.lists(some.text("ab ", max_size=5), max_size=8), width=some.integers(2, 12))
def test_wrapping_of_several_pieces(parts, width):
    """It goes as for one."""
    whole = "".join(parts)
    one, many = wrapped((Piece(whole),), width), wrapped(tuple(map(Piece, parts)), width)
    assert [plain(line) for line in one] == [plain(line) for line in many]


def test_week_to_scale():
    """A character is half an hour, half of one a quarter."""
    days = (Weekday("mon", "09:15-12:30", ((555, 750),)), Weekday("tue", "closed", ()), Weekday("wed", "closed", ()))
    assert [
        "           0           6           12          18        24",
        "  mon      ··················▐██████·······················  09:15-12:30",
        "  tue-wed  ················································  closed",
    ] == list(drawn(days, 78, 2))


def test_week_in_a_narrow_terminal():
    """A character is an hour, and the words stand below where they must."""
    days = (Weekday("mon", "09:00-12:30, 13:00-17:00", ((540, 750), (780, 1020))),)
    assert [
        "         0     6     12    18  24",
        "mon      ·········███▌████·······",
        "         09:00-12:30, 13:00-17:00",
    ] == list(drawn(days, 38, 0))
