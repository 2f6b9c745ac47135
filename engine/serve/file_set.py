"""The files that the service decides by: read, checked and compiled as one whole, which never changes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from ..findings import Finding, Findings, any_errors, in_order
from ..language.bounded import Bounded
from ..language.files import SourceFile
from ..language.input_files import InputFiles
from ..language.policy_folder import Policies
from ..language.words_files import words_sources
from ..model import Contract, Policy, Request
from ..rules.evaluator import Evaluator
from ..store.records import FileKind
from ..triage.contracts import check_contracts, sender_address
from ..triage.decide_files import Triage
from ..triage.decide_lines import DecisionLines

REQUEST_NAME = "<request>"
"""Where everything stands that a request writes."""


class RequestDecider(DecisionLines):
    """Decides requests written as JSON by all policies of a file set."""

    def __init__(self, triage: Triage) -> None:
        super().__init__(None, triage.store, (), triage.version, REQUEST_NAME)
        self._triage = triage
        self._known_contracts = Bounded[tuple[Contract, ...]]()

    def contracts_for(self, request: Request) -> Sequence[Contract]:
        """Return the contracts that a request needs, which are looked up where others needed the same."""
        if request.contract is None and request.sender is None:
            return ()
        is_complete = bool(request.policy and request.tier)
        key = (request.contract, sender_address(request) if request.contract is None else "", is_complete)
        known = self._known_contracts.get(key)
        if known is None:
            known = self._known_contracts.put(key, self._triage.contracts_for(request, Findings()))
        return known

    def _contracts_for(self, request: Request) -> Sequence[Contract]:
        return self.contracts_for(request)


@dataclass(frozen=True)
class FileSet:
    """The policies, contracts and words in use. `findings` are those that make it unusable, or that warn."""

    triage: Triage
    decider: RequestDecider
    contract_files: tuple[SourceFile, ...]
    words_files: Mapping[str, SourceFile]
    """By the file of the policy that each stands beside."""
    findings: tuple[Finding, ...]

    @classmethod
    def read(cls, policies: Policies, contracts: str | None, version: str) -> "FileSet":
        """Return what the files hold now, usable or not."""
        triage = Triage(policies, contracts, "auto", version)
        findings = Findings(triage.findings)
        InputFiles().gather([policies.folder], findings)  # a file that cannot be read may hold what is needed
        store, workspace = triage.store, triage.workspace
        for source in store.all_texts():
            findings += store.evaluator_of(source)[1]
        for name in store.names():
            findings += store.editions(name)[1]
        findings += workspace.about_contracts
        check_contracts(workspace.contracts, store, findings)
        words: dict[str, SourceFile] = {}
        for name in store.names():
            words |= words_sources([evaluator.compiled.policy for evaluator in store.editions(name)[0]], findings)
        return cls(
            triage=triage,
            decider=RequestDecider(triage),
            contract_files=workspace.contract_sources,
            words_files=words,
            findings=tuple(in_order(findings)),
        )

    @property
    def is_usable(self) -> bool:
        """Whether nothing is wrong with any of them."""
        return not any_errors(self.findings)

    def contracts_for(self, request: Request) -> Sequence[Contract]:
        """Return the contracts that a request needs."""
        return self.decider.contracts_for(request)

    def editions(self) -> Iterator[Evaluator]:
        """Yield every edition, by policy."""
        for name in self.triage.store.names():
            yield from self.triage.store.editions(name)[0]

    def edition(self, name: str, edition: str) -> Policy | None:
        """Return an edition of a policy, None where there is none."""
        compiled = (evaluator.compiled.policy for evaluator in self.triage.store.editions(name)[0])
        return next((policy for policy in compiled if policy.edition == edition), None)

    @cached_property
    def stored_files(self) -> tuple[tuple[FileKind, str, bytes], ...]:
        """The files as the store keeps them, by digest."""
        files: dict[str, tuple[FileKind, str, bytes]] = {}
        for source in self.triage.store.all_texts():
            files[digest_of(source)] = ("policy", digest_of(source), source.raw)
        for source in self.contract_files:
            files[digest_of(source)] = ("contracts", digest_of(source), source.raw)
        for source in self.words_files.values():
            files[digest_of(source)] = ("words", digest_of(source), source.raw)
        return tuple(files.values())

    @cached_property
    def contract_digests(self) -> Mapping[str, str]:
        """The digests of files of contracts, by file."""
        return {source.file: digest_of(source) for source in self.contract_files}

    @cached_property
    def digests(self) -> frozenset[str]:
        """The digests of all files."""
        return frozenset(digest for _, digest, _ in self.stored_files)

    @cached_property
    def digests_by_name(self) -> Mapping[str, frozenset[str]]:
        """The digests of the editions of each policy."""
        return {name: frozenset(self._editions_of(name)) for name in self.triage.store.names()}

    def changed_names(self, before: "FileSet") -> set[str]:
        """Return the names of policies of which an edition came, went or changed."""
        then, now = before.digests_by_name, self.digests_by_name
        return {name for name in (*then, *now) if then.get(name) != now.get(name)}

    def digests_of(self, names: Iterable[str]) -> frozenset[str]:
        """Return the digests of the editions of policies."""
        return frozenset(digest for name in names for digest in self.digests_by_name.get(name, ()))

    def _editions_of(self, name: str) -> Iterator[str]:
        yield from (evaluator.compiled.policy.digest for evaluator in self.triage.store.editions(name)[0])

    @cached_property
    def _words_digests(self) -> Mapping[str, str]:
        return {file: digest_of(source) for file, source in self.words_files.items()}

    def digests_for(self, policy: Policy | None, contract: Contract | None) -> Mapping[FileKind, str]:
        """Return the digests of the files that a decision is made by."""
        if policy is None:
            return {}
        digests: dict[FileKind, str] = {"policy": policy.digest}
        if contract is not None and (of_contract := self.contract_digests.get(contract.mark.file)):
            digests["contracts"] = of_contract
        if of_words := self._words_digests.get(policy.mark.file):
            digests["words"] = of_words
        return digests


def digest_of(source: SourceFile) -> str:
    """Return the digest of a file's bytes, as policies write it."""
    return "sha256:" + sha256(source.raw).hexdigest()
