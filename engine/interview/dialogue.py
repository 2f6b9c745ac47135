"""The dialogue of an interview: keys and typed lines in, the interview after them out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ..language.date_notation import parse_age
from ..language.number_notation import NotExact, parse_number
from ..language.symbols import short_text
from ..model import Age
from ..model.facts import FactType
from ..triage.clock import wall_clock
from ..triage.decision import Invalid
from .change_text import answer_text
from .interview import Interview
from .questions import Choice, NotAnAnswer, PresumedValue

ENTER = "\n"
"""The key that confirms what is presumed, and ends a typed line."""

Ending = Literal["done", "quit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """A dialogue as it stands: the interview, the page of choices that has the keys, and what the last key led to.

    `echo` says what was answered, `notice` why a key did nothing; it `asks_why` where somebody wants to know that.
    """

    interview: Interview
    page: int = 0
    echo: str = ""
    notice: str = ""
    asks_why: bool = False
    has_quit: bool = False

    @property
    def ending(self) -> Ending | None:
        """How it ended; None while there is a question."""
        if self.has_quit:
            return "quit"
        return "done" if self.interview.question is None else None

    @property
    def listed(self) -> Sequence[Choice | PresumedValue]:
        """The choices that have a key now, in the order of their keys."""
        question = self.interview.question
        pages = question.pages if question else ()
        return pages[self.page] if pages else ()

    def press(self, key: str) -> "Dialogue":
        """Return the dialogue after a key: one that names a choice, `0`, `b`, `m`, `w`, `q` or ENTER."""
        question = self.interview.question
        if question is None or self.has_quit:
            return self
        if key.isdecimal() and key.isascii() and len(key) == 1:
            return self._pick(int(key))
        keys = {"b": self._back, "m": self._more, "w": self._why, "q": self._quit, ENTER: self._enter}
        action = keys.get(key.lower())
        return action() if action else self._without(f"no choice has the key `{short_text(key)}`")

    def type(self, line: str) -> "Dialogue":
        """Return the dialogue after a typed line; alone, `b`, `w` and `q` are keys, unless they stand in quotes."""
        question, text = self.interview.question, line.strip()
        if question is None or not question.is_typed:
            return self
        if text.lower() in ("b", "w", "q", ""):
            return self.press(text or ENTER)
        if text == "0" and question.type != "number":
            return self._pick(0)
        is_quoted = len(text) > 1 and text[0] == text[-1] == '"'
        try:
            value = typed_value(text[1:-1] if is_quoted else text, question.type)
            if question.type == "date" and (age := parse_age(text)):
                value = self._day_of(age)
            return self._after(self.interview.answer(value), f"{_name(question.about)}: {value}")
        except NotAnAnswer as problem:
            return self._without(_sentence(problem))

    def _day_of(self, age: Age) -> str:
        """Return the day that is so old at the receipt, on the calendar of the policy."""
        situation = self.interview.situation
        timezone = situation.policy.timezone if situation else "UTC"
        return age.oldest(wall_clock(self.interview.request.received, timezone).date()).isoformat()

    def _pick(self, number: int) -> "Dialogue":
        if number == 0:
            return self._after(self.interview.not_known(), "not known")
        if number > len(self.listed):
            return self._without(f"no choice has the key `{number}`")
        choice = self.listed[number - 1]
        if isinstance(choice, PresumedValue):
            return Dialogue(interview=self.interview.look_at(choice.fact))
        try:
            return self._after(self.interview.answer(choice.value), answer_text(choice.value))
        except NotAnAnswer as problem:
            return self._without(_sentence(problem))

    def _enter(self) -> "Dialogue":
        question = self.interview.question
        if question is None or question.kind == "presumptions" or (question.is_typed and question.presumptions):
            return self._after(self.interview.confirm(), "as presumed")
        return self._pick(0) if question.is_typed else self._without("press the key of a choice, or `0` for not known")

    def _back(self) -> "Dialogue":
        if self.interview.before is None:
            return self._without("this is the first question")
        return Dialogue(interview=self.interview.back(), echo="back")

    def _more(self) -> "Dialogue":
        question = self.interview.question
        pages = len(question.pages) if question else 0
        if pages <= 1:
            return self._without("these are all")
        return Dialogue(interview=self.interview, page=(self.page + 1) % pages)

    def _why(self) -> "Dialogue":
        return replace(self, echo="", notice="", asks_why=True)

    def _quit(self) -> "Dialogue":
        return replace(self, echo="", notice="", asks_why=False, has_quit=True)

    def _without(self, notice: str) -> "Dialogue":
        """Return the dialogue as it is, with what is to be said of the key."""
        return replace(self, echo="", notice=notice, asks_why=False)

    def _after(self, interview: Interview, echo: str) -> "Dialogue":
        """Return the dialogue after an answer, unless nothing could be decided any more."""
        if isinstance(interview.decision, Invalid) and not isinstance(self.interview.decision, Invalid):
            return self._without(interview.decision.findings[0].message)
        return Dialogue(interview=interview, echo=echo)


def typed_value(text: str, type_: FactType) -> str | float:
    """Return what a request file would hold for a typed text; raise NotAnAnswer for a number that is none."""
    if type_ != "number":
        return text
    try:
        return parse_number(text.replace(" ", ""))
    except NotExact as problem:
        raise NotAnAnswer(str(problem), problem.help) from None
    except ValueError:
        raise NotAnAnswer(f"`{short_text(text)}` is not a number", "type it as in 20 or 1.5") from None


def _name(about: str) -> str:
    return about.replace("_", " ")


def _sentence(problem: NotAnAnswer) -> str:
    return f"{problem}: {problem.help}" if problem.help else str(problem)
