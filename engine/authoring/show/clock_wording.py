"""What the clock of a promise does, in words that a support manager reads."""

from ...model import RECEIVED, Policy, Promise
from ...model.events import PLAIN_CLOCK
from ...render.document import tidy
from ...text import either
from .show_wording import spaced


def worded_event(policy: Policy, name: str) -> str:
    """Return an event as a policy titles it, or by its name where every policy knows it."""
    declared = policy.events.get(name)
    return f'"{tidy(declared.title)}"' if declared else spaced(name)


def worded_start(policy: Policy, promise: Promise) -> str:
    """Return where the clock of a promise starts."""
    starts_at = promise.clock.starts_at
    return "at the receipt" if starts_at == RECEIVED else f"with {worded_event(policy, starts_at)}"


def worded_end(policy: Policy, promise: Promise) -> str:
    """Return which events meet a promise."""
    return either(worded_event(policy, name) for name in promise.until)


def clock_sentences(policy: Policy, promise: Promise) -> list[str]:
    """Return what the clock of a promise does, a sentence for each thing; nothing where nothing is written of it."""
    clock = promise.clock
    if clock == PLAIN_CLOCK:
        return []
    sentences = [f"Its clock starts {worded_start(policy, promise)} and ends with {worded_end(policy, promise)}."]
    if clock.pauses:
        sentences.append("It stands while the customer is awaited.")
    if clock.on_resume == "restart":
        sentences.append("Once the customer is awaited no longer, it starts anew.")
    if clock.on_change == "restart":
        sentences.append("It starts anew where a change of the facts alters what is owed.")
    elif clock.on_change == "recompute":
        sentences.append("A change of the facts counts as if they had always been so.")
    return sentences
