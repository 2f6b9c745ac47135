"""What a message says that bears on facts: sentences that patterns match, and the likeliest values of a question.

Neither states a fact: a hit reopens a presumption, and the likeliest values are shown first.
"""

from collections.abc import Iterable, Mapping

from ..model import Policy
from ..model.messages import Passage
from ..model.words import ChoiceValue, Hit, Words


def find_hits(words: Words, passages: Iterable[Passage]) -> tuple[Hit, ...]:
    """Return the first sentence for each value whose patterns match, in the order of the words file.

    Passages that count are the subject, the text and what is forwarded; what is quoted and signatures do not.
    """
    del words, passages  # to come: RE2, sentence by sentence
    return ()


def likely_values(words: Words, policy: Policy, passages: Iterable[Passage]) -> Mapping[str, tuple[ChoiceValue, ...]]:
    """Return up to nine values of each fact whose choices have examples, the likeliest first."""
    del words, policy, passages  # to come: character n-grams
    return {}
