"""Overrides: what somebody says is owed in place of what was decided. The decision stays as it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ..findings import Findings
from ..language.instants import instant_at
from ..language.json_reader import read_json
from ..language.nodes import Node
from ..language.schema import check_shape
from ..model import Policy
from ..store.records import Override, RequestChange, RequestState
from ..text import did_you_mean
from ..triage.decision import Invalid
from .file_set import REQUEST_NAME
from .request_changes import Files, known_state
from .revisions import original_text
from .service_error import ServiceError
from .submission import decided_text

LONGEST_WHY = 500
"""Characters of why something is owed in place of what was decided."""
_HELP = "write either `level`, or `promise` and `due`"


class ActiveOverrides(NamedTuple):
    """The overrides of a request that count at an instant, the newest of each: of its level, and by promise."""

    level: Override | None = None
    dues: Mapping[str, Override] = {}

    def __bool__(self) -> bool:
        return self.level is not None or bool(self.dues)


def active_overrides(overrides: Iterable[Override], now: int) -> ActiveOverrides:
    """Return the overrides that have not lapsed at an instant in milliseconds."""
    level, dues = None, dict[str, Override]()
    for override in sorted(overrides, key=lambda override: override.made_at):
        if override.made_at > now or (override.until is not None and override.until <= now):
            continue
        if override.promise is None:
            level = override
        else:
            dues[override.promise] = override
    return ActiveOverrides(level, dues)


@dataclass
class AddOverride:
    """Adds an override to a request."""

    request_id: str
    root: Node
    files: Files
    actor: str
    now: int
    added: list[Override] = field(default_factory=list)

    def __call__(self, state: RequestState | None) -> RequestChange:
        """Return what is written of it."""
        state = known_state(state, self.request_id)
        outcome = decided_text(original_text(state.latest), self.files(), None).outcome
        findings, root = Findings(), self.root
        if isinstance(outcome, Invalid):
            message = f"nobody knows yet whose terms count for request `{self.request_id}`"
            findings.error("unchecked-override", message, root.mark, "name the contract in the request first")
        else:
            _check_names(root, outcome.policy, findings)
        _refuse(findings)
        override = Override(
            request_id=self.request_id,
            level=root.text("level") or None,
            promise=root.text("promise") or None,
            due=_ms(root, "due"),
            actor=self.actor,
            why=root.text("why"),
            made_at=self.now,
            until=_ms(root, "until"),
        )
        self.added[:] = [override]
        return RequestChange(override=override)


def read_override(text: str, now: int) -> Node:
    """Return what an override writes; raise ServiceError where it writes none."""
    findings = Findings()
    root = check_shape(read_json(text, REQUEST_NAME, findings), "override", findings)
    has_due = root.get("promise") is not None or root.get("due") is not None
    if isinstance(root.value, dict) and (root.get("level") is not None) == has_due:
        findings.error("wrong-shape", "an override is of a level, or of when a promise is due", root.mark, _HELP)
    elif has_due and (root.get("promise") is None or root.get("due") is None):
        findings.error("missing-key", "`promise` and `due` stand together", root.mark, _HELP)
    why = root.text("why")
    if len(why) > LONGEST_WHY or "\0" in why:
        message = f"`why` has {len(why):,} characters, or one that no store keeps"
        findings.error("wrong-value", message, root.key_mark("why"), f"write at most {LONGEST_WHY} characters of text")
    for key in ("due", "until"):
        instant_at(key, root.get(key), findings)
    _refuse(findings)
    until = _ms(root, "until")
    if until is not None and until <= now:
        findings.error("wrong-instant", "`until` is over", root.key_mark("until"), "name an instant to come")
    _refuse(findings)
    return root


def _check_names(root: Node, policy: Policy, findings: Findings) -> None:
    level, promise = root.text("level"), root.text("promise")
    if level and level not in policy.levels:
        message = f"`{level}` is not a level of policy `{policy.id}`"
        findings.error("unknown-level", message, root.key_mark("level"), did_you_mean(level, policy.levels))
    if promise and promise not in policy.promises:
        message = f"`{promise}` is not a promise of policy `{policy.id}`"
        findings.error("unknown-promise", message, root.key_mark("promise"), did_you_mean(promise, policy.promises))


def _refuse(findings: Findings) -> None:
    if findings.has_errors:
        raise ServiceError("invalid-override", "the override cannot be used", findings)


def _ms(root: Node, key: str) -> int | None:
    instant = instant_at(key, root.get(key), Findings())
    return None if instant is None else instant * 1000
