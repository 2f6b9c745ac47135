"""One run of `remit batch`: a file of requests in, a file or folder of decisions out, in parts."""

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

import pyarrow as pa

from ...findings import Finding, Mark, any_errors
from ...language.files import real_path
from ...language.policy_folder import Policies
from ...text import reason_of
from ...triage.workspace import Workspace, open_workspace
from ..row_workers import WorkerError
from ..table_decider import TableDecider
from .batch_result import BatchResult, BatchTotals
from .input_file import Form, RequestsFile, form_of, open_requests
from .part_writer import PartWriter
from .row_batches import InputError, RejectedRow
from .run_folder import AGAIN, Part, RunError, RunFolder
from .run_record import run_record
from .text_rows import InputChanged

PART_ROWS = 100_000
_NAMED_REJECTS = 10
"""So many rejected rows are reported where they go to no file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a run is: what was read of how much (rows of Parquet, else bytes), and how many rows that was."""

    position: int
    extent: int
    rows: int


Report = Callable[[Progress], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Places:
    """The files of a run, and the form of each."""

    requests: str
    output: str
    rejects: str | None
    forms: tuple[Form, Form, Form]


class BatchRun:
    """Decides the requests of a file by the policies of a folder and by contracts; `version` is remit's own.

    As of `now`, in seconds since 1970-01-01 UTC, promises stand as they do; it stands in where `received` is null.
    Without `presumptions` the columns `presumed` and `unsafe` are left out, and what they cost.
    """

    def __init__(  # noqa: PLR0913 - what a run is of
        self,
        requests: str,
        output: str,
        rejects: str | None,
        policies: Policies,
        contracts: str | None,
        version: str,
        *,
        now: int | None = None,
        part_rows: int = PART_ROWS,
        presumptions: bool = True,
    ) -> None:
        self._named = (requests, output, rejects)
        self._policies, self._contracts = policies, contracts
        self._version, self._now, self._part_rows = version, now, part_rows
        self._presumptions = presumptions
        self._parts: Sequence[Part] = ()
        self._findings: list[Finding] = []

    @property
    def totals(self) -> BatchTotals:
        """What became of the rows of the parts that are written."""
        return BatchTotals.of(self._parts)

    def run(self, *, resumes: bool, report: Report) -> BatchResult:
        """Decide all rows, those alone that an interrupted run has not decided where it `resumes`; report each part."""
        try:
            places = self._places()
            self._run(places, resumes=resumes, report=report)
        except InputError as refusal:
            return BatchResult(end="invalid", findings=refusal.findings)
        except RunError as refusal:
            return BatchResult(end="refused", problem=str(refusal), help=refusal.help)
        except InputChanged:
            return BatchResult(end="refused", problem="the input changed since the run began", help=AGAIN)
        except OSError as failure:
            problem = f"cannot write: {reason_of(failure)}"
            return BatchResult(end="stopped", totals=self.totals, problem=problem)
        except WorkerError as failure:
            return BatchResult(end="stopped", totals=self.totals, problem=str(failure))
        return BatchResult(end="done", totals=self.totals, findings=self._findings)

    def _places(self) -> _Places:
        requests, output, rejects = self._named
        forms = (
            _form(requests, "input", ("csv", "jsonl", "parquet")),
            _form(output, "output", ("csv", "jsonl", "parquet")),
            _form(rejects, "rejects", ("csv", "jsonl")) if rejects else "csv",
        )
        paths = [real_path(path) for path in self._named if path]
        if len({*paths}) < len(paths):
            raise RunError("input, output and rejects must be different files")
        return _Places(requests=requests, output=output, rejects=rejects, forms=forms)

    def _run(self, places: _Places, *, resumes: bool, report: Report) -> None:
        input_form, output_form, rejects_form = places.forms
        workspace = self._workspace()
        folder = RunFolder(places.output, places.rejects, is_folder=output_form == "parquet")
        self._parts = folder.parts
        with (
            closing(self._decider(workspace, as_text=input_form == "csv")) as decider,
            open_requests(places.requests, input_form, lambda name: _is_fact(decider, name)) as requests,
        ):
            if requests.schema is not None and (findings := decider.check(requests.schema)):
                raise InputError(*_placed(findings, places.requests, requests.header_line))
            record = run_record(
                requests,
                workspace,
                self._version,
                now=self._now,
                part_rows=self._part_rows,
                presumptions=self._presumptions,
                output_form=output_form,
                rejects_form=rejects_form if places.rejects else None,
            )
            with folder.opened(record, resumes=resumes):
                if not folder.is_finished:
                    self._write(requests, decider, folder, places, report)
                BatchTotals.of(folder.parts)  # that rows are decisions and rejects, before all is in its place
                folder.finish()

    def _write(
        self, requests: RequestsFile, decider: TableDecider, folder: RunFolder, places: _Places, report: Report
    ) -> None:
        _, output_form, rejects_form = places.forms
        rows = sum(part.rows for part in folder.parts)
        position = folder.parts[-1].end.offset if folder.parts else 0
        report(Progress(position=position, extent=requests.extent, rows=rows))
        writer = PartWriter(folder, decider, output=output_form, rejects=rejects_form)
        for written in writer.write(requests, self._part_rows):
            rows += written.batch.size
            if not places.rejects:
                self._name(written.rejects, places.requests)
            report(Progress(position=written.batch.end.offset, extent=requests.extent, rows=rows))

    def _name(self, rejects: Iterable[RejectedRow], file: str) -> None:
        """Keep the first rows that are rejected as findings, where they go to no file."""
        missing = _NAMED_REJECTS - len(self._findings)
        self._findings += [reject.finding(file) for reject, _ in zip(rejects, range(missing), strict=False)]

    def _workspace(self) -> Workspace:
        workspace = open_workspace(self._policies, self._contracts, "auto")
        findings = [*workspace.findings, *workspace.about_contracts]
        if any_errors(findings):
            raise InputError(*findings)
        return workspace

    def _decider(self, workspace: Workspace, *, as_text: bool) -> TableDecider:
        return TableDecider(
            workspace.store,
            workspace.contracts,
            self._version,
            presumptions=self._presumptions,
            now=self._now,
            as_text=as_text,
            workers=os.cpu_count() or 1,
        )


def _is_fact(decider: TableDecider, name: str) -> bool:
    return not decider.check(pa.schema([(f"facts.{name}", pa.string())]))


def _form(file: str, use: str, forms: Sequence[Form]) -> Form:
    form = form_of(file)
    if form is None or form not in forms:
        endings = ", ".join(f".{form}" for form in forms[:-1])
        raise RunError(
            f"the {use} `{file}` has no form that is known by its name", f"end it in {endings} or .{forms[-1]}"
        )
    return form


def _placed(findings: Iterable[Finding], file: str, line: int) -> list[Finding]:
    """Return findings about the columns of a file with their place in it."""
    mark = Mark(file, line, 1) if line else Mark(file)
    return [replace(finding, mark=mark) for finding in findings]
