"""The sentences of replies in a words file, by language."""

import re
from collections.abc import Collection, Mapping

from ..findings import Findings
from ..model.reply import NEEDS_NARROWING, PLACEHOLDERS, PlaceholderUse, has_stray_brace, list_of, placeholders_in
from ..text import both, did_you_mean
from .nodes import Node
from .symbols import short_text

Names = Mapping[str, Collection[str]]
"""The names of the policy's promises, at `promise`, and of its facts, at `fact`."""

LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}", re.ASCII)
"""How a language is written, such as `de` or `de-AT`."""


def is_language(name: str) -> bool:
    """Tell whether a language is written as its tag, and it is known how it writes dates."""
    if not LANGUAGE.fullmatch(name):
        return False
    from babel import Locale, UnknownLocaleError  # noqa: PLC0415 - few files have sentences

    try:
        Locale.parse(name, sep="-")
    except (UnknownLocaleError, ValueError):
        return False
    return True


def parse_reply(root: Node, names: Names, findings: Findings) -> dict[str, tuple[str, ...]]:
    """Return the sentences of a words file's `reply`, by language, in the order written.

    `names` are those that the policy has, where it is known. A sentence that cannot be filled in is a finding.
    """
    replies = {}
    for language, node, mark in root.section("reply").entries():
        if not is_language(language):
            message = f"`{short_text(language)}` is not a language"
            findings.error("unknown-language", message, mark, "write it as in `de` or `de-AT`")
        items = node.value if isinstance(node.value, list) else []
        for item in items:
            _check_sentence(item, names, findings)
        replies[language] = tuple(item.value for item in items if isinstance(item.value, str))
    return replies


def _check_sentence(node: Node, names: Names, findings: Findings) -> None:
    sentence = node.value
    if not isinstance(sentence, str):
        return  # the schema has said so
    if has_stray_brace(sentence):
        message = "a brace of the sentence belongs to no placeholder"
        findings.error("unknown-placeholder", message, node.mark, "write a placeholder as in `{due}`")
    uses = list(dict.fromkeys(placeholders_in(sentence)))
    lists = {lst: use.name for use in uses if use.name in PLACEHOLDERS and (lst := list_of(use.name))}
    if len(lists) > 1:
        message = (
            f"{both(f'`{{{name}}}`' for name in lists.values())} in one sentence stand for items of different lists"
        )
        findings.error("unknown-placeholder", message, node.mark, "write a sentence for each")
    for use in uses:
        problem = _problem_of(use, names)
        if problem:
            findings.error("unknown-placeholder", problem[0], node.mark, problem[1])


def _problem_of(use: PlaceholderUse, names: Names) -> tuple[str, str] | None:
    """Return what is wrong with a placeholder, and what would help; None where nothing is."""
    name, of = short_text(use.name), short_text(use.of)
    if use.name not in PLACEHOLDERS:
        return f"`{{{name}}}` is not a placeholder", did_you_mean(use.name, PLACEHOLDERS)
    narrowed_by = PLACEHOLDERS[use.name].narrowed_by
    if use.of and not narrowed_by:
        return f"`{{{name}}}` takes nothing behind a point", f"write `{{{name}}}`"
    known = names.get(narrowed_by)
    if use.name in NEEDS_NARROWING and not use.of:
        return f"`{{{name}}}` lacks the {narrowed_by} that it is about", f"write it as in `{{{name}.NAME}}`"
    if use.of and known is not None and use.of not in known:
        return f"{narrowed_by} `{of}` of `{{{name}.{of}}}` is not declared by the policy", did_you_mean(use.of, known)
    return None
