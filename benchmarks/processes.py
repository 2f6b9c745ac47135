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

INTERVAL = 0.25
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
    """Run a command to its end; its processes are looked four times a second, shared pages shared out."""
    begun, most, used = time.perf_counter(), 0, dict[int, float]()
    with tempfile.TemporaryFile("w+") as errors:
        run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors, env=environment)  # noqa: S603 - ours
        while run.poll() is None:
            tree = _tree(run.pid)
            for process in tree:
                used[process] = max(used.get(process, 0), _processor_seconds(process))
            most = max(most, sum(_resident(process) for process in tree))
            time.sleep(INTERVAL)
        seconds = time.perf_counter() - begun
        errors.seek(0)
        return Run(
            seconds=seconds,
            processor_seconds=sum(used.values()),
            mebibytes=most // MEBIBYTE,
            code=run.returncode,
            errors=errors.read(),
        )


def _tree(root: int) -> list[int]:
    """Return a process and all below it."""
    parents = {int(folder.name): int(_stat(folder)[1]) for folder in PROC.iterdir() if folder.name.isdigit()}
    tree = [root]
    for process in tree:
        tree += [child for child, parent in parents.items() if parent == process]
    return tree


def _stat(process: Path) -> list[str]:
    """Return what the kernel tells of a process after its name, which may hold anything; zeros where it has ended."""
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ["0"] * 50


def _processor_seconds(process: int) -> float:
    """Return the time that processors were used by a process itself, up to now."""
    fields = _stat(PROC / str(process))
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(process: int) -> int:
    """Return the bytes in memory of a process, pages that several have in equal parts; 0 where it has ended."""
    try:
        lines = (PROC / str(process) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
