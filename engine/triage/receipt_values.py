"""What rules read of the receipt: which hours were open at the instant at which a request was received."""

from collections.abc import Mapping

from ..findings import Findings
from ..model import Request, Value
from ..rules.compiled_policy import CompiledPolicy
from ..rules.evaluator import Evaluator
from ..rules.receipt_codes import ReceiptCodes, receipt_codes
from ..worktime import WorktimeError


def receipt_of(compiled: CompiledPolicy, request: Request, values: Mapping[str, Value]) -> ReceiptCodes:
    """Return what is known of a receipt, given the values that are stated; raises WorktimeError.

    It is not known whether holidays close hours in years of which they are not known.
    """
    if not compiled.placed:
        return receipt_codes(compiled, request.received, {})
    return receipt_codes(compiled, request.received, stated_places(compiled, values))


def stated_places(compiled: CompiledPolicy, values: Mapping[str, Value]) -> dict[str, str | None]:
    """Return the zones and countries among stated values, of those that place hours of facts of the receipt."""
    placing = {place for places in compiled.placed.values() for place in places}
    return {fact: value for fact, value in values.items() if fact in placing and isinstance(value, str)}


def evaluator_at(evaluator: Evaluator, request: Request, values: Mapping[str, Value]) -> Evaluator:
    """Return what evaluates a request at its receipt, by which places have which hours open; raises WorktimeError."""
    if not evaluator.compiled.placed:
        return evaluator
    return evaluator.at_receipt(receipt_of(evaluator.compiled, request, values).table)


def check_receipt(compiled: CompiledPolicy, request: Request, values: Mapping[str, Value], findings: Findings) -> None:
    """Add a finding where it is not known whether hours were open that rules read of the receipt."""
    try:
        receipt_of(compiled, request, values)
    except WorktimeError as problem:
        findings.error("worktime", str(problem), request.key_mark("received"))
