"""Records of a words file: how customers say what a policy asks, and the sentences that they are answered with."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..findings import Marked

ChoiceValue = str | bool
"""A value that has words: a choice, or true or false."""


@dataclass(frozen=True, slots=True)
class ChoiceWords(Marked):
    """How customers say one value of a fact.

    `examples` order the choices of a question, `also` are other words for it in stated values, and `watch` are RE2
    patterns for which a presumption is reopened. None of them states a value.
    """

    examples: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words(Marked):
    """The words of one policy, by fact and value, and the sentences of replies, by language.

    The digest is the file's own: the policy's changes only with its terms.
    """

    policy: str
    facts: Mapping[str, Mapping[ChoiceValue, ChoiceWords]] = field(default_factory=dict)
    reply: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    digest: str = ""


NO_WORDS = Words(policy="")
"""What a policy has that no words file stands beside."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A sentence of a message that a `watch` pattern of a value matches: evidence for it, and no statement of it.

    `words` is the sentence, its white space folded and cut where it is long; `at` says where it stands, such as
    `subject` or `text, line 3`: the line of the request's body.
    """

    fact: str
    value: ChoiceValue
    words: str
    at: str
