"""What `remit check` looks for in a usable policy: one list, and what the policy itself says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ...findings import Finding, Severity, printable
from ...text import quoted
from ...triage.check_hours import check_holidays
from .calendars import clock_change, holiday_horizon, review_overdue
from .conflicting_ways import conflicting_ways
from .context import CheckContext, Found, Said
from .gap import gap
from .masked import masked
from .not_always import not_always
from .presumption_decides import presumption_decides
from .promised import missing_promise, slower_in_higher_tier
from .redundant import redundant
from .refusing import without_refused
from .required_way_not_offered import required_way_not_offered
from .same_outcome import same_outcome
from .slower import slower_when_more_severe
from .unreachable import unreachable
from .unused import unused_clause, unused_fact, unused_hours, unused_reading, unused_way

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from ...findings import Findings
    from ...model import Policy
    from ...rules.evaluator import Evaluator


class Check(NamedTuple):
    """One thing that is looked for: its id, what its findings weigh, and what finds them."""

    id: str
    weight: Severity
    find: Callable[[CheckContext], Iterator[Found]]


CHECKS = (
    Check("gap", Severity.error, gap),
    Check("conflicting-ways", Severity.error, conflicting_ways),
    Check("unreachable", Severity.error, unreachable),
    Check("not-always", Severity.error, not_always),
    Check("masked", Severity.warning, masked),
    Check("slower-when-more-severe", Severity.warning, slower_when_more_severe),
    Check("slower-in-higher-tier", Severity.warning, slower_in_higher_tier),
    Check("missing-promise", Severity.warning, missing_promise),
    Check("required-way-not-offered", Severity.warning, required_way_not_offered),
    Check("holiday-horizon", Severity.warning, holiday_horizon),
    Check("clock-change", Severity.warning, clock_change),
    Check("review-overdue", Severity.warning, review_overdue),
    Check("unused-fact", Severity.warning, unused_fact),
    Check("unused-hours", Severity.warning, unused_hours),
    Check("unused-way", Severity.warning, unused_way),
    Check("unused-clause", Severity.warning, unused_clause),
    Check("unused-reading", Severity.warning, unused_reading),
    Check("redundant", Severity.note, redundant),
    Check("same-outcome", Severity.note, same_outcome),
    Check("presumption-decides", Severity.note, presumption_decides),
)
"""Looked for in one policy, in the order in which it is worth reading."""

EDITION_CHECKS = {
    "edition-overlap": Severity.error,
    "edition-gap": Severity.warning,
    "expired-edition": Severity.warning,
}
"""Looked for among the editions of a policy."""

_LAID_OUT = frozenset(
    {
        "gap",
        "conflicting-ways",
        "unreachable",
        "not-always",
        "masked",
        "slower-when-more-severe",
        "slower-in-higher-tier",
        "required-way-not-offered",
        "redundant",
        "presumption-decides",
    }
)
"""Checks that look at every situation."""

NOT_PROVED = "not-proved"
_OFF = "off"
_LISTED = 3
"""Names, of those where a check found something, that are offered for one where it did not."""


def check_policy(evaluator: Evaluator, today: str, findings: Findings) -> list[Said]:
    """Return what is found in a policy on a day; what makes it unusable goes to the findings."""
    before = len(findings.found)
    check_holidays(evaluator.compiled.policy, findings)
    # Where holidays are not known, that is the mistake; that such hours cannot be counted only follows from it.
    is_countable = len(findings.found) == before
    subject = CheckContext(evaluator, today)
    off = {check for check, weight in subject.policy.checks.items() if weight == _OFF}
    said = [Said(c.id, c.weight, found) for c in CHECKS if c.id not in off for found in c.find(subject)]
    if subject.unproved:
        what = ", ".join(subject.unproved)
        message = f"there are too many situations to look at each; not proved: {what}"
        help_ = "fewer facts, choices and thresholds that rules read together make fewer situations"
        found = Found(subject.policy.id, message, subject.policy.mark, help_)
        said.append(Said(NOT_PROVED, Severity.warning, found))
    if is_countable and subject.lateness.uncounted:
        message = f"deadlines that cannot be counted are not compared: {subject.lateness.uncounted}"
        said.append(Said(NOT_PROVED, Severity.warning, Found(subject.policy.id, message, subject.policy.mark)))
    return without_refused(subject, said)


def settled(policy: Policy, said: Sequence[Said], *, is_only_edition: bool) -> Iterator[Finding]:
    """Yield the findings that a policy does not accept, each with the weight that it gives them.

    Whether an edition follows others is not known where it is the only one that was checked.
    """
    accepted = {(acceptance.check, acceptance.at) for acceptance in policy.accept}
    for check, usual, found in said:
        weight = policy.checks.get(check, usual.name)
        if weight != _OFF and (check, found.at) not in accepted:
            message, help_ = printable(found.message), printable(found.help)
            yield Finding(Severity[weight], check, message, found.mark, help_, found.at, found.witness)
    unknown = set(EDITION_CHECKS) if is_only_edition else set()
    unknown |= _LAID_OUT if any(check == NOT_PROVED for check, _, _ in said) else set()
    yield from _idle(policy, said, unknown)


def _idle(policy: Policy, said: Iterable[Said], unknown: Collection[str]) -> Iterator[Finding]:
    """Yield a finding for what is accepted and not found, with what the same check has found instead."""
    at = {(check, found.at): None for check, _, found in said}
    for acceptance in {(one.check, one.at): one for one in policy.accept}.values():
        check = acceptance.check
        if (check, acceptance.at) in at or check in unknown:
            continue
        taken = {one.at for one in policy.accept if one.check == check}
        elsewhere = [name for id_, name in at if id_ == check and name not in taken]
        more = ", …" if len(elsewhere) > _LISTED else ""
        listed = quoted(elsewhere[:_LISTED])
        message = printable(f"nothing is accepted: `{check}` is not found at `{acceptance.at}`")
        help_ = printable(f"it is found at {listed}{more}") if listed else "drop it"
        yield Finding(Severity.warning, "accepts-nothing", message, acceptance.mark, help_)
