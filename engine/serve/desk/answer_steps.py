"""Answers as the form of a page carries them, and the interview after them: the server remembers nothing.

What an answer means is the interview's; a step is a key or a typed line of its dialogue, told by what it was about.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from ...interview.answers import request_value
from ...interview.change_text import answer_text
from ...interview.dialogue import ENTER, Dialogue
from ...interview.fact_questions import Written
from ...interview.interview import Interview
from ...interview.questions import PAGE, Question

MOST_STEPS = 200
"""Answers that a form can carry."""
MOST_CHARACTERS = 64 * 1024
Kind = Literal["is", "typed", "unknown", "confirm", "look"]
_UNQUOTED = ("b", "w", "q", "0")
"""What would be a key in the dialogue; as a line that somebody typed on the page, it is a text."""


class NotSteps(ValueError):
    """Answers of a form that no page of ours wrote."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerStep:
    """An answer: the question that it is `about`, how it was answered, and the value where there is one.

    To confirm what is presumed says what was read: with other presumptions it is no answer.
    """

    about: str
    kind: Kind
    value: object = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A dialogue after answers, and those that counted; `is_stale` where a later one answers nothing any more."""

    dialogue: Dialogue
    steps: tuple[AnswerStep, ...] = ()
    is_stale: bool = False


def parse_steps(text: str) -> tuple[AnswerStep, ...]:
    """Return the answers that a form carries; raise NotSteps where it was not written by a page."""
    if len(text) > MOST_CHARACTERS:
        raise NotSteps("the answers are longer than a page writes them")
    try:
        listed = json.loads(text or "[]")
    except (ValueError, RecursionError):
        raise NotSteps("the answers are not JSON") from None
    if not isinstance(listed, list) or len(listed) > MOST_STEPS:
        raise NotSteps(f"the answers are no list of at most {MOST_STEPS}")
    return tuple(map(_step, listed))


def _step(item: object) -> AnswerStep:
    if not (isinstance(item, list) and len(item) == 3):  # noqa: PLR2004 - what a step consists of
        raise NotSteps("an answer is not of the form that a page writes")
    about, kind, value = item
    if not isinstance(about, str) or kind not in get_args(Kind):
        raise NotSteps("an answer is not of the form that a page writes")
    return AnswerStep(about=about, kind=kind, value=value)


def steps_text(steps: Iterable[AnswerStep]) -> str:
    """Return answers as a form carries them."""
    return json.dumps([[step.about, step.kind, step.value] for step in steps])


def replay(interview: Interview, steps: Sequence[AnswerStep]) -> Replay:
    """Return the dialogue after answers; from the first that is none any more, as files changed, they are dropped."""
    dialogue = Dialogue(interview=interview)
    for count, step in enumerate(steps):
        following = answer(dialogue, step)
        if following is None or following.notice:
            return Replay(dialogue=dialogue, steps=tuple(steps[:count]), is_stale=True)
        dialogue = following
    return Replay(dialogue=dialogue, steps=tuple(steps))


def answer(dialogue: Dialogue, step: AnswerStep) -> Dialogue | None:
    """Return the dialogue after an answer, with a notice where it cannot be that; None where nobody asks for it."""
    question = dialogue.interview.question
    if question is None or question.about != step.about:
        return None
    if step.kind == "unknown":
        return dialogue.press("0")
    if step.kind == "confirm":
        return dialogue.press(ENTER) if step.value == presumed_values(question) else None
    if step.kind == "typed":
        return _typed(dialogue, question, step.value)
    listed: list[object] = [choice.value for choice in question.choices] if step.kind == "is" else []
    if step.kind == "look" and question.kind == "presumptions":
        listed = [presumed.fact for presumed in question.presumptions]
    index = next((n for n, value in enumerate(listed) if _is_same(value, step.value)), None)
    if index is None:
        return None
    return Dialogue(interview=dialogue.interview, page=index // PAGE).press(str(index % PAGE + 1))


def presumed_values(question: Question) -> dict[str, Written]:
    """Return what is presumed of the facts of a question, as a form carries it."""
    return {presumed.fact: request_value(presumed.value) for presumed in question.presumptions}


def _typed(dialogue: Dialogue, question: Question, value: object) -> Dialogue | None:
    if not isinstance(value, str) or not question.is_typed:
        return None
    text = value.strip()
    is_text = text.lower() in _UNQUOTED and question.type != "number"
    return dialogue.type(f'"{text}"' if is_text else text)


def _is_same(value: object, other: object) -> bool:
    """Tell whether values are equal, `true` and 1 apart."""
    return type(value) is type(other) and value == other


def step_texts(interview: Interview, steps: Sequence[AnswerStep]) -> list[tuple[str, str]]:
    """Return what was asked and what was answered, in words, for answers that count."""
    dialogue, texts = Dialogue(interview=interview), []
    for step in steps:
        question = dialogue.interview.question
        following = answer(dialogue, step)
        if question is None or following is None:
            break
        ask = question.ask or question.about.replace("_", " ")
        if step.kind != "look":
            texts.append((ask, _answer_text(step)))
        dialogue = following
    return texts


def _answer_text(step: AnswerStep) -> str:
    if step.kind == "confirm":
        return "as presumed"
    if step.kind == "unknown":
        return "not known"
    return answer_text(step.value) if isinstance(step.value, bool | str | int | float) else ""
