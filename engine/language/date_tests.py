"""Conditions on facts of type date, which are compared with dates, or by their age at receipt."""

import re
from datetime import date
from typing import get_args

from ..model import Age, All, Compares, Condition, DateComparison, Fact
from .nodes import Node
from .symbols import Symbols, short_text

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COMPARISONS: dict[str, DateComparison] = {comparison: comparison for comparison in get_args(DateComparison)}
_OF_DATES = ("before", "from")
_LIKE = {"at_least": "from", "less_than": "before", "more_than": "older_than", "at_most": "at_most_old"}


def check_date_words(fact: Fact, node: Node, symbols: Symbols) -> bool:
    """Tell whether no key of a comparison compares dates, which the fact does not have; findings for those that do."""
    wrong = [(key, mark) for key, _, mark in node.entries() if key in _COMPARISONS]
    for key, mark in wrong:
        message = f"`{key}` compares dates, and `{fact.name}` is of type {fact.type}"
        symbols.findings.error("wrong-shape", message, mark, "declare the fact with `type: date`")
    return not wrong


def parse_date_test(fact: Fact, node: Node, symbols: Symbols) -> Condition | None:
    """Return a comparison of a date or of its age, or all of several; None after a finding."""
    if not isinstance(node.value, dict):
        message = f"`{fact.name}` is a date, which is compared with others or by its age, and equals none"
        first = node.one_or_list()[0] if node.value else node
        day = first.value if isinstance(first.value, str) and _DATE.fullmatch(first.value) else "2026-03-09"
        symbols.findings.error("wrong-shape", message, node.mark, f"write `{{from: {day}}}` or `{{before: {day}}}`")
        return None
    parts = []
    for key, item, mark in node.entries():
        if key not in _COMPARISONS:
            if key in _LIKE:
                message = f"`{key}` does not compare dates, and `{fact.name}` is one"
                help_ = f"write `{_LIKE[key]}`, or another of `before`, `from`, `older_than` and `at_most_old`"
                symbols.findings.error("wrong-shape", message, mark, help_)
            continue
        bound = _bound(key, item, symbols)
        if bound is not None:
            symbols.dates.note_comparison(fact, bound, mark, symbols.findings)
            parts.append(Compares(fact=fact.name, comparison=_COMPARISONS[key], bound=bound, mark=mark))
    return parts[0] if len(parts) == 1 else All(tuple(parts), mark=node.mark)


def _bound(key: str, node: Node, symbols: Symbols) -> date | Age | None:
    from .date_notation import EXPECTED_AGE, NotADate, age_help, parse_age, parse_fact_date  # noqa: PLC0415 - start-up is felt

    if not isinstance(node.value, str):
        return None  # the schema has said so
    if key in _OF_DATES:
        try:
            return parse_fact_date(node.value)
        except NotADate as problem:
            message = f"`{key}` is `{short_text(node.value)}`, {problem}"
            symbols.findings.error("wrong-value", message, node.mark, problem.help)
            return None
    age = parse_age(node.value)
    if age is None:
        message = f"`{key}` is `{short_text(node.value)}`, not {EXPECTED_AGE}"
        symbols.findings.error("wrong-value", message, node.mark, age_help(node.value))
    return age
