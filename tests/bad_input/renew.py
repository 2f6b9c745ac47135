"""Write into the tables what the rows say now: `python -m bad_input.renew` in `tests`, then read the diff."""

from __future__ import annotations

import contextlib
import re
import tempfile
from pathlib import Path

from .rows import HERE, TABLES, hear, rows_of

_FILLED = re.compile(r"  (says|prints): \|")


def renewed(table: str) -> str:
    """Return the text of a table with `says`, and `prints` where it is written, as they are now."""
    lines = (HERE / "rows" / f"{table}.yaml").read_text("utf-8").splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith("- name: ")]
    written = lines[: starts[0]]
    for row, start, end in zip(rows_of(table), starts, [*starts[1:], len(lines)], strict=True):
        with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
            heard = hear(row, Path(folder))
        kept, following = _split(lines[start:end])
        written += [*kept, *_block("says", heard.says)]
        written += _block("prints", heard.prints) if row.prints is not None else []
        written += following
        if heard.exit != row.exit:
            print(f"{table}: {row.name}: exit {heard.exit}, not {row.exit}")  # noqa: T201 - whoever renews reads it
    return "\n".join(written) + "\n"


def _split(lines: list[str]) -> tuple[list[str], list[str]]:
    """Return a row's lines without what it says, and the blank lines and comments after it."""
    end = len(lines)
    while not lines[end - 1].strip() or lines[end - 1].startswith("#"):
        end -= 1
    kept: list[str] = []
    inside = False
    for line in lines[:end]:
        inside = bool(_FILLED.match(line)) or (inside and (not line or line.startswith("    ")))
        kept += [] if inside else [line]
    return kept, lines[end:]


def _block(key: str, text: str) -> list[str]:
    return [f"  {key}: |", *(f"    {line}" if line else "" for line in text.splitlines())] if text else []


if __name__ == "__main__":
    for name in TABLES:
        (HERE / "rows" / f"{name}.yaml").write_text(renewed(name), "utf-8")
