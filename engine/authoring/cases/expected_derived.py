"""Derived facts that a case expects: their values compared, and names and values that its policy does not have."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ...findings import Findings
from ...language.fact_values import NotAValue, read_value
from ...language.yaml_writer import written_value
from ...model import Policy
from ...model.cases import Expected
from ...text import did_you_mean
from ...triage.decision import Decision

OPEN = "open"
"""What stands for a derived fact whose value is not known."""


def derived_values(decision: Decision) -> dict[str, str]:
    """Return the derived facts of a decision with their values as a case writes them."""
    derived = (name for name, fact in decision.policy.facts.items() if fact.derive)
    return {name: written_value(decision.facts[name]) if name in decision.facts else OPEN for name in derived}


def as_written(expected: Expected, policy: Policy) -> Expected:
    """Return expected derived facts with their values as the policy writes them; null stands for one that is open."""
    values: Mapping[str, object] = expected.value if isinstance(expected.value, dict) else {}
    written = {
        name: OPEN if value is None else written_value(read_value(policy.facts[name], value))
        for name, value in values.items()
    }
    return replace(expected, value=written)


def differing(expected: Mapping[str, str], derived: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Yield the derived facts whose value is not as expected, with what was expected and what they are."""
    for name, value in expected.items():
        actual = derived.get(name, OPEN)
        if actual != value:
            yield name, value, actual


def check_expected(expected: Expected, policy: Policy, findings: Findings) -> None:
    """Add a finding for each derived fact that a policy does not have, and each value that it cannot have."""
    derived = [name for name, fact in policy.facts.items() if fact.derive]
    for name, value in expected.value.items() if isinstance(expected.value, dict) else ():
        if name not in derived:
            message = f"`{name}` is no derived fact of policy `{policy.id}`"
            findings.error("unknown-fact", message, expected.mark, did_you_mean(name, derived))
        elif value is not None:
            fact = policy.facts[name]
            try:
                read_value(fact, value)
            except NotAValue as problem:
                check = "unknown-choice" if fact.type == "choice" else "wrong-value"
                findings.error(check, str(problem), expected.mark, problem.help)
