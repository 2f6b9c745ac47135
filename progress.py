"""The progress of a run, on a terminal: a bar with the rows that are done, how many a second, and the time left."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from .output import has_terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .engine.bulk.batch.batch_run import Progress as Reached

_MINUTE, _HOUR = 60, 3600


@contextmanager
def progress_bar(*, is_quiet: bool) -> Iterator[Callable[[Reached], None]]:
    """Return what shows how far a run is, on standard error; where that is no terminal, or asked for, nothing."""
    if is_quiet or not has_terminal(to_stderr=True):
        yield lambda _reached: None
        return
    # Importing rich takes 50 ms, and only a bar needs it; help of commands imports nothing of the engine.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TextColumn  # noqa: PLC0415

    from .engine.text import counted  # noqa: PLC0415

    columns = (
        TextColumn("{task.fields[rows]}"),
        BarColumn(bar_width=None),
        TextColumn("{task.percentage:3.0f} %"),
        TextColumn("{task.fields[rate]}"),
        TextColumn("{task.fields[left]}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, expand=True) as bar:
        task = bar.add_task("", total=None, rows="0 rows", rate="", left="")
        begun: list[Reached] = []

        def report(reached: Reached) -> None:
            begun.append(reached)
            elapsed = bar.tasks[0].elapsed or 0.0
            bar.update(
                task,
                total=reached.extent,
                completed=reached.position,
                rows=counted(reached.rows, "row"),
                rate=_rate(begun[0], reached, elapsed),
                left=_left(begun[0], reached, elapsed),
            )

        yield report


def _rate(first: Reached, reached: Reached, elapsed: float) -> str:
    """Return how many rows were decided a second, without those of an earlier run."""
    rows = reached.rows - first.rows
    return f"{rows / elapsed:,.0f} rows/s" if rows and elapsed else ""


def _left(first: Reached, reached: Reached, elapsed: float) -> str:
    """Return how long what is left takes at that rate."""
    done = reached.position - first.position
    if not done:
        return ""
    seconds = round((reached.extent - reached.position) * elapsed / done)
    if seconds < _MINUTE:
        return f"{seconds} s left"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE} min {seconds % _MINUTE} s left"
    return f"{seconds // _HOUR} h {seconds % _HOUR // _MINUTE} min left"
