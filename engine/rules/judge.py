"""The judge: a policy's rules and an engine, asked once for each situation of a request."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from .bounds import possible_winners
from .completions import Known, Possible, deciding_presumptions, possible, presume
from .engines import Engine

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .compiled import Verdict
    from .engines import Choice
    from .outcomes import Gap, Outcome
    from .rulebook import Rulebook

_REMEMBERED = 16_384
"""Requests' situations whose judgements are kept."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What follows from the facts of a request.

    `presumed` are the presumptions that decide something; where not `is_exact`, they and what is
    possible are bounds. `verdicts` say, by group, which rules
    are true and which false, and `codes` what they were evaluated on.
    """

    known: Known
    possible: Possible
    presumed: frozenset[str]
    is_exact: bool
    verdicts: Mapping[str, Verdict]
    codes: Mapping[str, int]


class Judge:
    """Judges requests by one edition of a policy."""

    def __init__(self, book: Rulebook, choice: Choice) -> None:
        """Take a rulebook and build the engine; raises NotServed where the one chosen cannot serve."""
        self.book = book
        self.engine = Engine(book, choice)
        self._judge = lru_cache(_REMEMBERED)(self._judge_situation)

    def judge(self, tier: str, stated: Mapping[str, int], unknown: frozenset[str]) -> Judgement:
        """Return what follows from the codes of stated facts; of `unknown` ones nothing is presumed."""
        return self._judge(tier, tuple(sorted(stated.items())), unknown)

    def _judge_situation(self, tier: str, stated: tuple[tuple[str, int], ...], unknown: frozenset[str]) -> Judgement:
        known = presume(self.book, tier, dict(stated), unknown)
        found = possible(self.book, self.engine, known)
        presumed, is_exact = frozenset[str](), found.is_exact
        if known.presumed:
            presumed, is_exact = deciding_presumptions(self.book, self.engine, known)
        verdicts, codes = self.verdicts(known, found.outcomes)
        return Judgement(known, found, presumed, is_exact and found.is_exact, verdicts, codes)

    def verdicts(self, known: Known, outcomes: tuple[Outcome, ...]) -> tuple[dict[str, Verdict], dict[str, int]]:
        """Evaluate every group on what is known, outcomes of other groups included where they stand."""
        codes = dict(known.codes)
        verdicts: dict[str, Verdict] = {}
        scopes = {outcome.scope for outcome in outcomes}
        scope = scopes.pop() if len(scopes) == 1 else None
        policy, groups = self.book.policy, self.book.groups
        if isinstance(scope, str) and not self.book.scope_reads_priority:
            codes["scope"] = self.book.codes["scope"].code(scope)
        verdicts["priority"] = self.engine.verdict(groups["priority"], codes)
        if self.book.scope_reads_priority:
            levels = possible_winners(policy.levels, policy.priority.rules, verdicts["priority"])
            exact = {outcome.level for outcome in outcomes}
            if scope == "support" and len(exact) == 1:
                levels = [level for level in exact if level is not None]
            if len(levels) == 1:
                codes["priority"] = self._level_code(levels[0])
        verdicts["scope"] = self.engine.verdict(groups["scope"], codes)
        if isinstance(scope, str):
            codes["scope"] = self.book.codes["scope"].code(scope)
        codes.pop("priority", None)
        shown = {outcome.level for outcome in outcomes}
        if len(shown) == 1:
            codes["priority"] = self._level_code(shown.pop())
        for name in ("coverage", "channel"):
            verdicts[name] = self.engine.verdict(groups[name], codes)
        return verdicts, codes

    def _level_code(self, level: str | Gap | None) -> int:
        return self.book.codes["priority"].code(level if isinstance(level, str) else None)
