"""Several things wrong with one request are all said at once, where one does not hide another."""

from __future__ import annotations

from pathlib import Path

import pytest

from remit.engine.language.policy_folder import Policies
from remit.engine.language.time_notation import EXPECTED_INSTANT
from remit.engine.triage.decide_files import Triage
from remit.engine.triage.decision import Invalid

BASE = Path(__file__).parents[1] / "bad_input/base"
REQUEST = (BASE / "inbox/request.yaml").read_text("utf-8")


def refusals(tmp_path: Path, text: str) -> list[str]:
    """Return the findings of a request, each `line check message`."""
    file = tmp_path / "request.yaml"
    file.write_text(text, "utf-8")
    triage = Triage(Policies.at(str(BASE / "policies")), str(BASE / "contracts.yaml"), "builtin", "0")
    refused = triage.decide(str(file), None)
    assert isinstance(refused, Invalid)
    return [f"{f.line} {f.check} {f.message}" for f in refused.findings]


def test_one_of_each_kind(tmp_path: Path) -> None:
    """YAML, shape, instants, tier, facts and their values."""
    text = (
        "received: yesterday\npolicy: acme\ntier: bronze\ncolour: red\nsubject: !x hello\n"
        "facts: {activity: falt, users: many, outages: none, environment: production}\n"
    )
    assert [
        f"1 wrong-instant `received` is `yesterday`, which is not {EXPECTED_INSTANT}",
        "3 unknown-tier tier `bronze` is not declared by policy `acme`",
        "4 unknown-key unknown key `colour` in the file",
        "5 yaml tag `!x` is not allowed",
        "6 unknown-choice `falt` is not a choice of `activity`",
        "6 wrong-value `users` must be a number, not the string `many`",
        "6 unknown-fact fact `outages` is not declared by policy `acme`",
    ] == refusals(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("received: 2026-03-06T16:30:00+01:00\npolicy: acme\ntier: 5\n", ["3 wrong-type"]),
        ("received: 2026-03-06T16:30:00+01:00\ncontract: [x]\n", ["2 wrong-type"]),
        ("received: 2026-03-06T16:30:00+01:00\ntier: basic\ntier: gold\n", ["3 duplicate-key"]),
        ("received: 2026-03-06T16:30:00+01:00\n<<: x\n", ["2 yaml"]),
        ("received: 2026-03-06T16:30:00+01:00\nfrom: 7\n", ["2 wrong-type"]),
        ("received: 2026-03-06T16:30:00+01:00\ncontract: nobody\n", ["2 unknown-contract"]),
        ("received: 2026-03-06T16:30:00+01:00\npolicy: amce\ntier: bronze\nfacts: {x: 1}\n", ["2 unknown-policy"]),
        ("received: !x 1\npolicy: acme\ntier: basic\nfacts: {users: !x 1}\n", ["1 yaml", "4 yaml"]),
    ],
)
def test_what_one_error_hides_is_not_missed(tmp_path: Path, text: str, expected: list[str]) -> None:
    """A tier that is of the wrong type is not lacking, and facts of a policy that is not known are not unknown."""
    assert expected == [" ".join(line.split()[:2]) for line in refusals(tmp_path, text)]
