"""Coverage reported: a table for people, what no case shows and why, the cases that would; and all that as findings."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from textwrap import fill

from ...findings import Finding, Mark, Severity, printable
from ...language.yaml_writer import written_text
from ...render import render
from ...render.document import (
    Block,
    Cell,
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
from ..cases.new_cases import NewCase, case_as_yaml
from .coverage_records import KINDS, ROWS, Count, Coverage, EditionCoverage, Kind, Uncovered, cases_file, total

WIDTH = 80
_LISTED = 10
_ADD = "add a case with this request"


def as_text(coverage: Coverage, width: int = WIDTH) -> str:
    """Return the report of coverage in lines of a width; findings and cases stand as they are."""
    if not coverage.policies:
        return "no policy to cover\n"
    blocks = [_table(coverage), *(block for policy in coverage.policies for block in _blocks(policy))]
    return render(Document(sections=(Section(title="", anchor="", blocks=tuple(blocks)),)), "text", width)


def _blocks(policy: EditionCoverage) -> Iterator[Block]:
    impossible = [
        f"{mark}: {words}: no situation can show it, so it is not counted" for words, mark in policy.impossible
    ]
    paragraphs = [
        paragraph(*_notes(policy)),
        Paragraph(code(*map(_uncovered_line, _listed(policy)))),
        Paragraph(code(*_cut(impossible, "more that are not counted"))),
    ]
    yield from (block for block in paragraphs if block.lines)
    if policy.offered:
        yield _offered(policy)


def shortfall(coverage: Coverage, percent: Fraction) -> str:
    """Return by how much, and in what, coverage stays under a percentage; nothing where it reaches it."""
    head = coverage.shortfall(percent)
    if not head:
        return ""
    lines = []
    if len(coverage.policies) > 1:
        lines += [f"{p.label}: {p.total.percent} ({_part(p.total)})" for p in coverage.policies if p.total.of]
    lines += [f"{policy.policy}: {policy.untried}" for policy in coverage.policies if policy.untried]
    lines += _cut([_uncovered_line(item) for policy in coverage.policies for item in _listed(policy)], "more")
    return "\n".join([head, *(f"  {printable(line)}" for line in lines)]) + "\n"


def _listed(policy: EditionCoverage) -> Sequence[Uncovered]:
    """Return what is listed line by line; where there is no case at all, everything would be."""
    return () if policy.untried else policy.uncovered


def _cut(lines: Sequence[str], more: str) -> list[str]:
    return [*lines[:_LISTED], *([f"and {len(lines) - _LISTED} {more}"] if len(lines) > _LISTED else [])]


def _uncovered_line(item: Uncovered) -> str:
    """Return the line that says what no case shows, why, and which offered case would."""
    case = f" [case {item.case + 1}]" if item.case is not None else "" if item.is_proved else " [not proved]"
    return f"{item.mark}: {item.words}: {item.why}{case}"


def _part(count: Count) -> str:
    return f"{count.covered}/{count.of}" if count.of else ""


def _table(coverage: Coverage) -> Table:
    # Few policies have clocks that do something, and those that have none need no column for them.
    kinds = [kind for kind in KINDS if kind != "clocks" or any(policy.kind(kind).of for policy in coverage.policies)]
    rows = [row for policy in coverage.policies for row in _rows(policy, kinds)]
    if len(coverage.policies) > 1:
        counts = [total(policy.kind(kind) for policy in coverage.policies) for kind in kinds]
        rows.append(_row(cell("all policies"), counts))
    return Table(columns=("", *kinds, "total"), rows=tuple(rows), is_numeric=True)


def _rows(policy: EditionCoverage, kinds: Sequence[Kind]) -> Iterator[Row]:
    yield _row(cell(policy.label), [policy.kind(kind) for kind in kinds])
    for name in ROWS:
        if counts := policy.row(name):
            yield _row(code(f"  {name}"), [counts.get(kind, Count()) for kind in kinds])


def _row(name: Cell, counts: Sequence[Count]) -> Row:
    return Row(cells=(name, *(cell(_part(count)) for count in counts), cell(total(counts).percent)))


def _notes(policy: EditionCoverage) -> Iterator[str]:
    label = policy.label
    if policy.untried:
        yield f"{policy.policy}: {policy.untried}"
    elif not policy.cases:
        yield f"{label}: no case counts"
    if policy.left_out:
        do = "does" if policy.left_out == 1 else "do"
        yield f"{label}: {counted(policy.left_out, 'case')} that failed {do} not count"
    if policy.unread:
        do = "does" if policy.unread == 1 else "do"
        yield f"{label}: {counted(policy.unread, 'case')} that nobody has read {do} not count"
    yield from (f"{label}: {part} count" for part in policy.parts_asked)
    if policy.not_proved:
        yield f"{label}: not proved: {policy.not_proved}"
    if policy.total.of and policy.total.covered == policy.total.of:
        yield f"{label}: everything is covered"


def _offered(policy: EditionCoverage) -> Entries:
    lines: list[str] = []
    for n, case in enumerate(policy.offered):
        numbers = dict.fromkeys(str(item.mark.line) for item in policy.uncovered if item.case == n)
        comment = f"case {n + 1}, for line{'' if len(numbers) == 1 else 's'} {', '.join(numbers)}"
        lines += fill(comment, WIDTH, initial_indent="# ", subsequent_indent="# ").split("\n")
        lines += _case(case).rstrip("\n").split("\n")
    file = cases_file(policy.file) or "its cases"
    head = f"cases that would cover it, for {file}; read what each expects, then delete its `reviewed: false`:"
    return Entries((Entry(name=line_of(head), fields=(("", code(*lines)),)),))


def _case(case: NewCase) -> str:
    """Return a case as an item of a list, whose last line says which rules decide."""
    rules = case.expect.get("rules")
    expect = {key: value for key, value in case.expect.items() if key != "rules"}
    text = case_as_yaml(case._replace(expect=expect))
    return f"{text}    rules: [{', '.join(map(written_text, rules))}]\n" if isinstance(rules, list) else text


def as_findings(coverage: Coverage, percent: Fraction | None = None) -> Iterator[Finding]:
    """Yield a note for what no case shows, with a request that would, and an error where a percentage is missed."""
    if percent is not None and (message := coverage.shortfall(percent)):
        file = next((policy.file for policy in coverage.policies if policy.uncovered), "")
        help_ = "the notes `uncovered` say what is not covered"
        yield Finding(Severity.error, "coverage-too-low", message, Mark(file), help_)
    for policy in coverage.policies:
        if policy.not_proved:
            yield Finding(Severity.warning, "not-proved", f"not proved: {policy.not_proved}", policy.mark)
        yield from _untried(policy) if policy.untried else _uncovered(policy)


def _uncovered(policy: EditionCoverage) -> Iterator[Finding]:
    for item in policy.uncovered:
        witness = None if item.case is None else policy.offered[item.case].request
        help_, at = _ADD if witness else "", printable(item.at)
        yield Finding(Severity.note, "uncovered", f"{item.words}: {item.why}", item.mark, help_, at, witness)


def _untried(policy: EditionCoverage) -> Iterator[Finding]:
    """Yield a note for each case that an edition without any could have, in place of all that none shows."""
    at, offered = printable(policy.edition), policy.offered
    if not offered:
        yield Finding(Severity.note, "uncovered", policy.untried, policy.mark, at=at)
    for case in offered:
        subject = "a case" if len(offered) == 1 else f"one of {len(offered)}"
        message = f"{policy.untried}: {subject} that would cover it is `{case.name}`"
        yield Finding(Severity.note, "uncovered", message, policy.mark, _ADD, at, case.request)
