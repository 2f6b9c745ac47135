"""Laws of the service: what it keeps is what the command line decides, and comes to the same again."""

from __future__ import annotations

import json
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from triage.any_requests import DATED, DERIVED, RECEIPTS, SPANS, contracts, requests

from remit import __version__
from remit.cli import main
from remit.engine.language.policy_folder import Policies
from remit.engine.serve.service import Service
from remit.engine.serve.service_error import ServiceError
from remit.engine.store.store import Store

from .desk_files import NOW, Clock, body

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

POLICIES = {"spans": SPANS, "receipts": RECEIPTS.replace("policy: spans", "policy: receipts"), "dated": DATED} | {
    "derived": DERIVED
}
TEXTS = {
    "subject": st.just("quite a subject"),
    "body": st.just("words of a stranger"),
    "hits": st.just([{"fact": "outage", "value": "complete", "words": "words of a stranger", "at": "text, line 1"}]),
    "findings": st.just([{"severity": "note", "check": "x", "message": "words of a stranger"}]),
}
NUMBERS = count(1)
"""Each request is another one: content that comes again answers the decision that is there."""
SECRETS = ("quite a subject", "of a stranger", "@ada", "@nowhere", "br\u00f6k", "fax")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Service, Path]]:
    folder = tmp_path_factory.mktemp("desk")
    for name, text in POLICIES.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    (folder / "contracts.yaml").write_text(json.dumps({"contracts": contracts("spans", "gold")}), "utf-8")
    clock = Clock(NOW)
    with Store.open(f"sqlite:///{folder / 'remit.db'}", clock) as store:
        named = Policies.at(str(folder))
        yield Service(store, policies=named, contracts=None, clock=clock, version=__version__), folder


@st.composite
def any_request(draw: st.DrawFn, service: Service) -> dict[str, Any]:
    name = draw(st.sampled_from(sorted(POLICIES)))
    policy = next(e.compiled.policy for e in service.files.editions() if e.compiled.policy.id == name)
    written = draw(requests(policy, agreed=name == "spans"))
    written |= {key: draw(values) for key, values in TEXTS.items() if draw(st.integers(0, 3)) == 0}
    is_of_contract = "contract" in written or draw(st.integers(0, 5)) == 0
    if is_of_contract and "contract" not in written:
        written.pop("tier")
    return written if is_of_contract else {"policy": name, **written}


def command_line(folder: Path, written: dict[str, Any]) -> list[str]:
    """Return what `remit decide --format json` prints of the request on a line of a file."""
    file = folder / "requests.jsonl"
    file.write_text(json.dumps(written) + "\n" + json.dumps(written) + "\n", "utf-8")
    args = ["decide", "--format", "json", "--policies", str(folder), str(file)]
    return CliRunner().invoke(main, args).stdout.splitlines()[:1]


def unplaced(text: str) -> str:
    """Return JSON of a decision whose findings do not say in which file they stand."""
    record = json.loads(text)
    record["findings"] = [{**finding, "file": ""} for finding in record["findings"]]
    return json.dumps(record)


@given(data=st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_kept_is_what_the_command_line_decides_and_the_same_again(desk, data):
    service, folder = desk
    written = {**data.draw(any_request(service)), "id": f"T-{next(NUMBERS)}"}
    (line,) = command_line(folder, written)
    try:
        answer = service.keep(body(written), "ada").result()
    except ServiceError as error:
        findings = [{**finding.to_dict(), "file": ""} for finding in error.findings]
        assert json.loads(unplaced(line)) == {
            "request": {"id": written["id"]},
            "status": "invalid",
            "findings": findings,
        }
        return
    start = f'{{"id":"{answer.decision_id}",'
    assert answer.json.startswith(start)
    assert unplaced(line) == unplaced("{" + answer.json.removeprefix(start))
    assert "same" == service.verify(answer.decision_id).result
    stored = service.decision(answer.decision_id)
    core, full = json.loads(stored.decision), json.loads(answer.json)
    for part in ("status", "tier", "contract", "scope", "deadlines"):
        if full["policy"] is not None and part != "tier":
            assert core.get(part) == full.get(part)
    assert core.get("priority", {}).get("level") == full.get("priority", {}).get("level")
    assert [] == [text for text in SECRETS if text in stored.request]
