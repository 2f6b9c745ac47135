"""Requests as records, dicts and lines of JSON, and what decides all of one: scope, level, ways and deadlines.

`python -m benchmarks.side_by_side` and `python -m benchmarks.request_rates` measure it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import remit
from remit.engine.findings import Findings
from remit.engine.language.files import POLICY_BYTES, read_text
from remit.engine.language.nodes import read_plain
from remit.engine.language.request_files import draft_of
from remit.engine.library.loaded_policy import decision_lines
from remit.engine.triage.clock import in_utc
from remit.engine.triage.decide import decide, decide_anew
from remit.engine.triage.decision import Decision, Invalid
from remit.engine.triage.policy_store import PolicyStore

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Mapping

    from remit.engine.model import Fact, Request
    from remit.engine.rules.compiled_policy import CompiledPolicy

POLICIES = Path(__file__).parents[1] / "policies"
FIRST_RECEIVED, SECONDS = 1_767_225_600, 365 * 86_400
"""Requests come in at any second of 2026."""


@dataclass(frozen=True, slots=True)
class WrittenRequest:
    """One request in the three forms in which it can be decided."""

    record: Request
    mapping: Mapping[str, Any]
    line: str

    @classmethod
    def of(cls, mapping: Mapping[str, Any]) -> WrittenRequest:
        """Return a request written as a mapping in all three forms."""
        findings = Findings()
        record = draft_of(read_plain(mapping, findings), findings)
        if record is None or findings.has_errors:
            raise SystemExit(f"not a request: {mapping}\n{findings}")
        return cls(record, mapping, json.dumps(mapping))


def random_situation(compiled: CompiledPolicy, chance: random.Random, share: float) -> dict[str, Any]:
    """Return what a decision depends on but for the time of receipt: tier, way, and a share of the policy's facts."""
    facts = compiled.policy.facts.values()
    return {
        "policy": compiled.policy.id,
        "tier": chance.choice([*compiled.policy.tiers]),
        "channel": chance.choice([*compiled.policy.ways]),
        "facts": {fact.name: _random_value(fact, chance) for fact in facts if chance.random() < share},
    }


def request_in(situation: Mapping[str, Any], chance: random.Random) -> WrittenRequest:
    """Return a request in a situation, received at any second of 2026."""
    received = in_utc(FIRST_RECEIVED + chance.randrange(SECONDS))
    return WrittenRequest.of({"id": f"T-{chance.randrange(10**6)}", "received": received, **situation})


def _random_value(fact: Fact, chance: random.Random) -> object:
    if fact.type == "boolean":
        return chance.random() < 0.5  # noqa: PLR2004 - as often true as false
    if fact.type == "number":
        return chance.randrange(int(fact.minimum or 0), int(fact.maximum or 60))
    if fact.type == "span":
        return f"{chance.randint(1, 5)} business days"
    return chance.choice([*fact.choices])


class WholeDecisions:
    """What decides all of a request by one shipped policy, made anew, so that it has seen no situation."""

    def __init__(self, policy: str) -> None:
        """Read and compile the policy."""
        findings = Findings()
        text = read_text(str(POLICIES / f"{policy}.yaml"), POLICY_BYTES, findings)
        if text is None:
            raise SystemExit(f"{policy} cannot be read")
        self._store = PolicyStore([text], "builtin")
        self.compiled = self._store.editions(policy)[0][0].compiled
        self._policy = remit.Policy.from_text(text.text, rules="builtin")
        self._lines = decision_lines(self._policy)

    def record_to_decision(self, request: WrittenRequest) -> Decision:
        """Decide a record."""
        decision = decide(request.record, self._store, (), remit.__version__)
        if not isinstance(decision, Decision):
            raise SystemExit(f"invalid: {request.line}")
        return decision

    def record_to_decision_anew(self, request: WrittenRequest) -> Decision:
        """Decide a record the long way: nothing of an earlier request is looked up."""
        decision = decide_anew(request.record, self._store, (), remit.__version__)
        if not isinstance(decision, Decision):
            raise SystemExit(f"invalid: {request.line}")
        return decision

    def dict_to_decision(self, request: WrittenRequest) -> Decision:
        """Decide a dict."""
        return self._policy.decide(request.mapping)

    def refusals(self, request: WrittenRequest) -> list[list[str]]:
        """Return what each way refuses a request for, nothing where it decides it."""
        records = [way(request.record, self._store, (), remit.__version__) for way in (decide, decide_anew)]
        try:
            refused = self._policy.decide(request.mapping).findings[:0]
        except remit.RequestError as error:
            refused = error.findings
        texts = [json.loads(text) for text in (self.dict_to_json(request), self.line_to_line(request))]
        return [
            *([finding.message for finding in answer.findings if isinstance(answer, Invalid)] for answer in records),
            [finding.message for finding in refused],
            *([finding["message"] for finding in text["findings"] if text["status"] == "invalid"] for text in texts),
        ]

    def dict_to_json(self, request: WrittenRequest) -> str:
        """Decide a dict, as JSON text."""
        return self._lines.decide_mapping(request.mapping)

    def line_to_line(self, request: WrittenRequest) -> str:
        """Decide a line of JSON, as a line of JSON."""
        return self._lines.decide(request.line) + "\n"


WAYS: dict[str, Callable[[WholeDecisions, WrittenRequest], Decision | str]] = {
    "record to decision": WholeDecisions.record_to_decision,
    "dict to decision": WholeDecisions.dict_to_decision,
    "dict to JSON text": WholeDecisions.dict_to_json,
    "JSON line to JSON line": WholeDecisions.line_to_line,
}


def check_alike(decisions: WholeDecisions, request: WrittenRequest) -> Decision:
    """Return the decision of a request, once every way is seen to give the same, also the long way."""
    expected = decisions.record_to_decision(request)
    record = expected.to_dict()
    texts = (decisions.dict_to_json(request), decisions.line_to_line(request))
    decided = (decisions.record_to_decision_anew(request), decisions.dict_to_decision(request))
    answers = (*(decision.to_dict() for decision in decided), *(_unplaced(json.loads(text)) for text in texts))
    if any(answer != record for answer in answers):
        raise SystemExit(f"the ways differ: {request.line}")
    return expected


def invalid_twin(request: WrittenRequest) -> WrittenRequest | None:
    """Return a request that equals another and is not valid: 1 stands for true or 0 for false; None without either."""
    facts = request.mapping["facts"]
    name = next((name for name, value in facts.items() if isinstance(value, bool)), None)
    if name is None:
        return None
    return WrittenRequest.of({**request.mapping, "facts": {**facts, name: int(facts[name])}})


def check_invalid(decisions: WholeDecisions, request: WrittenRequest) -> None:
    """Stop where one of the ways decides a request that is not valid, or refuses it for another reason."""
    expected, *answers = decisions.refusals(request)
    if not expected or any(answer != expected for answer in answers):
        raise SystemExit(f"refused in different ways: {request.line}")


def _unplaced(record: dict[str, Any]) -> dict[str, Any]:
    """Return a decision whose findings stand nowhere in a line, as those of a record do."""
    return {**record, "findings": [{**finding, "line": 0, "column": 0} for finding in record["findings"]]}
