"""What other values of a presumed fact would change, in few words."""

from datetime import date

from ..model import Value
from ..text import both, either
from ..triage.decision import AlternativeValue, Presumed
from ..triage.layout import value_text

_VALUES = 3


def change_text(alternative: AlternativeValue) -> str:
    """Return what another value would change, such as `P1 or P2, asks environment`."""
    scopes = [(scope or "undecided").replace("_", " ") for scope in reversed(alternative.scope or ())]
    levels = [level or "undecided" for level in alternative.level or ()]
    # In support it is the levels that matter.
    words = [either(dict.fromkeys([*levels, *(scope for scope in scopes if scope != "support" or not levels)]))]
    if not any(words):  # how it must come in, and when something is due, follows from those
        words += [f"{either(way or 'no way' for way in alternative.required)} required"] if alternative.required else []
        words += [f"then {both(alternative.follow_up)}" if alternative.follow_up else ""]
    if not any(words):
        words += (
            [f"another {both(promise.replace('_', ' ') for promise in alternative.earliest)}"]
            if alternative.earliest
            else []
        )
    words += [f"asks {both(fact.replace('_', ' ') for fact in alternative.opens)}"] if alternative.opens else []
    return ", ".join(filter(None, words))


def changes_text(presumed: Presumed) -> str:
    """Return what it would change that a presumption is wrong: `if minor or severe: P1 or P2; if complete: P1`."""
    values: dict[str, list[str]] = {}
    for alternative in presumed.alternatives:
        is_region = isinstance(alternative.value, int | float | date) and not isinstance(alternative.value, bool)
        text = f"such as {value_text(alternative.value)}" if is_region else answer_text(alternative.value)
        values.setdefault(change_text(alternative), []).append(text)
    listed = []
    for change, texts in values.items():
        more = [f"{len(texts) - _VALUES} more"] if len(texts) > _VALUES else []
        listed.append(f"if {either([*texts[:_VALUES], *more])}: {change}")
    return "; ".join(listed) or "another value could give more"


def answer_text(value: Value) -> str:
    """Return a value as an answer: yes and no for true and false."""
    return ("yes" if value else "no") if isinstance(value, bool) else value_text(value)
