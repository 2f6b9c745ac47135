"""remit and other rule engines side by side: the level of a request alone, and what remit decides of it in all.

Run with `make bench`. Each figure is how many times the processor time of remit's builtin engine something takes for
the same situations, in the same round: the level of situations it meets for the first time. Before anything is timed,
every engine has to give every situation the level that the conditions as they are written give it.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from functools import partial
from itertools import chain
from statistics import median
from typing import TYPE_CHECKING, TypeVar

import remit

from .figures import record, rounded
from .level_engines import ENGINES, REMIT, LevelEngine
from .priority_rules import PriorityRules, Situation
from .whole_decisions import WAYS, WholeDecisions, WrittenRequest, check_alike, random_situation, request_in
from .whole_tables import seconds_a_row

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from remit.engine.rules.compiled_policy import CompiledPolicy

T = TypeVar("T")

SHIPPED = ("jumpmind", "jams")
ROUNDS = 5
SITUATIONS, REQUESTS = 2000, 400
"""Of one round, each once: how many situations are decided by level alone, and of how many of those all is."""
SEED = 2026
TABLE = "row of a table"
"""What `remit batch` decides: as many rows as requests of one round when they are met first, and then 100,000."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One policy's situations by round, as facts and, the first of them, as requests.

    `ahead` is in no round: it is for what engines put off until they are asked first.
    """

    rules: PriorityRules
    ahead: Situation
    situations: list[list[Situation]]
    requests: list[list[WrittenRequest]]

    @classmethod
    def of(cls, policy: str) -> Comparison:
        """Return the comparison by a shipped policy."""
        compiled, chance = WholeDecisions(policy).compiled, random.Random(SEED)  # noqa: S311 - the same every time
        rules = PriorityRules(compiled)
        ahead, *drawn = rules.situations(1 + SITUATIONS * ROUNDS, SEED)
        size = len(drawn) // ROUNDS
        situations = [drawn[n * size : (n + 1) * size] for n in range(ROUNDS)]
        requests = [
            [_request_in(situation, compiled, chance) for situation in in_round[:REQUESTS]] for in_round in situations
        ]
        return cls(rules=rules, ahead=ahead, situations=situations, requests=requests)


def _request_in(situation: Situation, compiled: CompiledPolicy, chance: random.Random) -> WrittenRequest:
    """Return a request that states everything, the facts that priority rules read as in a situation."""
    everything = random_situation(compiled, chance, share=1)
    return request_in({**everything, "facts": {**everything["facts"], **situation}}, chance)


Figures = tuple[float, float]
"""How many times the base's time situations take when they are met first, and when they come again."""


def check_engine(engine: LevelEngine, comparison: Comparison) -> None:
    """Stop where an engine gives a situation another level than the conditions as written."""
    level = engine.build(comparison.rules)
    for situation in chain.from_iterable(comparison.situations):
        expected, actual = comparison.rules.level_as_written(situation), level(situation)
        if expected != actual:
            raise SystemExit(f"{engine.name}: {actual}, not {expected}: {situation}")


def check_whole(comparison: Comparison) -> None:
    """Stop where the ways of deciding all of a request differ, or its level is not that of its situation."""
    decisions = WholeDecisions(comparison.rules.policy.id)
    for situations, requests in zip(comparison.situations, comparison.requests, strict=True):
        for situation, request in zip(situations, requests, strict=False):
            decision = check_alike(decisions, request)
            expected = comparison.rules.level_as_written(situation) if decision.scope.outcome == "support" else None
            if decision.priority.level != expected:
                raise SystemExit(f"{decision.priority.level}, not {expected}: {request.line}")


def seconds_each(answer: Callable[[T], object], asked: Sequence[T]) -> float:
    """Return the processor time that one of these takes on average."""
    begun = time.process_time()
    for item in asked:
        answer(item)
    return (time.process_time() - begun) / len(asked)


def compare(comparison: Comparison, engines: Iterable[LevelEngine]) -> tuple[dict[str, Figures], float]:
    """Return the figures of engines and ways by name, and the seconds that the base takes for a situation."""
    levels = {engine.name: engine.build(comparison.rules) for engine in (REMIT, *engines)}
    for level in levels.values():
        level(comparison.ahead)
    # Each with a memory of its own, which has met none of the situations.
    ways = {name: partial(way, WholeDecisions(comparison.rules.policy.id)) for name, way in WAYS.items()}
    decisions = WholeDecisions(comparison.rules.policy.id)
    bases, ratios = list[float](), dict[str, list[Figures]]()
    for situations, requests in zip(comparison.situations, comparison.requests, strict=True):
        times = {
            name: (seconds_each(level, situations), seconds_each(level, situations)) for name, level in levels.items()
        }
        times |= {name: (seconds_each(way, requests), seconds_each(way, requests)) for name, way in ways.items()}
        decided = [decisions.record_to_decision(request) for request in requests]
        times[TABLE] = seconds_a_row(comparison.rules.policy.id, requests, decided)
        bases.append(times[REMIT.name][0])
        for name, (first, again) in times.items():
            ratios.setdefault(name, []).append((first / bases[-1], again / bases[-1]))
    medians = {n: (median(f for f, _ in figures), median(a for _, a in figures)) for n, figures in ratios.items()}
    return medians, median(bases)


def line(name: str, version: str, figures: Iterable[float]) -> str:
    """Return a line of a table."""
    return f"{name:<34}{version:<14}" + "".join(f"{_short(figure):>8}" for figure in figures)


def _short(figure: float) -> str:
    return f"{figure:#.2g}" if figure < 1 else f"{figure:.1f}" if figure < 100 else f"{figure:.0f}"  # noqa: PLR2004 - three digits say enough


def heading(title: str) -> str:
    """Return the heading of a table."""
    policies = "".join(f"{policy:>16}" for policy in SHIPPED)
    return f"\n{title:<48}{policies}\n{'':<48}" + f"{'first':>8}{'again':>8}" * len(SHIPPED)


def main() -> None:
    """Print the tables."""
    installed = {engine: version for engine in ENGINES if (version := engine.version())}
    comparisons = [Comparison.of(policy) for policy in SHIPPED]
    for comparison in comparisons:
        for engine in installed:
            check_engine(engine, comparison)
        check_whole(comparison)
    results = [compare(comparison, installed) for comparison in comparisons]
    print(heading("the level alone"))
    for engine in ENGINES:
        if version := installed.get(engine):
            print(line(engine.name, version, chain.from_iterable(medians[engine.name] for medians, _ in results)))
        else:
            print(f"{engine.name:<34}left out: `{engine.package}` is not installed")
    print(heading("all that remit decides"))
    for name in (*WAYS, TABLE):
        print(line(name, remit.__version__, chain.from_iterable(medians[name] for medians, _ in results)))
    by_policy = {
        policy: {
            "base_us": rounded(base * 1e6),
            "times_the_base": {name: [rounded(first), rounded(again)] for name, (first, again) in medians.items()},
        }
        for policy, (medians, base) in zip(SHIPPED, results, strict=True)
    }
    versions = {engine.name: version for engine, version in installed.items()}
    record("engines", {"policies": by_policy, "versions": versions})
    bases = ", ".join(f"{base * 1e6:.1f} µs ({p})" for p, (_, base) in zip(SHIPPED, results, strict=True))
    print(f"\n1.0 is the level by remit's builtin engine of a situation met first: {bases}")


if __name__ == "__main__":
    main()
