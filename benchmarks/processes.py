"""Commands run as processes, with the time and the most memory that they and all processes below them take."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

INTERVAL = 0.1
MEBIBYTE = 1 << 20
PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Run:
    """How a command ran: seconds on the clock and of processors, the most memory of its whole tree, what it printed."""

    seconds: float
    processor_seconds: float
    mebibytes: int
    code: int
    errors: str


def measured(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Run:
    """Run a command to its end; memory is looked at every tenth of a second, shared pages shared out."""
    begun, most = time.perf_counter(), 0
    with tempfile.TemporaryFile("w+") as errors:
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors, env=environment)  # noqa: S603 - ours
        ended, status, usage = os.wait4(run.pid, os.WNOHANG)
        while not ended:
            most = max(most, sum(_resident(process) for process in _tree(run.pid)))
            time.sleep(INTERVAL)
            ended, status, usage = os.wait4(run.pid, os.WNOHANG)
        seconds = time.perf_counter() - begun
        run.returncode = os.waitstatus_to_exitcode(status)  # so that nobody waits for it once more
        errors.seek(0)
        return Run(
            seconds=seconds,
            processor_seconds=usage.ru_utime + usage.ru_stime,
            mebibytes=most // MEBIBYTE,
            code=run.returncode,
            errors=errors.read(),
        )


def _tree(root: int) -> list[int]:
    """Return a process and all below it."""
    parents = {}
    for folder in PROC.iterdir():
        if folder.name.isdigit():
            try:
                # The name in parentheses may hold anything.
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue  # it has ended
    tree = [root]
    for process in tree:
        tree += [child for child, parent in parents.items() if parent == process]
    return tree


def _resident(process: int) -> int:
    """Return the bytes in memory of a process, pages that several have in equal parts; 0 where it has ended."""
    try:
        lines = (PROC / str(process) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
