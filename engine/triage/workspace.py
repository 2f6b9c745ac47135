"""What all commands decide and check by: the policies and contracts of files, gathered in one place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..findings import Finding, Findings
from ..language.contract_file import ContractFiles
from ..language.files import SourceFile
from ..language.input_files import InputFile, InputFiles, sources_of
from ..language.policy_folder import SHIPPED, Policies
from ..language.request_files import read_contracts
from ..model import Contract, Request
from ..rules.engines import Choice
from .contracts import sender_domain, sender_words
from .policy_store import PolicyStore


@dataclass(frozen=True)
class Workspace:
    """The policies and contracts at hand.

    `findings` are about the paths that were named, `about_contracts` about the contracts of all files, named or not.
    Contracts are read when somebody asks for them.
    """

    files: InputFiles
    named: tuple[InputFile, ...]
    """The files that were named, and those of folders named."""
    store: PolicyStore
    contract_sources: tuple[SourceFile, ...]
    """The files of contracts that are compared; they are read when somebody asks for all `contracts`."""
    sources_beyond: tuple[SourceFile, ...]
    """Further ones, whose contracts count where no other has the id."""
    contracts_file: str
    """The name of the file of contracts that an option named; empty where none did."""
    findings: Findings

    @cached_property
    def about_contracts(self) -> Findings:
        """What is wrong with the contracts that are compared."""
        return self._read[1]

    @cached_property
    def contracts(self) -> tuple[Contract, ...]:
        """The contracts of all files."""
        agreed = self._read[0]
        known = {contract.id for contract in agreed}
        beyond = read_contracts(self.sources_beyond, Findings())
        return (*agreed, *(contract for contract in beyond if contract.id not in known))

    @cached_property
    def contracts_with_cases(self) -> tuple[Contract, ...]:
        """The contracts of all files that name cases; where no file does, none is read."""
        if not any("cases" in source.text for source in self.contract_sources):
            return ()
        return tuple(contract for contract in self.contracts if contract.cases)

    @cached_property
    def _read(self) -> tuple[tuple[Contract, ...], Findings]:
        findings = Findings()
        return read_contracts(self.contract_sources, findings), findings

    def is_named(self, file: str) -> bool:
        """Tell whether a file was named, or a folder that holds it, or an option named it."""
        return file == self.contracts_file or any(file == named.source.file for named in self.named)

    @property
    def about_named(self) -> list[Finding]:
        """What is wrong with the paths that were named, the file of contracts among them."""
        about_file = [f for f in self.about_contracts if self.contracts_file and f.mark.file == self.contracts_file]
        return [*self.findings, *about_file]

    @cached_property
    def _contract_files(self) -> ContractFiles:
        return ContractFiles(self.contract_sources)

    def contracts_for(self, request: Request, findings: Findings) -> tuple[Contract, ...]:
        """Return the contracts that are compared which a request needs, and add what is wrong with them.

        With an error among the findings, which are also about the paths that were named, it cannot be told which
        contract the request falls under.
        """
        if not (request.contract or request.sender):
            return ()
        findings += self.findings
        is_required = not (request.policy and request.tier)
        domain = sender_domain(request)
        return self._contract_files.contracts_for(
            request.contract, domain, findings, is_required=is_required, more_words=sender_words(request)
        )


def open_workspace(  # noqa: PLR0913 - what is named, and where the rest comes from
    policies: Policies,
    contracts: str | None,
    rules: Choice,
    *,
    paths: Sequence[str] = (),
    sources: Sequence[InputFile] = (),
    unread: Findings | None = None,
) -> Workspace:
    """Return what is at hand for files and folders named, and for `sources` that were read already.

    Their own policies come first, then those of the folder of policies where somebody named it, those beside the
    files, and those of the folder otherwise; the shipped ones come last, unless a folder was named. `contracts` is a
    file of contracts, which is counted once though it lies in one of the folders, too. What is wrong with files of
    folders goes to `unread` where that is given.
    """
    files, findings = InputFiles(sources), Findings()
    named = [*sources, *files.gather(paths, findings, unread)]
    beside: list[InputFile] = []
    if not policies.is_named:
        beside = files.gather_beside(named)
    # What is wrong with files of the folder is said when a request needs them.
    in_folder = files.gather([policies.folder], findings, Findings())
    if policies.is_named:
        beside = files.gather_beside(named)
    shipped = [] if policies.is_named else files.gather([SHIPPED], Findings())
    layers = [in_folder, beside] if policies.is_named else [beside, in_folder, shipped]
    store = PolicyStore((), rules)
    for layer in reversed([named, *layers]):
        names = {file.source.file: file.policy for file in layer}
        store = PolicyStore(sources_of(layer, "policy"), rules, store, names)
    # Nobody has asked to have contracts compared that only stand beside what is named.
    is_asked = policies.is_named or not named
    compared, looked_up = ([*in_folder, *named], beside) if is_asked else (named, [*beside, *in_folder])
    named_contracts = policies.contracts if contracts is None else contracts
    option = None if named_contracts is None else files.read_once(named_contracts, findings)
    return Workspace(
        files=files,
        named=tuple(named),
        store=store,
        contracts_file=option.file if option else "",
        contract_sources=tuple(_each_once([option, *sources_of(compared, "contracts")])),
        sources_beyond=tuple(_each_once([option, *sources_of(looked_up, "contracts")])[bool(option) :]),
        findings=findings,
    )


def _each_once(sources: Iterable[SourceFile | None]) -> list[SourceFile]:
    """Return files without those that stand in the list before."""
    return list({source.file: source for source in sources if source}.values())
