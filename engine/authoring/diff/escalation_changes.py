"""Steps of escalation that are written alike, and that open at another instant by the hours that `after` counts in."""

from collections import Counter
from collections.abc import Iterable, Iterator

from ...language.yaml_writer import written_span
from ...model import Escalation, Policy
from ...proof.delays import DelayComparison
from ...proof.occurring_receipts import SomeReceipts
from ...rules.outcomes import Outcome, Owed
from ..show.show_wording import spaced
from .aspects import delay
from .changes import Change

ComparedPair = tuple[Outcome, Outcome, SomeReceipts | None]
"""What both policies come to in a situation, and when that is received; None for all receipts."""

_Longest = tuple[int, str, str]
"""By how many seconds a step opens at another instant, and the words before and after."""


def escalation_changes(
    old: Policy, new: Policy, delays: DelayComparison, pairs: Iterable[ComparedPair]
) -> Iterator[Change]:
    """Yield each step that may open later, and each that may open earlier, by the most that it does."""
    compared = list(pairs)
    for before, after in _pairs_of_steps(old, new):
        for kind, way in (("looser", "later"), ("tighter", "earlier")):
            longest = max(_moved(old, new, delays, compared, (before, after), kind, way), default=None)
            if longest is not None:
                yield Change("changed", "escalation", before.to, before=longest[1], after=longest[2])


def _pairs_of_steps(old: Policy, new: Policy) -> Iterator[tuple[Escalation, Escalation]]:
    """Yield the steps that both policies write alike, of those that are to nobody twice."""
    by_name = [
        {step.to: step for step in policy.escalation if Counter(s.to for s in policy.escalation)[step.to] == 1}
        for policy in (old, new)
    ]
    for name, step in by_name[0].items():
        following = by_name[1].get(name)
        if following is None or step.after is None or step.is_always_open:
            continue
        if (step.after, step.hours, step.when_any) == (following.after, following.hours, following.when_any):
            yield step, following


def _moved(  # noqa: PLR0913 - what is compared
    old: Policy,
    new: Policy,
    delays: DelayComparison,
    pairs: list[ComparedPair],
    steps: tuple[Escalation, Escalation],
    kind: str,
    way: str,
) -> Iterator[_Longest]:
    step, following = steps
    for before, after, received in pairs:
        owed, owed_after = (_counted(*own) for own in zip(steps, (before, after), strict=True))
        if owed is not None and owed_after is not None:
            later = delay(delays, (old, new), kind, owed, owed_after, received)
            if later is not None and later.seconds:
                words, words_after = _words(step, owed), _words(following, owed_after)
                by = f"{later.words.removeprefix('by ')} {way}"
                yield later.seconds, words, by if words == words_after else f"{words_after}, {by}"


def _counted(step: Escalation, outcome: Outcome) -> Owed | None:
    """Return the span of a step as something owed in the hours that it counts in; None where these are not chosen."""
    hours = step.hours or outcome.coverage
    return Owed(step.to, hours, step.after) if step.after is not None and isinstance(hours, str) else None


def _words(step: Escalation, owed: Owed) -> str:
    return f"{written_span(step.after) if step.after else ''} of {spaced(str(owed.hours))} after receipt"
