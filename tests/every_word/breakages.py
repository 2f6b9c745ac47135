"""One thing wrong in a policy: where it stands, and what a finding about it may be found at."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from .impossible import COMBINATIONS, OUT_OF_RANGE, WRONG_ORDERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .drawn_facts import Written

Path = tuple[str | int, ...]

FREE = frozenset({
    "title", "ask", "says", "question", "answer", "otherwise", "note", "contact", "needs", "to", "credit", "because",
    "edition", "policy", "id", "choices", "also", "product", "levels", "clauses",
})  # fmt: skip
"""Keys under which any text may stand."""
REQUIRED: tuple[tuple[str, frozenset[str]], ...] = (
    ("rules", frozenset({"id", "then", "cite", "grid", "cells"})),
    ("derive", frozenset({"id", "value", "cite", "grid", "cells"})),
    ("grid", frozenset({"down", "across"})),
    ("by", frozenset({"at", "days", "business_days"})),
    ("tiers", frozenset({"title"})),
    ("events", frozenset({"title"})),
    ("services", frozenset({"title"})),
    ("sources", frozenset({"title", "clauses"})),
    ("clauses", frozenset({"at", "says"})),
    ("readings", frozenset({"clause", "question", "answer"})),
    ("intake", frozenset({"needs"})),
    ("escalation", frozenset({"to"})),
    ("always", frozenset({"id", "expect"})),
    ("accept", frozenset({"check", "at", "because"})),
    ("priorities", frozenset({"levels", "rules"})),
    ("", frozenset({"remit", "policy", "title", "edition", "sources", "tiers", "scope", "priorities"})),
)
"""By the section or the list in which a mapping stands, the keys without which it cannot be."""


GRIDDED = ("levels", "choices")
"""Where one more name leaves grids without its cells, which is to be said, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakage:
    """A policy that is wrong in one place: what was done, and the path to what a finding may be about."""

    kind: str
    policy: Written
    places: tuple[Path, ...]


@st.composite
def breakages(draw: st.DrawFn, policy: Written) -> Breakage:
    """Draw one thing that is wrong in a policy."""
    kinds: list[Callable[[st.DrawFn, Written], Breakage | None]] = [
        _wrong_type, _unknown_name, _unknown_key, _missing_key, _wrong_order, _out_of_range, _impossible,
    ]  # fmt: skip
    for kind in draw(st.permutations(kinds)):
        if breakage := kind(draw, policy):
            return breakage
    raise AssertionError(policy)


def paths(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield every value of a policy under its path."""
    if path:
        yield path, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from paths(part, (*path, key))


def value_at(policy: Written, path: Path) -> Any:
    """Return what stands at a path."""
    value: Any = policy
    for key in path:
        value = value[key]
    return value


def replaced(policy: Written, path: Path, value: Any) -> Written:
    """Return a policy with another value at a path."""
    changed = deepcopy(policy)
    value_at(changed, path[:-1])[path[-1]] = value
    return changed


def _wrong_type(draw: st.DrawFn, policy: Written) -> Breakage:
    path, value = draw(st.sampled_from(list(paths(policy))))
    kinds: list[Any] = [{"surplus": []}] if not isinstance(value, dict) else [7, [[]], False]
    return Breakage(kind="type", policy=replaced(policy, path, draw(st.sampled_from(kinds))), places=(path,))


def _unknown_name(draw: st.DrawFn, policy: Written) -> Breakage:
    names = [path for path, value in paths(policy) if not isinstance(value, dict | list) and not _is_free(path)]
    path = draw(st.sampled_from(names))
    return Breakage(kind="unknown name", policy=replaced(policy, path, "nowhere"), places=(path,))


def _is_free(path: Path) -> bool:
    """Say whether any text may stand at a path."""
    if "product" in path and path[-1] in ("presume", "value"):
        return True
    names = [key for key in path[-3:] if isinstance(key, str)]
    return bool(FREE & {*names[-2:]}) or (path[-1] == "at" and bool({"clauses", "accept"} & {*path}))


def _unknown_key(draw: st.DrawFn, policy: Written) -> Breakage:
    mappings = [(), *(path for path, value in paths(policy) if isinstance(value, dict) and path[-1] not in GRIDDED)]
    path = (*draw(st.sampled_from(mappings)), "surplus")
    return Breakage(kind="unknown key", policy=replaced(policy, path, 7), places=(path,))


def _missing_key(draw: st.DrawFn, policy: Written) -> Breakage:
    required = dict(REQUIRED)
    keys = [path for path, _ in paths(policy) if path[-1] in required.get(_section(path[:-1]), ())]
    path = draw(st.sampled_from(keys))
    changed = deepcopy(policy)
    del value_at(changed, path[:-1])[path[-1]]
    return Breakage(kind="missing key", policy=changed, places=(path[:-1],))


def _section(path: Path) -> str:
    """Return the name that tells what keys a mapping has: its own, or that of the section or list it stands in."""
    named = {"grid", "by", "priorities"}
    if not path or path[-1] in named:
        return str(path[-1]) if path else ""
    section = str(path[-2]) if len(path) > 1 else "-"
    return section if len(path) < 4 or section in ("rules", "derive", "clauses") else "-"


def _of(kind: str, table: Callable[[Written], Iterator[tuple[Path, Any]]]) -> Callable[..., Breakage | None]:
    def drawn(draw: st.DrawFn, policy: Written) -> Breakage | None:
        changes = list(table(policy))
        if not changes:
            return None
        path, value = draw(st.sampled_from(changes))
        return Breakage(kind=kind, policy=replaced(policy, path, value), places=(path, _around(path)))

    return drawn


def _around(path: Path) -> Path:
    """Return the path of the rule whose condition is there, or of the fact whose entries are."""
    return path[: path.index("when")] if "when" in path else path[:-1] if path[-1] == "derive" else path


_wrong_order = _of("wrong order", WRONG_ORDERS)
_out_of_range = _of("out of range", OUT_OF_RANGE)
_impossible = _of("impossible combination", COMBINATIONS)
