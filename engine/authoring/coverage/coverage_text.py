"""Coverage for people: a table, what no case shows and why, and the cases that would show it."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

from ...findings import printable
from ...language.yaml_writer import written_text
from ...render import render
from ...render.document import (
    Document,
    Entries,
    Entry,
    Paragraph,
    Row,
    Section,
    Table,
    cell,
    code,
    line_of,
    paragraph,
)
from ...text import counted
from ..cases.new_cases import case_as_yaml
from .coverage_records import KINDS, ROWS, Count, cases_file, total

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from ...render.document import Block, Cell
    from ..cases.new_cases import NewCase
    from .coverage_records import Coverage, EditionCoverage, Uncovered

WIDTH = 80
_LISTED = 10


def as_text(coverage: Coverage, width: int = WIDTH) -> str:
    """Return the report of coverage in lines of a width; findings and cases stand as they are."""
    if not coverage.policies:
        return "no policy to cover\n"
    blocks = [_table(coverage), *(block for policy in coverage.policies for block in _blocks(policy))]
    return render(Document(sections=(Section(title="", anchor="", blocks=tuple(blocks)),)), "text", width)


def _blocks(policy: EditionCoverage) -> Iterator[Block]:
    paragraphs = [
        paragraph(*_notes(policy)),
        # Where there is no case at all, everything would be listed.
        Paragraph(code(*(_uncovered_line(target) for target in policy.uncovered if policy.is_tried))),
        Paragraph(code(*_impossible(policy))),
    ]
    yield from (block for block in paragraphs if block.lines)
    if policy.offered:
        yield _offered(policy)


def shortfall(coverage: Coverage, percent: Fraction) -> str:
    """Return by how much, and in what, coverage stays under a percentage; nothing where it reaches it."""
    head = headline(coverage, percent)
    if not head:
        return ""
    lines = []
    if len(coverage.policies) > 1:
        lines += [f"{p.label}: {p.total.percent} ({_part(p.total)})" for p in coverage.policies if p.total.of]
    lines += [_untried(policy) for policy in coverage.policies if policy.untried]
    uncovered = [target for policy in coverage.policies for target in policy.uncovered if policy.is_tried]
    lines += map(_uncovered_line, uncovered[:_LISTED])
    lines += [f"and {len(uncovered) - _LISTED} more"] if len(uncovered) > _LISTED else []
    return "\n".join([head, *(f"  {printable(line)}" for line in lines)]) + "\n"


def headline(coverage: Coverage, percent: Fraction) -> str:
    """Return by how much coverage stays under a percentage; nothing where it reaches it."""
    count = coverage.total
    if count.reaches(percent):
        return ""
    needed = -(-percent * count.of // 100) - count.covered
    head = f"coverage is {count.percent} ({count.covered} of {count.of}), which is under {_decimal(percent)}%"
    return f"{head}: {needed} more of {count.of - count.covered} must be covered"


def _uncovered_line(target: Uncovered) -> str:
    """Return the line that says what no case shows, why, and which offered case would."""
    case = "" if target.case is None else f" [case {target.case + 1}]"
    return f"{target.mark}: {target.words}: {target.why}{case}"


def _untried(policy: EditionCoverage) -> str:
    return f"{policy.policy}: {policy.untried}"


def _decimal(percent: Fraction) -> str:
    """Return a percentage as it was written, which a decimal always can be."""
    whole_number, part = divmod(percent, 1)
    digits = ""
    while part:
        digit, part = divmod(part * 10, 1)
        digits += str(digit)
    return f"{whole_number}.{digits}" if digits else f"{whole_number}"


def _part(count: Count) -> str:
    return f"{count.covered}/{count.of}" if count.of else ""


def _table(coverage: Coverage) -> Table:
    rows = [row for policy in coverage.policies for row in _rows(policy)]
    if len(coverage.policies) > 1:
        kinds = [total(policy.kind(kind) for policy in coverage.policies) for kind in KINDS]
        rows.append(_row(cell("all policies"), [*kinds, coverage.total]))
    return Table(columns=("", *KINDS, "total"), rows=tuple(rows), is_numeric=True)


def _rows(policy: EditionCoverage) -> Iterator[Row]:
    yield _row(cell(policy.label), [*(policy.kind(kind) for kind in KINDS), policy.total])
    for name in ROWS:
        counts = policy.row(name)
        if counts:
            kinds = [counts.get(kind, Count()) for kind in KINDS]
            yield _row(code(f"  {name}"), [*kinds, total(kinds)])


def _row(name: Cell, counts: Sequence[Count]) -> Row:
    return Row(cells=(name, *(cell(_part(count)) for count in counts[:-1]), cell(counts[-1].percent)))


def _notes(policy: EditionCoverage) -> Iterator[str]:
    label = policy.label
    if policy.untried:
        yield _untried(policy)
    elif not policy.cases:
        yield f"{label}: no case counts"
    if policy.left_out:
        do = "does" if policy.left_out == 1 else "do"
        yield f"{label}: {counted(policy.left_out, 'case')} that failed {do} not count"
    if not policy.is_proved:
        yield f"{label}: unproved: there are too many situations to know what can be covered, and to offer all cases"
    if policy.total.of and policy.total.covered == policy.total.of:
        yield f"{label}: everything is covered"


def _impossible(policy: EditionCoverage) -> Iterator[str]:
    """Yield what does not count, as nothing could be done about it."""
    for words, mark in policy.impossible[:_LISTED]:
        yield f"{mark}: {words}: no situation can show it, so it is not counted"
    if len(policy.impossible) > _LISTED:
        yield f"and {len(policy.impossible) - _LISTED} more that are not counted"


def _offered(policy: EditionCoverage) -> Entries:
    name = cases_file(policy.file) or "its cases"
    lines: list[str] = []
    for n, case in enumerate(policy.offered):
        numbers = dict.fromkeys(str(target.mark.line) for target in policy.uncovered if target.case == n)
        comment = f"case {n + 1}, for line{'' if len(numbers) == 1 else 's'} {', '.join(numbers)}"
        lines += fill(comment, WIDTH, initial_indent="# ", subsequent_indent="# ").split("\n")
        lines += _case(case).rstrip("\n").split("\n")
    head = f"cases that would cover it, for {name}; look at what each expects before you keep it:"
    return Entries((Entry(name=line_of(head), fields=(("", code(*lines)),)),))


def _case(case: NewCase) -> str:
    """Return a case as an item of a list, whose last line says which rules decide."""
    rules = case.expect.get("rules")
    expect = {key: value for key, value in case.expect.items() if key != "rules"}
    text = case_as_yaml(case._replace(expect=expect))
    return f"{text}    rules: [{', '.join(map(written_text, rules))}]\n" if isinstance(rules, list) else text
