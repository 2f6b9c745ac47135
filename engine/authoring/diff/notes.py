"""What cannot be compared, said as findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .common_codes import unlike_facts
from .record_changes import in_both

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...findings import Findings
    from ...model import Fact, Policy


def note_unlike_facts(old: Policy, new: Policy, findings: Findings) -> None:
    """Add a finding for each fact that is not the same in both, and for each that has values in one alone."""
    unlike = unlike_facts(old, new)
    for name, fact, new_fact in in_both(old.facts, new.facts):
        if name in unlike:
            message = f"fact `{name}` shares no value with the old fact of that name: they are compared as two facts"
            findings.warning("not-aligned", message, new_fact.mark)
            continue
        for edition, own, opposite in (("old", fact, new_fact), ("new", new_fact, fact)):
            for values in _own_values(own, opposite):
                message = f"`{name}` can be {values} only in the {edition} edition; that is not compared"
                findings.note("not-compared", message, own.mark)


def _own_values(fact: Fact, opposite: Fact) -> Iterator[str]:
    """Yield what a fact can be that another cannot."""
    choices = [f"`{choice}`" for choice in fact.choices if choice not in opposite.choices]
    if choices:
        yield " or ".join(choices)
    if opposite.minimum is not None and (fact.minimum is None or fact.minimum < opposite.minimum):
        yield f"less than {opposite.minimum:g}"
    if opposite.maximum is not None and (fact.maximum is None or fact.maximum > opposite.maximum):
        yield f"more than {opposite.maximum:g}"
    if fact.optional and not opposite.optional:
        yield "none"
