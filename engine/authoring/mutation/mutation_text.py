"""How mutants went, for people at a terminal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ...language.request_yaml import request_as_yaml
from ...render import render
from ...render.document import Document, Entries, Entry, Paragraph, Section, cell, code
from .mutation_wording import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ...model import Policy
    from ...render.document import Block
    from .run import MutationResult, Survivor

WIDTH = 80


def as_text(results: Iterable[MutationResult], width: int = WIDTH) -> str:
    """Return every survivor as a diff with the request that would kill it, and a line of counts for each policy.

    Words are wrapped at a width; positions, the lines before and after, and requests stand as they are.
    """
    section = Section(title="", anchor="", blocks=tuple(_blocks(list(results))))
    return render(Document(sections=(section,)), "text", width)


def _blocks(results: list[MutationResult]) -> Iterator[Block]:
    survivors = [_survivor(result.policy, survivor) for result in results for survivor in result.survivors]
    if survivors:
        yield Entries(tuple(survivors))
    names = Counter(result.policy.id for result in results)
    lines = [f"{mutant.mark}: not proved: {mutant.what}" for result in results for mutant in result.unproved]
    lines += [_counts(result, is_alone=names[result.policy.id] == 1) for result in results]
    yield Paragraph(code(*lines))


def _survivor(policy: Policy, survivor: Survivor) -> Entry:
    mutant = survivor.mutant
    (name,) = code(f"{mutant.mark}: survived: {mutant.what}")
    lines = (
        *code(*(f"- {line.removeprefix('- ')}" for line in mutant.before)),
        *code(*(f"+ {line.removeprefix('- ')}" for line in mutant.after)),
        *cell(f"{in_words(policy, survivor)}, for a request such as"),
        *code(*(f"  {line}" for line in request_as_yaml(survivor.witness).rstrip("\n").split("\n"))),
    )
    return Entry(name=name, fields=(("", lines),))


def _counts(result: MutationResult, *, is_alone: bool) -> str:
    parts = [f"{result.killed} killed", f"{result.equivalent} equivalent"]
    if result.unproved:
        parts.append(f"{len(result.unproved)} not proved")
    parts.append(f"{len(result.survivors)} survived")
    name = result.policy.id if is_alone else f"{result.policy.id}@{result.policy.edition}"
    return f"{name}: {result.made} mutants: {', '.join(parts)}"
