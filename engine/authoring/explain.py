"""What a word means that is met in a finding or in a file: the id of a check, or a key."""

from ..findings import printable
from ..text import did_you_mean, nearest
from .check import CHECKS_BY_ID, explanation
from .check.short_explanations import SHORT_EXPLANATIONS
from .key_explanations import explain_key, keys_of_files


def explain(word: str) -> str:
    """Return the page of a check, one line of an id that has none, or what a key of a file means.

    Raises ValueError where there is no such id and no such key.
    """
    text = explanation(word) or explain_key(word)
    if text is None:
        known = nearest(word, [*CHECKS_BY_ID, *SHORT_EXPLANATIONS, *keys_of_files()])
        help_ = known or did_you_mean(word, CHECKS_BY_ID)
        raise ValueError(f"`{printable(word)}` is neither a check id nor a key of a file: {help_}")
    return text
