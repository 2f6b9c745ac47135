"""Records of CSV are cut as RFC 4180 says, whole blocks at once or character by character, with one result."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from remit.engine.bulk.batch import csv_cuts, record_pieces
from remit.engine.bulk.batch.csv_cuts import cell_counts, cut_csv, walk_csv
from remit.engine.bulk.batch.csv_rows import CsvParser
from remit.engine.bulk.batch.record_pieces import csv_pieces

BLOCKS = st.lists(st.sampled_from(['"', '"', '""', ",", "\n", "\r\n", "\r", "a", "b", "é"]), max_size=24).map(
    lambda parts: "".join(parts).encode()
)


def walked(block, *, is_last):
    """Return the records of a block, none of which was cut by numpy."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv_cuts, "_cut", walk_csv)
        return cut_csv(block, is_last=is_last)


def listed(cut):
    return cut.ends.tolist(), cut.lines.tolist(), dict(cut.faults)


@settings(max_examples=1000)
@given(BLOCKS, st.booleans())
@example(b'a""b\nc,d\n', True)
@example(b'"a"\r\n"b\nc",""""\r\n', False)
def test_both_ways_cut_alike(block, is_last):
    assert listed(walked(block, is_last=is_last)) == listed(cut_csv(block, is_last=is_last))


@settings(max_examples=200)
@given(st.lists(st.lists(st.text('",\n\r aé', max_size=4), min_size=1, max_size=4), max_size=6))
def test_what_a_writer_of_csv_writes_is_cut_into_its_rows(table):
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(table)
    block = text.getvalue().encode()
    cut = cut_csv(block, is_last=True)
    assert [len(row) for row in table] == cell_counts(block, cut.ends).tolist()
    assert {} == cut.faults


@settings(max_examples=300)
@given(BLOCKS.filter(lambda block: b"\r" not in block.replace(b"\r\n", b"")))
def test_sound_rows_have_the_cells_that_a_strict_reader_reads(block):
    parser = CsvParser(["x", "y"])
    for piece in csv_pieces(io.BytesIO(block)):
        parsed = parser.parse(piece, 0, 0)
        sound = parser.table([parsed]).to_pylist()
        start, expected = 0, []
        faulty = {reject.row for reject in parsed.rejects}
        row = 0
        for end in piece.cut.ends.tolist():
            record, start = piece.data[start:end], end
            if record.strip(b"\r\n"):
                row += 1
                if row not in faulty:
                    text = record.decode().removesuffix("\n").removesuffix("\r")
                    expected.append(next(csv.reader(io.StringIO(text, newline=""), strict=True)))
        assert expected == [[cell or "" for cell in cells.values()] for cells in sound]


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, 64])
def test_where_a_block_ends_makes_no_difference(size, monkeypatch):
    text = b'x,y\r\n"a\r\nb","""c"""\n\n1,"2"z\nlast,"open\n'
    whole = [record for piece in csv_pieces(io.BytesIO(text)) for record in records(piece)]
    monkeypatch.setattr(record_pieces, "BLOCK_BYTES", size)
    assert whole == [record for piece in csv_pieces(io.BytesIO(text)) for record in records(piece)]


def records(piece):
    start = 0
    for index, end in enumerate(piece.cut.ends.tolist()):
        yield piece.data[start:end], piece.cut.lines[index], piece.cut.faults.get(index)
        start = end


@pytest.mark.parametrize("size", [1, 2, 3, 7])
@pytest.mark.parametrize("long", [b'"' + b'""\r\n,' * 20 + b'",b\n', b"a" * 90 + b',"\n"\n', b"b" * 99 + b"\n"])
def test_a_record_that_is_too_long_is_passed_over_to_its_end(long, size, monkeypatch):
    monkeypatch.setattr(record_pieces, "BLOCK_BYTES", size)
    monkeypatch.setattr(record_pieces, "RECORD_BYTES", 60)
    before, passed, behind = csv_pieces(io.BytesIO(b"1,2\n" + long + b"3,4\n"))
    assert b"1,2\n" == before.data
    assert (True, len(long), long.count(b"\n")) == (passed.is_too_long, passed.size, int(passed.cut.lines[0]))
    assert b"3,4\n" == behind.data
