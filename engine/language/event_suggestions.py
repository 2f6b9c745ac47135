"""Which event is meant by a word that other tools use for it."""

from collections.abc import Collection

from ..model.events import ASKED, CLOSED, RECEIVED, REOPENED, REPLIED, RESUMED, UPDATED, WAITING
from ..text import did_you_mean
from .similar_words import fold

_OTHER_WORDS = {
    REPLIED: ("answered", "answer", "first reply", "first response", "responded", "response", "reply"),
    UPDATED: ("update", "progress", "status update", "informed"),
    ASKED: ("customer replied", "customer responded", "customer answered", "customer wrote"),
    WAITING: ("pending", "on hold", "hold", "paused", "with customer", "waiting for customer", "awaiting customer"),
    RESUMED: ("unpaused", "continued", "customer informed", "back from customer"),
    CLOSED: ("resolved", "resolution", "solved", "fixed", "done", "completed", "cancelled", "canceled"),
    REOPENED: ("reopen", "re opened"),
    RECEIVED: ("created", "opened", "logged", "submitted", "registered"),
}
_MEANT = {word: event for event, words in _OTHER_WORDS.items() for word in words}


def event_help(name: str, known: Collection[str]) -> str:
    """Return which of the known events is meant by a name that is none of them, or which there are.

    What a word means comes before how it is spelt: `resolved` looks like `resumed`, and means `closed`.
    """
    meant = _MEANT.get(fold(name))
    return f"did you mean `{meant}`?" if meant in known else did_you_mean(name, known)
