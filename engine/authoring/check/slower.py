"""slower-when-more-severe: a promise that is kept later at a more severe level than at a lesser one."""

from __future__ import annotations

from functools import partial
from itertools import combinations
from math import prod
from typing import TYPE_CHECKING

from ...proof.delays import owed_of
from ...rules.compiled_policy import span_facts
from .context import Found
from .promised import lacks, received

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ...proof.situations import TierSituations
    from ...rules.evaluator import Seen
    from ...rules.outcomes import Owed
    from .context import CheckContext

_CONTEXTS = 4096
"""Combinations of the facts that choose hours and spans up to which levels are compared."""

Owing = dict[str, dict["Owed | None", tuple["TierSituations", int]]]
"""By level, what is owed of a promise there, with some situations that owe it."""


def slower_when_more_severe(subject: CheckContext) -> Iterator[Found]:
    """Yield a finding for each promise, tier and pair of levels of which the more severe is answered later.

    Compared are situations in which the facts that choose hours and spans are the same.
    """
    promises = [name for name, promise in subject.policy.promises.items() if promise.scope == "support"]
    said: set[tuple[str, str, str, str]] = set()
    for (tier, name, _), owing in _by_context(subject, promises).items():
        ordered = [level for level in subject.policy.levels if level in owing]
        for severe, mild in combinations(ordered, 2):
            if (name, tier, severe, mild) not in said:
                for finding in _slower(subject, name, (severe, owing[severe]), (mild, owing[mild])):
                    said.add((name, tier, severe, mild))
                    yield finding
                    break


def _slower(
    subject: CheckContext,
    name: str,
    severe: tuple[str, Mapping[Owed | None, tuple[TierSituations, int]]],
    mild: tuple[str, Mapping[Owed | None, tuple[TierSituations, int]]],
) -> Iterator[Found]:
    for slow, (proof, bits) in severe[1].items():
        for fast in mild[1]:
            later = subject.lateness.later(subject.policy, slow, fast)
            if later is not None and not later.is_open:
                shows = partial(_shows, name, severe[0], slow)
                witness = subject.witness(proof, bits, shows)
                where = f"promise `{name}` of tier `{proof.tier}`"
                message = (
                    f"{where} is owed at `{mild[0]}`, and not at `{severe[0]}`, which is more severe"
                    if slow is None
                    else f"{where} falls due later at `{severe[0]}` than at `{mild[0]}`, {later.words}"
                )
                at, mark = f"{name}.{proof.tier}.{severe[0]}", subject.policy.promises[name].mark
                yield Found(at, message, mark, witness={**witness, **received(later)})


def _by_context(subject: CheckContext, promises: Iterable[str]) -> Mapping[tuple[str, str, tuple[int, ...]], Owing]:
    """Return what is owed by tier, promise and context, which is the codes of the facts that choose hours and spans."""
    compiled = subject.compiled
    facts = sorted(
        (set(compiled.groups["coverage"].reads) | span_facts(compiled.policy)) - {"tier", "scope", "priority"}
    )
    if prod(len(compiled.codes[fact]) for fact in facts) > _CONTEXTS:
        subject.unproved["slower-when-more-severe"] = None
        return {}
    found: dict[tuple[str, str, tuple[int, ...]], Owing] = {}
    for proofs in subject.slices("slower-when-more-severe"):
        for tier, proof in proofs.items():
            for outcome, there in proof.parts.items():
                if outcome.scope == "support" and isinstance(outcome.level, str):
                    for context, bits in _split(proof, facts, there & proof.valid):
                        for name in promises:
                            if lacks(proof, outcome, name):
                                continue
                            owing = found.setdefault((tier, name, context), {}).setdefault(outcome.level, {})
                            owing.setdefault(owed_of(outcome, name), (proof, bits))
    return found


def _split(proof: TierSituations, facts: list[str], bits: int) -> Iterator[tuple[tuple[int, ...], int]]:
    """Yield the situations of a set by the codes that facts have in them."""
    if not bits:
        return
    if not facts:
        yield (), bits
        return
    # What nothing reads in a slice is the same for each of its values.
    is_idle = facts[0] in proof.idle
    having = dict.fromkeys(proof.compiled.codes[facts[0]], bits) if is_idle else proof.sets["channel"][facts[0]]
    for code, there in having.items():
        for rest, those in _split(proof, facts[1:], bits & there):
            yield (code, *rest), those


def _shows(promise: str, level: str, owed: Owed | None, seen: Seen) -> bool:
    return all((outcome.level, owed_of(outcome, promise)) == (level, owed) for outcome in seen.outcomes)
