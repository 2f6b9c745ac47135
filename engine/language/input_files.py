"""The files of a run, gathered in one place for all commands: each is read once, by whatever paths it is named."""

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import NamedTuple

from ..findings import Findings, Mark
from .files import (
    POLICY_BYTES,
    SourceFile,
    cases_beside,
    decode,
    file_bytes,
    read_text,
    real_path,
    yaml_files,
    yaml_files_in,
)
from .outline import Kind, outline_of


class InputFile(NamedTuple):
    """A file with its kind and the policy that it declares, and whether it is named itself rather than in a folder.

    The `policy` is empty where none can be told, and None where nobody has looked.
    """

    source: SourceFile
    kind: Kind
    is_named: bool
    policy: str | None = None


class InputFiles:
    """The files of a run. A file that was gathered once is not gathered again, however its path is written."""

    def __init__(self, files: Iterable[InputFile] = ()) -> None:
        """Take files that were read already, as an editor holds them."""
        self._gathered: dict[str, SourceFile | None] = {real_path(file.source.file): file.source for file in files}
        self._standard_input: bytes | None = None

    def gather(self, paths: Sequence[str], findings: Findings, unread: Findings | None = None) -> list[InputFile]:
        """Return the files named and those of folders named, as far as they can be read.

        What is wrong with a file of a folder goes to `unread` where that differs from what is wrong with files named.
        """
        return self._read_all(yaml_files(paths, findings), paths, findings, findings if unread is None else unread)

    def gather_beside(self, files: Iterable[InputFile]) -> list[InputFile]:
        """Return the files that stand right beside files, as far as they can be read: nobody has named them."""
        folders = dict.fromkeys(str(PurePath(file.source.file).parent) for file in files)
        beside = [path for folder in folders for path in yaml_files_in(folder, Findings(), deep=False)]
        return self._read_all(beside, (), Findings(), Findings())

    def read(self, file: str, limit: int, findings: Findings) -> SourceFile | None:
        """Return the text of a file or, for `-`, of standard input, which is read once; None after a finding."""
        if file != "-":
            return read_text(file, limit, findings)
        raw = self.raw_bytes(file, limit, findings)
        return None if raw is None else decode("<stdin>", raw, limit, findings)

    def raw_bytes(self, file: str, limit: int, findings: Findings) -> bytes | None:
        """Return the bytes of a file, at most one over a limit, or of standard input; None after a finding."""
        if file != "-":
            return file_bytes(file, limit, findings)
        if self._standard_input is None:
            self._standard_input = file_bytes(file, max(limit, POLICY_BYTES), findings)
        return self._standard_input

    def read_once(self, file: str, findings: Findings) -> SourceFile | None:
        """Return the text of a file, as it was gathered where it was, by this or another path."""
        return self._gathered.get(real_path(file)) or self.read(file, POLICY_BYTES, findings)

    def _read_all(
        self, paths: Iterable[str], named: Sequence[str], findings: Findings, unread: Findings
    ) -> list[InputFile]:
        files = []
        real_named = {real_path(path) for path in named}
        for path in paths:
            identity = real_path(path)
            if identity in self._gathered:
                continue
            is_named = identity in real_named
            source = self.read(path, POLICY_BYTES, findings if is_named else unread)
            self._gathered[identity] = source
            if source is not None:
                outline = outline_of(source)
                files.append(InputFile(source=source, kind=outline.kind, is_named=is_named, policy=outline.policy))
        return files


def sources_of(files: Iterable[InputFile], kind: Kind) -> list[SourceFile]:
    """Return the texts of those files that are of a kind."""
    return [file.source for file in files if file.kind == kind]


def case_files(files: Sequence[InputFile], reader: InputFiles, findings: Findings) -> list[SourceFile]:
    """Return the case files among files, and those beside policies that are named.

    A policy that is named and has none beside it is a finding.
    """
    cases = {file.source.file: file.source for file in files if file.kind == "cases"}
    for file in files:
        if file.kind == "cases" or not file.is_named or file.source.file == "<stdin>":
            continue
        path = PurePath(file.source.file)
        beside = cases_beside(file.source.file)
        source = reader.read_once(beside, findings) if beside else None
        if source is not None:
            cases.setdefault(source.file, source)
        elif beside is None:
            message = f"there is no file `{path.stem}.cases{path.suffix}` beside it"
            findings.error("no-cases", message, Mark(file.source.file))
    return list(cases.values())
