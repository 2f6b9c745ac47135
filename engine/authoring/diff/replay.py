"""A history of requests, decided by the old policy and by the new one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from ...rules.evaluator import Evaluator
from ...triage.decide import decide
from ...triage.decision import Decision
from ...triage.policy_store import PolicyStore
from ...worktime import zone
from .histories import read_histories

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ...findings import Finding, Findings, Mark
    from ...model import Contract
    from ...triage.decision import Deadline, Invalid
    from .histories import Kept

Told = str | tuple[str, ...] | None

_DUE = "due "
MOVED = ""
"""What stands before whether a deadline is later or earlier."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is decided otherwise; `seconds` is by how much later something falls due."""

    what: str
    before: Told
    after: Told
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class Redecided:
    """A request of which the new policy decides otherwise, by its id and its place in the history."""

    request: str | None
    mark: Mark
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """A request that the old policy, the new one or both cannot decide, and why."""

    request: str | None
    mark: Mark
    by: str
    findings: tuple[Finding, ...]
    is_unreadable: bool = False
    """Whether it is no request at all."""


@dataclass(frozen=True, slots=True)
class Replay:
    """How a history comes out: how many requests there are, and those that do not come out alike.

    `others` is how many name a policy that is neither of the two.
    """

    requests: int
    others: int
    changed: tuple[Redecided, ...]
    refused: tuple[Refused, ...]

    @property
    def alike(self) -> int:
        """How many requests are decided as before."""
        return self.requests - self.others - len(self.changed) - len(self.refused)

    @property
    def counts(self) -> dict[tuple[str, Told, Told], int]:
        """How many requests differ in what: by what it was and is, or for deadlines by whether they are later."""
        found = Counter(_counted_as(difference) for one in self.changed for difference in one.differences)
        return dict(found.most_common())


def _counted_as(difference: Difference) -> tuple[str, Told, Told]:
    """Return what a difference has in common with others: instants are each request's own."""
    if difference.seconds is not None:
        return difference.what, MOVED, "later" if difference.seconds > 0 else "earlier"
    before, after = difference.before, difference.after
    if difference.what.startswith(_DUE):
        before, after = _whether(before), _whether(after)
    return (difference.what, MOVED, "open otherwise") if before == after else (difference.what, before, after)


def _whether(due: Told) -> str | None:
    return None if due is None else "open" if str(due).startswith("open") else "known"


def replay(
    files: Sequence[str], old: Evaluator, new: Evaluator, contracts: Sequence[Contract], findings: Findings
) -> Replay:
    """Return how the requests of files come out by both policies, each as if it were in force and named."""
    names = {old.compiled.policy.id, new.compiled.policy.id}
    stores = [_Only(evaluator, names) for evaluator in (old, new)]
    changed: list[Redecided] = []
    refused: list[Refused] = []
    requests = others = 0
    for kept in read_histories(files, findings):
        requests += 1
        if kept.request is None:
            refused.append(Refused(kept.id, kept.mark, "both", kept.findings, is_unreadable=True))
            continue
        before, after = (decide(kept.request, store, contracts, "") for store in stores)
        if isinstance(before, Decision) and isinstance(after, Decision):
            differences = tuple(_differences(before, after))
            if differences:
                changed.append(Redecided(kept.id, kept.mark, differences))
        elif _is_of_another(before, after):
            others += 1
        else:
            refused.append(_refused(kept, before, after))
    return Replay(requests, others, tuple(changed), tuple(refused))


class _Only(PolicyStore):
    """A store with one edition, which is in force always and is whichever a contract pins."""

    def __init__(self, evaluator: Evaluator, names: set[str]) -> None:
        super().__init__((), "builtin")
        compiled = evaluator.compiled
        self._evaluator = Evaluator(
            replace(compiled, policy=replace(compiled.policy, effective=(None, None))), "builtin"
        )
        self._named = names

    def editions(self, name: str) -> tuple[list[Evaluator], list[Finding]]:
        return ([self._evaluator] if name in self._named else []), []

    def names(self) -> list[str]:
        return sorted(self._named)

    def in_force(
        self, name: str, instant: int, pinned: str | None, mark: Mark
    ) -> tuple[Evaluator | None, list[Finding]]:
        del pinned
        return super().in_force(name, instant, None, mark)


def _is_of_another(before: Decision | Invalid, after: Decision | Invalid) -> bool:
    return all(any(finding.check == "unknown-policy" for finding in decision.findings) for decision in (before, after))


def _refused(kept: Kept, before: Decision | Invalid, after: Decision | Invalid) -> Refused:
    by = "new" if isinstance(before, Decision) else "old" if isinstance(after, Decision) else "both"
    found = [finding for one in (before, after) if not isinstance(one, Decision) for finding in one.findings]
    return Refused(kept.id, kept.mark, by, tuple(kept.placed(finding) for finding in dict.fromkeys(found)))


def _differences(before: Decision, after: Decision) -> Iterator[Difference]:
    """Yield what is decided otherwise; where scope differs, so does all that goes with it, which is not told."""
    scopes = _scope(before), _scope(after)
    if scopes[0] != scopes[1]:
        yield Difference("scope", *scopes)
        return
    pairs: list[tuple[str, Told, Told]] = [
        ("status", before.status, after.status),
        ("priority", _priority(before), _priority(after)),
        _channel(before, after),
        ("missing", _missing(before), _missing(after)),
    ]
    yield from (Difference(*pair) for pair in pairs if pair[1] != pair[2])
    yield from _deadlines(before, after)


def _channel(before: Decision, after: Decision) -> tuple[str, Told, Told]:
    required = _required(before), _required(after)
    if required[0] != required[1]:
        return "required", *required
    return "allowed", tuple(sorted(before.channel.allowed)), tuple(sorted(after.channel.allowed))


def _required(decision: Decision) -> Told:
    channel = decision.channel
    if channel.possible is None or channel.possible == (None,):
        return channel.required
    return tuple(way or "none" for way in channel.possible)


def _deadlines(before: Decision, after: Decision) -> Iterator[Difference]:
    owed = [before.deadlines, after.deadlines]
    for name in dict.fromkeys([*owed[0], *owed[1]]):
        one, other = owed[0].get(name), owed[1].get(name)
        words = _due(one, before), _due(other, after)
        if one and other and one.due_instant is not None and other.due_instant is not None:
            if one.due_instant != other.due_instant:
                yield Difference(f"{_DUE}{name}", *words, other.due_instant - one.due_instant)
        elif words[0] != words[1]:
            yield Difference(f"{_DUE}{name}", *words)


def _scope(decision: Decision) -> Told:
    return decision.scope.outcome or _possible(decision.scope.possible)


def _priority(decision: Decision) -> Told:
    return decision.priority.level or _possible(decision.priority.possible)


def _possible(possible: tuple[str | None, ...]) -> Told:
    return tuple(one or "undecided" for one in possible) or None


def _missing(decision: Decision) -> tuple[str, ...]:
    return tuple(sorted(missing.fact for missing in decision.missing))


def _due(deadline: Deadline | None, decision: Decision) -> str | None:
    """Return when something falls due, on the clock of the hours it counts in; None where it is not owed."""
    if deadline is None:
        return None
    where = zone(deadline.timezone or decision.policy.timezone)
    due, first, last = (
        None if instant is None else datetime.fromtimestamp(instant, where).isoformat()
        for instant in (deadline.due_instant, deadline.earliest_instant, deadline.latest_instant)
    )
    if due is not None:
        return due
    between = "open" if first is None else f"open: {first}" if first == last else f"open: {first} to {last}"
    return between if deadline.certain else f"{between}, perhaps none is owed"
