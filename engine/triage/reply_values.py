"""What the placeholders of a reply stand for in a decision: nothing that a customer or a stranger wrote.

To somebody whose contract is not known, or whom nobody stands behind, they stand for no plan, level or candidate.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..model.messages import NOT_AUTHENTICATED
from ..model.policy_citations import cited_readings
from .decision import Decision, Invalid
from .layout import value_text
from .open_requests import CONTRACT
from .reply_wording import Wording
from .rulings import Deadline

_CASE = re.compile(r"[A-Za-z0-9]+(?:[-_/#][A-Za-z0-9]+){0,7}", re.ASCII)
_LONGEST_CASE = 40
"""An id of this form and length is a desk's number: it holds no address and no sentence."""

_MOST_CHOICES = 6
"""Answers that a question names; of more, the customer says it in own words."""

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyValues:
    """What there is to say: values by placeholder, and the items of which sentences say one each."""

    values: Values = field(default_factory=dict)
    promises: Mapping[str, Values] = field(default_factory=dict)
    questions: Mapping[str, str] = field(default_factory=dict)
    needed: Sequence[str] = ()
    readings: Sequence[str] = ()


def reply_values(decision: Decision | Invalid, wording: Wording) -> ReplyValues:
    """Return what a reply to the sender of a request may say."""
    if not isinstance(decision, Decision):
        is_unknown = any(missing.fact == CONTRACT for missing in getattr(decision, "missing", ()))
        return ReplyValues(values=({"unknown": ""} if is_unknown else {}) | _case(decision.id))
    if is_to_stranger(decision):
        return ReplyValues(values={"unknown": ""} | _case(decision.request.id))
    decided = _Decided(decision, wording)
    return ReplyValues(
        values=dict(decided.values()),
        promises={d.promise: decided.promise(d) for d in decision.deadlines.values() if _is_ahead(d)},
        questions={missing.fact: decided.question(missing.ask, missing.choices) for missing in decision.missing},
        needed=decided.needed(),
        readings=[
            decision.policy.readings[name].answer
            for name in cited_readings(decision.reason_cites)
            if decision.policy.readings[name].tell
        ],
    )


def is_to_stranger(decision: Decision) -> bool:
    """Tell whether nobody stands behind the sender of a request, whoever it says that is."""
    return any(finding.check == NOT_AUTHENTICATED for finding in decision.findings)


def _case(id_: str | None) -> dict[str, str]:
    is_plain = id_ is not None and len(id_) <= _LONGEST_CASE and _CASE.fullmatch(id_)
    return {"case": str(id_)} if is_plain else {}


def _is_ahead(deadline: Deadline) -> bool:
    """Tell whether a promise is still to be kept, and it is known until when."""
    return deadline.due_instant is not None and deadline.state in (None, "running")


class _Decided:
    """Words one decision for its customer."""

    def __init__(self, decision: Decision, wording: Wording) -> None:
        self._decision = decision
        self._wording = wording

    def values(self) -> Iterator[tuple[str, str]]:
        """Yield by placeholder what there is one of."""
        d, policy = self._decision, self._decision.policy
        yield from _case(d.request.id).items()
        yield "received", self._wording.moment(d.request.received, d.timezone())
        yield "customer", d.contract.customer if d.contract else ""
        yield "plan", policy.tiers[d.tier].title
        yield "understood", "; ".join(self._understood())
        if d.missing:
            yield "open", ""
        if d.status != "decided":
            return
        if d.scope.outcome:
            yield d.scope.outcome, ""
            yield "scope_clause", self._clauses(d.scope.cites)
        if d.priority.level and d.scope.outcome == "support":
            title = d.priority.title or ""
            is_named_so = title.lower() in ("", d.priority.level.lower())
            yield "level", title or d.priority.level if is_named_so else f"{d.priority.level} {title}"
            yield "level_clause", self._clauses(d.priority.cites)
        yield from self._ways()

    def promise(self, deadline: Deadline) -> dict[str, str]:
        """Return what a promise is called, and when it falls due on the customer's clock."""
        due = self._wording.moment(deadline.due_instant or 0, self._decision.timezone(deadline))
        return {"promise": deadline.promise.replace("_", " "), "due": due}

    def question(self, ask: str, choices: Sequence[str]) -> str:
        """Return a question of the policy with the answers that it takes, where they are few."""
        if not 0 < len(choices) <= _MOST_CHOICES:
            return ask
        return f"{ask} ({self._wording.either(choice.replace('_', ' ') for choice in choices)})"

    def needed(self) -> list[str]:
        """Return what the request still lacks."""
        d = self._decision
        if d.scope.outcome == "not_covered":
            return []
        items = [need.item for need in d.intake if need.certain and not need.given and not need.item.optional]
        return [f"{item.needs} ({item.note})" if item.note else item.needs for item in items]

    def _understood(self) -> Iterator[str]:
        """Yield the facts that the request states, but for free text and what nobody knows."""
        d = self._decision
        for name in d.request.facts:
            fact, value = d.policy.facts.get(name), d.facts.get(name)
            if fact is not None and value is not None and fact.type != "text":
                yield f"{name.replace('_', ' ')}: {value_text(value)}"

    def _clauses(self, cites: Sequence[str]) -> str:
        """Return where the clauses stand; a reading is told only where it says so, and by its answer."""
        parts = (cite.partition(".") for cite in cites)
        clauses = (
            self._decision.policy.sources[source].clauses[name] for source, _, name in parts if source != "readings"
        )
        return "; ".join(dict.fromkeys(clause.at for clause in clauses))

    def _ways(self) -> Iterator[tuple[str, str]]:
        """Yield in which ways the request must still come, or else may."""
        channel = self._decision.channel
        if channel.possible is not None:
            return
        required = [channel.required] if channel.required else []
        lacking = [way for way in (*required, *channel.follow_up) if way not in channel.arrivals]
        if lacking:
            yield "call", self._wording.both(self._contact(way) for way in lacking)
        elif channel.met is False and not channel.required:
            yield "ways", self._wording.either(self._contact(way) for way in channel.allowed)

    def _contact(self, way: str) -> str:
        contact = self._decision.policy.ways[way].contact
        return f"{way} ({contact})" if contact else way
