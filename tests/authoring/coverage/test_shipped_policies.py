"""The policies that remit ships: their cases cover everything that counts."""

from __future__ import annotations

from remit.engine import Policies, try_paths
from remit.engine.authoring.coverage import measure

from ..verbs import POLICIES
from .verbs import DAY


def test_everything_is_covered():
    files = [str(POLICIES / f"{name}.cases.yaml") for name in ("jumpmind", "jams")]
    tried = try_paths(files, Policies(str(POLICIES), is_named=True), None, "0")
    coverage = measure(tried.cases, tried.store, tried.contracts, DAY)
    assert [
        ("jumpmind", "100%", ["`initial_response` is never owed to tier `poc` at `P1`"]),
        ("jams", "100%", []),
    ] == [
        (policy.policy, policy.total.percent, [words for words, _ in policy.impossible]) for policy in coverage.policies
    ]
