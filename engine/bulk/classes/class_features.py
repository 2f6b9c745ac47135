"""What tells situations apart that decide otherwise: the features of each, and the rules that decide it."""

from collections.abc import Mapping, Sequence

import numpy as np

from ...model import Offer, SpanOf
from ...rules.compiled_policy import CompiledPolicy
from ...rules.offered_ways import VERBS
from ...rules.spaces import ENUMERABLE, Sets, union
from ...triage.known_facts import NAMED_CONTACT
from ..situations.assumed_codes import AssumedCodes
from ..situations.bit_sets import Flags, bits_of, flags_of
from ..situations.decided_sets import DecidedGroup, by_tier, decided_groups, too_wide
from ..situations.deciding_derivations import deciding_derivations
from ..situations.entry_presumptions import presumed_for_entries
from ..situations.flag_rows import Features, FlagRows
from ..situations.presumed_sets import PresumedGroup, presumed_anyway_sets, presumed_groups
from ..situations.settled_aspects import SettledAspects
from ..situations.situation_sets import CodeColumns, KnownSets, known_sets, lacking_sets

_FEW = 4096
"""Combinations that rules tell apart at the least."""


class SituationRows:
    """The features of some situations, of which there are so many, and the rules that decide them; a row each.

    Those that are not `decided` are too wide to be decided with others.
    """

    def __init__(self, compiled: CompiledPolicy, features: Features, rules: Features, count: int) -> None:
        """Start with none."""
        self._compiled, self._count = compiled, count
        self.features = FlagRows(features, count)
        self.rules = FlagRows(rules, count)
        self.decided: Flags = np.zeros(count, np.bool_)

    def fill(self, columns: CodeColumns, *, with_presumptions: bool) -> None:
        """Decide the situations."""
        compiled, rows = self._compiled, self.features
        known = known_sets(compiled, columns, self._count)
        decided = list(decided_groups(compiled, known))
        for group in decided:
            self.decided[group.indices] = True
            rows.add("outcome", group.outcomes, group.indices)
            rows.add("missing", group.missing, group.indices)
        rows.add("tier", by_tier(compiled, known.codes))
        aspects = SettledAspects(compiled, known, decided)
        self.rules.add("rule", aspects.deciding_rules())
        rows.add("chooses", aspects.choosing_rules())
        rows.add("claim", aspects.claims())
        rows.add("conflict", {True: aspects.conflicts(decided)})
        for fact in (*compiled.counted, *({NAMED_CONTACT} & compiled.policy.facts.keys())):
            rows.add("code", {(fact, code): bits for code, bits in known.codes.get(fact, {}).items()})
        for fact in compiled.counted:
            rows.add("presumed code", {fact: union(known.presumed.get(fact, {}).values())})
        assumed = AssumedCodes(compiled, columns, known, aspects)
        if compiled.derivations:
            derivations = deciding_derivations(assumed, decided)
            rows.add("derived", derivations.deciding)
            self.decided &= ~flags_of(derivations.wide, self._count)
        self._add_presumed(known, decided, assumed, with_presumptions=with_presumptions)
        rows.add("wide", {True: bits_of(~self.decided)})  # which are alike in nothing else that is known

    def _add_presumed(
        self,
        known: KnownSets,
        decided: Sequence[DecidedGroup],
        assumed: AssumedCodes,
        *,
        with_presumptions: bool,
    ) -> None:
        """Add what presumptions decide, and leave out where that is a bound, also where nobody asks for the rest."""
        compiled, rows = self._compiled, self.features
        presumed = joined_sets(known.presumed, presumed_anyway_sets(compiled, known))
        concerned = union(bits for own in presumed.values() for bits in own.values())
        if not with_presumptions:
            concerned &= self._possibly_bounds(known)
            presumed = {fact: {c: bits & concerned for c, bits in own.items()} for fact, own in presumed.items()}
        groups = list(presumed_groups(compiled, known, presumed)) if concerned else []
        exact = np.zeros(self._count, np.bool_)
        for group in groups:
            exact[group.indices] = True
        self.decided &= exact | ~flags_of(concerned, self._count)
        if not with_presumptions:
            return
        deciding = _by_fact(groups, self._count)
        for group in groups:
            for kind in ("presumed", "unsafe", "sooner"):
                rows.add(kind, getattr(group, kind), group.indices)
        rows.add("presumed", presumed_for_entries(assumed, decided, deciding))

    def _possibly_bounds(self, known: KnownSets) -> int:
        """Return the situations of which it is not certain that what presumptions decide is exact."""
        compiled = self._compiled
        if not has_few_combinations(compiled):
            return known.all
        opened = lacking_sets(compiled, known)
        for fact, by_code in known.presumed.items():
            opened[fact] = opened.get(fact, 0) | union(by_code.values())
        return too_wide(compiled, opened, ENUMERABLE, self._count)


def has_few_combinations(compiled: CompiledPolicy) -> bool:
    """Tell whether no situation can have more combinations of ways, or of what is owed, than are told apart."""
    policy = compiled.policy
    offers = [rule.then for rule in policy.channel.rules if isinstance(rule.then, Offer)]
    parts = {(verb, way) for offer in offers for verb in VERBS for way in getattr(offer, verb)}
    owed = 1
    for promise in policy.promises.values():
        spans = [e.within for e in promise.entries() if e and isinstance(e.within, SpanOf)]
        owed *= (len(promise.rules) + 1) * max([1, *(len(compiled.codes[span.fact]) for span in spans)])
    return owed <= _FEW and 1 << min(len(parts), len(set(offers))) <= _FEW


def joined_sets(first: Sets, second: Sets) -> Sets:
    """Return the sets of both."""
    joined = {fact: dict(own) for fact, own in first.items()}
    for fact, own in second.items():
        by_code = joined.setdefault(fact, {})
        for code, bits in own.items():
            by_code[code] = by_code.get(code, 0) | bits
    return joined


def _by_fact(groups: Sequence[PresumedGroup], count: int) -> Mapping[str, int]:
    """Return by presumed fact the situations in which it decides something."""
    flags: dict[str, Flags] = {}
    for group in groups:
        for fact, bits in group.presumed.items():
            flags.setdefault(fact, np.zeros(count, np.bool_))[group.indices] |= flags_of(bits, len(group.indices))
    return {fact: bits_of(own) for fact, own in flags.items()}
