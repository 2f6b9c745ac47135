"""A policy loaded once, by which requests are decided, and the errors that it raises."""

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, get_args

from ... import __version__
from ..findings import NOWHERE, Finding, Findings, Mark, Severity, any_errors, in_order
from ..language.files import POLICY_BYTES, SourceFile, decode, is_yaml, read_text
from ..language.input_files import InputFiles, sources_of
from ..language.nodes import HERE, read_plain
from ..language.plain_requests import plain_request
from ..language.policy_folder import SHIPPED
from ..language.request_files import contracts_of, draft_of, parse_contracts
from ..language.time_notation import NotAnInstant, parse_instant
from ..model import Contract, Request
from ..rules.engines import Choice
from ..text import both, quoted
from ..triage.decide import decide
from ..triage.decide_lines import DecisionLines
from ..triage.decision import Decision, OpenRequest
from ..triage.policy_store import PolicyStore
from ..triage.resolve_request import resolve_request

if TYPE_CHECKING:
    from ..why_not.why_not import WhyNot

Contracts = str | os.PathLike[str] | Iterable[Mapping[str, Any]]


class _Refused(ValueError):
    """Something that cannot be used, and why: `findings`, the errors first."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Take the findings, at least one of them an error."""
        self.findings: tuple[Finding, ...] = tuple(sorted(findings, key=lambda finding: finding.severity))
        super().__init__(self.findings)

    def __str__(self) -> str:
        return "\n".join(str(finding) for finding in self.findings)

    def __eq__(self, other: object) -> bool:
        return self.findings == other.findings if type(self) is type(other) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.findings)


class PolicyError(_Refused):
    """A policy, or its contracts, cannot be used."""


class RequestError(_Refused):
    """A request is invalid: nothing can be decided of it."""


def raise_errors(error: type[_Refused], findings: Collection[Finding]) -> None:
    """Raise where one of the findings is an error."""
    if any_errors(findings):
        raise error(findings)


@dataclass(frozen=True, slots=True)
class Edition:
    """One edition of a policy. `effective` are its first and last day, None where it has none."""

    edition: str
    title: str
    digest: str
    effective: tuple[date | None, date | None]


class Policy:
    """One vendor's support terms in all the editions that were loaded. `remit.load` makes one.

    It never changes, and can be shared by threads and kept over a fork; pickled, it is its files'
    text, made ready again where it is unpickled.
    """

    def __init__(
        self, texts: Iterable[SourceFile], *, policy: str | None, contracts: tuple[Contract, ...], rules: Choice
    ) -> None:
        """Take the text of policy files; raise PolicyError where they do not hold the one policy usably."""
        if rules not in get_args(Choice):
            raise ValueError(f"rules must be one of {', '.join(get_args(Choice))}, not {rules!r}")
        store = PolicyStore(texts, rules)
        self.id = _only_policy(store) if policy is None else policy
        evaluators, problems = store.editions(self.id)
        findings = Findings(problems)
        if not evaluators and not findings.has_errors:
            store.add_unknown(self.id, NOWHERE, findings)
        raise_errors(PolicyError, findings)
        self._store = store.with_only(self.id)
        self._contracts = contracts
        self._rules: Choice = rules
        self.findings: tuple[Finding, ...] = tuple(findings)
        records = [evaluator.compiled.policy for evaluator in evaluators]
        self.title = records[-1].title
        self.editions = tuple(Edition(p.edition, p.title, p.digest, _days(p.effective)) for p in records)

    @classmethod
    def from_text(cls, *texts: str | bytes, contracts: Contracts = (), rules: Choice = "auto") -> "Policy":
        """Return the policy that the texts of its files hold, an edition each; raise PolicyError where it is none."""
        findings = Findings()
        raws = (text.encode() if isinstance(text, str) else text for text in texts)
        names = ("<policy>", *(f"<policy {n}>" for n in range(2, len(texts) + 1)))
        read = [decode(name, raw, POLICY_BYTES, findings) for name, raw in zip(names, raws, strict=False)]
        agreed = contracts_named(contracts, findings)
        raise_errors(PolicyError, in_order(findings))
        return cls((text for text in read if text), policy=None, contracts=agreed, rules=rules)

    def decide(self, request: Mapping[str, Any], *, now: datetime | None = None) -> Decision:
        """Return the decision of a request, a mapping with the keys of a request file.

        `received` is an aware datetime or a text with an offset. `now`, an aware datetime, is as of when
        the deadlines stand as they do, and stands in where `received` is missing. Without `policy` or
        `contract` the request falls under this policy, in its `tier`. Raises RequestError where the
        request is invalid.
        """
        if not isinstance(request, Mapping):
            raise TypeError(f"a request is a mapping, not {type(request).__name__}")
        written = {"policy": self.id, **request} if "contract" not in request else request
        instant = seconds_of(now)
        record = plain_request(written, instant) or self._read(written, instant)
        decision = decide(record, self._store, self._contracts, __version__, instant)
        if isinstance(decision, OpenRequest):
            raise RequestError([replace(finding, severity=Severity.error) for finding in decision.findings])
        if not isinstance(decision, Decision):
            raise RequestError(decision.findings)
        return decision

    def why_not(
        self,
        request: Mapping[str, Any],
        *,
        level: str | None = None,
        scope: str | None = None,
        now: datetime | None = None,
    ) -> "WhyNot":
        """Return what keeps a request from a level, a scope or both, and the fewest facts whose change would give it.

        The request is decided as by `decide`. Raises ValueError where the policy has no such level or scope.
        """
        from ..why_not.why_not import why_not  # noqa: PLC0415 - seldom asked for
        from ..why_not.why_not_files import parse_goal  # noqa: PLC0415 - the same

        decision = self.decide(request, now=now)
        goal = parse_goal(decision.policy, scope, level)
        return why_not(decision, goal, self._store, [decision.contract] if decision.contract else [])

    def _read(self, written: Mapping[str, Any], now: int | None) -> Request:
        """Return the request that a mapping writes; raise RequestError where it is invalid."""
        findings = Findings()
        record = draft_of(read_plain(written, findings), findings, now)
        if record is not None and findings.has_errors:
            resolve_request(record, self._store, self._contracts, findings)
        if record is None or findings.has_errors:
            raise RequestError(findings)
        return record

    def __repr__(self) -> str:
        return f"<Policy {self.id}: edition {both(edition.edition for edition in self.editions)}>"

    def __reduce__(self) -> tuple[Any, ...]:
        restore = partial(Policy, policy=self.id, contracts=self._contracts, rules=self._rules)
        return restore, (self._store.texts(),)


def load(
    source: str | os.PathLike[str],
    *,
    policy: str | None = None,
    contracts: Contracts = (),
    rules: Choice = "auto",
) -> Policy:
    """Return a policy made ready to decide by.

    `source` is the name of a shipped policy, a file, or a folder with the editions of one policy;
    of a folder with several, `policy` names one. A text without a slash or `.yaml` is a name.
    `contracts` is a file of customers' contracts, or contracts as mappings. `rules` is the engine:
    `auto` (durable-rules where it can be imported), `durable` or `builtin`. Raises PolicyError,
    which carries the findings, where something cannot be used.
    """
    findings = Findings()
    folder, name = folder_named(source)
    name = policy if name is None else name
    unread = Findings()
    texts = sources_of(InputFiles().gather([folder], findings, unread), "policy")
    agreed = contracts_named(contracts, findings)
    raise_errors(PolicyError, in_order(findings))
    raise_errors(PolicyError, () if texts else in_order(unread))
    return Policy(texts, policy=name, contracts=agreed, rules=rules)


def decision_lines(policy: Policy, file: str = "<request>") -> DecisionLines:
    """Return what decides requests by a policy into lines of JSON; what is found in them stands in `file`."""
    return DecisionLines(policy.id, policy._store, policy._contracts, __version__, file)  # noqa: SLF001 - its own


def folder_named(source: str | os.PathLike[str]) -> tuple[str, str | None]:
    """Return a file or folder as it is named, or that of the shipped policies with the name of one."""
    is_name = isinstance(source, str) and not {"/", os.sep} & set(source) and not is_yaml(source)
    return (SHIPPED, str(source)) if is_name else (os.fspath(source), None)


def _only_policy(store: PolicyStore) -> str:
    """Return the name of the policy that files hold; raise PolicyError where that is not one."""
    names = store.names()
    if len(names) == 1:
        return names[0]
    if not names:  # then whatever is there was meant to be one
        raise_errors(PolicyError, [finding for text in store.texts() for finding in store.evaluator_of(text)[1]])
    message = f"there are {len(names)} policies: {quoted(names)}" if names else "there is no policy"
    help_ = f'name one, as in `policy="{names[0]}"`' if names else ""
    raise PolicyError([Finding(Severity.error, "unknown-policy", message, help=help_)])


def contracts_named(contracts: Contracts, findings: Findings) -> tuple[Contract, ...]:
    """Return the contracts of a file, or those that mappings write."""
    if isinstance(contracts, str | os.PathLike):
        text = read_text(os.fspath(contracts), POLICY_BYTES, findings)
        return parse_contracts(text, findings) if text else ()
    listed = list(contracts)
    root = read_plain({"contracts": listed}, findings, Mark("<contracts>"), POLICY_BYTES) if listed else None
    return contracts_of(root, findings)


def seconds_of(now: datetime | None) -> int | None:
    """Return an instant in seconds since 1970-01-01 UTC; raise RequestError where it is none."""
    if now is None:
        return None
    try:
        return parse_instant(now.isoformat())
    except NotAnInstant as problem:
        message = f"`now` is `{now.isoformat()}`, which {problem}"
        raise RequestError([Finding(Severity.error, "wrong-instant", message, HERE)]) from None


def _days(ends: tuple[str | None, str | None]) -> tuple[date | None, date | None]:
    first, last = (date.fromisoformat(end) if end else None for end in ends)
    return first, last
