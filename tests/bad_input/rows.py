"""The rows of the tables: what each breaks, what it runs, and what it must then say.

A row is an entry of `rows/*.yaml`:

    name     a sentence
    old, new what is replaced, which stands in the file exactly once (`\\n`, `\\t`, `\\x07` as in Python)
    also     further edits, each {old, new} or {text}, and perhaps {file}
    text     the whole file, in place of `old` and `new`
    stdin    what the command reads from standard input
    file     the file of `base/` that is broken; the table's if left out
    run      the arguments of `remit`; the table's if left out
    exit     the exit code; the table's if left out
    says     every finding, in full; nothing if left out
    prints   what else comes out; not looked at if left out
"""

from __future__ import annotations

import re
import shlex
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml
from click.testing import CliRunner

from remit.cli import main

HERE = Path(__file__).parent
Entry = dict[str, Any]
"""A mapping of a table, as it is written."""
TABLES = ("policies", "due_dates", "clocks", "contracts", "cases", "requests", "events", "words", "board")


@dataclass(frozen=True)
class Edit:
    """One replacement in a file, or all of its text where nothing is replaced."""

    file: str
    old: str | None
    new: str

    def apply(self, folder: Path) -> None:
        path = folder / self.file
        path.parent.mkdir(exist_ok=True)
        text = self.new
        if self.old is not None:
            before = path.read_text("utf-8")
            assert before.count(self.old) == 1, f"`{self.old}` stands {before.count(self.old)} times in {self.file}"
            text = before.replace(self.old, self.new)
        path.write_bytes(text.encode())


@dataclass(frozen=True)
class Row:
    """One entry of a table."""

    table: str
    name: str
    edits: tuple[Edit, ...]
    run: str
    stdin: str
    exit: int
    says: str
    prints: str | None

    def of_base(self, run: str) -> Row:
        """Return a row that runs something and breaks nothing."""
        return replace(self, edits=(), run=run, stdin="", exit=0, says="", prints=None)


@dataclass(frozen=True)
class Heard:
    """What a command said: its findings, whatever else it printed, and how it ended."""

    says: str
    prints: str
    exit: int


def rows_of(table: str) -> list[Row]:
    """Return the rows of a table."""
    # The base loader leaves every scalar a string, as a row means it.
    written = yaml.load((HERE / "rows" / f"{table}.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506
    return [_row(table, written, entry) for entry in written["rows"]]


def _row(table: str, defaults: Entry, entry: Entry) -> Row:
    whole = {**defaults, **entry}
    also = entry.get("also", [])
    written = [entry, *(also if isinstance(also, list) else [also])]
    edits = [_edit(each, whole["file"]) for each in written if "text" in each or "old" in each]
    return Row(
        table,
        entry["name"],
        tuple(edits),
        whole["run"],
        unescaped(entry.get("stdin", "")),
        int(whole["exit"]),
        entry.get("says", ""),
        entry.get("prints"),
    )


def _edit(written: Entry, file: str) -> Edit:
    file = written.get("file", file)
    if "text" in written:
        return Edit(file, None, unescaped(written["text"]))
    return Edit(file, unescaped(written["old"]), unescaped(written["new"]))


def unescaped(text: str) -> str:
    """Return a text with its `\\n`, `\\t`, `\\x07` and `\\ufeff` as the characters that they mean."""
    return re.sub(
        r"\\(?:\\|n|t|r|x[0-9a-f]{2}|u[0-9a-f]{4})", lambda found: found[0].encode().decode("unicode_escape"), text
    )


def hear(row: Row, folder: Path) -> Heard:
    """Break a copy of `base/` as a row says and run the row's command in it; `folder` is the working folder."""
    shutil.copytree(HERE / "base", folder, dirs_exist_ok=True)
    for edit in row.edits:
        edit.apply(folder)
    today = {"REMIT_AT": "2026-06-01"} if row.run.startswith("check") else {}
    result = CliRunner().invoke(main, shlex.split(row.run), input=row.stdin, env=today, prog_name="remit")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    if row.run.startswith("check"):
        return Heard(result.stdout, result.stderr, result.exit_code)
    return Heard(result.stderr, result.stdout, result.exit_code)
