"""How mutants went, for people at a terminal."""

from __future__ import annotations

from collections import Counter
from textwrap import fill, indent
from typing import TYPE_CHECKING

from ...findings import printable
from ...language.request_yaml import request_as_yaml
from .mutation_wording import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...model import Policy
    from .run import MutationResult, Survivor

WIDTH = 80


def as_text(results: Iterable[MutationResult], width: int = WIDTH) -> str:
    """Return every survivor as a diff with the request that would kill it, and a line of counts for each policy.

    Words are wrapped at a width; positions, the lines before and after, and requests stand as they are.
    """
    results = list(results)
    editions = Counter(result.policy.id for result in results)
    text = ""
    for result in results:
        for survivor in result.survivors:
            text += ("\n" if text else "") + _survivor(result.policy, survivor, width)
        text += "\n" if result.survivors else ""
        text += "".join(printable(f"{mutant.mark}: not proved: {mutant.what}") + "\n" for mutant in result.unproved)
        text += _counts(result, is_alone=editions[result.policy.id] == 1)
    return text


def _survivor(policy: Policy, survivor: Survivor, width: int) -> str:
    mutant = survivor.mutant
    lines = [f"{mutant.mark}: survived: {mutant.what}"]
    lines += [f"  - {line.removeprefix('- ')}" for line in mutant.before]
    lines += [f"  + {line.removeprefix('- ')}" for line in mutant.after]
    words = printable(f"{in_words(policy, survivor)}, for a request such as")
    wrapped = fill(
        words, width, initial_indent="  ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )
    return (
        "".join(f"{printable(line)}\n" for line in lines)
        + f"{wrapped}\n{indent(request_as_yaml(survivor.witness), '    ')}"
    )


def _counts(result: MutationResult, *, is_alone: bool) -> str:
    parts = [f"{result.killed} killed", f"{result.equivalent} equivalent"]
    if result.unproved:
        parts.append(f"{len(result.unproved)} not proved")
    parts.append(f"{len(result.survivors)} survived")
    name = result.policy.id if is_alone else f"{result.policy.id}@{result.policy.edition}"
    return f"{printable(name)}: {result.made} mutants: {', '.join(parts)}\n"
