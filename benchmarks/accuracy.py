"""How far the shipped words files carry: `make accuracy`.

Over labelled messages, those for tuning and those that are frozen apart: `tests/accuracy/tuning`, `frozen`. What is
said of the frozen half counts: nobody has looked at it while words were written. `-v` lists what went wrong.
"""

from __future__ import annotations

import sys
from pathlib import Path

from remit import __version__
from remit.engine import Policies
from remit.engine.authoring.accuracy import MeasuredMessage, figures_of, figures_text, measure_folder

ROOT = Path(__file__).parents[1]
FOLDERS = ("tuning", "frozen")
FIRST = 3
"""Choices that one takes in at a glance."""


def main(folders: list[str], *, is_verbose: bool) -> None:
    """Measure each folder that is there, and say which are not."""
    for name in folders or FOLDERS:
        folder = ROOT / "tests" / "accuracy" / name if name in FOLDERS else Path(name)
        if not (folder / "labels.jsonl").exists():
            print(f"{name}: skipped, there is no labels.jsonl")
            continue
        measured, findings = measure_folder(str(folder), Policies.at(None), __version__)
        print(f"{name}: {len(measured)} messages")
        for finding in findings:
            print(f"  {finding}")
        print(figures_text(figures_of(measured)))
        presumed = sum(len(message.presumed_raising) for message in measured)
        print(f"  {presumed} facts that raise a level are presumed so, and not counted among those that need a hit")
        for message in measured if is_verbose else ():
            print(line_of(message), end="")


def line_of(message: MeasuredMessage) -> str:
    """Return what went wrong with a message, nothing where nothing did."""
    lines = []
    label = message.label
    if message.is_wrong or message.is_open:
        lines.append(f"{message.outcome} not {label.accept}; asked {', '.join(message.interviewed.asked)}")
    if set(message.raising) - set(message.caught):
        lines.append(f"no hit on {sorted(set(message.raising) - set(message.caught))}")
    needless = (hit for hit in message.hits if hit.fact in message.needless)
    lines += [f"needless: {hit.fact}: {hit.value}: {hit.words}" for hit in needless]
    if message.has_activity and (message.rank is None or message.rank > FIRST):
        lines.append(f"{label.facts['activity']} is at {message.rank}")
    return "".join(f"    {label.file}: {line}\n" for line in lines)


if __name__ == "__main__":
    main([arg for arg in sys.argv[1:] if arg != "-v"], is_verbose="-v" in sys.argv)
