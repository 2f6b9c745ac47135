"""Coverage for people: a table, what no case shows and why, and the cases that would show it."""

from __future__ import annotations

from textwrap import fill, indent
from typing import TYPE_CHECKING

from ...findings import printable
from ...language.yaml_writer import written_text
from ...text import counted
from ..cases.new_cases import case_as_yaml
from .coverage_records import KINDS, ROWS, Count, cases_file, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from fractions import Fraction

    from ..cases.new_cases import NewCase
    from .coverage_records import Coverage, OfPolicy, Uncovered

WIDTH = 80
_NARROWEST = 12
_LISTED = 10
_ALL = "all policies"


def as_text(coverage: Coverage, width: int = WIDTH) -> str:
    """Return the report of coverage in lines of a width, except where a place or a word is longer."""
    if not coverage.policies:
        return "no policy to cover\n"
    parts = [_table(coverage, width)]
    for policy in coverage.policies:
        notes = "".join(f"{fill(note, width, subsequent_indent='  ')}\n" for note in _notes(policy))
        # Where there is no case at all, everything would be listed.
        listed = "".join(f"{line_of(one)}\n" for one in policy.uncovered if policy.is_tried)
        parts += [notes, listed, _impossible(policy), _offered(policy, width)]
    return "\n".join(part for part in parts if part)


def shortfall(coverage: Coverage, percent: Fraction) -> str:
    """Return by how much, and in what, coverage stays under a percentage; nothing where it reaches it."""
    said = headline(coverage, percent)
    if not said:
        return ""
    lines = [said]
    if len(coverage.policies) > 1:
        lines += [
            f"  {printable(p.label)}: {p.total.percent} ({_part(p.total)})" for p in coverage.policies if p.total.of
        ]
    lines += [f"  {_untried(policy)}" for policy in coverage.policies if policy.untried]
    uncovered = [one for policy in coverage.policies for one in policy.uncovered if policy.is_tried]
    lines += [f"  {line_of(one)}" for one in uncovered[:_LISTED]]
    more = len(uncovered) - _LISTED
    return "\n".join([*lines, f"  and {more} more"] if more > 0 else lines) + "\n"


def headline(coverage: Coverage, percent: Fraction) -> str:
    """Return by how much coverage stays under a percentage; nothing where it reaches it."""
    whole = coverage.total
    if whole.reaches(percent):
        return ""
    needed = -(-percent * whole.of // 100) - whole.covered
    said = f"coverage is {whole.percent} ({whole.covered} of {whole.of}), which is under {_plain(percent)}%"
    return f"{said}: {needed} more of {whole.of - whole.covered} must be covered"


def line_of(one: Uncovered) -> str:
    """Return the line that says what no case shows, why, and which offered case would."""
    case = "" if one.case is None else f" [case {one.case + 1}]"
    return printable(f"{one.mark}: {one.words}: {one.why}{case}")


def _untried(policy: OfPolicy) -> str:
    return printable(f"{policy.policy}: {policy.untried}")


def _plain(percent: Fraction) -> str:
    """Return a percentage as it was written, which a decimal always can be."""
    whole, part = divmod(percent, 1)
    digits = ""
    while part:
        digit, part = divmod(part * 10, 1)
        digits += str(digit)
    return f"{whole}.{digits}" if digits else f"{whole}"


def _part(count: Count) -> str:
    return f"{count.covered}/{count.of}" if count.of else ""


def _table(coverage: Coverage, width: int) -> str:
    rows: list[tuple[str, Sequence[Count]]] = []
    for policy in coverage.policies:
        rows.append((policy.label, [*(policy.kind(kind) for kind in KINDS), policy.total]))
        for name in ROWS:
            counts = policy.row(name)
            if counts:
                cells = [counts.get(kind, Count()) for kind in KINDS]
                rows.append((f"  {name}", [*cells, total(cells)]))
    if len(coverage.policies) > 1:
        kinds = [total(policy.kind(kind) for policy in coverage.policies) for kind in KINDS]
        rows.append((_ALL, [*kinds, coverage.total]))
    texts = [(printable(name), [*map(_part, counts[:-1]), counts[-1].percent]) for name, counts in rows]
    widths = [max(map(len, column)) for column in zip([*KINDS, "total"], *(cells for _, cells in texts), strict=True)]
    left = max(width - sum(widths) - 2 * len(widths), _NARROWEST)
    first = min(max((len(name) for name, _ in texts), default=0), left)
    lines = _row("", [*KINDS, "total"], first, widths)
    return lines + "".join(_row(name, cells, first, widths) for name, cells in texts)


def _row(name: str, cells: Iterable[str], first: int, widths: Iterable[int]) -> str:
    """Return a line of the table; a name that is too long for its column has a line of its own."""
    beside = "".join(f"  {cell:>{width}}" for cell, width in zip(cells, widths, strict=True)).rstrip()
    if len(name) > first:
        return f"{name}\n{'':<{first}}{beside}\n"
    return f"{name:<{first}}{beside}\n"


def _notes(policy: OfPolicy) -> Iterator[str]:
    label = printable(policy.label)
    if policy.untried:
        yield _untried(policy)
    elif not policy.cases:
        yield f"{label}: no case counts"
    if policy.left_out:
        one = policy.left_out == 1
        yield f"{label}: {counted(policy.left_out, 'case')} that failed {'does' if one else 'do'} not count"
    if not policy.is_proved:
        yield f"{label}: unproved: there are too many situations to know what can be covered, and to offer all cases"
    if policy.total.of and policy.total.covered == policy.total.of:
        yield f"{label}: everything is covered"


def _impossible(policy: OfPolicy) -> str:
    """Return what does not count, as nothing could be done about it."""
    lines = [f"{mark}: {words}: no situation can show it, so it is not counted" for words, mark in policy.impossible]
    more = len(lines) - _LISTED
    listed = "".join(f"{printable(line)}\n" for line in lines[:_LISTED])
    return f"{listed}and {more} more that are not counted\n" if more > 0 else listed


def _offered(policy: OfPolicy, width: int) -> str:
    if not policy.offered:
        return ""
    name = printable(cases_file(policy.file)) or "its cases"
    said = f"cases that would cover it, for {name}; look at what each expects before you keep it:"
    lines = fill(said, width, break_long_words=False, break_on_hyphens=False) + "\n"
    for n, case in enumerate(policy.offered):
        places = dict.fromkeys(str(one.mark.line) for one in policy.uncovered if one.case == n)
        comment = f"case {n + 1}, for line{'' if len(places) == 1 else 's'} {', '.join(places)}"
        lines += fill(comment, width, initial_indent="  # ", subsequent_indent="  # ") + "\n"
        lines += indent(_case(case), "  ")
    return lines


def _case(case: NewCase) -> str:
    """Return a case as an item of a list, whose last line says which rules decide."""
    rules = case.expect.get("rules")
    expect = {key: value for key, value in case.expect.items() if key != "rules"}
    text = case_as_yaml(case._replace(expect=expect))
    return f"{text}    rules: [{', '.join(map(written_text, rules))}]\n" if isinstance(rules, list) else text
