"""One policy for many threads, a forked child, asyncio, and many loads."""

from __future__ import annotations

import asyncio
import gc
import multiprocessing
import os
import signal
import threading
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import remit

from .requests import JUMPMIND

MEBIBYTE = 1024 * 1024
PROCESS = Path("/proc/self")


def test_eight_threads_share_a_policy() -> None:
    policy = remit.load("jumpmind")
    expected = [remit.load("jumpmind").decide(request) for request in JUMPMIND]
    start = threading.Barrier(8)

    def decide_all() -> list[remit.Decision]:
        start.wait()
        return [policy.decide(request) for _ in range(20) for request in JUMPMIND]

    with ThreadPoolExecutor(8) as pool:
        threads = [pool.submit(decide_all) for _ in range(8)]
    assert all(thread.result() == expected * 20 for thread in threads)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="only some systems fork")
def test_a_forked_child_decides_while_others_do() -> None:
    policy = remit.load("jumpmind")
    expected = [policy.decide(request) for request in JUMPMIND]
    done = threading.Event()

    def decide_on() -> None:
        while not done.is_set():
            remit.load("jumpmind").decide(JUMPMIND[0])

    with ThreadPoolExecutor(2) as pool:
        for _ in range(2):
            pool.submit(decide_on)
        children = []
        for _ in range(10):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 warns of forking with threads
                child = os.fork()
            if child == 0:
                signal.alarm(20)  # a child that waits for ever is stopped, and fails
                os._exit(0 if expected == [policy.decide(request) for request in JUMPMIND] else 1)
            children.append(child)
        statuses = [os.waitpid(child, 0)[1] for child in children]
        done.set()
    assert [0] * 10 == statuses


def test_another_process_decides_and_sends_decisions_back() -> None:
    policy = remit.load("jumpmind")
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert [policy.decide(request) for request in JUMPMIND] == pool.map(policy.decide, JUMPMIND)


def test_inside_asyncio() -> None:
    policy = remit.load("jumpmind")

    async def decide_all() -> list[remit.Decision]:
        return await asyncio.gather(*(asyncio.to_thread(policy.decide, request) for request in JUMPMIND))

    assert [policy.decide(request) for request in JUMPMIND] == asyncio.run(decide_all())


def resident() -> int:
    """Return the resident memory of this process in bytes."""
    gc.collect()
    return int((PROCESS / "statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


@pytest.mark.skipif(not PROCESS.exists(), reason="memory is read from /proc, which only Linux has")
def test_policies_that_come_and_go_leave_no_memory_behind() -> None:
    """durable-rules never frees what it used for a policy, some 0.5 MB of this one: a hundred would show."""
    file = Path(__file__).parents[2] / "examples/editions/northlight-2026.yaml"
    request = {"received": "2026-03-06T16:30:00+01:00", "tier": "base", "facts": {"activity": "fault"}}

    def use() -> None:
        remit.load(file).decide(request)

    for _ in range(300):  # as many tables of open time are kept
        use()
    before = resident()
    for _ in range(100):
        use()
    assert resident() - before < 5 * MEBIBYTE
