"""How mutants went, for people at a terminal."""

from __future__ import annotations

from collections import Counter
from textwrap import indent
from typing import TYPE_CHECKING

from ...findings import printable
from ..reports.requests import request_as_yaml
from .wording import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ...model import Policy
    from .killing import Mutated, Survivor


def as_text(mutated: Iterable[Mutated]) -> str:
    """Return every survivor as a diff with the request that would kill it, and a line of counts for each policy."""
    mutated = list(mutated)
    names = Counter(one.policy.id for one in mutated)
    lines = []
    for one in mutated:
        lines += [_survivor(one.policy, survivor) for survivor in one.survivors]
        lines += [printable(f"{mutant.mark}: not proved: {mutant.what}") + "\n" for mutant in one.unproved]
        lines.append(_counts(one, is_alone=names[one.policy.id] == 1))
    return "".join(lines)


def _survivor(policy: Policy, survivor: Survivor) -> str:
    mutant = survivor.mutant
    lines = [f"{mutant.mark}: survived: {mutant.what}"]
    lines += [f"  - {line.removeprefix('- ')}" for line in mutant.before]
    lines += [f"  + {line.removeprefix('- ')}" for line in mutant.after]
    lines.append(f"  {in_words(policy, mutant.policy, survivor.before, survivor.after)}, for a request such as")
    return "".join(f"{printable(line)}\n" for line in lines) + indent(request_as_yaml(survivor.witness), "    ")


def _counts(one: Mutated, *, is_alone: bool) -> str:
    every = one.killed + one.same + len(one.survivors) + len(one.unproved)
    parts = [f"{one.killed} killed", f"{one.same} decide as it does"]
    if one.unproved:
        parts.append(f"{len(one.unproved)} not proved")
    parts.append(f"{len(one.survivors)} survived")
    name = one.policy.id if is_alone else f"{one.policy.id}@{one.policy.edition}"
    return f"{printable(name)}: {every} mutants: {', '.join(parts)}\n"
