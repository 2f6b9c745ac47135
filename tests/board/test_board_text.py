"""The board as text: no line is wider than the terminal, no name steers it, and what is left out is said."""

from __future__ import annotations

import pytest
from wcwidth import wcswidth

from remit.engine.board.board_text import bar, board_text
from remit.engine.board.text_table import shortened
from remit.engine.triage.layout import Look

from .verbs import ESCALATION, board, policy_text, request

POLICY = policy_text("initial_response: {until: replied}", "resolution_of_it_all: {pauses: waiting}", more=ESCALATION)
NAMES = [
    "T-1",
    "INC0000000000004711-EMEA",
    "票" * 30,
    "e\u0301" * 40,
    "x" * 5_000,
    "a\x1b[31mred",
    "::error::a",
    "a\nb",
]


def shown(folder, requests, now="mon 12:30", *, limit=None, **look):
    return board_text(board(folder, POLICY, requests, now), Look(**look), limit).split("\n")


@pytest.mark.parametrize("width", [40, 50, 60, 72, 80, 100, 120])
def test_no_line_is_wider_than_the_terminal(tmp_path, width):
    requests = [request(name, "mon 09:30 asked") for name in NAMES] + [request("W", "mon 10:00 waiting"), "nonsense"]
    for now in ("mon 12:30", "fri 12:00"):
        for line in shown(tmp_path, requests, now, width=width):
            assert wcswidth(line) <= max(width, 48), line
            assert line.isprintable()


def test_two_long_names_that_differ_at_their_end_differ_on_the_board(tmp_path):
    names = [f"INC{number:060}" for number in range(3)]
    lines = shown(tmp_path, [request(name) for name in names])
    rows = [line for line in lines if line.startswith("at risk") and "initial" in line]
    assert 3 == len({line.split()[-1] for line in rows})
    assert {"0", "1", "2"} == {line[-1] for line in rows}


def test_what_a_limit_leaves_out_is_said(tmp_path):
    requests = [request(str(n)) for n in range(4)]
    lines = shown(tmp_path, requests, limit=3)
    assert "… and 5 more promises, 5 of them not over; `--limit 0` shows all" in lines
    assert 3 == sum(line.startswith("at risk") for line in lines)
    closed = [request(str(n), "mon 10:00 replied", "mon 11:00 closed") for n in range(4)]
    assert "… and 5 more promises, all of them over; `--limit 0` shows all" in shown(tmp_path, closed, limit=3)


def test_times_are_in_the_zone_that_all_decisions_are_read_in_or_the_readers(tmp_path):
    assert "board as of Mon 2 Mar 2026 12:30 UTC" == shown(tmp_path, [request("A")])[0]
    assert "board as of Mon 2 Mar 2026 13:30 Berlin" == shown(tmp_path, [request("A")], reader="Europe/Berlin")[0]


def test_an_empty_board(tmp_path):
    assert ["board as of Mon 2 Mar 2026 12:30 UTC", "", *_summary("none", "0")] == shown(tmp_path, [])


def _summary(promises, requests):
    return [f"  promises             {promises}", f"  requests             {requests}", ""]


def test_what_is_paused_or_open_is_not_before_an_instant(tmp_path):
    lines = shown(tmp_path, [request("A", "mon 10:00 waiting", "mon 10:30 replied")], "mon 15:00")
    assert [line for line in lines if line.startswith("paused")] == [
        "paused  █▌░░░░   3 h  ≥ 3 Mar 10:00  P2  resolution of it all  A"
    ]


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (None, ""),
        (0, "░░░░░░"),
        (0.001, "░░░░░░"),
        (0.5, "███░░░"),
        (0.999, "█████▉"),
        (1, "██████"),
    ],
)
def test_a_bar_is_full_only_where_all_is_used(share, expected):
    assert expected == bar(share)


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [("short", 8, "short"), ("0123456789", 8, "0123…789"), ("票" * 6, 8, "票票…票"), ("ab", 1, "…")],
)
def test_a_text_that_is_too_long_keeps_both_its_ends(text, width, expected):
    assert expected == shortened(text, width)


def test_below_the_table_a_few_are_listed_and_with_all_rows_all_are(tmp_path):
    requests = [request(str(n), facts={"paid": False}) for n in range(20)]
    few, all_of_them = (" ".join(" ".join(shown(tmp_path, requests, limit=limit)).split()) for limit in (50, None))
    assert "11 (consulting); and 8 more" in few
    assert "12 (consulting)" not in few
    assert "18 (consulting); 19 (consulting)" in all_of_them
