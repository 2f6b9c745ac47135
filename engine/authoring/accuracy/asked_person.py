"""The person of an interview who knows a message by its label: what they answer, and how many keys that takes."""

from dataclasses import dataclass

from ...interview.interview import Interview
from ...interview.questions import PAGE, Question
from .labelled_messages import LabelledMessage, Plain

_MOST_QUESTIONS = 200
"""No policy asks so many; what does not end by then is a mistake of the interview."""


@dataclass(frozen=True, slots=True)
class Interviewed:
    """An interview at its end, with the questions and keys that it took and the facts that were asked by themselves."""

    interview: Interview
    questions: int
    keys: int
    asked: tuple[str, ...]
    safe_enters: int
    """How often Enter confirmed presumptions of which none was unsafe."""


def interview_by_label(interview: Interview, label: LabelledMessage) -> Interviewed:
    """Return the interview of a person who states what the message tells, and confirms the rest by one Enter.

    A fact that the message does not tell is not known; of a presumption with a hit they look at the message, those
    without are confirmed blind.
    """
    keys, safe_enters, asked = 0, 0, list[str]()
    while (question := interview.question) is not None and len(asked) < _MOST_QUESTIONS:
        asked.append(question.about)
        keys += _keys(question, label)
        is_of_several = question.kind == "presumptions"
        safe_enters += is_of_several and not any(presumed.unsafe for presumed in question.presumptions)
        interview = _answered(interview, question, label)
    return Interviewed(
        interview=interview, questions=len(asked), keys=keys, asked=tuple(asked), safe_enters=safe_enters
    )


def _answered(interview: Interview, question: Question, label: LabelledMessage) -> Interview:
    value = _answer(question, label)
    if question.kind == "presumptions" or (question.kind == "presumption" and value is None):
        return interview.confirm()
    return interview.not_known() if value is None else interview.answer(value)


def _answer(question: Question, label: LabelledMessage) -> Plain:
    """Return the value that the message tells of what is asked, None where it does not."""
    return label.facts.get(question.about) if question.kind in ("fact", "presumption") else None


def _keys(question: Question, label: LabelledMessage) -> int:
    """Return how many keys an answer takes: one, one for each further page, and one for each typed character."""
    value = _answer(question, label)
    if value is None or question.kind == "presumptions":
        return 1
    if question.is_typed:
        return len(str(value)) + 1
    place = next((n for n, choice in enumerate(question.choices) if choice.value == value), 0)
    return 1 + place // PAGE
