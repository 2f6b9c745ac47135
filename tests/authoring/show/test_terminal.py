"""A shown policy in a terminal: whole, at any width, and whatever its letters."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from rich.cells import cell_len
from wcwidth import wcswidth

from remit.engine.render.document import (
    Document,
    Entries,
    Entry,
    Heading,
    Piece,
    Row,
    Section,
    Table,
    Weekday,
    cell,
    paragraph,
    tidy,
)
from remit.engine.render.terminal import as_terminal, wrapped
from remit.engine.render.week import draw_week

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


def test_colours():
    """Colours add codes to the text and move nothing."""
    coloured = as_terminal(sheet(), 80, colours=True)
    assert "\x1b[1mScope\x1b[0m \x1b[2m──" in coloured
    assert "\x1b[1;32mSupport\x1b[0m" in coloured
    assert "  \x1b[2mby terms.plans, readings.nights\x1b[0m\n" in coloured
    assert "\x1b[1;31mnothing\x1b[0m" in coloured
    assert as_terminal(sheet(), 80) == re.sub(r"\x1b\[[0-9;]*m", "", coloured)


@pytest.mark.parametrize("name", ["NO_COLOR", "FORCE_COLOR", "TERM", "COLUMNS", "TTY_COMPATIBLE", "CLICOLOR_FORCE"])
@pytest.mark.parametrize("value", ["1", "dumb"])
def test_the_environment_says_nothing_of_colours_or_width(monkeypatch, name, value):
    """Whoever asks for the text says both."""
    plain, coloured = as_terminal(sheet(), 80), as_terminal(sheet(), 80, colours=True)
    monkeypatch.setenv(name, value)
    assert plain == as_terminal(sheet(), 80)
    assert coloured == as_terminal(sheet(), 80, colours=True)


MARKUP = "[red]a[/red] [link=x]b[/] :smile: [/nothing] \\[c] [bold"


@pytest.mark.parametrize("colours", [False, True])
def test_markup_of_the_library_is_text(colours):
    """Nothing that an author writes colours a text, closes a colour or becomes a picture, wherever it stands."""
    table = Table((MARKUP, "b"), (Row((cell(MARKUP), cell("x")), cites=cell(MARKUP)[0]),))
    entries = Entries((Entry(name=cell(MARKUP)[0], fields=((MARKUP, cell(MARKUP)),)),))
    blocks = (paragraph(MARKUP), Heading(cell(MARKUP)[0]), table, entries)
    document = Document(MARKUP, cell(MARKUP), ((MARKUP, cell(MARKUP)),), (Section(MARKUP, "s", blocks),))
    text = re.sub(r"\x1b\[[0-9;]*m", "", as_terminal(document, 120, colours=colours))
    assert 11 == text.count(MARKUP)


def table_lines(*rows: str) -> list[str]:
    """Return the lines of a table in 40 columns; the first row has its titles, and a bar parts the cells of a row."""
    titles, *others = [[text.strip() for text in row.split("|")] for row in rows]
    table = Table(tuple(titles), tuple(Row(tuple(map(cell, row))) for row in others))
    document = Document(title="T", sections=(Section("S", "s", (table,)),))
    return as_terminal(document, 40).splitlines()[5:]


def test_columns_that_fit():
    """Each is as wide as its widest cell."""
    assert ["  a      b", "  one    two", "  three  four"] == table_lines("a | b", "one | two", "three | four")


def test_columns_that_do_not_fit():
    """The widest gives way, and rows of several lines are kept apart."""
    assert [
        "  a      b",
        "  short  a text that is too long for one",
        "         line",
        "",
        "  x      y",
    ] == table_lines("a | b", "short | a text that is too long for one line", "x | y")


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
    ] == table_lines(
        "plan | answer | channel | remark",
        "standard | afterwards | by telephone | a word to all",
        "enterprise | | | none",
    )


def test_words_longer_than_a_line():
    """They are broken."""
    assert ["  a      b", f"  short  {'b' * 31}", f"         {'b' * 29}"] == table_lines("a | b", f"short | {'b' * 60}")


def wrapped_text(text: str, width: int) -> list[str]:
    return [line.plain for line in wrapped((Piece(text),), width)]


def test_names_longer_than_their_column():
    """They are broken after what joins their parts, and elsewhere only where there is no such place."""
    lines = {width: wrapped_text("overview.core_north_america", width) for width in (26, 12, 8)}
    assert ["overview.core_north_", "america"] == lines[26]
    assert ["overview.", "core_north_", "america"] == lines[12]
    assert ["overview", ".core_", "north_", "america"] == lines[8]
    assert ["2026-06-01-", "and"] == wrapped_text("2026-06-01-and", 12)


@pytest.mark.parametrize("text", ["灯台" * 60_000, "a" * 200_000, "e\u0301_" * 60_000, "e" + "\u0301" * 200_000 + "b"])
def test_a_word_that_never_ends(text):
    """It takes no longer than as many short ones: each part is measured once."""
    lines = wrapped_text(text, 40)
    assert text == "".join(lines)
    assert all(cell_len(line) <= 40 for line in lines)


def test_a_mark_stays_on_what_joins_the_parts_of_a_name():
    """No part begins with it."""
    assert ["ab_\u0301cd", "e"] == wrapped_text("ab_\u0301cde", 5)


def test_parts_of_a_broken_name_play_what_the_name_does():
    """Each has its colour."""
    name = (Piece("terms.plans", role="bad"), Piece(",", role="dim"))
    first, second = wrapped(name, 8)
    assert ("terms.", [(0, 6, "bold red")]) == (first.plain, [tuple(span) for span in first.spans])
    assert ("plans,", [(0, 5, "bold red"), (5, 6, "dim")]) == (second.plain, [tuple(span) for span in second.spans])


def test_wide_letters_and_marks():
    """They take the columns that they have in a terminal."""
    assert ["  a     b", "  灯台  x", "  cafe\u0301  y"] == table_lines("a | b", "灯台 | x", "cafe\u0301 | y")
    assert ["  a   b", "  각  x", "  e\u0301   y", "  👍🏽  z", "  🇩🇪  w"] == table_lines(
        "a | b", "각 | x", "e\u0301 | y", "👍🏽 | z", "🇩🇪 | w"
    )


letters = some.text(some.characters(categories=("L", "M", "N", "P", "S", "Zs")), max_size=60)


@given(text=letters, width=some.integers(2, 30))
@settings(max_examples=300)
def test_wrapping(text, width):
    """No line is too wide, nothing is lost, and lines break at spaces where they can."""
    one = tidy(text)
    lines = wrapped_text(one, width)
    assert one.replace(" ", "") == "".join(lines).replace(" ", "")
    assert all(cell_len(line) <= width for line in lines)
    assert all(line == line.strip() for line in lines)


@given(parts=some.lists(some.text("ab ", max_size=5), max_size=8), width=some.integers(2, 12))
def test_wrapping_of_several_pieces(parts, width):
    """It goes as for one."""
    whole = "".join(parts)
    assert wrapped_text(whole, width) == [line.plain for line in wrapped(tuple(map(Piece, parts)), width)]


def test_week_to_scale():
    """A character is half an hour, half of one a quarter."""
    days = (Weekday("mon", "09:15-12:30", ((555, 750),)), Weekday("tue", "closed", ()), Weekday("wed", "closed", ()))
    assert [
        "           0           6           12          18        24",
        "  mon      ··················▐██████·······················  09:15-12:30",
        "  tue-wed  ················································  closed",
    ] == list(draw_week(days, 78, 2))


def test_week_in_a_narrow_terminal():
    """A character is an hour, and the words stand below where they must."""
    days = (Weekday("mon", "09:00-12:30, 13:00-17:00", ((540, 750), (780, 1020))),)
    assert [
        "         0     6     12    18  24",
        "mon      ·········███▌████·······",
        "         09:00-12:30, 13:00-17:00",
    ] == list(draw_week(days, 38, 0))


def test_day_with_more_openings_than_a_line_holds():
    """Their words take as many lines as they need."""
    hours = range(0, 24, 4)
    words = ", ".join(f"{hour:02}:00-{hour + 1:02}:00" for hour in hours)
    days = (Weekday("mon", words, tuple((hour * 60, hour * 60 + 60) for hour in hours)),)
    assert [
        "         0     6     12    18  24",
        "mon      █···█···█···█···█···█···",
        "         00:00-01:00, 04:00-05:00,",
        "         08:00-09:00, 12:00-13:00,",
        "         16:00-17:00, 20:00-21:00",
    ] == list(draw_week(days, 38, 0))
