"""What is answered is on the disk, whoever is killed; what cannot be written is said, and nothing waits for ever."""

import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import wait
from functools import partial
from pathlib import Path

import pytest

from remit.engine.store.records import RequestChange
from remit.engine.store.store import Store, StoreError
from store.stores import NOW, decision, keep

ROOT = Path(__file__).parents[2]
KEEPER = """
import sys
from remit.engine.store.records import RequestChange
from remit.engine.store.store import Store
from store.stores import decision

url, first = sys.argv[1], int(sys.argv[2])
with Store.open(url, lambda: 0) as store:
    def keep(number):
        id_ = f"R-{number % 40}"
        def change(state):
            revision = state.latest.revision + 1 if state else 1
            content = str(number)
            if state and content in state.contents:
                return None
            return RequestChange(decision=decision(id_, revision, id=f"D-{number}", content=content))
        future = store.change(id_, change)
        future.add_done_callback(lambda done: done.exception() or print(number, flush=True))
        return future
    number = first
    while True:
        for future in [keep(number + n) for n in range(7)]:
            future.result()
        number += 7
"""


def killed_after(url, first, seconds):
    """Return the numbers that a process has answered when it is killed."""
    command = [sys.executable, "-c", KEEPER, url, str(first)]
    environment = {"PYTHONPATH": ":".join([*sys.path, str(ROOT / "tests")])}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout
        answered = [process.stdout.readline()]
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        answered += process.stdout.readlines()
    return [int(line) for line in answered if line.endswith("\n")]


def check_kills(url, kills):
    answered: list[int] = []
    for number in range(kills):
        first = max(answered, default=-1) + 1  # whoever was not answered sends again
        answered += killed_after(url, first, 0.01 + 0.07 * (number % 5))
    with Store.open(url, lambda: NOW) as store:
        states = list(store.open_requests())
        kept = [d.id for state in states for d in store.decisions_of(state.id)]
        assert len(kept) == len(set(kept))
        assert set() == {f"D-{number}" for number in answered} - set(kept)
        for state in states:
            decisions = store.decisions_of(state.id)
            assert list(range(1, len(decisions) + 1)) == [d.revision for d in decisions]
            assert decisions[-1] == state.latest
    return answered


def test_nothing_answered_is_lost_when_the_process_is_killed(file_url):
    assert len(check_kills(file_url, 2)) > 2


@pytest.mark.extra
def test_nothing_answered_is_lost_however_often_the_process_is_killed(url):
    assert len(check_kills(url, 20)) > 20


def first_decision(request_id, _state):
    return RequestChange(decision=decision(request_id))


def test_a_future_completes_also_when_the_writer_ends(store):
    """Whatever ends the thread, those who wait and those who come later hear of it."""

    def end(_state):
        raise SystemExit

    futures = [store.change("R-1", partial(first_decision, "R-1")), store.change("R-2", end)]
    futures += [store.change(f"R-{n}", partial(first_decision, f"R-{n}")) for n in range(3, 9)]
    wait(futures, timeout=20)
    assert all(future.done() for future in futures)
    assert all(isinstance(future.exception(), StoreError) for future in futures[1:])
    with pytest.raises(StoreError, match="the store's writer has ended: SystemExit"):
        keep(store, "R-9")


def test_a_future_that_somebody_has_given_up_writes_nothing(store):
    started, go_on = threading.Event(), threading.Event()

    def hold(_state):
        started.set()
        go_on.wait(20)

    first = store.change("R-1", hold)
    started.wait(20)
    given_up = store.change("R-2", lambda _: RequestChange(decision=decision("R-2")))
    assert given_up.cancel()
    last = store.change("R-3", lambda _: RequestChange(decision=decision("R-3")))
    go_on.set()
    wait([first, last], timeout=20)
    assert store.request("R-2") is None
    assert store.request("R-3")


def test_what_is_queued_is_written_before_the_store_closes(url):
    store = Store.open(url, lambda: NOW)
    futures = [store.change(f"R-{n}", partial(first_decision, f"R-{n}")) for n in range(600)]
    store.close()
    assert all(future.done() and future.exception() is None for future in futures)
    store.close()


def test_readers_see_whole_changes_while_the_writer_writes(store):
    """The decision that a request has last is always one of its decisions."""
    problems: list[str] = []
    is_over = threading.Event()

    def look():
        while not is_over.wait(0.01):
            for state in store.open_requests():
                decisions = store.decisions_of(state.id)
                if len(decisions) < state.latest.revision or state.latest.revision != len(state.contents):
                    problems.append(state.id)

    readers = [threading.Thread(target=look) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(60):
        keep(store, f"R-{number % 6}", content=str(number))
    is_over.set()
    for reader in readers:
        reader.join()
    assert [] == problems


FULL = """
import resource, sys
from remit.engine.store.store import Store, StoreError
from store.stores import keep, texts

with Store.open(sys.argv[1], lambda: 0) as store:
    keep(store, "R-1")
    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, resource.RLIM_INFINITY))
    for number in range(2, 60):
        try:
            keep(store, f"R-{number}", texts=texts("x" * 30_000))
        except StoreError as problem:
            print(number, problem, problem.help, sep="|")
            break
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    keep(store, f"R-{number}", texts=texts("x" * 30_000))
    print(*(state.id for state in store.open_requests()))
"""


def test_a_disk_that_fills_is_said_and_the_store_goes_on_once_there_is_room(file_url):
    command = [sys.executable, "-c", FULL, file_url]
    environment = {"PYTHONPATH": ":".join([*sys.path, str(ROOT / "tests")])}
    run = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    refusal, requests = run.stdout.splitlines()
    number, problem, help_ = refusal.split("|")
    assert problem.startswith("the store cannot be written: ")
    assert "make room on its disk" == help_
    assert [f"R-{n}" for n in range(1, int(number) + 1)] == requests.split()


def test_one_process_serves_from_a_file(file_url):
    with Store.open(file_url, lambda: NOW) as store:
        with pytest.raises(StoreError, match=r"is in use by process [0-9]+"):
            Store.open(file_url, lambda: NOW)
        with Store.open(file_url, lambda: NOW, is_alone=False) as beside:
            keep(beside, "R-1")
        keep(store, "R-1")
    with Store.open(file_url, lambda: NOW) as store:
        assert 2 == len(store.decisions_of("R-1"))
