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
    from .run import Mutated, Survivor

WIDTH = 80


def as_text(mutated: Iterable[Mutated], width: int = WIDTH) -> str:
    """Return every survivor as a diff with the request that would kill it, and a line of counts for each policy.

    Words are wrapped at a width; places, the lines before and after, and requests stand as they are.
    """
    mutated = list(mutated)
    names = Counter(one.policy.id for one in mutated)
    text = ""
    for one in mutated:
        for survivor in one.survivors:
            text += ("\n" if text else "") + _survivor(one.policy, survivor, width)
        text += "\n" if one.survivors else ""
        text += "".join(printable(f"{mutant.mark}: not proved: {mutant.what}") + "\n" for mutant in one.unproved)
        text += _counts(one, is_alone=names[one.policy.id] == 1)
    return text


def _survivor(policy: Policy, survivor: Survivor, width: int) -> str:
    mutant = survivor.mutant
    lines = [f"{mutant.mark}: survived: {mutant.what}"]
    lines += [f"  - {line.removeprefix('- ')}" for line in mutant.before]
    lines += [f"  + {line.removeprefix('- ')}" for line in mutant.after]
    words = printable(f"{in_words(policy, survivor)}, for a request such as")
    lines.append(
        fill(words, width, initial_indent="  ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
    )
    witness = indent(request_as_yaml(survivor.witness), "    ")
    return "".join(f"{printable(line)}\n" for line in lines[:-1]) + f"{lines[-1]}\n{witness}"


def _counts(one: Mutated, *, is_alone: bool) -> str:
    parts = [f"{one.killed} killed", f"{one.same} decide as it does"]
    if one.unproved:
        parts.append(f"{len(one.unproved)} not proved")
    parts.append(f"{len(one.survivors)} survived")
    name = one.policy.id if is_alone else f"{one.policy.id}@{one.policy.edition}"
    return f"{printable(name)}: {one.made} mutants: {', '.join(parts)}\n"
