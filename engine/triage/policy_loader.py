"""A policy file as the evaluator of an edition, or what makes it unusable."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..findings import Finding, Findings, any_errors
from ..language.policy_file import parse_draft
from ..model.facts import PLACES
from ..rules.compiled_policy import compile_policy
from ..rules.durable import NotServed
from ..rules.evaluator import Evaluator
from ..rules.unreachable_conditions import check_conditions
from .check_hours import check_day_lengths, check_hours, check_zones

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..language.files import SourceFile
    from ..model import Policy
    from ..rules.engines import Choice


def load_evaluator(text: SourceFile, choice: Choice, findings: Findings) -> Evaluator | None:
    """Return the evaluator of the edition that a policy file holds, or None after the errors that make it unusable."""
    policy = parse_draft(text, findings)
    if policy is None:
        return None
    is_readable, has_hours = not findings.has_errors, is_sound_section_of(policy, "hours", findings)
    check_zones(policy, findings)
    if has_hours:
        check_hours(policy, findings)
    if not is_readable:
        return None
    if any(fact.type in PLACES for fact in policy.facts.values()):
        from .check_places import check_policy_places  # noqa: PLC0415 - start-up is felt

        check_policy_places(policy, findings)
    compiled = compile_policy(policy)
    check_conditions(compiled, findings)
    if compiled.derivations:
        from ..rules.derivation_gaps import check_derivations  # noqa: PLC0415 - start-up is felt

        check_derivations(compiled, findings)
    try:
        evaluator = Evaluator(compiled, choice)
    except NotServed as problem:
        findings.error("not-served", str(problem), policy.mark, "use `--rules auto`")
        return None
    check_day_lengths(evaluator, findings)
    if any(entry and entry.is_counted_by_days for promise in policy.promises.values() for entry in promise.entries()):
        from .check_cutoffs import check_cutoffs  # noqa: PLC0415 - start-up is felt, and few policies have either

        check_cutoffs(evaluator, findings)
    return None if findings.has_errors else evaluator


def is_sound_section_of(policy: Policy, key: str, findings: Iterable[Finding]) -> bool:
    """Tell whether a section of a policy's file is there, and no error lies in it or in how the sections stand."""
    starts = sorted((mark.line, mark.column) for mark in policy.marks.values())
    start = policy.marks.get(key)
    if start is None:
        return False
    end = next((begin for begin in starts if begin > (start.line, start.column)), (math.inf, 0))
    for finding in findings:
        is_inside = (start.line, start.column) <= (finding.line, finding.column) < end
        is_about_keys = finding.check == "duplicate-key" and finding.column == start.column
        if any_errors([finding]) and (is_inside or is_about_keys or not finding.line):
            return False
    return True
