"""How far a words file carries: over messages with labels, what the desk is asked, and what it would get wrong."""

from collections.abc import Iterable
from dataclasses import dataclass

from ...findings import Findings
from ...interview.fact_questions import Clues
from ...interview.interview import Interview
from ...language.words_files import words_of
from ...messages.evidence import find_hits, likely_values
from ...model import Policy, Request, Stated
from ...model.words import Hit, Words
from ...triage.decision import Decision
from ...triage.policy_store import PolicyStore
from .asked_person import Interviewed, interview_by_label
from .labelled_messages import LabelledMessage

ACTIVITY = "activity"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredMessage:
    """What was measured of one message.

    `rank` is the place of the right activity, from 1, None where it has no key. `raising` are the facts that raise the
    level and that nothing presumes so, `caught` those of them with a hit, and `caught_exactly` with the right value's;
    `needless` those with a hit of which the message tells nothing but what is presumed.
    """

    label: LabelledMessage
    rank: int | None
    has_activity: bool
    raising: tuple[str, ...]
    caught: tuple[str, ...]
    caught_exactly: tuple[str, ...]
    presumed_raising: tuple[str, ...]
    hits: tuple[Hit, ...]
    needless: tuple[str, ...]
    interviewed: Interviewed
    outcome: tuple[str, str | None]

    @property
    def is_wrong(self) -> bool:
        """Whether it is decided, and otherwise than is right."""
        return self.outcome[0] != "needs" and self.outcome not in self.label.accept

    @property
    def is_open(self) -> bool:
        """Whether questions stay open that the message answers."""
        return self.outcome[0] == "needs" and self.outcome not in self.label.accept


def measure_messages(
    labels: Iterable[LabelledMessage], store: PolicyStore, version: str, findings: Findings
) -> list[MeasuredMessage]:
    """Return what was measured of each message whose policy can be used."""
    measured, known = [], dict[str, tuple[Policy, Words] | None]()
    for label in labels:
        if label.policy not in known:
            known[label.policy] = _policy_and_words(label, store, findings)
        terms = known[label.policy]
        if terms is not None:
            measured.append(_measure(label, *terms, store, version))
    return measured


def _policy_and_words(label: LabelledMessage, store: PolicyStore, findings: Findings) -> tuple[Policy, Words] | None:
    evaluator = store.in_force(label.policy, label.received, None, label.mark, findings)
    if evaluator is None:
        return None
    policy = evaluator.compiled.policy
    return policy, words_of(policy, findings)


def _measure(label: LabelledMessage, policy: Policy, words: Words, store: PolicyStore, version: str) -> MeasuredMessage:
    hits = find_hits(words, label.message.passages)
    likely = likely_values(words, policy, label.message.passages)
    interviewed = interview_by_label(_interview(label, likely, hits, store, version), label)
    raising, presumed = _raising(label, policy)
    caught = {hit.fact for hit in hits}
    return MeasuredMessage(
        label=label,
        rank=next((n for n, value in enumerate(likely.get(ACTIVITY, ()), 1) if label.is_right(ACTIVITY, value)), None),
        has_activity=ACTIVITY in label.facts,
        raising=raising,
        caught=tuple(fact for fact in raising if fact in caught),
        caught_exactly=tuple(f for f in raising if any(h.fact == f and label.is_right(f, h.value) for h in hits)),
        presumed_raising=presumed,
        hits=hits,
        needless=tuple(fact for fact in sorted(caught) if not _deserves_a_look(fact, label, policy)),
        interviewed=interviewed,
        outcome=_outcome(interviewed.interview.decision),
    )


def _interview(
    label: LabelledMessage, likely: object, hits: tuple[Hit, ...], store: PolicyStore, version: str
) -> Interview:
    assert isinstance(likely, dict)  # noqa: S101 - for the type checker
    request = Request(
        id=label.file,
        received=label.received,
        policy=label.policy,
        tier=label.tier,
        facts={name: Stated(value) for name, value in label.contract_facts.items()},
    )
    clues = Clues(likely=likely, hits=hits)
    return Interview(request=request, store=store, version=version, clues=clues)


def _raising(label: LabelledMessage, policy: Policy) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the facts that raise the level, without and with a presumption that gives them their value anyway."""
    named = label.raises or ()
    presumed = tuple(
        name
        for name in named
        if name in policy.facts and any(p.value == label.facts.get(name) for p in policy.facts[name].presume)
    )
    return tuple(name for name in named if name not in presumed), presumed


def _deserves_a_look(fact: str, label: LabelledMessage, policy: Policy) -> bool:
    """Tell whether a message tells, or could tell, of a fact what nobody would presume."""
    presumed = [presumption.value for presumption in policy.facts[fact].presume]
    return any(value not in presumed for value in label.values(fact))


def _outcome(decision: object) -> tuple[str, str | None]:
    if not isinstance(decision, Decision):
        return "invalid", None
    if decision.status == "needs_facts":
        return "needs", None
    return str(decision.scope.outcome), decision.priority.level
