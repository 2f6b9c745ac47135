"""What a board shows: requests, a row for each of their promises, and the requests that were rejected."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from ..findings import Finding
from ..forms import BoardForm
from ..model import Measure
from ..triage.decision import EscalationStep, Status
from ..triage.layout import Look, Paint

RowState = Literal["overdue", "at_risk", "running", "open", "paused", "not_started", "late", "met", "ended"]
"""How a row stands: as its deadline does, or `at_risk` where that runs with little left; `open` where nobody knows."""
ROW_STATES: tuple[RowState, ...] = get_args(RowState)
OVER: frozenset[RowState] = frozenset(("late", "met", "ended"))
"""The states in which nothing can be done any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRequest:
    """A request of the board, as of its instant.

    `name` is its id or, where it has none, its place; `uid` is what it is by whatever run and machine. `escalations`
    are those that apply; `escalation_texts` say so of those for which an occasion has come, `standing_escalations` of
    those that need none.
    """

    name: str
    id: str | None
    uid: str
    status: Status
    is_closed: bool
    missing: tuple[str, ...]
    changes: int
    """How many of its events have happened."""
    received: int | None
    policy: str = ""
    """Its policy; empty, as all that follows from it, where nobody knows whose contract the request falls under."""
    edition: str = ""
    tier: str = ""
    plan: str = ""
    contract: str | None = None
    customer: str | None = None
    month: str = ""
    """The month of its receipt on the clock of its policy, as `2026-03`."""
    scope: str | None = None
    level: str | None = None
    severity: int = 0
    """The place of its level among those of its policy, 0 for the most severe; past them all where it has none."""
    timezone: str | None = None
    """The zone on whose clock a person reads the decision."""
    escalations: tuple[EscalationStep, ...] = ()
    escalation_texts: tuple[str, ...] = ()
    standing_escalations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """A promise of a request, by its current occurrence.

    Instants are seconds since 1970-01-01 UTC; `left` and `allowed` are seconds as the deadline counts them. `earlier`
    are how the occurrences before stood. `due` is None where it is open and while its clock stands: then it is not
    before `earliest`, as far as that is known.
    """

    request: BoardRequest
    promise: str
    state: RowState
    due: int | None
    earliest: int | None
    met_at: int | None
    left: int | None
    allowed: int | None
    within: str | None
    certain: bool
    repeats: bool
    measure: Measure | None
    earlier: tuple[Literal["met", "late", "open"], ...]

    @property
    def instant(self) -> int | None:
        """When it is due, or may be at the earliest."""
        return self.earliest if self.due is None else self.due

    @property
    def used_share(self) -> float | None:
        """How much of what is allowed is used, from 0 to 1, all where it is overdue; None where that is not known."""
        if self.state == "overdue":
            return 1
        if self.left is None or self.allowed is None:
            return None
        return min(max((self.allowed - self.left) / self.allowed, 0), 1) if self.allowed else 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """A request that cannot be decided: its id as far as that is known, where it stands, and why."""

    id: str | None
    place: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """The requests of a board as of an instant, with the rows of their promises by what burns first.

    Every request that was read is either among `requests` or among `rejected`. `skipped` are files of folders that hold
    something else of remit's. `findings` are those that the command says.
    """

    now: int
    requests: tuple[BoardRequest, ...]
    rows: tuple[BoardRow, ...]
    rejected: tuple[Rejection, ...]
    skipped: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    is_unusable: bool = False
    """Whether what was named cannot be read."""

    @property
    def is_invalid(self) -> bool:
        """Whether what was named, or a request, cannot be used."""
        return self.is_unusable or bool(self.rejected)

    @property
    def is_decided(self) -> bool:
        """Whether every request is decided."""
        return all(request.status == "decided" for request in self.requests)

    @property
    def counts(self) -> Mapping[str, int]:
        """How many requests there are by status; those `rejected` and all others make the `requests`."""
        statuses = Counter(request.status for request in self.requests)
        by_status = {status: statuses[status] for status in ("decided", "needs_facts", "undecided")}
        return {"requests": len(self.requests) + len(self.rejected), **by_status, "rejected": len(self.rejected)}

    @property
    def states(self) -> Mapping[RowState, int]:
        """How many rows stand in each way."""
        states = Counter(row.state for row in self.rows)
        return {state: states[state] for state in ROW_STATES}

    def render(self, form: BoardForm, *, reader: str | None, paint: Paint, width: int, limit: int) -> str:
        """Return the board in one of the forms; the rest is for text, in which a limit of 0 shows all rows."""
        from .board_forms import render_board  # noqa: PLC0415 - it renders what is defined here

        return render_board(self, form, Look(reader=reader, now=self.now, paint=paint, width=width), limit)

    def report(self, form: BoardForm, *, paint: Paint, width: int) -> str:
        """Return which share of the promises was met, as text, JSON or CSV."""
        from .board_forms import render_report  # noqa: PLC0415 - it renders what is defined here

        return render_report(self, form, Look(paint=paint, width=width))
