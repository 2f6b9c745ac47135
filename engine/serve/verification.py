"""Decisions that are kept, made again from the bytes of the files that they were made by."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from ..findings import Findings
from ..language.bounded import Bounded
from ..language.contract_file import ContractFiles
from ..language.files import POLICY_BYTES, SourceFile, decode
from ..model import Contract, Request
from ..store.records import StoredDecision
from ..triage.contracts import sender_domain, sender_words
from ..triage.decide_lines import DecisionLines
from ..triage.policy_store import PolicyStore
from .file_set import REQUEST_NAME
from .revisions import decided_as_of

if TYPE_CHECKING:
    from ..store.store import Store

COMPARED_VERSIONS = ("remit", "holidays", "tzdata")
"""What a decision follows from besides files; engines of rules come to the same."""
_MOST_PLACES = 50
_MOST_KNOWN = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionDifference:
    """What is another one than when the decision was made: its version then, and now."""

    name: str
    then: str | None
    now: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What a decision that is made again comes to.

    It is the `same`, or `differs` where it should not, at `where`; or it `cannot` be told, because versions differ or
    files are not there: then `where` is what would differ now.
    """

    decision_id: str
    result: Literal["same", "differs", "cannot"]
    where: tuple[str, ...] = ()
    """Places in the JSON, such as `/deadlines/0/due`; those of the decision with its texts begin with `/texts`."""
    versions: tuple[VersionDifference, ...] = ()
    missing_files: tuple[str, ...] = ()
    """The digests of files that the store does not have."""
    now: str | None = None
    """JSON of the decision as it would be made now, without its texts; None where it cannot be."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain JSON values."""
        return {
            "decision": self.decision_id,
            "result": self.result,
            "where": list(self.where),
            "versions": [{"name": v.name, "then": v.then, "now": v.now} for v in self.versions],
            "missing_files": list(self.missing_files),
            "now": None if self.now is None else json.loads(self.now),
        }


class _StoredDecider(DecisionLines):
    """Decides by one edition and one file of contracts, from bytes that the store keeps."""

    def __init__(self, policy: SourceFile | None, contracts: SourceFile | None, version: str) -> None:
        store = PolicyStore([] if policy is None else [policy], "auto")
        super().__init__(None, store, (), version, REQUEST_NAME)
        self._files = ContractFiles([] if contracts is None else [contracts])

    def _contracts_for(self, request: Request) -> Sequence[Contract]:
        if request.contract is None and request.sender is None:
            return ()
        is_required = not (request.policy and request.tier)
        return self._files.contracts_for(
            request.contract,
            sender_domain(request),
            Findings(),
            is_required=is_required,
            more_words=sender_words(request),
        )


class Verifier:
    """Makes decisions again. `version` is remit's own."""

    def __init__(self, store: "Store", version: str) -> None:
        self._store = store
        self._version = version
        self._deciders = Bounded[_StoredDecider](_MOST_KNOWN)

    def verify(self, decision: StoredDecision) -> Verification:
        """Return whether a decision comes to the same again."""
        sources = {kind: self._source(kind, digest) for kind, digest in decision.files.items() if kind != "words"}
        missing = tuple(decision.files[kind] for kind, source in sources.items() if source is None)
        if missing:
            return Verification(decision_id=decision.id, result="cannot", missing_files=missing)
        key = (decision.files.get("policy"), decision.files.get("contracts"))
        decider = self._deciders.get(key) or self._deciders.put(
            key, _StoredDecider(sources.get("policy"), sources.get("contracts"), self._version)
        )
        at = decided_as_of(decision)
        now = decider.decide(decision.request, at)
        where = list(_differences(decision.decision, now))
        if decision.texts is not None and decision.files:
            again = decider.decide(decision.texts.request, at)
            where += [f"/texts{place}" for place in _differences(decision.texts.decision, again)]
        versions = tuple(_version_differences(decision.decision, now))
        result: Literal["same", "differs", "cannot"] = "cannot" if versions else "differs" if where else "same"
        return Verification(
            decision_id=decision.id,
            result=result,
            where=tuple(where[:_MOST_PLACES]),
            versions=versions,
            now=None if result == "same" else now,
        )

    def _source(self, kind: str, digest: str) -> SourceFile | None:
        raw = self._store.file(digest)
        return None if raw is None else decode(f"{kind}.yaml", raw, POLICY_BYTES, Findings())


def _version_differences(then: str, now: str) -> Iterator[VersionDifference]:
    made_then, made_now = (json.loads(text).get("made_by", {}) for text in (then, now))
    for name in COMPARED_VERSIONS:
        # An open request, or an invalid one, was made without most of them.
        if name in made_then and name in made_now and made_then[name] != made_now[name]:
            yield VersionDifference(name=name, then=made_then[name], now=made_now[name])


def _differences(then: str, now: str) -> Iterator[str]:
    """Yield the places at which two decisions differ, apart from the versions that made them and the names of files."""
    if then != now:
        yield from _places(_comparable(then), _comparable(now), "")


def _comparable(text: str) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(text)
    record.pop("made_by", None)
    record["findings"] = [{**finding, "file": ""} for finding in record.get("findings", ())]
    return record


def _places(then: object, now: object, path: str) -> Iterator[str]:
    if isinstance(then, Mapping) and isinstance(now, Mapping):
        for key in dict.fromkeys((*then, *now)):
            name = str(key).replace("~", "~0").replace("/", "~1")
            yield from _places(then.get(key, _ABSENT), now.get(key, _ABSENT), f"{path}/{name}")
    elif isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        for n, (before, after) in enumerate(zip(then, now, strict=True)):
            yield from _places(before, after, f"{path}/{n}")
    elif then != now or type(then) is not type(now):
        yield path


_ABSENT = object()
