"""A report as text: a table of shares, and below it what policies measure."""

from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest

from ..text import counted
from ..triage.clock import moment
from ..triage.layout import INDENT, Look, wrap
from .promise_report import MeasureLine, Outcome, PromiseReport, counted_in, met_share
from .text_table import Column, table_lines

_COUNTS: tuple[Outcome, ...] = ("met", "late", "ended", "open", "pending")
_LONGEST_LEVEL, _SHORTEST_PROMISE = 8, 10


def report_text(report: PromiseReport, look: Look) -> str:
    """Return a report as lines of text."""
    return "\n".join(_lines(report, look)) + "\n"


def _lines(report: PromiseReport, look: Look) -> Iterator[str]:
    rejected = f", {report.rejected:,} rejected" if report.rejected else ""
    closed = f"{counted(report.requests, 'request')}, {report.closed:,} closed{rejected}"
    yield from wrap(f"promises over closed requests, as of {moment(report.now, 'UTC')}: {closed}", look.width)
    yield ""
    if not report.lines:
        yield "no promise was made"
        return
    titles, *lines = table_lines(_columns(report, look.width), look)
    yield titles
    before = ""
    for entry, line in zip_longest(report.lines, lines):
        if entry is not None and entry.policy != before:
            before = entry.policy
            yield from (look.paint(name, "strong") for name in wrap(before, look.width))
        yield line
    for measure in report.measures:
        yield from _measure(measure, look)


def _columns(report: PromiseReport, width: int) -> list[Column]:
    """Return the columns of the table, with a row for all below where there are several; promises take the room."""
    total = report.counts
    entries = [(line.promise.replace("_", " "), line.month, line.level or "", line.counts) for line in report.lines]
    entries += [("all", "", "", total)] if len(entries) > 1 else []
    following = [
        Column("month", tuple(month for _, month, _, _ in entries)),
        Column("level", tuple(level for _, _, level, _ in entries)).fitted(_LONGEST_LEVEL),
        Column("share", tuple(_share(counts) for *_, counts in entries), is_right=True),
        *(
            Column(outcome, tuple(f"{counts[outcome]:,}" for *_, counts in entries), is_right=True)
            for outcome in _COUNTS
            if total[outcome] or outcome in ("met", "late")
        ),
    ]
    room = width - sum(column.width + 2 for column in following if column.width) - len(INDENT)
    promises = tuple(f"{INDENT if n < len(report.lines) else ''}{entry[0]}" for n, entry in enumerate(entries))
    return [Column("promise", promises).fitted(max(room, _SHORTEST_PROMISE)), *following]


def _measure(line: MeasureLine, look: Look) -> Iterator[str]:
    word, role = {True: ("kept", "good"), False: ("missed", "bad"), None: ("open", "dim")}[line.is_kept]
    of_counted = "" if line.is_kept is None else f"{_share(line.counts)} of {counted_in(line.counts):,}"
    credit = f"; credited: {line.measure.credit}" if line.is_kept is False and line.measure.credit else ""
    name = " ".join(filter(None, (line.policy, line.promise.replace("_", " "), line.period)))
    asked = f"{line.measure.share} asked for" if line.measure.share else ""
    yield ""
    yield from look.row(word, f"{name}: {', '.join(filter(None, (of_counted, asked)))}{credit}", label_role=role)


def _share(counts: Counter[Outcome]) -> str:
    share = met_share(counts)
    return "" if share is None else f"{share:.1f} %"
