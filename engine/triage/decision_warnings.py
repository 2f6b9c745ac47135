"""Warnings about a decided request, which do not change the decision."""

from ..findings import Findings
from ..model import Policy, Request
from ..text import did_you_mean
from .contracts import check_contacts
from .decision import Decision
from .request_facts import NAMED_CONTACT


def claimed_level(
    request: Request, policy: Policy, level: str | None, findings: Findings
) -> tuple[str | None, bool | None]:
    """Return the level that the requester claims, and whether the rules agree; None where either is not known.

    A level is claimed by its name or by its title, in capitals or not.
    """
    written = request.claimed_priority
    if written is None:
        return None, None
    words = {title.lower(): name for name, title in policy.levels.items()}
    words |= {name.lower(): name for name in policy.levels}
    claimed = words.get(written.strip().lower())
    mark = request.key_mark("claimed_priority")
    if claimed is None:
        findings.warning(
            "unknown-claimed-priority",
            f"claimed priority `{written}` is not a level of policy `{policy.id}`",
            mark,
            did_you_mean(written, policy.levels),
        )
        return written, None
    if level is None:
        return claimed, None
    if claimed != level:
        findings.warning("claimed-priority-differs", f"the customer claimed {claimed}; the rules give {level}", mark)
    return claimed, claimed == level


def add_warnings(decision: Decision, findings: Findings) -> None:
    """Add a warning for each thing that breaks the terms of the contract."""
    request, channel, contract = decision.request, decision.channel, decision.contract
    if channel.required and channel.arrived_by and channel.arrived_by != channel.required:
        findings.warning(
            "required-way-not-used",
            f"the request must come by {channel.required}, but came by {channel.arrived_by}",
            request.key_mark("channel"),
        )
    if decision.facts.get(NAMED_CONTACT) is False:
        sender = f"sender `{request.sender}`" if request.sender else "the sender"
        findings.warning("not-a-named-contact", f"{sender} is not a named contact", request.key_mark("from"))
    if contract:
        check_contacts(contract, decision.policy.tiers[decision.tier], contract.mark, findings)
