"""What a message says that bears on facts: sentences that patterns match.

They state no fact: a hit reopens a presumption, and somebody looks.
"""

from collections.abc import Iterable

from ..language.watch_patterns import compile_union
from ..model.messages import Passage
from ..model.words import ChoiceValue, Hit, Words
from .likely_values import likely_values
from .sentences import Sentence, sentences_of, text_as_one

__all__ = ["find_hits", "likely_values", "passage_place"]

_Watched = dict[tuple[str, ChoiceValue], tuple[str, ...]]


def find_hits(words: Words, passages: Iterable[Passage]) -> tuple[Hit, ...]:
    """Return the first sentence for each value whose patterns match, in the order of the words file.

    Passages that count are the subject unless it is that of an answer, the text and what is forwarded; what is quoted
    and signatures do not.
    """
    watched: _Watched = {
        (fact, value): choice.watch
        for fact, values in words.facts.items()
        for value, choice in values.items()
        if choice.watch
    }
    open_values, hits = dict(watched), dict[tuple[str, ChoiceValue], Hit]()
    for passage in passages:
        for sentence in sentences_of(passage.text) if passage.is_evidence else ():
            if open_values:
                hits |= _hits_in(sentence, passage, open_values)
                open_values = {key: patterns for key, patterns in open_values.items() if key not in hits}
    return tuple(hits[key] for key in watched if key in hits)


def _hits_in(sentence: Sentence, passage: Passage, open_values: _Watched) -> dict[tuple[str, ChoiceValue], Hit]:
    """Return the hits of a sentence by fact and value; most sentences have none, as one search tells."""
    together = tuple(pattern for patterns in open_values.values() for pattern in patterns)
    if compile_union(together).search(sentence.text) is None:
        return {}
    hits = {}
    for (fact, value), patterns in open_values.items():
        match = compile_union(patterns).search(sentence.text)
        if match is not None:
            at = _place(passage, sentence.origin_of(match.start()))
            words = sentence.excerpt(match.start(), match.end())
            hits[fact, value] = Hit(fact=fact, value=value, words=words, at=at)
    return hits


def passage_place(passage: Passage, quote: str) -> str | None:
    """Return where a quote stands in a passage, its white space folded; None where it does not."""
    whole = text_as_one(passage.text)
    start = whole.text.find(quote) if whole else -1
    return _place(passage, whole.origin_of(start)) if whole and start >= 0 else None


def _place(passage: Passage, offset: int) -> str:
    """Return where a character of a passage stands, such as `subject` or `text, line 3`."""
    if passage.kind == "subject":
        return passage.kind
    return f"{passage.kind}, line {passage.start + passage.text.count(chr(10), 0, offset)}"
