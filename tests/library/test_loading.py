"""Where a policy comes from, and what is said where it cannot be used."""

from __future__ import annotations

import pickle
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import remit

from .requests import JUMPMIND, SYNC_STOPPED

ROOT = Path(__file__).parents[2]
EDITIONS = ROOT / "examples/editions"


def refused(source: Any, **keys: Any) -> list[tuple[str, str, str]]:
    """Return why a policy cannot be loaded: check, message and help of each finding."""
    with pytest.raises(remit.PolicyError) as caught:
        remit.load(source, **keys)
    return [(finding.check, finding.message, finding.help) for finding in caught.value.findings]


def test_by_the_name_of_a_shipped_policy() -> None:
    policy = remit.load("jumpmind")
    assert ("jumpmind", "Jumpmind support terms") == (policy.id, policy.title)
    assert "<Policy jumpmind: edition 1>" == repr(policy)


def test_from_a_file() -> None:
    policy = remit.load(EDITIONS / "northlight-2026.yaml")
    assert ["2026"] == [edition.edition for edition in policy.editions]


def test_from_a_folder_of_editions() -> None:
    policy = remit.load(EDITIONS)
    ranges = [edition.effective for edition in policy.editions]
    assert [(date(2026, 1, 1), date(2026, 12, 31)), (date(2027, 1, 1), date(2027, 12, 31))] == ranges


def test_from_a_folder_of_several_policies() -> None:
    folder = ROOT / "policies"
    help_ = 'name one, as in `policy="jams"`'
    assert [("unknown-policy", "there are 2 policies: `jams`, `jumpmind`", help_)] == refused(folder)
    assert "jams" == remit.load(folder, policy="jams").id
    assert "did you mean `jams`?" == refused(folder, policy="jms")[0][2]


def test_from_a_folder_without_a_policy() -> None:
    assert [("unknown-policy", "there is no policy", "")] == refused(ROOT / "examples/requests")


def test_from_text() -> None:
    files = sorted(EDITIONS.glob("*.yaml"))
    from_text = remit.Policy.from_text(*(file.read_bytes() for file in files))
    assert remit.load(EDITIONS).editions == from_text.editions
    assert from_text.editions == remit.Policy.from_text(*(file.read_text("utf-8") for file in files)).editions


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", ["<policy>: error: file is empty [yaml]"]),
        (b"\xff\xfe", ["<policy>: error: file is UTF-16, not UTF-8 [encoding]", "  help: save it as UTF-8"]),
    ],
)
def test_text_that_holds_no_policy(text: str | bytes, refusal: list[str]) -> None:
    with pytest.raises(remit.PolicyError) as caught:
        remit.Policy.from_text(text)
    assert refusal == str(caught.value).splitlines()


def test_what_is_not_there() -> None:
    assert [("unreadable", "no such file", "")] == refused("./nothing.yaml")
    for name in ("nothing", ""):
        help_ = "known: `jams`, `jumpmind`"
        assert [("unknown-policy", f"policy `{name}` is not known", help_)] == refused(name)
    assert [("unreadable", "no such file", "")] == refused("jams", contracts="nothing.yaml")
    with pytest.raises(ValueError, match="rules must be one of auto, durable, builtin, not 'fast'"):
        remit.load("jams", rules="fast")  # type: ignore[arg-type] # what no type checker has seen


def test_a_policy_with_errors(tmp_path: Path) -> None:
    file = tmp_path / "broken.yaml"
    text = (ROOT / "policies/jams.yaml").read_text("utf-8")
    file.write_text(text.replace("timezone: Europe/London", "timezone: Europe/Londn", 1), "utf-8")
    checks = [check for check, _, _ in refused(file)]
    assert ["unknown-timezone"] == checks


def test_contracts_as_mappings_or_as_a_file(tmp_path: Path) -> None:
    contract = {"id": "ada", "customer": "Ada", "policy": "jumpmind", "tier": "enterprise", "domains": ["ada.example"]}
    file = tmp_path / "contracts.yaml"
    file.write_text(f"contracts: [{contract}]".replace("'", '"'), "utf-8")
    request = {key: value for key, value in SYNC_STOPPED.items() if key != "tier"} | {"from": "ops@ada.example"}
    decisions = [remit.load("jumpmind", contracts=agreed).decide(request) for agreed in ([contract], file, str(file))]
    assert ["Ada"] * 3 == [decision.contract.customer for decision in decisions if decision.contract]
    assert decisions[0] == decisions[1] == decisions[2]
    assert "wrong-type" == refused("jumpmind", contracts=[{**contract, "customer": 1}])[0][0]
    assert [("duplicate-contract", "contract `ada` is given twice", "keep one, or give one another name")] == refused(
        "jumpmind", contracts=[contract] * 2
    )


def test_ten_thousand_contracts() -> None:
    """A file's limit is theirs, not a request's."""
    contracts = [
        {"id": f"c{n}", "customer": "Ada Ltd", "policy": "jumpmind", "tier": "poc", "domains": [f"c{n}.example"]}
        for n in range(10_000)
    ]
    policy = remit.load("jumpmind", contracts=contracts)
    request = {key: value for key, value in SYNC_STOPPED.items() if key != "tier"} | {"from": "ops@c9999.example"}
    assert "c9999" == getattr(policy.decide(request).contract, "id", None)


def test_a_pickled_policy_decides_the_same() -> None:
    policy = remit.load("jumpmind", rules="builtin")
    again = pickle.loads(pickle.dumps(policy))
    assert policy.editions == again.editions
    assert [policy.decide(request) for request in JUMPMIND] == [again.decide(request) for request in JUMPMIND]


def test_the_engines_decide_alike() -> None:
    by_engine = [remit.load("jumpmind", rules=rules) for rules in ("auto", "builtin")]
    for request in JUMPMIND:
        one, other = ({**policy.decide(request).to_dict(), "made_by": None} for policy in by_engine)
        assert one == other
