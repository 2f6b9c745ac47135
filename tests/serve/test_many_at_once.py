"""Many senders at once, some of which try again: each request is kept once, and its revisions follow each other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from remit.engine.serve.service_error import ServiceError

from .desk_files import POLICY, body, happened, request


def test_senders_that_try_again_get_the_same_decision(service):
    bodies = [body(request(f"T-{n}", facts={"users": n % 3})) for n in range(40)] * 4
    with ThreadPoolExecutor(8) as senders:
        answers = list(senders.map(lambda raw: service.keep(raw, "ada").result(), bodies))
    assert 40 == len({answer.decision_id for answer in answers}) == sum(answer.is_new for answer in answers)
    assert {1} == {answer.latest_revision for answer in answers}


def test_revisions_events_and_files_that_change_come_one_after_the_other(service, folder):
    """Whatever comes between what: every decision verifies, revisions have no gap, and each event counts once."""
    service.keep(body(request()), "ada").result()

    def sent(n: int) -> None:
        if n % 3 == 0:
            service.keep(body(request(facts={"users": n})), "ada").result()
        elif n % 3 == 1:
            service.add_events("T-1", happened((f"e{n % 7}", "updated", f"09:{n % 7:02}")), "bob").result()
        elif n == 11:
            (folder / "care.yaml").write_text(POLICY.replace("P2: 4 hours", "P2: 3 hours"), "utf-8")
            service.reload()

    with ThreadPoolExecutor(8) as senders:
        list(senders.map(sent, range(60)))
    decisions = service._store.decisions_of("T-1")  # noqa: SLF001 - all that is kept
    assert list(range(1, len(decisions) + 1)) == [decision.revision for decision in decisions]
    assert {"same"} == {service.verify(decision.id).result for decision in decisions}
    state = service.request("T-1")
    assert len({event.id for event in state.events}) == len(state.events)
    assert decisions[-1] == state.latest
    assert service.files.digests_by_name["care"] == {state.latest.files["policy"]}


def test_one_that_is_refused_stops_no_other(service):
    def sent(n: int) -> bool:
        try:
            tier = "gold" if n % 2 else "golden"
            return bool(service.keep(body(request(f"T-{n}", tier=tier)), "ada").result().is_new)
        except ServiceError:
            return False

    with ThreadPoolExecutor(8) as senders:
        assert [bool(n % 2) for n in range(60)] == list(senders.map(sent, range(60)))
