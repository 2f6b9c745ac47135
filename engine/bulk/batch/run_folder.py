"""The folder of a run, beside its output: what it is done with, so that a run that was interrupted goes on.

It holds a record of what the run is of, a journal with a line for each part that is written, and the parts: of Parquet
a file each, of text one file that grows. What the journal does not name is written again. At the end the output is
renamed to its place, whole.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO

from ...findings import HelpfulError
from ...text import reason_of
from .disk_files import append, move, sync_folder, write_whole
from .row_batches import Position

SUFFIX = ".parts"
_RECORD, _JOURNAL, _REJECTS, _OUTPUT = "record.json", "journal.jsonl", "rejects", "output"
AGAIN = "remove the folder, and run it again without `--resume`"


class RunError(HelpfulError):
    """A run that cannot begin or go on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the output that is written: how many rows it is of, where they end, and how large the files are."""

    number: int
    rows: int
    decisions: int
    rejects: int
    statuses: Mapping[str, int]
    end: Position
    digest: str
    output_size: int
    rejects_size: int

    @classmethod
    def of(cls, entry: Mapping[str, Any]) -> "Part":
        """Return the part of an entry of the journal."""
        return cls(**{**entry, "end": Position(**entry["end"])})


class RunFolder:
    """The folder of the run that writes an output, and rejected rows to another file where one is named."""

    def __init__(self, output: str, rejects: str | None, *, is_folder: bool) -> None:
        """Take where the output goes, a folder of parts or a file."""
        self.output, self.rejects = Path(output), Path(rejects) if rejects else None
        self.path = Path(f"{output}{SUFFIX}")
        self._is_folder = is_folder
        self.parts: list[Part] = []
        self.is_finished = False

    @property
    def _staged(self) -> Path:
        return self.path / _OUTPUT

    @property
    def _staged_rejects(self) -> Path:
        return self.path / _REJECTS

    @contextmanager
    def opened(self, record: Mapping[str, Any], *, resumes: bool) -> Iterator[None]:
        """Begin the run of a record, or go on with the one that was interrupted; nobody else does meanwhile.

        Raises RunError where that cannot be, OSError where the folder cannot be written.
        """
        if not os.path.lexists(self.path):
            self._check_places()
            self._make()
        elif not resumes:
            message = f"`{self.path}` holds a run that was interrupted"
            raise RunError(message, "go on with `--resume`, or remove the folder")
        with self._locked():
            self._read_journal()
            self._check_ended()
            self._check_places()
            if not self.is_finished:
                self._compare(record)
                self._drop_unnamed()
            yield

    def _make(self) -> None:
        """Make the folder; where that cannot be, there is nothing to go on with."""
        try:
            self.path.mkdir()
        except OSError as problem:
            raise RunError(f"folder `{self.path.parent}` cannot be written: {reason_of(problem)}") from None
        sync_folder(self.path.parent)

    def begin(self, header: bytes, rejects_header: bytes) -> None:
        """Make the files that grow ready, with these first lines."""
        if self._is_folder:
            self._staged.mkdir(exist_ok=True)
        else:
            _cut_off(self._staged, self.parts[-1].output_size if self.parts else 0, header)
        if self.rejects:
            _cut_off(self._staged_rejects, self.parts[-1].rejects_size if self.parts else 0, rejects_header)

    def write_part(self, write: Callable[[BinaryIO], object], rejects: bytes, entry: Mapping[str, Any]) -> None:
        """Write a part, with the rows that are rejected, and name it in the journal."""
        number = len(self.parts)
        if self._is_folder:
            output_size = write_whole(self._staged / f"part-{number:05}.parquet", write)
        else:
            output_size = append(self._staged, write)
        rejects_size = append(self._staged_rejects, lambda stream: stream.write(rejects)) if self.rejects else 0
        part = Part.of({**entry, "number": number, "output_size": output_size, "rejects_size": rejects_size})
        self._note(asdict(part))
        self.parts.append(part)

    def finish(self) -> None:
        """Put output and rejected rows in their places, and remove the folder."""
        if not self.is_finished:
            self._note({"finished": True})
        if self.rejects and self._staged_rejects.exists():
            move(self._staged_rejects, self.rejects)
        if self._staged.exists():
            move(self._staged, self.output)
        # Without the record, the journal still says that all is done.
        for name in (_RECORD, _JOURNAL):
            (self.path / name).unlink(missing_ok=True)
        self.path.rmdir()
        sync_folder(self.path.parent)

    def _check_ended(self) -> None:
        """Refuse to go on where all but the folder itself was removed at the end."""
        if os.path.lexists(self.output) and not any(self.path.iterdir()):
            self.path.rmdir()
            raise RunError(f"`{self.output}` is there already: the run had come to its end")

    def _check_places(self) -> None:
        """Refuse to write over what is there; of a run that is finished it is the output itself."""
        for place, staged in ((self.output, self._staged), (self.rejects, self._staged_rejects)):
            if place and os.path.lexists(place) and not (self.is_finished and not staged.exists()):
                raise RunError(f"`{place}` is there already", "name another file, or remove it")
            if place and not place.parent.is_dir():
                raise RunError(f"folder `{place.parent}` is not there")
            if place and not os.access(place.parent, os.W_OK):
                raise RunError(f"folder `{place.parent}` cannot be written")

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep other runs out."""
        descriptor = os.open(self.path, os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            try:
                import fcntl  # noqa: PLC0415 - not every system has it

                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise RunError(f"another run writes in `{self.path}`") from None
            except (ImportError, OSError):
                pass  # a folder that takes no lock
            yield
        finally:
            os.close(descriptor)

    def _read_journal(self) -> None:
        """Take the parts that the journal names; half a line is one that was not written to its end."""
        file = self.path / _JOURNAL
        raw = file.read_bytes() if file.exists() else b""
        size = 0
        for line in raw.splitlines(keepends=True):
            try:
                entry = json.loads(line) if line.endswith(b"\n") else None
                if not isinstance(entry, dict):
                    break
                if "finished" in entry:
                    self.is_finished = True
                else:
                    self.parts.append(Part.of(entry))
            except (ValueError, TypeError, KeyError):
                break
            size += len(line)
        if size < len(raw):
            os.truncate(file, size)

    def _compare(self, record: Mapping[str, Any]) -> None:
        """Write the record of a run that begins; one that goes on has to be of the same."""
        file = self.path / _RECORD
        if not file.exists():
            write_whole(file, lambda stream: stream.write(json.dumps(record, indent=1).encode()))
            return
        try:
            before = json.loads(file.read_bytes())
        except ValueError:
            raise RunError(f"`{file}` cannot be read", AGAIN) from None
        for name, value in record.items():
            if before.get(name) != value:
                raise RunError(f"{name} changed since the run began", AGAIN)

    def _drop_unnamed(self) -> None:
        """Remove the parts that the journal does not name; those that it names have to be there."""
        sizes = {f"part-{part.number:05}.parquet": part.output_size for part in self.parts}
        if not self._is_folder:
            return
        files = {path.name: path for path in self._staged.iterdir()} if self._staged.exists() else {}
        for name, path in files.items():
            if name not in sizes:
                path.unlink()
        if any(name not in files or files[name].stat().st_size != size for name, size in sizes.items()):
            raise RunError(f"parts in `{self._staged}` changed since they were written", AGAIN)

    def _note(self, entry: Mapping[str, Any]) -> None:
        append(self.path / _JOURNAL, lambda stream: stream.write(json.dumps(entry).encode() + b"\n"))


def _cut_off(file: Path, size: int, header: bytes) -> None:
    """Leave of a file what was written to its end, the first line at least."""
    if not size:
        write_whole(file, lambda stream: stream.write(header))
    elif not file.exists() or file.stat().st_size < size:
        raise RunError(f"`{file}` changed since it was written", AGAIN)
    else:
        os.truncate(file, size)
