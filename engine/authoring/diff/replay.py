"""A history of requests, decided by the old policy and by the new one."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from ...findings import Finding, Findings, Mark
from ...model import Contract
from ...rules.evaluator import Evaluator
from ...triage.decide import decide
from ...triage.decision import Decision
from ...triage.policy_store import PolicyStore
from ...triage.rulings import Deadline
from ...worktime import zone
from .alike_requests import alike_requests
from .histories import HistoryEntry, read_histories

DecidedValue = str | tuple[str, ...] | None
"""What is decided; several where facts are open, None where nothing is."""

_DUE = "due "
_TOGETHER = 20_000
"""Requests that are held at a time."""
MOVED = ""
"""What a count has as `before` where its `after` says how deadlines moved."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is decided differently; `seconds` is how much later it falls due."""

    what: str
    before: DecidedValue
    after: DecidedValue
    seconds: int | None = None


@dataclass(frozen=True, slots=True)
class ChangedRequest:
    """A request that the new policy decides differently, by its id and its position in the history."""

    request: str | None
    mark: Mark
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class RefusedRequest:
    """A request that the old policy, the new one or both cannot decide, and why."""

    request: str | None
    mark: Mark
    by: str
    findings: tuple[Finding, ...]
    is_unreadable: bool = False
    """Whether it cannot be read as a request."""


@dataclass(frozen=True, slots=True)
class Replay:
    """The result of a history: how many requests it has, which are decided differently and which are refused.

    `other_policies` is how many name a policy that is neither of the two.
    """

    requests: int
    other_policies: int
    changed: tuple[ChangedRequest, ...]
    refused: tuple[RefusedRequest, ...]

    @property
    def alike(self) -> int:
        """How many requests are decided as before, by both policies alike."""
        return self.requests - self.other_policies - len(self.changed) - len(self.refused)

    @property
    def counts(self) -> dict[tuple[str, DecidedValue, DecidedValue], int]:
        """How many requests have each difference: from what to what, or for deadlines whether later or earlier."""
        counts = Counter(_difference_key(difference) for request in self.changed for difference in request.differences)
        return dict(counts.most_common())


def _difference_key(difference: Difference) -> tuple[str, DecidedValue, DecidedValue]:
    """Return what requests with the same difference share, which their instants are not."""
    if difference.seconds is not None:
        return difference.what, MOVED, "later" if difference.seconds > 0 else "earlier"
    before, after = difference.before, difference.after
    if difference.what.startswith(_DUE):
        before, after = _due_state(before), _due_state(after)
    return (difference.what, MOVED, "open differently") if before == after else (difference.what, before, after)


def _due_state(due: DecidedValue) -> str | None:
    return None if due is None else "open" if str(due).startswith("open") else "known"


def replay(
    files: Sequence[str], old: Evaluator, new: Evaluator, contracts: Sequence[Contract], findings: Findings
) -> Replay:
    """Decide the requests of files by both policies, each as if it were in force and named."""
    names = {old.compiled.policy.id, new.compiled.policy.id}
    stores = [_SingleEditionStore(evaluator, names) for evaluator in (old, new)]
    changed: list[ChangedRequest] = []
    refused: list[RefusedRequest] = []
    requests = other_policies = 0
    for entry, is_alike in _with_alike(read_histories(files, findings), stores, contracts):
        requests += 1
        if is_alike:
            continue
        request = entry.request
        decisions = [decide(request, store, contracts, "") for store in stores] if request else []
        invalid = [decision for decision in decisions if not isinstance(decision, Decision)]
        if request and not invalid:
            before, after = (decision for decision in decisions if isinstance(decision, Decision))
            differences = tuple(_differences(before, after))
            changed += [ChangedRequest(entry.id, entry.mark, differences)] if differences else []
        elif len(invalid) == len(stores) and all(
            "unknown-policy" in {finding.check for finding in decision.findings} for decision in invalid
        ):
            other_policies += 1
        else:
            by = "both" if len(invalid) != 1 else "new" if isinstance(decisions[0], Decision) else "old"
            reasons = dict.fromkeys(finding for decision in invalid for finding in decision.findings)
            placed = tuple(map(entry.at_line, reasons)) or entry.findings
            refused.append(RefusedRequest(entry.id, entry.mark, by, placed, is_unreadable=request is None))
    return Replay(requests, other_policies, tuple(changed), tuple(refused))


def _with_alike(
    entries: Iterator[HistoryEntry], stores: Sequence[PolicyStore], contracts: Sequence[Contract]
) -> Iterator[tuple[HistoryEntry, bool]]:
    """Yield each request, with whether both decide it alike for certain, as many at once show."""
    while together := list(islice(entries, _TOGETHER)):
        alike = alike_requests([entry.request for entry in together], stores, contracts)
        yield from zip(together, alike, strict=True)


class _SingleEditionStore(PolicyStore):
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
        self, name: str, instant: int | None, pinned: str | None, mark: Mark, findings: Findings
    ) -> Evaluator | None:
        del pinned
        return super().in_force(name, instant, None, mark, findings)


def _differences(before: Decision, after: Decision) -> list[Difference]:
    """Return what is decided differently; where scope differs, so does all that depends on it, which is left out."""
    values = {what: (value(before), value(after)) for what, value in _DECIDED.items()}
    changed = {what: pair for what, pair in values.items() if pair[0] != pair[1]}
    if "scope" in changed:
        return [Difference("scope", *changed["scope"])]
    if "required" in changed:
        changed.pop("allowed", None)
    return [*(Difference(what, *pair) for what, pair in changed.items()), *_deadlines(before, after)]


def _deadlines(before: Decision, after: Decision) -> Iterator[Difference]:
    for name in dict.fromkeys([*before.deadlines, *after.deadlines]):
        deadlines = before.deadlines.get(name), after.deadlines.get(name)
        words = _due(deadlines[0], before), _due(deadlines[1], after)
        start, end = (deadline.due_instant if deadline else None for deadline in deadlines)
        seconds = None if start is None or end is None else end - start
        if words[0] != words[1] if seconds is None else seconds:
            yield Difference(f"{_DUE}{name}", *words, seconds)


def _possible_values(possible: tuple[str | None, ...]) -> DecidedValue:
    return tuple(outcome or "undecided" for outcome in possible) or None


def _required(decision: Decision) -> DecidedValue:
    channel = decision.channel
    if channel.possible is None or channel.possible == (None,):
        return channel.required
    return tuple(way or "none" for way in channel.possible)


_DECIDED: dict[str, Callable[[Decision], DecidedValue]] = {
    "scope": lambda decision: decision.scope.outcome or _possible_values(decision.scope.possible),
    "status": lambda decision: decision.status,
    "priority": lambda decision: decision.priority.level or _possible_values(decision.priority.possible),
    "required": _required,
    "allowed": lambda decision: tuple(sorted(decision.channel.allowed)),
    "follow-up": lambda decision: tuple(sorted(decision.channel.follow_up)),
    "missing": lambda decision: tuple(sorted(missing.fact for missing in decision.missing)),
}
"""What is compared of two decisions, beside their deadlines."""


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
    return between if deadline.certain else f"{between}, possibly none is owed"
