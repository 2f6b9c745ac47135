"""Changed texts that no decision depends on: clauses, readings, titles, notes and questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .record_changes import entry_change, pair_entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ...model import Policy
    from .changes import Change

TextKey = tuple[str, str, str]
"""What a text belongs to: the section, what of it, and which of its texts."""

_UNLISTED = ("source", "clause", "reading")
"""The sections whose entries are listed here, by their main text, where one policy alone has them."""

_FIELDS = (
    ("reading", "readings", ("question", "answer", "otherwise")),
    ("tier", "tiers", ("title", "note")),
    ("way", "ways", ("note",)),
    ("service", "services", ("title", "note")),
)
"""By section, where a policy has its records, and their texts that decide nothing."""


def text_changes(old: Policy, new: Policy) -> Iterator[Change]:
    """Yield every text that changed, and each clause, source and reading that one policy alone has."""
    for (about, name, field), before, after in pair_entries(_texts(old), _texts(new)):
        # What else one policy alone has is a change of its list, which covers its texts.
        if (before is not None and after is not None) or (about in _UNLISTED and field in ("", "answer")):
            kinds = ("editorial", "editorial", "editorial")
            yield entry_change(about, f"{name} {field}".strip(), before or None, after or None, kinds)


def _texts(policy: Policy) -> Iterator[tuple[TextKey, str]]:
    yield ("policy", "", "title"), policy.title
    for source, document in policy.sources.items():
        yield ("source", source, ""), document.title
        for name, clause in document.clauses.items():
            yield ("clause", f"{source}.{name}", ""), f"{clause.says} ({clause.at})"
    for about, section, fields in _FIELDS:
        for name, record in getattr(policy, section).items():
            yield from (((about, name, field), getattr(record, field)) for field in fields)
    yield from ((("intake", item.needs, "note"), item.note) for item in policy.intake)
    for name, fact in policy.facts.items():
        yield ("fact", name, "question"), fact.ask
        yield from ((("fact", name, f"choice {choice}"), meaning) for choice, meaning in fact.choices.items())
