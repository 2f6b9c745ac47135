"""How far the shipped words files carry: `make accuracy`.

Over labelled messages, those for tuning and those that are frozen apart: `tests/accuracy/tuning`, `frozen`. What is
said of the frozen half counts: nobody has looked at it while words were written. `-v` lists what went wrong.
"""

from __future__ import annotations

import sys
from pathlib import Path

from remit import __version__, engine

FOLDER = Path(__file__).parents[1] / "tests" / "accuracy"
HALVES = ("tuning", "frozen")


def main(*, is_verbose: bool) -> None:
    """Measure each half that is there, and say which is not."""
    for half in HALVES:
        if not (FOLDER / half / "labels.jsonl").exists():
            print(f"{half}: left out, there is no tests/accuracy/{half}/labels.jsonl")
            continue
        accuracy = engine.measure_words(str(FOLDER / half), engine.Policies.at(None), __version__)
        for finding in accuracy.findings:
            print(finding)
        print(half, accuracy.to_text(why=is_verbose).partition(": ")[2], sep=": ")


if __name__ == "__main__":
    main(is_verbose="-v" in sys.argv)
