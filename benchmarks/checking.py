"""How fast policies are checked with every proof: whole processes, beside a bare interpreter's start.

Run with `make bench`. The shipped policies must come out clean, and in a generated policy of
1,000 rules exactly what was planted must be found.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 5
SEED = 2026
HEAD = """\
remit: 1
policy: large
title: A generated policy
edition: "1"
sources: {{terms: {{title: Terms, clauses: {{all: {{at: everywhere, says: everything}}}}}}}}
facts:
  activity: {{ask: "What is asked for?", choices: [{activities}]}}
  product: {{ask: "Of which product?", choices: [{products}]}}
  environment: {{ask: "Where?", choices: [production, staging, development]}}
  loss: {{ask: "How much is lost?", choices: [none, minor, moderate, severe, complete]}}
  users: {{ask: "How many are hit?", type: number, minimum: 0}}
  workaround: {{ask: "Is there a way around?", type: boolean}}
  data_loss: {{ask: "Is anything lost for good?", type: boolean}}
  urgent: {{ask: "Is it pressing?", type: boolean}}
hours:
  office: {{timezone: Europe/Berlin, week: {{mon-fri: "09:00-17:00"}}, holidays: {{country: DE, region: BE}}}}
  always: {{timezone: UTC, week: {{mon-sun: "00:00-24:00"}}}}
tiers: {{basic: {{title: Basic}}, plus: {{title: Plus}}, premium: {{title: Premium}}}}
"""
TAIL = """\
coverage:
  rules:
    - {id: nonstop, when: {tier: premium, priority: P1}, then: always, cite: terms.all}
    - {id: office, then: office, cite: terms.all}
channels:
  ways: {phone: {contact: "1"}, web: {contact: w.example}}
  rules:
    - {id: phoned, when: {priority: P1}, then: {require: phone}, cite: terms.all}
    - {id: written, then: {allow: web}, cite: terms.all}
promises:
  initial_response:
    from: received
    within:
      basic: {P1: 8 hours, P2: 2 days, P3: 3 days, P4: 4 days}
      plus: {P1: 4 hours, P2: 1 day, P3: 2 days, P4: 3 days}
      premium: {P1: 1 hour, P2: 8 hours, P3: 1 day, P4: 2 days}
    cite: terms.all
"""
FOUND = {"unreachable", "unused-fact", "masked", "redundant", "same-outcome"}
"""What is planted, and what rules thrown together by chance are bound to be."""


def generated(rules: int) -> str:
    """Return a policy of so many rules, all but five of them of scope and priority."""
    chance = random.Random(SEED)  # noqa: S311 - the same policy every time
    activities = [f"activity_{n}" for n in range(40)]
    products = [f"product_{n}" for n in range(20)]
    lines = [HEAD.format(activities=", ".join(activities), products=", ".join(products)), "scope:\n  rules:\n"]
    lines.append("    - {id: all, then: support, cite: terms.all}\n")
    for n in range(rules // 3):
        few = ", ".join(sorted(chance.sample(activities, 3)))
        product = chance.choice(products)
        outcome = chance.choice(["consulting", "not_covered"])
        when = f"{{activity: [{few}], product: {product}, urgent: {chance.choice(['true', 'false'])}}}"
        lines.append(f"    - {{id: s{n}, when: {when}, then: {outcome}, cite: terms.all}}\n")
    lines.append("priorities:\n  levels: {P1: Urgent, P2: High, P3: Medium, P4: Low}\n  rules:\n")
    for n in range(rules - rules // 3 - 6):
        tests = [
            f"product: {chance.choice(products)}",
            f"loss: {chance.choice(['severe', 'complete', '{at_least: moderate}'])}",
            f"environment: {chance.choice(['production', '[production, staging]'])}",
            f"users: {{at_least: {chance.choice([10, 50, 100, 500])}}}",
            f"any: [{{workaround: false}}, {{data_loss: true}}, {{activity: {chance.choice(activities)}}}]",
        ]
        when = ", ".join(chance.sample(tests, 3))
        lines.append(
            f"    - {{id: p{n}, when: {{{when}}}, then: {chance.choice(['P1', 'P2', 'P3'])}, cite: terms.all}}\n"
        )
    lines.append("    - {id: the-rest, then: P4, cite: terms.all}\n")
    return "".join(lines) + TAIL


def planted(text: str) -> str:
    """Return the policy with a fact that nothing reads and a rule that no situation fulfils."""
    text = text.replace("facts:\n", 'facts:\n  idle: {ask: "Who cares?", type: boolean}\n', 1)
    never = "    - {id: never, when: {scope: consulting, priority: P1}, then: {allow: phone}, cite: terms.all}\n"
    return text.replace("    - {id: written,", never + "    - {id: written,", 1)


def timed(*command: str) -> tuple[float, subprocess.CompletedProcess[str]]:
    """Return the seconds that a process takes, and the process."""
    begun = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own command
    return time.perf_counter() - begun, done


def check(name: str, expected: set[str], *arguments: str) -> None:
    """Print what a check takes, once it is seen to find what it should."""
    seconds, bare = [], []
    for _ in range(ROUNDS):
        took, done = timed(
            sys.executable, "-c", "from remit.cli import run; run()", "check", "--format", "json", *arguments
        )
        found = {finding["check"] for finding in json.loads(done.stdout)}
        if found != expected:
            raise SystemExit(f"{name}: found {sorted(found)}, not {sorted(expected)}\n{done.stderr}")
        seconds.append(took)
        bare.append(timed(sys.executable, "-c", "pass")[0])
    ratio = statistics.median(seconds) / statistics.median(bare)
    print(f"{name:<48} {min(seconds):7.2f} {statistics.median(seconds):7.2f} {max(seconds):7.2f} {ratio:8.0f}")


def main() -> None:
    """Print the table."""
    print(f"{'whole process, seconds':<48} {'min':>7} {'median':>7} {'max':>7} {'x bare':>8}")
    check("remit check, both shipped policies (aim: 1.5)", set(), str(Path(__file__).parents[1] / "policies"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.yaml"
        path.write_text(planted(generated(1000)), "utf-8")
        check("remit check, 1,000 rules (aim: 10)", FOUND, str(path))


if __name__ == "__main__":
    main()
