"""The durable-rules engine, and everything that is known of it.

Rules reach its Rete network as one durable rule per conjunction, with membership written as
ranges and `$neq`, because alternatives (`$or`, many siblings, many `$nex`) crash or hang its C
code. Its `Host` is not used: its timer thread takes actions that other threads wait for. Instead
a situation is asserted as one fact, the actions it fired are collected, and it is retracted.
"""

import json
import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import count
from types import ModuleType

from ..locks import forkable_lock
from ..package_versions import package_version
from .builtin import Builtin
from .codes import members
from .compiled import CompiledGroup, Conjunction, Situation, Verdict

CONJUNCTIONS = 60
"""Conjunctions in one ruleset; over 64 siblings that match at once are its error 303."""
RULES = 4096
"""More rules than this are refused: each ruleset holds a session, of which it bears 1,024."""
FACTS = 250
"""Facts that one group may read: of a situation with more than these and its own few, its error 302."""
LIVE = 1000
"""Rulesets that are alive at once, at the most."""
IDLE = 256
"""Rulesets, of policies that are no longer used, that are kept for the next policy with the same rules."""
LOST = 16_384
"""Conjunctions of rulesets that were used and could not be kept, at the most: some 14 kB each, never freed."""

_names = count()
# One situation at a time, whatever its ruleset: the engine holds the interpreter's lock anyway.
_lock = forkable_lock()


class NotServed(ValueError):
    """A policy that this engine cannot evaluate; the message says why."""


@cache
def _engine() -> ModuleType | None:
    try:
        import durable_rules_engine  # noqa: PLC0415 - 26 ms, and missing from CPython 3.13 on
    except ImportError:
        return None
    return durable_rules_engine  # type: ignore[no-any-return]


def is_available() -> bool:
    """Tell whether durable-rules can be imported here."""
    return _engine() is not None


def name() -> str:
    """Return the engine's name and version."""
    return f"durable-rules {package_version('durable-rules')}"


class Durable:
    """Evaluates the rules of one group."""

    def __init__(self, group: CompiledGroup, *, alone: bool) -> None:
        """Build the networks; `alone` refuses what only the builtin engine can evaluate."""
        wide = [rule.id for rule in group.rules if rule.is_wide]
        if wide and alone:
            message = f"rule `{wide[0]}` takes more than 64 conjunctions, which durable-rules cannot evaluate"
            raise NotServed(message)
        if len(group.rules) > RULES:
            message = f"{len(group.rules):,} rules are more than the {RULES:,} that durable-rules can evaluate"
            raise NotServed(message)
        if len(group.reads) > FACTS:
            message = f"{group.name} reads {len(group.reads):,} facts, more than the {FACTS} of durable-rules"
            raise NotServed(message)
        if not alone and not NETWORKS.have_room():
            message = "durable-rules has used up the memory that is left to it in this process"
            raise NotServed(message)
        self.uses_builtin = bool(wide)
        self._wide = sum(1 << n for n, rule in enumerate(group.rules) if rule.is_wide)
        self._builtin = Builtin(_only_wide(group)) if wide else None
        self._facts = [f"a{n}" for n in range(len(group.reads))]
        every = tuple(self._conjunctions(group))
        self._rulesets = [_Ruleset(every[n : n + CONJUNCTIONS]) for n in range(0, len(every), CONJUNCTIONS)]

    def _conjunctions(self, group: CompiledGroup) -> Iterator[tuple[int, bool, dict[str, object]]]:
        for n, rule in enumerate(group.rules):
            if rule.is_wide:
                continue
            for form, holds in ((rule.holds, True), (rule.fails, False)):
                for conjunction in form or ():
                    yield n, holds, _pattern(conjunction, group)

    def evaluate(self, situation: Situation) -> Verdict:
        """Return which rules are true and which false."""
        codes = "".join(f',"{a}":{c}' for a, c in zip(self._facts, situation, strict=True) if c is not None)
        fact = f'{{"sid":"1","id":"1","q":1{codes}}}'
        true = false = 0
        with _lock:
            for ruleset in self._rulesets:
                for rule, holds in ruleset.fired(fact):
                    if holds:
                        true |= 1 << rule
                    else:
                        false |= 1 << rule
        if self._builtin:
            verdict = self._builtin.evaluate(situation)
            true, false = true | verdict.true & self._wide, false | verdict.false & self._wide
        return Verdict(true, false)


@dataclass(slots=True, eq=False)
class _Network:
    """A ruleset of the engine, and the session that situations pass through."""

    definition: str
    conjunctions: int
    handle: int
    is_used: bool = False


class Networks:
    """All networks of the process. One that was used is never freed, so that those let go are kept for reuse.

    They are let go by the garbage collector, at any moment and in any thread: nothing here waits for a lock.
    """

    def __init__(self) -> None:
        self._idle: dict[str, list[_Network]] = {}
        self.alive = 0
        self.lost = 0

    def have_room(self) -> bool:
        """Tell whether another policy can have networks: few enough are alive, and little enough is lost."""
        return self.alive < LIVE and self.lost < LOST

    def take(self, definition: str, conjunctions: int) -> _Network:
        """Return a network of these rules, one that was let go where there is one."""
        idle = self._idle.pop(definition, [])
        network = idle.pop() if idle else None
        if idle:
            self._idle.setdefault(definition, []).extend(idle)
        if network is None:
            handle = _imported().create_ruleset(f"remit{next(_names)}", definition)
            self.alive += 1
            network = _Network(definition, conjunctions, handle)
        return network

    def let_go(self, network: _Network) -> None:
        """Keep a network for whoever takes the same rules, or delete it."""
        if network.is_used and sum(map(len, self._idle.values())) < IDLE:
            self._idle.setdefault(network.definition, []).append(network)
        else:
            self.delete(network)

    def delete(self, network: _Network) -> None:
        """Give up a network; what a used one holds stays lost."""
        self.alive -= 1
        self.lost += network.conjunctions if network.is_used else 0
        _imported().delete_ruleset(network.handle)


NETWORKS = Networks()


def _imported() -> ModuleType:
    engine = _engine()
    if engine is None:
        message = "durable-rules cannot be imported here"
        raise NotServed(message)
    return engine


class _Ruleset:
    """Up to so many conjunctions in one network, and what it means that one of them fires."""

    def __init__(self, chunk: tuple[tuple[int, bool, dict[str, object]], ...]) -> None:
        self._means = {f"r{n}": (rule, holds) for n, (rule, holds, _) in enumerate(chunk)}
        self._definition = json.dumps({f"r{n}": {"all": [{"m": pattern}]} for n, (_, _, pattern) in enumerate(chunk)})
        self._take()

    def _take(self) -> None:
        self._network = NETWORKS.take(self._definition, len(self._means))
        self._let_go = weakref.finalize(self, NETWORKS.let_go, self._network)
        self._let_go.atexit = False

    def fired(self, fact: str) -> list[tuple[int, bool]]:
        """Return the rules that a fact fires, each with whether that means that it holds."""
        engine, handle = _imported(), self._network.handle
        self._network.is_used = True
        try:
            fired = []
            _, state = engine.assert_fact(handle, fact)
            first = engine.start_action_for_state(handle, state)
            action = first[1] if first else None
            while action:
                fired.append(self._means[action[2 : action.index('"', 2)]])  # {"r12":{"m":…}}
                action = engine.complete_and_start_action(handle, state)
            engine.retract_fact(handle, fact)
        except BaseException:
            # Interrupted, a session would hand what is left of this fact to the next one.
            self._let_go.detach()
            NETWORKS.delete(self._network)
            self._take()
            raise
        return fired


def _pattern(conjunction: Conjunction, group: CompiledGroup) -> dict[str, object]:
    """Return the tests of one conjunction; `q` keeps the pattern off the session's own state."""
    tests: list[dict[str, object]] = [{"q": 1}]
    for fact, codes in conjunction:
        place = group.reads.index(fact)
        tests += _membership(f"a{place}", codes, group.codes[place].live)
    return {"$and": tests} if len(tests) > 1 else tests[0]


def _membership(fact: str, codes: int, live: int) -> Iterator[dict[str, object]]:
    """Write that a code is in a set as its range, less the codes of the range that are not in it."""
    low, high = next(members(codes)), codes.bit_length() - 1
    if low == high:
        yield {fact: low}
        return
    yield {"$gte": {fact: low}}
    yield {"$lte": {fact: high}}
    for hole in members(live & ~codes & ((2 << high) - 1) & ~((1 << low) - 1)):
        yield {"$neq": {fact: hole}}


def _only_wide(group: CompiledGroup) -> CompiledGroup:
    """Return the group with its other rules emptied, each still in its place."""
    empty = [rule if rule.is_wide else rule._replace(holds=(), fails=()) for rule in group.rules]
    return CompiledGroup(group.name, group.reads, group.codes, tuple(empty))
