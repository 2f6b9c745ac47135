"""Clocks that start at an event: it can come at any instant from the receipt on, whenever that was."""

from collections.abc import Callable, Mapping

from ..language.time_notation import parse_instant
from ..model import RECEIVED, Promise
from ..rules.evaluator import Evaluation
from .occurring_receipts import SomeReceipts
from .witness import Witnesses


def starts_of(promise: Promise, received: SomeReceipts | None) -> SomeReceipts | None:
    """Return the instants at which the clock of a promise can start, of requests received at some; None for all."""
    return received if promise.clock.starts_at == RECEIVED else None


def starts_text(promise: Promise) -> str:
    """Return from what on a promise is counted, in words to follow others, empty where that is the receipt."""
    return "" if promise.clock.starts_at == RECEIVED else f", counted from `{promise.clock.starts_at}`"


class StartedWitnesses:
    """Writes requests for which the clock of a promise starts at an instant, at their receipt or by an event."""

    def __init__(self, witnesses: Witnesses, promise: Promise | None, start: str | None) -> None:
        """Take what writes requests, the promise, if it is about one, and the instant, if that matters."""
        self._event = RECEIVED if promise is None else promise.clock.starts_at
        self._start = start
        self._is_started = self._event != RECEIVED and start is not None
        self.witnesses = witnesses if self._is_started else witnesses.at(start)

    def request(self, tier: str, codes: Mapping[str, int]) -> dict[str, object] | None:
        """Return the request that states facts with these codes; None where it cannot be received before the event."""
        request = self.witnesses.request(tier, codes)
        if not self._is_started or self._start is None:
            return request
        if parse_instant(str(request["received"])) > parse_instant(self._start):
            if self.witnesses.receipts.facts:
                return None
            request = self.witnesses.request(tier, codes, self._start)
        return {**request, "events": [{"at": self._start, "is": self._event}]}

    def least(
        self, tier: str, codes: Mapping[str, int], shows: Callable[[Evaluation], bool]
    ) -> dict[str, object] | None:
        """Return the smallest request found that shows the same as one that states facts with these codes."""
        fewest = self.witnesses.least(codes, lambda fewer: shows(self.witnesses.evaluate(tier, fewer)))
        return self.request(tier, fewest)
