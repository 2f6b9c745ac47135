"""Opens a board: files and folders of requests in, each decided by itself, a row for each promise out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import PurePath

from ..findings import Finding, Findings, Mark, in_order
from ..language.files import (
    POLICY_BYTES,
    REQUEST_SUFFIXES,
    files_in,
    is_folder,
    is_yaml,
    real_path,
)
from ..language.outline import outline_of
from ..language.request_lines import RequestDraft, read_requests
from ..language.split_requests import share_events
from ..language.symbols import short_text
from ..triage.decide_files import Triage
from ..triage.decision import Decision, Invalid, OpenRequest
from .board_records import Board, BoardRequest, BoardRow, Rejection
from .board_rows import board_request, board_rows, identity_of, open_request
from .burn_order import burn_order

_DUPLICATE_HELP = "give each request an `id` of its own, and each once"


def open_board(triage: Triage, paths: Sequence[str], now: int) -> Board:
    """Return the board of the requests in files and folders as of an instant.

    A request is decided as `decide` decides it, but that nothing stands in for a missing `received`: it has been open
    for as long as nobody knows.
    """
    about_paths, skipped = Findings(), list[str]()
    requests: list[BoardRequest] = []
    rows: list[BoardRow] = []
    rejected: list[Rejection] = []
    places: dict[str, Mark] = {}
    files = _files(triage, paths, about_paths, skipped)
    for draft in share_events([draft for file in files for draft in read_requests(file, triage.files)]):
        decided = _decided(triage, draft, now, places)
        if isinstance(decided, Rejection):
            rejected.append(decided)
            continue
        place = _place(draft.mark)
        if isinstance(decided, OpenRequest):
            requests.append(open_request(decided, place, now))
            continue
        request = board_request(decided, place)
        requests.append(request)
        rows += board_rows(decided, request)
    findings = [*triage.findings, *about_paths, *(f for rejection in rejected for f in rejection.findings)]
    return Board(
        now=now,
        requests=tuple(requests),
        rows=tuple(sorted(rows, key=lambda row: burn_order(row, now))),
        rejected=tuple(rejected),
        skipped=tuple(skipped),
        findings=tuple(dict.fromkeys(findings)),
        is_unusable=triage.is_unusable or about_paths.has_errors,
    )


def _decided(
    triage: Triage, draft: RequestDraft, now: int, places: dict[str, Mark]
) -> Decision | OpenRequest | Rejection:
    """Return the decision of a request, or why there is none; `places` are those of requests that came before."""
    decision = triage.decide_draft(draft.request, draft.findings, now)
    findings = draft.placed(decision.findings)
    if isinstance(decision, Invalid) and not isinstance(decision, OpenRequest):
        return _rejection(decision.id, draft.mark, findings)
    identity = identity_of(decision.request)
    if identity in places:
        twice = Findings()
        name = f"request `{short_text(decision.request.id)}`" if decision.request.id else "the request"
        twice.error(
            "duplicate-request", f"{name} is given twice, first at `{places[identity]}`", draft.mark, _DUPLICATE_HELP
        )
        return _rejection(decision.request.id, draft.mark, twice)
    places[identity] = draft.mark
    return replace(decision, findings=findings)


def _rejection(name: str | None, mark: Mark, findings: Iterable[Finding]) -> Rejection:
    return Rejection(id=name, place=_place(mark), findings=tuple(in_order(findings)))


def _place(mark: Mark) -> str:
    return f"{mark.file}:{mark.line}" if mark.line else mark.file


def _files(triage: Triage, paths: Sequence[str], findings: Findings, skipped: list[str]) -> Iterator[str]:
    """Yield the files named, and those of folders that may hold requests, each once.

    What plainly is another file of remit's is skipped in folders, where requests lie beside policies and contracts.
    """
    listed = set()
    for path in paths:
        is_named = path == "-" or not is_folder(path)
        about_folder = Findings()
        inside = [path] if is_named else files_in(path, REQUEST_SUFFIXES, about_folder)
        if not inside and not about_folder:
            about_folder.error("no-files", "folder holds no .yaml, .json or .jsonl file", Mark(path))
        findings += about_folder
        for file in inside:
            identity = real_path(file)
            if identity in listed:
                continue
            listed.add(identity)
            if is_named or not is_yaml(file) or not _is_no_request(triage, file):
                yield file
            else:
                skipped.append(file)


def _is_no_request(triage: Triage, file: str) -> bool:
    """Tell whether a YAML file is one of cases, of contracts or of words, or a policy, which names itself."""
    if PurePath(file).stem.lower().endswith(".words"):
        return True
    source = triage.files.read(file, POLICY_BYTES, Findings())
    outline = outline_of(source) if source else None
    return outline is not None and (outline.kind in ("cases", "contracts") or bool(outline.policy))
