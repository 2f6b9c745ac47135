"""Questions of an interview as records: what is asked, and what one can answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from ..findings import HelpfulError
from ..model import Value
from ..model.facts import FactType

PAGE = 9
"""How many choices have a key of their own at a time."""

QuestionKind = Literal["received", "contract", "policy", "tier", "fact", "presumption", "presumptions"]
"""When it came in; under which terms it falls; a fact that nobody stated; what is presumed, of one fact or several."""


class NotAnAnswer(HelpfulError):
    """An answer that a question cannot have; the message says why, `help` what would do."""


class Evidence(Protocol):
    """Words of a message that speak for a value of a fact, and where they stand."""

    @property
    def fact(self) -> str:
        """The name of the fact."""

    @property
    def value(self) -> str | float | bool:
        """The value, as a request file writes it."""

    @property
    def words(self) -> str:
        """The words as the customer wrote them."""

    @property
    def at(self) -> str:
        """The place of the words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A value that one can answer, as a request file writes it, with what speaks for it.

    `changes` says what it would change where another value is presumed.
    """

    value: str | float | bool
    explanation: str = ""
    evidence: tuple[Evidence, ...] = ()
    changes: str = ""
    is_presumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PresumedValue:
    """A presumption that is asked about together with others, and what it would change to be wrong."""

    fact: str
    value: Value
    unsafe: bool
    changes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question: what it is about, its words, and the choices, likeliest first; without any a value is typed.

    `presumed` is what counts of the fact as long as nobody says otherwise, `decides` what depends on the answer.
    """

    kind: QuestionKind
    about: str
    ask: str
    type: FactType = "choice"
    choices: tuple[Choice, ...] = ()
    presumed: Value | None = None
    presumptions: tuple[PresumedValue, ...] = ()
    decides: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    """What speaks for a value that is typed."""

    @property
    def is_typed(self) -> bool:
        """Whether the answer has no key, but is typed."""
        return self.kind != "presumptions" and not self.choices

    @property
    def pages(self) -> tuple[Sequence[Choice] | Sequence[PresumedValue], ...]:
        """The choices, or else the presumptions, as many at a time as have a key of their own."""
        listed: Sequence[Choice] | Sequence[PresumedValue] = self.choices or self.presumptions
        return tuple(listed[start : start + PAGE] for start in range(0, len(listed), PAGE))
