"""What the tests of the board say: a policy with promises, requests with what happened to them, and the board."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from clocks.verbs import TERMS, WITHIN, at, events

import remit
from remit.engine.board.open_board import open_board
from remit.engine.language.policy_folder import Policies
from remit.engine.triage.decide_files import Triage

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from remit.engine.board.board_records import Board

ESCALATION = """\
escalation:
  - {to: Head of Support, contact: "+1 555 0100", when_any: [response_overdue], cite: terms.all}
  - {to: Anybody, cite: terms.all}
"""


def policy_text(*promises: str, more: str = "") -> str:
    """Return the policy with promises such as `p: {until: replied}`; those without a table owe 2 or 4 hours."""
    written = []
    for promise in promises:
        table = "" if "within:" in promise else f", within: {WITHIN}"
        written.append(f"  {promise.removesuffix('}')}{table}, cite: terms.all}}\n")
    return TERMS + "".join(written) + more


def request(name: str | None, *happened: str, received: str = "mon 09:00", **keys: Any) -> dict[str, Any]:
    """Return a request under the policy to which so much has happened."""
    written: dict[str, Any] = {"policy": "small", "tier": "gold", "received": at(received)}
    written |= {"facts": {"outage": "partial"}} | keys
    written |= {} if name is None else {"id": name}
    return written | ({"events": events(*happened)} if happened else {})


def instant(written: str) -> int:
    return int(datetime.fromisoformat(at(written)).timestamp())


def board(folder: Path, policy: str, requests: Iterable[dict[str, Any] | str], now: str = "mon 12:00") -> Board:
    """Return the board of requests, or of lines as they are, at an instant such as `mon 12:00`."""
    (folder / "policies").mkdir(exist_ok=True)
    (folder / "policies" / "small.yaml").write_text(policy)
    file = folder / "requests.jsonl"
    lines = [line if isinstance(line, str) else json.dumps(line) for line in requests]
    file.write_text("".join(f"{line}\n" for line in lines))
    triage = Triage(Policies.at(str(folder / "policies")), None, "builtin", remit.__version__)
    return open_board(triage, [str(file)], instant(now))


def states(shown: Board) -> list[tuple[str, str, str]]:
    return [(row.request.name, row.promise, row.state) for row in shown.rows]
