"""More processes that serve from one PostgreSQL: each request is serial, whoever changes it."""

import subprocess
import sys
from pathlib import Path

import pytest

from remit.engine.store.store import Store
from store.stores import NOW, state_of

pytestmark = pytest.mark.extra

ROOT = Path(__file__).parents[2]
CHANGER = """
import sys
from concurrent.futures import wait
from remit.engine.store.records import RequestChange
from remit.engine.store.store import Store
from store.stores import decision, event

url, name = sys.argv[1:]
with Store.open(url, lambda: 0) as store:
    def change(number):
        id_ = f"R-{number % 5}"
        def next_revision(state):
            revision = state.latest.revision + 1 if state else 1
            made = decision(id_, revision, id=f"D-{name}-{number}", content=f"{name} {number}")
            return RequestChange(decision=made, events=(event(id_, f"{name} {number}"),))
        return store.change(id_, next_revision)
    futures = [change(number) for number in range(200)]
    wait(futures)
    print(sum(future.exception() is None for future in futures), *{str(f.exception()) for f in futures})
    print(sum(store.claim_alarm(f"R-{number}", "fix", "overdue").result() for number in range(20)))
"""


def test_processes_change_the_same_requests_one_after_the_other(postgresql_url):
    environment = {"PYTHONPATH": ":".join([*sys.path, str(ROOT / "tests")])}
    command = [sys.executable, "-c", CHANGER, postgresql_url]
    processes = [
        subprocess.Popen([*command, name], stdout=subprocess.PIPE, text=True, env=environment) for name in "abcd"
    ]
    answers = [process.communicate(timeout=120)[0].splitlines() for process in processes]
    assert [["200", "None"]] * 4 == [answer[0].split() for answer in answers]
    assert 20 == sum(int(answer[1]) for answer in answers)
    with Store.open(postgresql_url, lambda: NOW) as store:
        for number in range(5):
            decisions = store.decisions_of(f"R-{number}")
            assert list(range(1, 161)) == [made.revision for made in decisions]
            state = state_of(store, f"R-{number}")
            assert decisions[-1] == state.latest
            assert 160 == len(state.events)
