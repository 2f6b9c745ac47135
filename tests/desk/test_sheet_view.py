"""The sheet of a page says what the command line's says, word for word."""

from desk.verbs import NOW, answered, form_about, step, vendor
from remit.engine.findings import Findings
from remit.engine.serve.desk.sheet_view import PageLook, blocks_of, sheet_of
from remit.engine.triage.decision_text import as_text
from remit.engine.triage.layout import Look


def words(blocks):
    """Return all that blocks say, in order."""
    said = []
    for block in blocks:
        said += [block.heading, *("".join(part.text for part in line) for line in block.lines)]
        for row in block.rows:
            said += [row.label.text, *("".join(part.text for part in line) for line in row.lines)]
    return " ".join(" ".join(said).split())


def test_the_sheet_of_the_command_line_word_for_word(tmp_path):
    triage = vendor(tmp_path)
    form = answered(form_about(triage), ("activity", "is", "fault"), ("outage", "is", "none"))
    request = step(triage, form).request
    decision = triage.decide_draft(request, Findings(), NOW)
    look = Look(now=NOW, why=True, width=10_000)
    assert " ".join(as_text(decision, look).split()) == words(sheet_of(decision, NOW, why=True))


def test_rows_keep_their_label_and_what_stands_beside_it():
    look = PageLook.as_of(NOW)
    lines = [
        look.paint("confirm", "strong"),
        *look.row("outage", "presumed none", "open"),
        *look.row("", "if some: P1"),
    ]
    (block,) = blocks_of(lines)
    assert "confirm" == block.heading
    (row,) = block.rows
    assert ("outage", "dim") == (row.label.text, row.label.role)
    assert [("presumed none", "open"), ("if some: P1", "")] == [(p.text, p.role) for line in row.lines for p in line]


def test_no_text_of_anybody_can_be_taken_for_our_marks():
    look = PageLook.as_of(NOW)
    (block,) = blocks_of([*look.row("a\x04b\x05c", "\x01bad\x02hidden\x03")])
    (row,) = block.rows
    assert "a\\x04b\\x05c" == row.label.text
    assert "\\x01bad\\x02hidden\\x03" == row.lines[0][0].text


def test_a_long_text_is_laid_out_at_once(tmp_path):
    look = PageLook.as_of(NOW)
    (block,) = blocks_of([*look.row("note", "word " * 200_000)])
    assert 1 == len(block.rows[0].lines)
