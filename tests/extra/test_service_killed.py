"""A service that is killed again and again: what it has answered is there, once, and nothing else is lost either."""

from __future__ import annotations

import random
import threading
import time

import pytest

from benchmarks.service_process import ROOT, ServiceProcess
from extra.senders import send_all

pytestmark = pytest.mark.extra

REQUESTS, AT_ONCE, KILLS = 10_000, 64, 20
ACTIVITIES = ("problem_diagnosis", "bug_fix", "usage_question", "task_execution")
OPTIONS = ("--policies", str(ROOT / "policies"), "--no-rate-limit")


class Supervisor:
    """Starts a service again whenever it ends, and kills it at instants that nobody knows."""

    def __init__(self, service: ServiceProcess, kills: int, seconds: tuple[float, float]) -> None:
        self.service, self.kills, self.seconds = service, kills, seconds
        self.killed = 0
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self._supervise)

    def __enter__(self):
        self.service.start()
        self.service.wait_until_ready()
        self.thread.start()
        return self

    def __exit__(self, *_problem):
        self.is_over.set()
        self.thread.join()
        self.service.wait_until_ready()  # who is told to end while it starts is just gone
        assert 0 == self.service.stop(), self.service.log[-4000:]

    def _supervise(self) -> None:
        chance = random.Random(15)  # noqa: S311 - the same every time
        while self.killed < self.kills and not self.is_over.wait(chance.uniform(*self.seconds)):
            self.service.kill()
            self.killed += 1
            self.service.start()
            # Some kills come while it starts.
            if chance.random() < 0.8:
                self.service.wait_until_ready()


@pytest.fixture(params=["sqlite", "postgresql"])
def service(request, tmp_path):
    store = f"sqlite:///{tmp_path / 'remit.db'}"
    if request.param == "postgresql":
        store = request.getfixturevalue("postgresql_url")
    return ServiceProcess(folder=tmp_path, store=store, options=OPTIONS)


def requests(count):
    return [
        {
            "id": f"T-{n}",
            "received": f"2026-03-{2 + n % 27:02}T09:{n % 60:02}:00Z",
            "policy": "jumpmind",
            "tier": "standard",
            "facts": {"activity": ACTIVITIES[n % 4], "version_age_months": n % 50},
        }
        for n in range(count)
    ]


def test_no_request_is_lost_or_doubled_however_often_the_service_is_killed(service):
    token = service.add_token("sender", "agent")
    sent = requests(REQUESTS)
    began = time.monotonic()
    with Supervisor(service, KILLS, (0.3, 1.5)) as supervisor:
        answers, retries = send_all(service.port, token, sent, AT_ONCE)
        while supervisor.killed < KILLS and time.monotonic() < began + 300:
            # What is left of the kills hits requests that are sent again: they answer what they answered before.
            again, more = send_all(service.port, token, sent[: 20 * AT_ONCE], AT_ONCE)
            assert again == {id_: answers[id_] for id_ in again}
            retries += more
        kept = stored(service, answers)
    assert KILLS == supervisor.killed
    assert retries > 0, "no request was under way when the service was killed"
    assert {request["id"] for request in sent} == answers.keys()
    assert {200} == {status for status, _ in answers.values()}
    assert [] == [id_ for id_, (_, decision) in answers.items() if kept[id_] != [(decision["id"], 1)]]


def stored(service, answers):
    """Return ids and revisions of the decisions that the store has of each request."""
    from sqlalchemy import create_engine, select  # noqa: PLC0415 - an extra of remit

    from remit.engine.store import tables  # noqa: PLC0415 - the same

    engine = create_engine(service.store)
    kept: dict[str, list[tuple[str, int]]] = {id_: [] for id_ in answers}
    with engine.connect() as connection:
        columns = tables.decisions.c
        for id_, request, revision in connection.execute(select(columns.id, columns.request_id, columns.revision)):
            kept.setdefault(request, []).append((id_, revision))
    engine.dispose()
    return kept
