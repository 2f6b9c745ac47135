"""Triage: policies and contracts at hand, and requests decided by them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ..findings import Finding, Findings, any_errors, in_order
from ..forms import DecisionForm
from ..language.files import LINES_SUFFIXES, REQUEST_BYTES
from ..language.input_files import InputFiles
from ..language.policy_folder import Policies
from ..language.request_files import read_draft
from ..model import Contract, Request
from ..rules import durable
from ..rules.engines import Choice
from ..user_cache import kept_in
from .decide import decide
from .decision import Decision, Invalid, OpenRequest
from .layout import Look, Paint
from .resolve_request import resolve_request
from .workspace import open_workspace


class Decisions(NamedTuple):
    """The decisions of requests, and each finding that leaves something undecided once."""

    decisions: tuple[Decision | Invalid, ...]
    findings: tuple[Finding, ...]
    is_invalid: bool
    """Whether folder, contracts or a request cannot be used."""
    in_lines: bool = False
    """Whether they are some of many, of which each is a line of JSON."""

    @property
    def is_decided(self) -> bool:
        """Whether every request is decided."""
        return all(decision.status == "decided" for decision in self.decisions)

    def is_confirmed(self, *, only_unsafe: bool) -> bool:
        """Whether somebody has confirmed every presumption that decides something, or every unsafe one."""
        valid = (decision for decision in self.decisions if isinstance(decision, Decision))
        presumed = ((decision.unconfirmed, presumed) for decision in valid for presumed in decision.presumed)
        return not any(p.fact in unconfirmed and (p.unsafe or not only_unsafe) for unconfirmed, p in presumed)

    def render(  # noqa: PLR0913 - what a look consists of
        self, form: DecisionForm, *, reader: str | None, now: int, paint: Paint, width: int, why: bool, explain: bool
    ) -> str:
        """Return the decisions in one of the forms; the rest is the `Look` of text."""
        if form == "json":
            from .decision_json import as_json  # noqa: PLC0415 - each form alone

            return as_json(self.decisions, in_lines=self.in_lines)
        if form == "reply":
            from .reply_text import as_replies  # noqa: PLC0415 - each form alone

            return as_replies(self.decisions, are_of_many=self.in_lines)
        from .decision_text import as_texts  # noqa: PLC0415 - each form alone

        look = Look(reader=reader, now=now, why=why, explain=explain, paint=paint, width=width)
        return as_texts(self.decisions, look)


class Triage:
    """Decides requests by the policies of a folder and the contracts of that folder and of a file.

    `findings` say why what was named, the folder and the file of contracts, cannot be read. A contract is read when a
    request needs it, and a broken one stops no other. `version` is remit's own, which decisions record. Asking for the
    engine `durable` raises NotServed, a ValueError, where it cannot be imported. `cache` is the folder for what takes
    long to work out, None where nothing is kept.
    """

    def __init__(
        self, policies: Policies, contracts: str | None, rules: Choice, version: str, *, cache: str | None = None
    ) -> None:
        if rules == "durable" and not durable.is_available():
            raise durable.NotServed("durable-rules cannot be imported here; use auto or builtin")
        self.workspace = workspace = open_workspace(policies, contracts, rules)
        self.store = workspace.store
        self.findings: list[Finding] = in_order(workspace.findings)
        self.version = version
        self._cache = cache

    @property
    def is_unusable(self) -> bool:
        """Whether what was named, the folder or the file of contracts, cannot be read."""
        return any_errors(self.findings)

    @property
    def files(self) -> InputFiles:
        """What reads the files of this run."""
        return self.workspace.files

    def decide_files(self, files: Iterable[str], now: int | None) -> Decisions:
        """Return the decisions of the requests in files."""
        named = list(files)
        with kept_in(self._cache, self.version):
            return self.gathered([*(self.decide_each(named[0], now) if len(named) == 1 else self._each_of(named, now))])

    def gathered(self, decisions: Sequence[Decision | Invalid], *, in_lines: bool = False) -> Decisions:
        """Return decisions together, with each finding that leaves something undecided once."""
        invalid = [decision for decision in decisions if decision.status == "invalid"]
        open_ = [decision for decision in decisions if isinstance(decision, OpenRequest)]
        findings = [*self.findings, *(finding for decision in (*invalid, *open_) for finding in decision.findings)]
        is_invalid = self.is_unusable or bool(invalid)
        return Decisions(
            decisions=tuple(decisions),
            findings=tuple(dict.fromkeys(findings)),
            is_invalid=is_invalid,
            in_lines=in_lines,
        )

    def decide_each(self, file: str, now: int | None) -> Iterator[Decision | Invalid]:
        """Yield the decisions of the requests in a file, of which a file of lines has many."""
        if file != "-" and not file.lower().endswith(LINES_SUFFIXES):
            yield self.decide(file, now)
            return
        yield from self._each_of([file], now)

    def _each_of(self, files: Iterable[str], now: int | None) -> Iterator[Decision | Invalid]:
        """Yield the decisions of requests that belong together where they were split from one message."""
        from ..language.request_lines import read_requests  # noqa: PLC0415 - start-up is felt
        from ..language.split_requests import share_events  # noqa: PLC0415 - the same

        for draft in share_events([draft for file in files for draft in read_requests(file, self.files, now)]):
            decision = self.decide_draft(draft.request, draft.findings, now)
            yield replace(decision, findings=draft.placed(decision.findings))

    def decide(self, file: str, now: int | None) -> Decision | Invalid:
        """Return the decision of the request in a file as of `now`, which stands in for a missing `received`."""
        findings = Findings()
        text = self.files.read(file, REQUEST_BYTES, findings)
        return self.decide_draft(read_draft(text, findings, now) if text else None, findings, now)

    def decide_draft(self, request: Request | None, findings: Findings, now: int | None) -> Decision | Invalid:
        """Return the decision of a request as it was read, with the findings of reading, as of `now`."""
        if request is None:
            return Invalid(None, tuple(findings))
        problems = Findings()
        contracts = self.contracts_for(request, problems)
        if problems.has_errors:
            return Invalid(request.id, tuple(findings or in_order(problems)))
        if findings.has_errors:
            resolve_request(request, self.store, contracts, findings)
            return Invalid(request.id, tuple(in_order(findings)))
        return decide(request, self.store, contracts, self.version, now)

    @property
    def contracts(self) -> tuple[Contract, ...]:
        """All contracts at hand, for whoever chooses among them."""
        return self.workspace.contracts

    def contracts_with_cases(self) -> tuple[Contract, ...]:
        """Return the contracts that name cases; where no file does, none is read."""
        return self.workspace.contracts_with_cases

    def contracts_for(self, request: Request, findings: Findings) -> tuple[Contract, ...]:
        """Return the contracts that a request needs, and add what is wrong with them."""
        return self.workspace.contracts_for(request, findings)
