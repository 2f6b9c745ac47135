"""A report as text: a table of shares, and below it what policies measure."""

from collections import Counter
from collections.abc import Iterator

from ..text import counted
from ..triage.clock import moment
from ..triage.layout import Look
from .promise_report import MeasureLine, Outcome, PromiseReport, counted_in, met_share
from .text_table import Column, table_lines

_COUNTS: tuple[Outcome, ...] = ("met", "late", "ended", "open", "pending")
_LONGEST_NAME = 24


def report_text(report: PromiseReport, look: Look) -> str:
    """Return a report as lines of text."""
    return "\n".join(_lines(report, look)) + "\n"


def _lines(report: PromiseReport, look: Look) -> Iterator[str]:
    rejected = f", {report.rejected:,} rejected" if report.rejected else ""
    closed = f"{counted(report.requests, 'request')}, {report.closed:,} closed{rejected}"
    yield f"{look.paint('promises', 'strong')} over closed requests, as of {moment(report.now, 'UTC')}: {closed}"
    yield ""
    if not report.lines:
        yield "no promise was made"
        return
    entries = [(line.policy, line.promise, line.month, line.level, line.counts) for line in report.lines]
    if len(entries) > 1:
        entries.append(("all", "", "", None, report.counts))
    columns = [
        Column("policy", tuple(entry[0] for entry in entries), longest=_LONGEST_NAME),
        Column("promise", tuple(entry[1].replace("_", " ") for entry in entries), longest=_LONGEST_NAME),
        Column("month", tuple(entry[2] for entry in entries)),
        Column("level", tuple(entry[3] or "" for entry in entries), longest=8),
        Column("share", tuple(_share(entry[4]) for entry in entries), is_right=True),
        *(
            Column(outcome, tuple(f"{entry[4][outcome]:,}" for entry in entries), is_right=True)
            for outcome in _COUNTS
            if report.counts[outcome] or outcome in ("met", "late")
        ),
    ]
    yield from table_lines(columns, look)
    for measure in report.measures:
        yield from _measure(measure, look)


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
