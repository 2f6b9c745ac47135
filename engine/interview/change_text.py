"""What other values of a presumed fact would change, in few words."""

from datetime import date

from ..model import Value
from ..text import both, either
from ..triage.decision import AlternativeValue, Presumed
from ..triage.layout import value_text

_VALUES = 3


def change_text(other: AlternativeValue) -> str:
    """Return what another value would change, such as `P1 or P2, asks environment`."""
    scopes = [(scope or "undecided").replace("_", " ") for scope in reversed(other.scope or ())]
    levels = [level or "undecided" for level in other.level or ()]
    # In support it is the levels that matter.
    words = [either(dict.fromkeys([*levels, *(scope for scope in scopes if scope != "support" or not levels)]))]
    if not any(words):  # how it must come in, and when something is due, follows from those
        words += [f"{either(way or 'no way' for way in other.required)} required"] if other.required else []
        words += [f"then {both(other.follow_up)}" if other.follow_up else ""]
    if not any(words):
        words += [f"another {both(promise.replace('_', ' ') for promise in other.earliest)}"] if other.earliest else []
    words += [f"asks {both(fact.replace('_', ' ') for fact in other.opens)}"] if other.opens else []
    return ", ".join(filter(None, words))


def changes_text(presumed: Presumed) -> str:
    """Return what it would change that a presumption is wrong: `if minor or severe: P1 or P2; if complete: P1`."""
    values: dict[str, list[str]] = {}
    for other in presumed.alternatives:
        is_region = isinstance(other.value, int | float | date) and not isinstance(other.value, bool)
        text = f"such as {value_text(other.value)}" if is_region else answer_text(other.value)
        values.setdefault(change_text(other), []).append(text)
    listed = []
    for change, others in values.items():
        more = [f"{len(others) - _VALUES} more"] if len(others) > _VALUES else []
        listed.append(f"if {either([*others[:_VALUES], *more])}: {change}")
    return "; ".join(listed) or "another value could give more"


def answer_text(value: Value) -> str:
    """Return a value as an answer: yes and no for true and false."""
    return ("yes" if value else "no") if isinstance(value, bool) else value_text(value)
