"""Requests to which something has happened on which one may turn to somebody, or so much time has passed."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

from ...language.time_notation import parse_instant
from ...model import BUILT_IN_EVENTS, RECEIVED, Escalation, Policy, SpanOf
from ...model.events import ASKED, CLOSED, CRITICALITY_CHANGED, REOPENED, REPLIED, RESUMED, UPDATED, WAITING
from ...proof.situations import StateSpace
from ...proof.tier_situations import TierSituations
from ...proof.witness import Witnesses
from ...rules.compiled import facts_of
from ...rules.listed_entries import ListedEntry, listed_entries
from ...rules.outcomes import Outcome
from ...rules.places import placed_hours_of
from ...worktime import WorktimeError, amount, count_of, deadline, due, zone
from ..changed_requests import changed_requests
from ..event_requests import event_at

Witness = tuple[Mapping[str, object], Outcome]

_LATER = timedelta(days=60)
"""After so long whatever is owed is overdue."""
_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
_BEFORE = {REOPENED: CLOSED, RESUMED: WAITING}
"""What must have happened for an event to have an effect."""
_STRIDE, _RECEIPTS = timedelta(hours=5), 64
"""Receipts among which one is looked for from which on two hours differ."""
_OUTCOMES = 16
"""Outcomes with room for a step, of which requests are tried."""
_TRIED = 256


@dataclass(frozen=True, slots=True)
class OccasionWitnesses:
    """Writes requests that can show that a step of escalation, by its index, was changed to `after`."""

    space: StateSpace
    day: str
    index: int
    after: Escalation

    @property
    def facts(self) -> set[str]:
        """The facts that the condition of the step reads."""
        return self.space.compiled.base_facts(facts_of(self._entry.condition) - {"tier", "scope", "priority"})

    @property
    def has_no_room(self) -> bool:
        """Whether no request has the step, of a policy of which all situations are known."""
        return self.space.by_tier is not None and next(self._listing(), None) is None

    def requests(self) -> Iterator[Witness]:
        """Yield requests with events that may show it, some for each outcome that has room for the step."""
        yield from islice(self._requests(), _TRIED)

    def _requests(self) -> Iterator[Witness]:
        for proof, outcome, bits in islice(self._listing(), _OUTCOMES):
            witnesses = Witnesses(proof.compiled, self.day, proof.receipts)
            shows = partial(self._is_of, witnesses, proof.tier, outcome)
            codes = witnesses.least(proof.codes(bits), shows)
            for received in self._receipts(
                datetime.fromisoformat(str(witnesses.request(proof.tier, codes)["received"]))
            ):
                request = witnesses.request(proof.tier, codes, received.isoformat())
                for events in self._histories(outcome, received):
                    yield {**request, "events": events}, outcome
        if CRITICALITY_CHANGED in self._step.when_any:
            for proof in self.space.proofs():
                witnesses = Witnesses(proof.compiled, self.day, proof.receipts)
                yield from changed_requests(witnesses, proof, lambda outcome: outcome.level)

    def _is_of(self, witnesses: Witnesses, tier: str, outcome: Outcome, codes: Mapping[str, int]) -> bool:
        """Tell whether a request comes to an outcome, and has the step, whatever it leaves open."""
        is_settled = set(witnesses.outcomes(tier, codes)) == {outcome}
        return is_settled and witnesses.lists(self._entry, tier, codes) is True

    @property
    def _policy(self) -> Policy:
        return self.space.compiled.policy

    @property
    def _step(self) -> Escalation:
        return self._policy.escalation[self.index]

    @property
    def _entry(self) -> ListedEntry:
        entries = [entry for entry in listed_entries(self.space.compiled) if entry.kind == "escalation"]
        return entries[self.index]

    def _listing(self) -> Iterator[tuple[TierSituations, Outcome, int]]:
        """Yield the situations of each outcome in which the condition of the step holds."""
        entry = self._entry
        for proof in self.space.proofs():
            listed = entry.situations(proof.parts, proof.sets["channel"], proof.space.all) & proof.valid
            yield from ((proof, outcome, bits & listed) for outcome, bits in proof.parts.items() if bits & listed)

    def _receipts(self, received: datetime) -> Iterator[datetime]:
        """Yield a receipt, and where `after` counts in other hours, one from which on it passes at another instant."""
        yield received
        if self._step.hours != self.after.hours and self.after.after is not None:
            later = (received + n * _STRIDE for n in range(_RECEIPTS))
            yield from islice((instant for instant in later if len(self._elapsed(instant, None)) > 1), 1)

    def _elapsed(self, received: datetime, coverage: str | None) -> set[int]:
        """Return when `after` of either step has passed, in its own hours or those that coverage chose."""
        start, instants = parse_instant(received.isoformat()), set()
        for step in (self._step, self.after):
            name = step.hours or coverage
            if step.after is not None and name is not None:
                hours = self._policy.hours[name].placed({})
                with suppress(WorktimeError):
                    instants.add(due(hours, start, amount(hours, step.after)))
        return instants

    def _histories(self, outcome: Outcome, received: datetime) -> Iterator[list[dict[str, object]]]:
        """Yield what may have happened: an event of the step, nothing for so long, or all but one promise was kept."""
        events = [occasion for occasion in self._step.when_any if isinstance(occasion, str)]
        known = (*self._policy.events, *BUILT_IN_EVENTS)
        plain = next((event for event in (ASKED, UPDATED, REPLIED) if event not in events), ASKED)
        for event in (event for event in events if event in known):
            needed = [event_at(received, _BEFORE[event])] if event in _BEFORE else []
            yield from ([*needed, event_at(received + later, event)] for later in (_MINUTE, _HOUR))
        starts = {promise.clock.starts_at for promise in self._policy.promises.values()} - {RECEIVED, *events}
        for instant in self._instants(outcome, received):
            yield [event_at(instant, plain)]
            for happened in (REPLIED, UPDATED, *sorted(starts)):
                if happened not in events:
                    yield [event_at(received, happened), event_at(instant, plain)]

    def _instants(self, outcome: Outcome, received: datetime) -> Iterator[datetime]:
        """Yield when `after` of either step has passed, when something is just overdue, and much later."""
        start, own_zone = parse_instant(received.isoformat()), zone(self._policy.timezone)
        instants = self._elapsed(received, outcome.coverage if isinstance(outcome.coverage, str) else None)
        for owed in outcome.owed:
            if isinstance(owed.hours, str) and not isinstance(owed.span, SpanOf):
                with suppress(WorktimeError):
                    counted = count_of(placed_hours_of(self._policy, owed), owed.span, owed.cutoff)
                    instants.add(deadline(counted, start) + 1)
        yield from (datetime.fromtimestamp(instant, own_zone) for instant in sorted(instants))
        yield from (received, received + _HOUR, received + _LATER)
