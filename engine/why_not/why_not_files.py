"""Why the request of a file does not have a level or a scope."""

import json
from dataclasses import dataclass
from itertools import islice

from ..findings import Finding, any_errors
from ..language.files import is_mail
from ..language.similar_words import claimed_name
from ..model import SCOPES, Policy
from ..text import did_you_mean, quoted
from ..triage.decide_files import Triage
from ..triage.decision import Decision, Invalid
from ..triage.layout import Look, Paint
from .goal_space import Goal
from .why_not import WhyNot, why_not


class NoGoal(ValueError):
    """What is asked for is no scope or level that a request to the policy can have; the message says why."""


def parse_goal(policy: Policy, scope: str | None, level: str | None) -> Goal:
    """Return the goal that scope and level name; raise NoGoal where a policy has none such."""
    if scope is None and level is None:
        raise NoGoal("name a level, a scope or both")
    if scope is not None and scope not in SCOPES:
        raise NoGoal(f"scope `{scope}` is none of {quoted(SCOPES)}")
    if level is not None and scope not in (None, "support"):
        raise NoGoal(f"a request that is {str(scope).replace('_', ' ')} has no level")
    known = None if level is None else claimed_name(level, policy.levels, policy.level_words)
    if level is not None and known is None:
        help_ = did_you_mean(level, policy.levels) or f"known: {quoted(policy.levels)}"
        raise NoGoal(f"level `{level}` is not declared by policy `{policy.id}`; {help_}")
    return Goal(scope=scope, level=known)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileAnswer:
    """What keeps the request of a file from a goal, or why it is invalid, and each finding that says so once."""

    answer: WhyNot | Invalid
    findings: tuple[Finding, ...]

    @property
    def is_invalid(self) -> bool:
        """Whether folder, contracts or request cannot be used."""
        return any_errors(self.findings)

    @property
    def is_settled(self) -> bool:
        """Whether it is known what reaches the goal, or that nothing does."""
        return isinstance(self.answer, WhyNot) and self.answer.outcome in ("reached", "changes", "unreachable")

    def render(self, form: str, *, paint: Paint, width: int) -> str:
        """Return it as text or as JSON."""
        answer, look = self.answer, Look(paint=paint, width=width)
        if isinstance(answer, Invalid):
            if form == "json":
                from ..triage.decision_json import as_json  # noqa: PLC0415 - each form alone

                return as_json([answer])
            from ..triage.decision_text import as_text as as_sheet  # noqa: PLC0415 - each form alone

            return as_sheet(answer, look)
        if form == "json":
            return json.dumps(answer.to_dict(), ensure_ascii=False, indent=2) + "\n"
        from .why_not_text import as_text  # noqa: PLC0415 - each form alone

        return as_text(answer, look)


def why_not_file(  # noqa: PLR0913 - what a request of a file is, and what is asked of it
    triage: Triage, file: str, now: int | None, *, scope: str | None, level: str | None, trusted_hop: int = 1
) -> FileAnswer:
    """Return what keeps the request of a file, or of a mail, from a scope or a level, as of `now`.

    Raises NoGoal where its policy has no such scope or level, or the file has several requests.
    """
    decision = _decision(triage, file, now, trusted_hop)
    findings = list(triage.findings)
    if not isinstance(decision, Decision):
        return FileAnswer(answer=decision, findings=tuple(dict.fromkeys([*findings, *decision.findings])))
    goal = parse_goal(decision.policy, scope, level)
    contracts = [decision.contract] if decision.contract else []
    return FileAnswer(answer=why_not(decision, goal, triage.store, contracts), findings=tuple(findings))


def _decision(triage: Triage, file: str, now: int | None, trusted_hop: int) -> Decision | Invalid:
    """Return the decision of the one request of a file."""
    if is_mail(file):
        from ..messages.message_reader import MessageReader  # noqa: PLC0415 - what reads mails is felt

        decisions = MessageReader(triage, trusted_hop=trusted_hop).decide([file], now)
    else:
        decisions = triage.decide_each(file, now)
    first = list(islice(decisions, 2))
    if len(first) != 1:
        raise NoGoal(f"`{file}` has {'several requests' if first else 'no request'}; name a file of one")
    return first[0]
