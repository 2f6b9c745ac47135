"""How the time for a row grows: with rules, with rows, with the facts that rules read; and what new situations take.

Run with `make bench`. A sample of the rows of each table has to be what each request is decided as by itself.
"""

from __future__ import annotations

import random
import sys
import tempfile
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

import remit

from .checking import generated
from .figures import record, rounded, seconds_taken
from .tickets import Tickets

if TYPE_CHECKING:
    from collections.abc import Iterable

ROUNDS = 3
RULES = {10: 20_000, 100: 20_000, 1_000: 10_000, 4_000: 4_000, 10_000: 1_000}
"""By the number of rules, how many situations are new."""
ROWS = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)
FACTS = range(2, 13, 2)
FACT_ROWS, FACT_SITUATIONS = 300_000, 1_000
AT_MOST = 1.2
"""How many times as long a row may take with one more fact."""
SAMPLE = 50
SEED = 2026


@dataclass(frozen=True, slots=True)
class Growth:
    """What tables cost: nanoseconds for a row whose situation was met, and for one that is in a new situation."""

    row: float
    new: float


def decided_by_itself(policy: remit.Policy, request: dict[str, Any]) -> dict[str, Any]:
    """Return the cells that the row of a request has to have, as it is decided alone."""
    decision = policy.decide(request)
    dues = {f"{name}_due": deadline.due for name, deadline in decision.deadlines.items()}
    missing = " ".join(sorted(missing.fact for missing in decision.missing))
    cells = {"status": decision.status, "scope": decision.scope.outcome, "level": decision.priority.level}
    return {**cells, "missing": missing, **dues}


def check(policy: str, tickets: Tickets, table: pa.Table, decided: pa.Table) -> None:
    """Stop where a row, of some drawn from the table, is not what its request is decided as by itself."""
    alone = remit.load(policy)
    rows = np.random.default_rng(SEED).choice(table.num_rows, min(SAMPLE, table.num_rows), replace=False)
    facts = {*tickets.facts}
    for row in rows.tolist():
        written = {name: value for name, value in table.slice(row, 1).to_pylist()[0].items() if value is not None}
        unknown = dict.fromkeys(written.pop("unknown", ()))
        stated = {name: written.pop(name) for name in facts & written.keys()}
        expected = decided_by_itself(alone, {**written, "facts": {**stated, **unknown}})
        cells = decided.slice(row, 1).to_pylist()[0]
        actual = {name: cells[name] for name in expected}
        actual["missing"] = " ".join(sorted(actual["missing"].split()))
        if actual != expected:
            raise SystemExit(f"{policy}, {written['id']}: {actual}, not {expected}")


def growth(policy: str, rows: int, situations: int) -> Growth:
    """Return what the rows of tickets in so many situations cost, all of them new at first."""
    tickets = Tickets.of(policy, rows, situations)
    every = tickets.every_situation()
    decider = remit.table_decider(policy)
    first = seconds_taken(partial(decider.decide, every))
    again = seconds_taken(partial(decider.decide, every))
    check(policy, tickets, every, decider.decide(every).table)
    table = pa.concat_tables(tickets.tables())
    taken = median(seconds_taken(partial(decider.decide, table)) for _ in range(ROUNDS))
    check(policy, tickets, table, decider.decide(table).table)
    return Growth(row=rounded(taken / rows * 1e9), new=rounded((first - again) / every.num_rows * 1e9))


def by_rules(folder: Path) -> dict[int, Growth]:
    """Return the costs by the number of rules of a policy."""
    costs = {}
    for rules, situations in RULES.items():
        path = folder / f"{rules}.yaml"
        path.write_text(policy_of_rules(rules), "utf-8")
        costs[rules] = growth(str(path), 200_000, situations)
    return costs


def by_rows(counts: Iterable[int]) -> dict[int, float]:
    """Return the nanoseconds for a row by the number of rows, by a shipped policy, every situation met before."""
    costs = {}
    for rows in counts:
        tickets = Tickets.of("jumpmind", rows, 10_000)
        decider = remit.table_decider("jumpmind")
        decider.decide(tickets.every_situation())
        taken = 0.0
        for table in tickets.tables():  # of at most one row group, as files are decided
            taken += seconds_taken(partial(decider.decide, table))
        costs[rows] = rounded(taken / rows * 1e9)
    return costs


def policy_of_rules(count: int) -> str:
    """Return a policy of so many priority rules, each of two of the facts of a generated policy."""
    chance = random.Random(SEED)  # noqa: S311 - the same policy every time
    lines = []
    for n in range(count - 1):
        tests = [
            f"activity: activity_{chance.randrange(40)}",
            f"product: product_{chance.randrange(20)}",
            f"loss: {chance.choice(['minor', 'moderate', 'severe', 'complete'])}",
            f"environment: {chance.choice(['production', 'staging', 'development'])}",
            f"users: {{at_least: {chance.randrange(1, 60)}}}",
        ]
        when = ", ".join(chance.sample(tests, 2))
        lines.append(
            f"    - {{id: p{n}, when: {{{when}}}, then: {chance.choice(['P1', 'P2', 'P3'])}, cite: terms.all}}\n"
        )
    text = generated(10)
    return _with_rules(text[text.index("facts:\n") : text.index("hours:\n")], lines)


def policy_of_facts(count: int) -> str:
    """Return a policy whose rules read so many facts, a rule each."""
    facts = "".join(f'  fact_{n}: {{ask: "Is it so?", type: boolean}}\n' for n in range(count))
    levels = ("P2", "P1")
    return _with_rules(
        f"facts:\n{facts}",
        [
            f"    - {{id: r{n}, when: {{fact_{n}: true}}, then: {levels[n % 2]}, cite: terms.all}}\n"
            for n in range(count)
        ],
    )


def _with_rules(facts: str, rules: list[str]) -> str:
    """Return a generated policy with these facts and priority rules instead, and without rules of scope."""
    text = generated(10)
    head, hours = text[: text.index("facts:\n")], text[text.index("hours:\n") : text.index("scope:\n")]
    scope = "scope:\n  rules:\n    - {id: all, then: support, cite: terms.all}\n"
    levels = "priorities:\n  levels: {P1: Urgent, P2: High, P3: Medium, P4: Low}\n  rules:\n"
    last = "    - {id: the-rest, then: P4, cite: terms.all}\n"
    return "".join([head, facts, hours, scope, levels, *rules, last, text[text.index("coverage:") :]])


def by_facts(folder: Path) -> dict[int, float]:
    """Return the nanoseconds for a row by the number of facts that rules read, every situation met before."""
    costs = {}
    for count in FACTS:
        path = folder / f"facts-{count}.yaml"
        path.write_text(policy_of_facts(count), "utf-8")
        costs[count] = growth(str(path), FACT_ROWS, FACT_SITUATIONS).row
    return costs


def main() -> None:
    """Print the tables, and record them; with a number, at most so many rows."""
    most = int(sys.argv[1]) if sys.argv[1:] else max(ROWS)
    with tempfile.TemporaryDirectory() as folder:
        rules, facts = by_rules(Path(folder)), by_facts(Path(folder))
    rows = by_rows(count for count in ROWS if count <= most)
    print(f"{'rules':<24}{'ns a row':>12}{'new situations/s':>20}")
    for count, cost in rules.items():
        print(f"{count:<24,}{cost.row:>12,}{1e9 / cost.new:>20,.0f}")
    print(f"\n{'rows':<24}{'ns a row':>12}")
    for count, row in rows.items():
        print(f"{count:<24,}{row:>12,}")
    print(f"\n{'facts that rules read':<24}{'ns a row':>12}")
    for count, row in facts.items():
        print(f"{count:<24,}{row:>12,}")
    steps = [(after / before) ** (1 / (more - few)) for (few, before), (more, after) in pairwise(facts.items())]
    print(f"one more fact: {max(steps):.2f} times at most (at most {AT_MOST})")
    figures = {
        "rules": {
            count: {"ns_a_row": cost.row, "new_situations_s": rounded(1e9 / cost.new)} for count, cost in rules.items()
        },
        "rows": rows,
        "facts": facts,
        "one_more_fact": rounded(max(steps)),
    }
    record("batch growth", figures)
    if max(steps) > AT_MOST:
        raise SystemExit("missed: one more fact")


if __name__ == "__main__":
    main()
