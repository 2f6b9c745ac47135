"""A reply: the body of an answer to whoever sent a request, in the sentences of the policy's words file."""

from collections.abc import Iterator, Mapping, Sequence

from ..findings import Findings, printable
from ..language.words_files import words_of
from ..model.reply import (
    ENGLISH,
    ENGLISH_SENTENCES,
    PLACEHOLDERS,
    PlaceholderUse,
    fill_placeholders,
    placeholders_in,
)
from .decision import Decision, Invalid
from .layout import wrap
from .reply_values import ReplyValues, is_to_stranger, reply_values
from .reply_wording import Wording

_WIDTH = 76
_UNANSWERED = ("automatic", "bounce", "duplicate")

Sentences = Mapping[str, Sequence[str]]
"""By language, in the order in which a reply has them."""


def as_replies(decisions: Sequence[Decision | Invalid], *, are_of_many: bool = False) -> str:
    """Return the replies to requests; of several, each below a line with its id, which is not part of it."""
    if len(decisions) == 1 and not are_of_many:
        return as_reply(decisions[0])
    names = [decision.id if isinstance(decision, Invalid) else decision.request.id for decision in decisions]
    replies = ((name, as_reply(decision)) for name, decision in zip(names, decisions, strict=True))
    return "".join(f"==> {printable(name or 'request')} <==\n{reply}\n" for name, reply in replies)


def as_reply(decision: Decision | Invalid, sentences: Sentences | None = None) -> str:
    """Return the reply to a request; sentences are those beside its policy if left out.

    There is none where the request is invalid, nor to what a machine has sent, which could answer in turn.
    """
    reading = getattr(getattr(decision, "request", None), "reading", None)
    if decision.status == "invalid" or (reading and reading.kind in _UNANSWERED):
        return ""
    if sentences is None:
        sentences = words_of(decision.policy, Findings()).reply if isinstance(decision, Decision) else {}
    language, chosen = _chosen(_language(decision), sentences)
    values = reply_values(decision, Wording(language, language.partition("-")[0], ENGLISH))
    paragraphs = ("\n".join(_lines(list(_filled(sentence, values, chosen)))) for sentence in chosen)
    return "\n\n".join(filter(None, paragraphs)) + "\n"


def _language(decision: Decision | Invalid) -> str:
    """Return the customer's language; which one it is says something of a contract, so that strangers get English."""
    if not isinstance(decision, Decision) or is_to_stranger(decision) or decision.contract is None:
        return ENGLISH
    return decision.contract.language or ENGLISH


def _chosen(language: str, sentences: Sentences) -> tuple[str, Sequence[str]]:
    """Return the sentences in a language or in the one that it is a variety of, else in English; dates go with them."""
    for name in (language, language.partition("-")[0]):
        if sentences.get(name):
            return language, sentences[name]
    is_english = language.partition("-")[0] == ENGLISH
    return language if is_english else ENGLISH, sentences.get(ENGLISH) or ENGLISH_SENTENCES


def _lines(sentences: Sequence[str]) -> Iterator[str]:
    for sentence in sentences:
        yield from wrap(sentence, _WIDTH)


def _filled(sentence: str, values: ReplyValues, sentences: Sequence[str]) -> Iterator[str]:
    """Yield a sentence filled in: once, for each item that it names, or not at all."""
    uses = placeholders_in(sentence)
    for item in _items(uses, values, sentences):
        known = {
            **{PlaceholderUse(name): value for name, value in values.values.items() if _stands(name, value)},
            **item,
        }
        if all(use in known for use in uses):
            yield fill_placeholders(sentence, known)


def _stands(name: str, value: str) -> bool:
    """Tell whether a value stands for something; of what only says when a sentence counts, there is none to print."""
    return bool(value) or (name in PLACEHOLDERS and PLACEHOLDERS[name].kind == "only_if")


def _items(
    uses: Sequence[PlaceholderUse], values: ReplyValues, sentences: Sequence[str]
) -> Iterator[dict[PlaceholderUse, str]]:
    """Yield what one sentence after the other says of the things of which there can be several."""
    names = {use.name for use in uses}
    if names & {"promise", "due"}:
        yield from _of_promises(uses, values, sentences)
    elif "asks" in names:
        yield {PlaceholderUse("asks", fact): "" for fact in values.questions}
    elif "question" in names:
        own = {use.of for sentence in sentences for use in placeholders_in(sentence) if use.name == "asks"}
        yield from ({PlaceholderUse("question"): text} for fact, text in values.questions.items() if fact not in own)
    elif "needed" in names:
        yield from ({PlaceholderUse("needed"): text} for text in values.needed)
    elif "reading" in names:
        yield from ({PlaceholderUse("reading"): text} for text in values.readings)
    else:
        yield {}


def _of_promises(
    uses: Sequence[PlaceholderUse], values: ReplyValues, sentences: Sequence[str]
) -> Iterator[dict[PlaceholderUse, str]]:
    """Yield what a sentence says of promises: of those that it names, or of each that no sentence names."""
    named = {use.of for use in uses if use.of}
    if named:
        owed = {promise: own for promise, own in values.promises.items() if promise in named}
        dues = {PlaceholderUse("due", promise): own["due"] for promise, own in owed.items()}
        only = next(iter(owed.values())) if len(named) == len(owed) == 1 else {}
        yield dues | {PlaceholderUse(name): text for name, text in only.items()}
        return
    own_sentence = {use.of for sentence in sentences for use in placeholders_in(sentence) if use.name == "due"}
    for promise, own in values.promises.items():
        if promise not in own_sentence:
            yield {PlaceholderUse(name): own[name] for name in ("promise", "due")}
