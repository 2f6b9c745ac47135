"""What is shown as owed: the rows of a board, by the overrides that count then."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ..board.board_records import OVER, BoardRequest, BoardRow, RowState
from ..board.board_rows import board_request, board_rows
from ..language.bounded import Bounded
from ..model import ALWAYS, Contract, Policy, Request, Rule
from ..rules.compiled_policy import compile_policy
from ..rules.evaluator import Evaluator
from ..triage.clocks.event_log import event_log
from ..triage.decide import decide
from ..triage.decision import Decision
from ..triage.policy_store import PolicyStore
from .overrides import ActiveOverrides

_RISK = 4
"""A promise is at risk where less than this part of what is allowed is left."""
_OVERRIDE = "override"


class LevelStores:
    """Stores of policies on which every request of an edition has one level."""

    def __init__(self, store: PolicyStore) -> None:
        self._store = store
        self._stores = Bounded[PolicyStore]()

    def store_with(self, policy: Policy, level: str) -> PolicyStore:
        """Return the store on which all that an edition supports is of a level."""
        key = (policy.id, policy.edition, level)
        known = self._stores.get(key)
        if known is None:
            rules = [Rule(id=_OVERRIDE, when=ALWAYS, then=level, cite=())]
            compiled = compile_policy(policy.with_rules("priority", rules))
            known = self._stores.put(key, self._store.with_edition(Evaluator(compiled, "builtin")))
        return known


def owed_rows(  # noqa: PLR0913 - what a row follows from
    decision: Decision,
    place: str,
    overrides: ActiveOverrides,
    levels: LevelStores,
    contracts: Sequence[Contract],
    version: str,
) -> tuple[BoardRequest, tuple[BoardRow, ...]]:
    """Return a decided request and its rows as they are owed: at another level, or due at another instant."""
    now = decision.now_instant or 0
    level = overrides.level.level if overrides.level else None
    if level is not None and level in decision.policy.levels:
        store = levels.store_with(decision.policy, level)
        at_level = decide(decision.request, store, contracts, version, now)
        decision = at_level if isinstance(at_level, Decision) else decision
    board_entry = board_request(decision, place)
    rows = board_rows(decision, board_entry)
    return board_entry, tuple(_with_dues(rows, overrides, decision.request, now))


def _with_dues(rows: Iterable[BoardRow], overrides: ActiveOverrides, request: Request, now: int) -> Iterator[BoardRow]:
    for row in rows:
        override = overrides.dues.get(row.promise)
        yield row if override is None or override.due is None else _due_at(row, override.due // 1000, request, now)


def _due_at(row: BoardRow, due: int, request: Request, now: int) -> BoardRow:
    """Return a row that is due at an instant, to which time passes whether its clock stands or not."""
    allowed, left = max(due - request.received, 0), due - now
    state = _state(row, due, request, now)
    if state == "running":
        state = "overdue" if left < 0 else "at_risk" if left * _RISK < allowed else "running"
    return replace(
        row,
        state=state,
        due=due,
        earliest=due,
        left=None if state in OVER else left,
        allowed=allowed,
        certain=True,
        within=None,
    )


def _state(row: BoardRow, due: int, request: Request, now: int) -> RowState:
    """Return how a row stands with another due; `running` stands for all that goes on."""
    if row.met_at is not None:
        return "met" if row.met_at <= due else "late"
    if row.state not in OVER:
        return "running"
    log = event_log(request.history, now)
    closed_at = log.events[-1].at if log.events else now
    return "late" if closed_at > due else "ended"
