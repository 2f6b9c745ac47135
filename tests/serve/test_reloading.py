"""Files are read anew while the service runs: swapped whole, or not at all."""

from __future__ import annotations

import json

import pytest

from remit.engine.language.policy_folder import Policies
from remit.engine.serve.service import Service
from remit.engine.serve.service_error import ServiceError

from .desk_files import CONTRACTS, POLICY, body, happened, request

FASTER = POLICY.replace("gold: {P1: 1 hour, P2: 4 hours}", "gold: {P1: 1 hour, P2: 3 hours}")


@pytest.fixture
def kept(service):
    service.tick()
    for name in ("T-1", "T-2"):
        service.keep(body(request(name)), "ada").result()
    service.keep(body(request("T-3", tier="basic")), "ada").result()
    service.keep(body(request("T-4")), "ada").result()
    service.add_events("T-4", happened(("1", "closed", "09:50")), "ada").result()
    return service


def due_of(service, name):
    return json.loads(service.request(name).latest.decision)["deadlines"][0]["due"]


def test_open_requests_are_decided_anew_and_what_moved_is_listed(kept, folder):
    (folder / "care.yaml").write_text(FASTER, "utf-8")
    reload = kept.reload()
    assert (True, 3, ("T-1", "T-2")) == (reload.is_swapped, reload.decided, reload.moved)
    assert ("files", 2, "2026-03-04T11:00:00Z") == (
        (latest := kept.request("T-1").latest).cause,
        latest.revision,
        due_of(kept, "T-1"),
    )
    assert 2 == kept.request("T-4").latest.revision  # it was closed before
    moved = kept.service_board().moved
    assert [("T-1", ("P2", "P2")), ("T-2", ("P2", "P2"))] == [(m.request_id, m.level) for m in moved]
    assert {"initial_response": ("2026-03-04T12:00:00Z", "2026-03-04T11:00:00Z")} == moved[0].dues
    for stored in kept._store.decisions_of("T-1"):  # noqa: SLF001 - both revisions
        assert "same" == kept.verify(stored.id).result


def test_what_moved_is_shown_until_a_person_accepts_it(kept, folder):
    (folder / "care.yaml").write_text(FASTER, "utf-8")
    kept.reload()
    kept.accept_moved("T-1", "ada").result()
    assert ["T-2"] == [moved.request_id for moved in kept.service_board().moved]
    entries = [(e.action, e.actor) for e in kept._store.log_entries("T-1")]  # noqa: SLF001 - the log
    assert ("moved-accepted", "ada") in entries


@pytest.mark.parametrize(
    "broken",
    [POLICY.replace("remit: 1", "remit: 2"), "", POLICY + "  x: [", "care: \udcff", POLICY.replace("P1", "P0", 1)],
)
def test_a_broken_file_keeps_the_last_good_set_and_says_so(kept, folder, broken):
    before = kept.files
    (folder / "care.yaml").write_bytes(broken.encode("utf-8", "surrogateescape"))
    kept.tick()
    assert kept.files is before
    assert (False, True) == (kept.readiness.is_current, bool(kept.readiness.findings))
    kept.keep(body(request("T-9")), "ada").result()
    (folder / "care.yaml").write_text(POLICY, "utf-8")
    kept.tick()
    assert kept.readiness.is_current


def test_no_service_begins_with_broken_files(store, folder, clock):
    (folder / "contracts.yaml").write_text(CONTRACTS.replace("tier: gold", "tier: golden"), "utf-8")
    with pytest.raises(ServiceError) as refused:
        Service(store, policies=Policies.at(str(folder)), contracts=None, clock=clock, version="1.0")
    assert ("not-usable", ["unknown-tier"]) == (refused.value.kind, [f.check for f in refused.value.findings])


def test_a_file_that_changed_while_no_service_ran_is_found_by_the_first_tick(kept, store, folder, clock):
    (folder / "care.yaml").write_text(FASTER, "utf-8")
    other = Service(store, policies=Policies.at(str(folder)), contracts=None, clock=clock, version="1.0")
    other.tick()
    assert "files" == other.request("T-1").latest.cause


def test_a_request_that_the_new_files_cannot_decide_stays_as_it_is_and_is_named(kept, folder):
    (folder / "care.yaml").write_text(POLICY.replace("gold", "silver"), "utf-8")
    (folder / "contracts.yaml").write_text(CONTRACTS.replace("gold", "silver"), "utf-8")
    reload = kept.reload()
    assert ("T-1", "T-2") == reload.undecidable == kept.readiness.undecidable
    assert 1 == kept.request("T-1").latest.revision
    assert "same" == kept.verify(kept.request("T-1").latest.id).result
    assert 2 == len(kept.board().rejected)


def test_contracts_that_change_decide_anew_whom_they_are_of(kept, folder):
    kept.keep(body({"id": "T-7", "received": "2026-03-04T09:00:00+01:00", "contract": "bob"}), "ada").result()
    (folder / "contracts.yaml").write_text(CONTRACTS.replace("tier: basic", "tier: gold"), "utf-8")
    assert ("T-7",) == kept.reload().moved


def test_an_event_counts_once_its_instant_has_come(kept, clock):
    kept.add_events("T-1", happened(("1", "closed", "10:30")), "ada").result()
    kept.tick()
    assert not kept.request("T-1").latest.is_closed
    clock.written = "2026-03-04T10:26:00+01:00"
    kept.tick()
    assert kept.request("T-1").latest.is_closed


def test_what_is_decided_while_files_are_swapped_is_decided_by_the_new_ones(kept, folder):
    from remit.engine.serve.request_changes import KeepRequest  # noqa: PLC0415 - how it comes between
    from remit.engine.serve.submission import submitted  # noqa: PLC0415 - the same

    before = submitted(body(request("T-8")), kept.files, None, 0)
    (folder / "care.yaml").write_text(FASTER, "utf-8")
    kept.reload()
    change = KeepRequest(submission=before, files=lambda: kept.files, actor="ada", now=0)
    kept._store.change("T-8", change).result()  # noqa: SLF001 - as `keep` does
    assert "2026-03-04T11:00:00Z" == due_of(kept, "T-8")


def test_a_file_of_contracts_that_a_project_names_is_read_anew_too(store, folder, clock, tmp_path):
    contracts = tmp_path / "customers.yaml"
    contracts.write_text(CONTRACTS.replace("id: bob", "id: eve"), "utf-8")
    policies = Policies(folder=str(folder), is_named=True, contracts=str(contracts))
    (folder / "contracts.yaml").unlink()
    service = Service(store, policies=policies, contracts=None, clock=clock, version="1.0")
    service.tick()
    service.keep(body({"id": "T-1", "received": "2026-03-04T09:00:00+01:00", "contract": "eve"}), "ada").result()
    contracts.write_text(CONTRACTS.replace("id: bob", "id: eve").replace("tier: basic", "tier: gold"), "utf-8")
    service.tick()
    assert "files" == service.request("T-1").latest.cause
