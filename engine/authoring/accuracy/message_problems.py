"""What went wrong with each measured message, in lines for whoever tunes a words file."""

from collections.abc import Iterator

from ...findings import printable
from .message_measures import ACTIVITY, MeasuredMessage

_AT_A_GLANCE = 3
"""Choices that one takes in at a glance."""


def problems_of(message: MeasuredMessage) -> Iterator[str]:
    """Yield what went wrong with a message, nothing where nothing did."""
    label = message.label
    if message.is_wrong or message.is_open:
        accepted = " or ".join(outcome_text(outcome) for outcome in label.accept)
        asked = ", ".join(message.interviewed.asked)
        yield f"comes to {outcome_text(message.outcome)}, not {accepted}; asked: {asked}"
    yield from (f"no hit on {fact}" for fact in message.raising if fact not in message.caught)
    for hit in message.hits:
        if hit.fact in message.needless:
            yield f"needless hit on {hit.fact}: {hit.value}: {printable(hit.words)}"
    if message.has_activity and (message.rank is None or message.rank > _AT_A_GLANCE):
        place = "has no key" if message.rank is None else f"has key {message.rank}"
        yield f"{label.facts[ACTIVITY]} {place}"


def outcome_text(outcome: tuple[str, str | None]) -> str:
    """Return a scope and level as text."""
    return " ".join(part for part in outcome if part)
