"""A question as a page shows it: choices with their keys and evidence, what each would change, and why it is asked."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from ...interview.change_text import answer_text
from ...interview.dialogue import Dialogue
from ...interview.dialogue_text import why_lines
from ...interview.questions import Choice, Evidence, PresumedValue, Question
from .answer_steps import presumed_values
from .sheet_view import PageLook, SheetBlock, blocks_of

_QUOTED = 200
_HITS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceView:
    """Words of a customer, and where they stand."""

    words: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceView:
    """A choice with its key, or a presumption that can be looked at by itself; `value` is what the form sends."""

    key: str
    value: str
    label: str
    text: str = ""
    changes: str = ""
    is_presumed: bool = False
    is_unsafe: bool = False
    evidence: tuple[EvidenceView, ...] = ()
    hidden_evidence: int = 0
    """Further places that are not listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question. `form` is how it is answered: by a choice, by a typed text, or by confirming what is listed."""

    form: str
    about: str
    ask: str
    choices: tuple[ChoiceView, ...] = ()
    beyond: int = 0
    """Choices that have no key now."""
    presumed: str = ""
    confirms: str = ""
    """What the form sends to confirm what is presumed; empty where that is no answer."""
    typed_form: str = ""
    evidence: tuple[EvidenceView, ...] = ()
    why: list[SheetBlock] = field(default_factory=list)
    is_about_terms: bool = False
    """Whether nobody knows yet whose contract it falls under."""


_TYPED_FORMS = {
    "number": "a number",
    "span": "a time such as 4 hours",
    "date": "a date such as 2026-03-09, or an age such as 7 months",
    "timezone": "a time zone such as Europe/Berlin",
    "country": "a country such as DE",
}


def question_view(dialogue: Dialogue, now: int) -> QuestionView | None:
    """Return the question of a dialogue, None where it has none."""
    question = dialogue.interview.question
    if question is None:
        return None
    is_typed = question.is_typed
    why = "\n".join(why_lines(dialogue.interview, question, PageLook.as_of(now)))
    return QuestionView(
        form="typed" if is_typed else "presumptions" if question.kind == "presumptions" else "choice",
        about=question.about,
        ask=question.ask or question.about.replace("_", " "),
        choices=_listed(question, dialogue.listed),
        beyond=0 if is_typed else len(question.choices or question.presumptions) - len(dialogue.listed),
        presumed=answer_text(question.presumptions[0].value) if question.kind == "presumption" else "",
        confirms=json.dumps(presumed_values(question)) if question.presumptions else "",
        typed_form=_typed_form(question) if is_typed else "",
        evidence=tuple(map(_evidence, question.evidence[:_HITS])) if is_typed else (),
        why=blocks_of(why.split("\n")),
        is_about_terms=question.kind in ("contract", "policy", "tier"),
    )


def _listed(question: Question, listed: Sequence[Choice | PresumedValue]) -> tuple[ChoiceView, ...]:
    """Return what has a key; of presumptions, all that confirming confirms are listed."""
    entries = question.presumptions if question.kind == "presumptions" else listed
    keys = {id(entry): str(number) for number, entry in enumerate(listed, 1)}
    return tuple(_choice(entry, keys.get(id(entry), "")) for entry in entries)


def _choice(entry: Choice | PresumedValue, key: str) -> ChoiceView:
    if isinstance(entry, PresumedValue):
        return ChoiceView(
            key=key,
            value=entry.fact,
            label=entry.fact.replace("_", " "),
            text=answer_text(entry.value),
            changes=entry.changes,
            is_unsafe=entry.unsafe,
        )
    return ChoiceView(
        key=key,
        value=json.dumps(entry.value),
        label=answer_text(entry.value),
        text=entry.explanation,
        changes=entry.changes,
        is_presumed=entry.is_presumed,
        evidence=tuple(map(_evidence, entry.evidence[:_HITS])),
        hidden_evidence=max(len(entry.evidence) - _HITS, 0),
    )


def _evidence(hit: Evidence) -> EvidenceView:
    words = " ".join(hit.words.split())
    return EvidenceView(words=words if len(words) <= _QUOTED else f"{words[: _QUOTED - 1]}…", at=hit.at)


def _typed_form(question: Question) -> str:
    if question.kind == "received":
        return "an instant such as 2026-03-06T16:30:00-05:00"
    return _TYPED_FORMS.get(question.type, "the text")
