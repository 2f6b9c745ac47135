"""What sentences of a reply can name: `{due}` in a sentence of a words file is filled in for each request.

A sentence with a placeholder that has nothing to stand for is left out. One that names something of which there can be
several (a promise, a question) stands once for each.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ENGLISH = "en"
"""The language of a reply where the contract names none that has sentences."""

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Placeholder:
    """Something that a sentence can name.

    It stands for the one thing, for `each` of several, or for nothing: `only_if` prints no words, and says when a
    sentence counts. Behind a point may stand which promise or fact alone is meant, as in `{due.initial_response}`.
    """

    says: str
    kind: Literal["one", "each", "only_if"] = "one"
    narrowed_by: Literal["", "promise", "fact"] = ""


PLACEHOLDERS: Mapping[str, Placeholder] = {
    "case": Placeholder("the id of the request, where the desk chose it"),
    "received": Placeholder("when the request was received"),
    "customer": Placeholder("the customer, as the contract names it"),
    "plan": Placeholder("the title of the tier"),
    "understood": Placeholder("the stated facts, free text left out"),
    "level": Placeholder("the level and its title, where the request is support and its level is decided"),
    "level_clause": Placeholder("the clauses behind the level"),
    "scope_clause": Placeholder("the clauses behind the scope"),
    "call": Placeholder("the ways in which the request must come and has not, each with its contact"),
    "ways": Placeholder("the ways in which it may come, where it came in another and none is required"),
    "promise": Placeholder("a promise that is still to be kept, by name", "each"),
    "due": Placeholder("when a promise falls due, in the customer's zone", "each", "promise"),
    "question": Placeholder("a question that is still open, as the policy asks it, with the answers it takes", "each"),
    "needed": Placeholder("something that the request still lacks", "each"),
    "reading": Placeholder("the answer of a reading that says `tell: true`", "each"),
    "support": Placeholder("the request is support", "only_if"),
    "consulting": Placeholder("the request is consulting", "only_if"),
    "not_covered": Placeholder("the request is not covered", "only_if"),
    "open": Placeholder("questions are open", "only_if"),
    "asks": Placeholder("the question of this fact is open", "only_if", "fact"),
    "unknown": Placeholder("no contract of the sender is known, or the sender is not authenticated", "only_if"),
}
"""All of them, by name."""

ENGLISH_SENTENCES = (
    "Hello,",
    "thank you for your request. It reached us on {received}.",
    "Its number is {case}.",
    "We have understood: {understood}.",
    "{support}It is covered by your plan, {plan}.",
    "{consulting}It is consulting, not support.",
    "{not_covered}It is not covered.",
    "The terms say so at: {scope_clause}.",
    "Its level is {level}. The terms say so at: {level_clause}.",
    "{reading}.",
    "Please contact us by {call}: a request like this has to come in that way.",
    "Please send requests like this by {ways}.",
    "Our {promise} is due by {due}.",
    "{open}Before we can tell you more, we need to know:",
    "- {question}",
    "Please also send us: {needed}.",
    "{unknown}We cannot tell which contract your request falls under.",
    "{unknown}Please tell us the number of your contract, or write from an address that it names.",
    "Kind regards",
)
"""What a reply says where no words file has sentences in the customer's language, nor in English."""

NEEDS_NARROWING = ("asks",)
"""Those that mean nothing without what stands behind the point."""


def list_of(name: str) -> str:
    """Return which list a placeholder stands for an item of, nothing where it is none: promises are one list."""
    if PLACEHOLDERS[name].kind != "each" and name != "asks":
        return ""
    return "promise" if name == "due" else name


@dataclass(frozen=True, slots=True)
class PlaceholderUse:
    """A placeholder as a sentence has it: its name, and what stands behind the point, if anything."""

    name: str
    of: str = ""


def placeholders_in(sentence: str) -> tuple[PlaceholderUse, ...]:
    """Return the placeholders of a sentence, in order, whether or not they are known."""
    names = (match.partition(".") for match in _PLACEHOLDER.findall(sentence))
    return tuple(PlaceholderUse(name, of) for name, _, of in names)


def fill_placeholders(sentence: str, values: Mapping[PlaceholderUse, str]) -> str:
    """Return a sentence with what its placeholders stand for."""

    def value_of(match: re.Match[str]) -> str:
        name, _, of = match[1].partition(".")
        return values[PlaceholderUse(name, of)]

    return _PLACEHOLDER.sub(value_of, sentence)


def has_stray_brace(sentence: str) -> bool:
    """Tell whether a brace of a sentence belongs to no placeholder."""
    return bool({"{", "}"} & set(_PLACEHOLDER.sub("", sentence)))
