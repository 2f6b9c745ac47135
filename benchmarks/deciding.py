"""How fast requests are decided: each figure a ratio of two ways in one run, each way's answers compared.

Run with `make bench`.
"""

from __future__ import annotations

import itertools
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

from remit.engine.findings import Findings
from remit.engine.language.files import POLICY_BYTES, read_text
from remit.engine.language.policy_file import parse_draft
from remit.engine.rules.builtin import Builtin
from remit.engine.rules.compiled_policy import compile_policy
from remit.engine.rules.durable import Durable, is_available
from remit.engine.rules.engines import Engine
from remit.engine.rules.evaluator import Evaluator
from remit.engine.worktime import due, periods

if TYPE_CHECKING:
    from collections.abc import Callable

    from remit.engine.model import Policy
    from remit.engine.rules.compiled_policy import CompiledPolicy

POLICIES = Path(__file__).parents[1] / "policies"
SITUATIONS = 4000
ROUNDS = 5
START = 1_772_832_600  # 2026-03-06T21:30:00Z, before a clock change


def policy(name: str) -> Policy:
    """Return a shipped policy."""
    findings = Findings()
    text = read_text(str(POLICIES / f"{name}.yaml"), POLICY_BYTES, findings)
    found = parse_draft(text, findings) if text else None
    if found is None or findings.has_errors:
        raise SystemExit(f"{name} is not usable")
    return found


def ratio(name: str, one: Callable[[], object], other: Callable[[], object]) -> None:
    """Print how many times longer `one` takes than `other`, pair by pair, once both gave the same."""
    if one() != other():
        raise SystemExit(f"{name}: the two ways differ")
    pairs = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        one()
        middle = time.perf_counter()
        other()
        pairs.append((middle - begun) / (time.perf_counter() - middle))
    print(f"{name:<64} {min(pairs):8.1f} {statistics.median(pairs):8.1f} {max(pairs):8.1f}")


def engines(compiled: CompiledPolicy) -> None:
    """Compare the two engines on situations of the priority group."""
    group = compiled.groups["priority"]
    situations = list(itertools.islice(itertools.product(*(list(codes) for codes in group.codes)), SITUATIONS))
    builtin = Builtin(group)
    if is_available():
        durable = Durable(group, alone=True)
        ratio(
            f"durable-rules / builtin, {len(group.rules)} rules, {SITUATIONS} situations",
            lambda: [durable.evaluate(situation) for situation in situations],
            lambda: [builtin.evaluate(situation) for situation in situations],
        )
    engine = Engine(compiled, "builtin")
    known = [dict(zip(group.reads, situation, strict=True)) for situation in situations]
    ratio(
        "builtin / a situation seen before",
        lambda: [builtin.evaluate(situation) for situation in situations],
        lambda: [engine.verdict(group, codes) for codes in known],
    )


def judging(compiled: CompiledPolicy) -> None:
    """Compare a request with open facts judged for the first time and again."""
    codes = {"environment": compiled.codes["environment"].code("production")}

    def first() -> object:
        return Evaluator(compiled, "builtin").evaluate("standard", codes, frozenset()).possible

    evaluator = Evaluator(compiled, "builtin")
    ratio(
        "170 completions judged / remembered",
        first,
        lambda: evaluator.evaluate("standard", codes, frozenset()).possible,
    )


def worktime(found: Policy) -> None:
    """Show that the cost of a deadline does not grow with its distance."""
    office = found.hours["office"]
    far, near = 2000 * 3600, 4 * 3600
    due(office, START, far)

    def deadlines(seconds: int) -> int:
        return sum(
            len(periods(office, s, s + 1)) + bool(due(office, s, seconds)) for s in range(START, START + SITUATIONS)
        )

    ratio("a deadline 2,000 hours away / 4 hours away", lambda: deadlines(far), lambda: deadlines(near))


def main() -> None:
    """Print the table."""
    print(f"{'ratio':<64} {'min':>8} {'median':>8} {'max':>8}")
    found = policy("jumpmind")
    compiled = compile_policy(found)
    engines(compiled)
    judging(compiled)
    worktime(found)


if __name__ == "__main__":
    main()
