"""The promise that every tier and level is expected to have."""

from ...proof.situations import TierSituations
from ...rules.outcomes import Outcome

INITIAL_RESPONSE = "initial_response"


def is_left_out(proof: TierSituations, outcome: Outcome, promise: str) -> bool:
    """Tell whether the initial response says nothing at all of an outcome, which missing-promise says."""
    if promise != INITIAL_RESPONSE or not isinstance(outcome.level, str):
        return False
    return (proof.tier, outcome.level) not in proof.compiled.policy.promises[promise].within
