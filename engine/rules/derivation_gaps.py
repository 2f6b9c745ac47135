"""Derived facts that would have no value in some situation, told when the file of a policy is read."""

from ..findings import Findings
from ..language.yaml_writer import written_value
from ..model import ALWAYS, Fact
from .absences import possible_situations, with_absence
from .budget import OutOfSteps, budget, share
from .compiled import compile_condition, facts_of
from .compiled_policy import CompiledPolicy
from .derivations import applied, derived_sets
from .diagrams import space_of

_PART = 100
"""The part of the steps left that one fact may take."""
_HELP = "add an entry without `when` that gives the value of all else"


def check_derivations(compiled: CompiledPolicy, findings: Findings) -> None:
    """Add an error for each derived fact of which it is not certain that one of its entries always holds."""
    with budget():
        for fact in compiled.policy.facts.values():
            if not fact.derive or any(entry.when == ALWAYS for entry in fact.derive):
                continue
            try:
                with share(_PART):
                    situation = _without_value(compiled, fact)
            except OutOfSteps:
                message = f"it is not proved that an entry of the derived fact `{fact.name}` always holds"
                findings.error("gap", message, fact.mark, _HELP)
                continue
            if situation is not None:
                such_as = f", such as {situation}" if situation else ""
                message = f"no entry gives the derived fact `{fact.name}` a value in some situation{such_as}"
                findings.error("gap", message, fact.mark, _HELP)


def _without_value(compiled: CompiledPolicy, fact: Fact) -> str | None:
    """Return a situation in which no entry holds, in words; None where there is none."""
    cases = [(compile_condition(entry.when, compiled.codes), 0) for entry in fact.derive]
    read = with_absence(compiled, set().union(*(facts_of(when) for when, _ in cases)))
    space = space_of([compiled.codes[name] for name in compiled.codes if name in read])
    sets = {name: space.choices(name) for name in space.facts}
    sets |= derived_sets(compiled.derivations, sets, space.all)
    remaining = applied(cases, sets, space.all)[1] & possible_situations(compiled, sets, space)
    for name in compiled.receipts.keys() & set(space.facts):
        # Not all receipts occur: what depends on them `check` proves, and here they may turn out either way.
        remaining &= ~space.anywhere(space.all & ~remaining, name)
    if not remaining:
        return None
    examples = ((name, compiled.codes[name].example(code)) for name, code in space.first(remaining).items())
    return ", ".join(f"{name} {'none' if value is None else written_value(value)}" for name, value in examples)
