"""Policies as documents that a person reads: as text, Markdown or a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...findings import Finding, Findings, in_order
from .find_policy import find_policy

if TYPE_CHECKING:
    from ...forms import DocumentForm
    from ...language.policy_folder import Policies

__all__ = ["find_policy", "show"]


def show(  # noqa: PLR0913 - what is shown, from where, and how it is to look
    policy: str, policies: Policies, form: DocumentForm, day: str, width: int = 80, *, colours: bool = False
) -> tuple[str | None, list[Finding]]:
    """Return a policy as text, or None, and the findings about its file.

    `policy` is a name, a name with an edition (`acme@2026`) or a file; of several editions the
    one in force on the ISO date `day` is shown, with the holidays of the year from it on.
    """
    findings = Findings()
    evaluator = find_policy(policy, policies, day, findings)
    if evaluator is None:
        return None, in_order(findings)
    # A policy that is not known needs none of it.
    from ...render import render  # noqa: PLC0415
    from .policy_document import policy_document  # noqa: PLC0415

    return render(policy_document(evaluator, day), form, width, colours=colours), in_order(findings)
