"""What a message says that bears on facts: sentences that patterns match, and the likeliest values of a question.

Neither states a fact: a hit reopens a presumption, and the likeliest values are shown first.
"""

from collections.abc import Iterable, Mapping
from typing import Protocol

from ..model import Policy
from ..model.words import ChoiceValue, Hit, Words

__all__ = ["MOST_LIKELY", "Hit", "PassageText", "find_hits", "likely_values"]


class PassageText(Protocol):
    """What evidence needs of a passage of a message: its kind, its text, and where that starts."""

    @property
    def kind(self) -> str:
        """One of `subject`, `text`, `forwarded`, `quoted` and `signature`."""

    @property
    def text(self) -> str:
        """The text, decoded."""

    @property
    def start(self) -> int:
        """The line of the message's text at which it starts, from 1."""


MOST_LIKELY = 9
"""How many values of a fact are named: as many as have a key each."""


def find_hits(words: Words, passages: Iterable[PassageText]) -> tuple[Hit, ...]:
    """Return the first sentence for each value whose patterns match, in the order of the words file.

    Passages that count are the subject, the text and what is forwarded; what is quoted and signatures do not.
    """
    del words, passages  # to come: RE2, sentence by sentence
    return ()


def likely_values(
    words: Words, policy: Policy, passages: Iterable[PassageText]
) -> Mapping[str, tuple[ChoiceValue, ...]]:
    """Return up to nine values of each fact whose choices have examples, the likeliest first."""
    del words, policy, passages  # to come: character n-grams
    return {}
