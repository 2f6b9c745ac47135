"""The builtin engine: rules as masks over conjunctions, in plain Python.

Every conjunction of the group is one bit. For each fact and code a mask holds the conjunctions
that this code leaves standing; a situation is the AND of its masks.
"""

from collections.abc import Iterable
from itertools import accumulate
from operator import xor

from .codes import runs
from .compiled import CompiledGroup, Conjunction, Situation, Verdict, kleene

NAME = "builtin"


class Builtin:
    """Evaluates the rules of one group."""

    def __init__(self, group: CompiledGroup) -> None:
        """Lay out the masks of the group's rules."""
        self._group = group
        self._all = (1 << len(group.rules)) - 1
        self._wide = [(1 << n, rule.when) for n, rule in enumerate(group.rules) if rule.is_wide]
        narrow = [(1 << n, rule) for n, rule in enumerate(group.rules) if not rule.is_wide]
        self._holds = _Masks(group, ((rule, c) for rule, r in narrow for c in r.holds or ()))
        self._fails = _Masks(group, ((rule, c) for rule, r in narrow for c in r.fails or ()))

    def evaluate(self, situation: Situation) -> Verdict:
        """Return which rules are true and which false."""
        true = self._holds.standing(situation)
        # Where everything is known, what does not hold fails.
        false = self._fails.standing(situation) if None in situation else self._all & ~true
        if self._wide:
            known = {f: c for f, c in zip(self._group.reads, situation, strict=True) if c is not None}
            for rule, when in self._wide:
                value = kleene(when, known)
                true = true | rule if value else true & ~rule
                false = false | rule if value is False else false & ~rule
        return Verdict(true, false)


class _Masks:
    """The masks of a list of conjunctions, each owned by a rule's bit."""

    def __init__(self, group: CompiledGroup, owned: Iterable[tuple[int, Conjunction]]) -> None:
        pairs = list(owned)
        self._owners = [owner for owner, _ in pairs]
        self._all = (1 << len(pairs)) - 1
        conjunctions = [dict(conjunction) for _, conjunction in pairs]
        # By fact, a mask by code; the last one is for a fact that is not known.
        self._masks: list[list[int]] = []
        for fact, codes in zip(group.reads, group.codes, strict=True):
            # Conjunctions come to stand, and stop, at the ends of the runs of codes that they test for.
            changes = [0] * (codes.live.bit_length() + 1)
            untested = 0
            for n, conjunction in enumerate(conjunctions):
                if fact not in conjunction:
                    untested |= 1 << n
                    continue
                for start, end in runs(conjunction[fact]):
                    changes[start] ^= 1 << n
                    changes[end] ^= 1 << n
            _, *masks = accumulate(changes[:-1], xor, initial=untested)
            self._masks.append([*masks, untested])

    def standing(self, situation: Situation) -> int:
        """Return the bits of the rules of which some conjunction stands."""
        conjunctions = self._all
        for masks, code in zip(self._masks, situation, strict=True):
            conjunctions &= masks[-1 if code is None else code]
        rules = 0
        while conjunctions:
            low = conjunctions & -conjunctions
            rules |= self._owners[low.bit_length() - 1]
            conjunctions ^= low
        return rules
