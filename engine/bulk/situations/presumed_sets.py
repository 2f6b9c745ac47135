"""Which presumptions decide something in many situations, and what they put at stake, compared together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from ...rules.codes import Codes
from ...rules.compiled_policy import CompiledPolicy
from ...rules.completions import EXACT, joined_by
from ...rules.hit_policy import Ways
from ...rules.known import applied_presumptions
from ...rules.outcomes import Owed, Parts, outcomes, owed_of, without_idle_hours
from ...rules.presumptions import level_rank, scope_rank
from ...rules.spaces import ENUMERABLE, Sets, union
from .bit_sets import Indices
from .decided_sets import axes_of, by_tier, completed_run, in_parts, needed_facts, open_places, too_wide
from .settled_rules import RunRules, SettledRules
from .situation_runs import Run, situation_runs
from .situation_sets import KnownSets, lacking_sets, live_sets, presumable_sets, sets_without_presumptions
from .situation_space import SituationSpace

Sooner = tuple[str, Owed | None, Owed]
"""A presumed fact, what is owed as presumed, and what would be owed."""


@dataclass(frozen=True, slots=True)
class PresumedGroup:
    """The presumptions of situations, given by index, that decide something.

    `presumed` are by fact those in which it does, `unsafe` those of them in which it is so at any receipt, `sooner`
    those in which something else would be owed, which can be sooner; all are sets of places among the indices.
    """

    indices: Indices
    presumed: Mapping[str, int]
    unsafe: Mapping[str, int]
    sooner: Mapping[Sooner, int]


def presumed_anyway_sets(compiled: CompiledPolicy, known: KnownSets) -> Sets:
    """Return by fact and code the situations in which it is presumed, whichever way the facts that are open turn out.

    Those aside in which it is presumed because of what is known, and those with too many completions.
    """
    count, anyway = known.all.bit_length(), Sets()
    lacking = lacking_sets(compiled, known)
    presumable = presumable_sets(compiled, known, lacking)
    narrow = known.all & ~too_wide(compiled, lacking, EXACT, count)
    for fact, situations in presumable.items():
        opened = {name: lacking[name] & situations for name in needed_facts(compiled, [fact]) if name in lacking}
        runs = situation_runs(axes_of(compiled, opened, presumable), situations & narrow, count)
        sets = runs.sorted_sets(known.codes, count)
        for run in runs.runs:
            presume = partial(_presumed_anyway, compiled, sets, fact)
            for part, by_code in in_parts(compiled, run, presume):
                for code, bits in by_code.items():
                    chosen = runs.original_bits(bits, part, count)
                    anyway.setdefault(fact, {})[code] = anyway.get(fact, {}).get(code, 0) | chosen
    return anyway


def _presumed_anyway(compiled: CompiledPolicy, sets: Sets, fact: str, run: Run) -> dict[int, int]:
    """Return by code the situations of a run in which nothing else is presumed of a fact, and that always is."""
    space, completed = completed_run(compiled, sets, run, [fact])
    counting, remaining = applied_presumptions(compiled, fact, completed, space.all)
    applying = {code: space.situations(union(bits for own, bits in counting if own == code)) for code, _ in counting}
    once, twice = 0, space.situations(remaining)
    for bits in applying.values():
        once, twice = once | bits, twice | once & bits
    return {code: only for code, bits in applying.items() if (only := bits & ~twice)}


def presumed_groups(compiled: CompiledPolicy, known: KnownSets, presumed: Sets) -> Iterator[PresumedGroup]:
    """Yield what presumptions decide, in situations together in which the same facts are open without presumptions.

    `presumed` has by fact and code the situations in which it is presumed. Situations with more completions than have
    a bit each are left out.
    """
    count = known.all.bit_length()
    fixed = sets_without_presumptions(compiled, known)
    live = live_sets(compiled, fixed, known.all, {})
    opened = {}
    for fact in (fact for fact in compiled.codes if fact in live):
        in_question = known.lacking(fact) | union(known.presumed.get(fact, {}).values())
        opened[fact] = live[fact] & in_question
    concerned = union(bits for own in presumed.values() for bits in own.values())
    concerned &= ~too_wide(compiled, opened, ENUMERABLE, count)
    runs = situation_runs(axes_of(compiled, opened, {}), concerned, count)
    sets, assumed = runs.sorted_sets(fixed, count), runs.sorted_sets(presumed, count)
    rules = SettledRules(compiled, sets, runs.runs)
    for place, run in enumerate(runs.runs):
        decide = partial(_presumed, compiled, (sets, assumed), rules.of_run(place))
        for part, group in in_parts(compiled, run, decide):
            presumed_facts, unsafe, sooner = group
            yield PresumedGroup(
                indices=runs.order[part.start : part.end], presumed=presumed_facts, unsafe=unsafe, sooner=sooner
            )


def _presumed(
    compiled: CompiledPolicy, sets: tuple[Sets, Sets], rules: RunRules, run: Run
) -> tuple[dict[str, int], dict[str, int], dict[Sooner, int]]:
    """Return what presumptions decide in a run, given the sets of known facts and those of presumptions."""
    known, assumed = sets
    space, completed = completed_run(compiled, known, run, rules.read_facts())
    parts = outcomes(compiled, by_tier(compiled, completed), completed, space.all, rules.holding(space.all))
    stakes = _Stakes(compiled, space, parts)
    presumed: dict[str, int] = {}
    unsafe: dict[str, int] = {}
    sooner: dict[Sooner, int] = {}
    for fact in assumed:
        by_code = run.cut_sets(assumed, [fact]).get(fact, {})
        deciding = stakes.deciding(fact) & union(by_code.values()) if by_code else 0
        if not deciding:
            continue
        presumed[fact] = deciding
        for code, situations in by_code.items() if fact in space.facts else ():
            chosen = space.completions(situations & deciding)
            axis = _Axis(space, compiled.codes[fact], code, chosen)
            at_stake = stakes.at_stake(axis)
            unsafe[fact] = unsafe.get(fact, 0) | at_stake
            # What is unsafe at any receipt need not be looked at again at each.
            if safe := situations & deciding & ~at_stake:
                axis.presumed &= space.completions(safe)
                for now, then, bits in stakes.owed_otherwise(axis):
                    sooner[fact, now, then] = sooner.get((fact, now, then), 0) | bits
    return (
        presumed,
        {fact: bits for fact, bits in unsafe.items() if bits},
        {key: bits for key, bits in sooner.items() if bits},
    )


class _Stakes:
    """What the completions of a run come to, in which nothing is presumed."""

    def __init__(self, compiled: CompiledPolicy, space: SituationSpace, parts: Parts) -> None:
        self._compiled, self._space, self._parts = compiled, space, parts

    def deciding(self, fact: str) -> int:
        """Return the situations in which a fact decides something where nothing is presumed."""
        if fact not in self._space.facts:
            return 0
        joint = self._joint
        depending = self._space.depending(fact, joint) if len(joint) > 1 else 0
        return depending | self._open_places.get(fact, 0)

    @cached_property
    def _open_places(self) -> dict[str, int]:
        return open_places({outcome: self._space.situations(bits) for outcome, bits in self._parts.items()})

    @cached_property
    def _joint(self) -> list[int]:
        return [*joined_by(self._parts, partial(without_idle_hours, self._compiled.policy)).values()]

    def at_stake(self, axis: "_Axis") -> int:
        """Return the situations in which another value gives a wider scope, a level more severe or a way required."""
        at_stake = 0
        for ranks in self._ranks:
            at_stake |= axis.raised(ranks)
        for bits in self._needed.values():
            at_stake |= axis.reached(self._space.all & ~bits, bits)
        return at_stake

    @cached_property
    def _ranks(self) -> list[dict[int, int]]:
        """The completions by the rank of their scope, and by that of their level, where there are several."""
        ranks = (joined_by(self._parts, scope_rank), joined_by(self._parts, partial(level_rank, self._compiled.policy)))
        return [own for own in ranks if len(own) > 1]

    @cached_property
    def _needed(self) -> dict[str, int]:
        """The completions by each way in which the request must come, where it need not in all."""
        needed: dict[str, int] = {}
        for outcome, bits in self._parts.items():
            for way in outcome.ways.needed if isinstance(outcome.ways, Ways) else ():
                needed[way] = needed.get(way, 0) | bits
        return {way: bits for way, bits in needed.items() if bits != self._space.all}

    @cached_property
    def _owed(self) -> list[dict[Owed | None, int]]:
        """The completions by what is owed of a promise, for each promise of which different things can be."""
        promises = dict.fromkeys(owed.promise for outcome in self._parts for owed in outcome.owed)
        by_promise = (joined_by(self._parts, partial(owed_of, promise=promise)) for promise in promises)
        return [by_owed for by_owed in by_promise if len(by_owed) > 1]

    def owed_otherwise(self, axis: "_Axis") -> Iterator[tuple[Owed | None, Owed, int]]:
        """Yield what is owed as presumed, what else another value would owe, and the situations of that."""
        for by_owed in self._owed:
            yield from axis.pairs(by_owed)


class _Axis:
    """The completions in which a fact is as presumed, and those that differ from them in this fact alone."""

    def __init__(self, space: SituationSpace, codes: Codes, code: int, chosen: int) -> None:
        self._space, self._fact, self._code = space, codes.fact, code
        choices = space.choices(codes.fact)
        self.presumed = choices[code] & chosen
        """The completions in which the fact is as presumed, of those that are looked at."""
        self._choices = [(other, choices[other]) for other in codes if choices[other] != choices[code]]

    def _moved(self, bits: int) -> int:
        """Return the completions that are as presumed, and in a set with another value."""
        moved = (self._space.moved(at, self._fact, c, self._code) for c, own in self._choices if (at := bits & own))
        return union(moved)

    def reached(self, lower: int, higher: int) -> int:
        """Return the situations in which another value leads from some completions to some others."""
        as_presumed = lower & self.presumed
        return self._space.situations(as_presumed & self._moved(higher)) if as_presumed else 0

    def raised(self, ranks: Mapping[int, int]) -> int:
        """Return the situations in which another value leads up from a lower rank."""
        lower, higher, raised = union(ranks.values()), 0, 0
        for rank in sorted(ranks, reverse=True):
            lower &= ~ranks[rank]
            higher |= ranks[rank]
            raised |= self.reached(lower, higher) if rank else 0
        return raised

    def pairs(self, joined: Mapping[Owed | None, int]) -> Iterator[tuple[Owed | None, Owed, int]]:
        """Yield the pairs of which another value leads from one to another that is owed, and the situations of that."""
        moved = [(key, at) for key, bits in joined.items() if key is not None and (at := self._moved(bits))]
        for now, bits in joined.items():
            as_presumed = bits & self.presumed
            for then, at in moved if as_presumed else ():
                if (both := at & as_presumed) and then is not now:  # each is a key once
                    yield now, then, self._space.situations(both)
