"""Cases with what counts for their requests, by the edition under which these fall."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ...findings import Findings
from ...model import Contract, Request
from ...model.cases import Case
from ...proof.tier_situations import TierSituations
from ...rules.at_receipt import at_receipt
from ...rules.evaluator import Evaluator
from ...rules.known import presume
from ...triage.known_facts import Facts, known_codes, tier_of
from ...triage.policy_store import PolicyStore
from ...triage.receipt_values import receipt_of
from ...triage.resolve_request import resolve_request


@dataclass(frozen=True, slots=True, eq=False)
class ResolvedCase:
    """A case with the tier and the facts that count for its request."""

    case: Case
    request: Request
    tier: str
    facts: Facts

    def situations(self, proof: TierSituations) -> int:
        """Return the situations of its tier that its request can turn out to be in."""
        bits = proof.space.all
        stated, unknown = known_codes(proof.compiled, self.facts, self.request)
        table = receipt_of(proof.compiled, self.request, self.facts.values).table
        known = presume(at_receipt(proof.compiled, table), self.tier, stated, unknown).codes
        for fact in proof.space.facts:
            if fact in known:
                code = known[fact]
                own = proof.compiled.codes[fact]
                shared = own.other if own.other is not None and code >= own.live.bit_length() else code
                bits &= proof.sets["scope"][fact].get(shared, 0)
        return bits


def by_edition(
    cases: Iterable[Case], store: PolicyStore, contracts: Sequence[Contract]
) -> Mapping[Evaluator, list[ResolvedCase]]:
    """Return each edition under which cases fall, with those; a request that is not valid falls under none."""
    editions: dict[Evaluator, list[ResolvedCase]] = {}
    for case in cases:
        request = case.request
        resolved = resolve_request(request, store, contracts, Findings()) if request else None
        if request and resolved:
            evaluator, contract, facts = resolved
            listed = editions.setdefault(evaluator, [])
            listed.append(ResolvedCase(case=case, request=request, tier=tier_of(request, contract), facts=facts))
    return editions
