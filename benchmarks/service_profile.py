"""Where the time of a running service goes: by thread as the system counts it, by room as py-spy samples it."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 10
"""For how long it is sampled, while it is under load."""
MAIN = "loop"
"""The thread that answers; all others are numbered by when they began."""
ROOMS = ("engine/triage", "engine/rules", "engine/worktime", "engine/language", "engine/store", "engine/serve/web")
PACKAGES = ("sqlalchemy", "starlette", "uvicorn", "asyncio", "json", "concurrent")


def thread_seconds(pid: int) -> dict[int, float]:
    """Return the seconds of processor that each thread of a process has taken so far, by its number."""
    ticks = os.sysconf("SC_CLK_TCK")
    threads = [int(path.name) for path in Path(f"/proc/{pid}/task").iterdir()]
    return {thread: _ticks(pid, thread) / ticks for thread in threads}


def seconds_between(pid: int, before: dict[int, float], after: dict[int, float]) -> dict[str, float]:
    """Return the seconds that threads took in between, by name: the one that answers, and those that began later."""
    taken = {thread: seconds - before.get(thread, 0) for thread, seconds in sorted(after.items())}
    names = {thread: MAIN if thread == pid else f"thread {n}" for n, thread in enumerate(taken)}
    return {names[thread]: seconds for thread, seconds in taken.items()}


def _ticks(pid: int, thread: int) -> int:
    fields = Path(f"/proc/{pid}/task/{thread}/stat").read_text("utf-8").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def rooms_at_work(pid: int, work: Callable[[], object]) -> dict[str, float]:
    """Return which share of the samples lay in which room while some work lasts; nothing where py-spy is missing."""
    if importlib.util.find_spec("py_spy") is None:
        return {}
    program = Path(sys.executable).with_name("py-spy")
    with tempfile.TemporaryDirectory() as folder:
        stacks = Path(folder) / "stacks"
        options = ["--pid", str(pid), "--duration", str(SECONDS), "--rate=500", "--format=raw", "--full-filenames"]
        sampler = subprocess.Popen(  # noqa: S603 - ours
            [program, "record", *options, "--output", stacks], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        work()
        if sampler.wait(timeout=60) != 0:
            return {}
        return shares(stacks.read_text("utf-8"))


def shares(stacks: str) -> dict[str, float]:
    """Return the share of each room in samples, each a line of frames, outermost first, and how often it came."""
    samples = Counter[str]()
    for line in stacks.splitlines():
        frames, _, count = line.rpartition(" ")
        samples[room(frames.split(";"))] += int(count)
    total = samples.total()
    return {name: round(count / total, 4) for name, count in samples.most_common()} if total else {}


def room(frames: list[str]) -> str:
    """Return the innermost room or package of a stack that has a name here."""
    for frame in reversed(frames):
        for name in (*ROOMS, "engine/serve", *PACKAGES):
            if f"/{name}/" in frame:
                return name
    return "everything else"
