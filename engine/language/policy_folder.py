"""Where policies and contracts are for what files name and do not hold: named, here, or shipped."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ..findings import Findings
from .files import POLICY_BYTES, is_folder, read_text, yaml_files_in
from .outline import kind_of
from .project_file import read_project

SHIPPED = str(Path(__file__).parents[2] / "policies")
"""The folder of the policies that come with remit."""
_HERE = "policies"
_KINDS = ("policy", "cases", "contracts")
"""What makes a folder one of policies; a request can lie anywhere."""


class Policies(NamedTuple):
    """A folder of policies. Where somebody `is_named` it, it comes before the policies that stand beside the files.

    `contracts` is the file of contracts that a `remit.toml` names, if any.
    """

    folder: str
    is_named: bool
    contracts: str | None = None

    @classmethod
    def at(cls, folder: str | None) -> Policies:
        """Return the folder named, or that of the shipped policies where none is."""
        return cls(folder=SHIPPED if folder is None else folder, is_named=folder is not None)

    @classmethod
    def here(cls, folder: str | None, working_folder: str) -> Policies:
        """Return the folder named, or what a `remit.toml` names in the working folder or above it, or what is here.

        That is `policies` in the working folder, or the folder itself where policies, cases or contracts stand right in
        it; the shipped policies otherwise. Raises ValueError, whose text is findings, where `remit.toml` is wrong.
        """
        project = read_project(working_folder) if working_folder else None
        contracts = project.contracts if project else None
        if folder is not None:
            return cls(folder=folder, is_named=True, contracts=contracts)
        is_here = bool(working_folder) and is_folder(_HERE)
        if project and project.policies is not None and (project.is_here or not is_here):
            return cls(folder=project.policies, is_named=True, contracts=contracts)
        if is_here:
            return cls(folder=_HERE, is_named=False, contracts=contracts)
        own = "." if working_folder and _holds_policies() else SHIPPED
        return cls(folder=own, is_named=False, contracts=contracts)

    def paths(self) -> tuple[str, ...]:
        """Return what is checked and tested where no path is named: never the shipped policies where YAML lies here."""
        is_shipped = self.folder == SHIPPED and not self.is_named
        return (".",) if is_shipped and yaml_files_in(".", Findings()) else (self.folder,)

    def are_shipped(self, named_paths: tuple[str, ...]) -> bool:
        """Tell whether it is the shipped policies that are read, because no path was named and nothing is here."""
        return not named_paths and not self.is_named and self.paths() == (SHIPPED,)


def _holds_policies() -> bool:
    """Tell whether a policy, cases or contracts stand right in the working folder."""
    sources = (read_text(file, POLICY_BYTES, Findings()) for file in yaml_files_in(".", Findings(), deep=False))
    return any(source and source.text.strip() and kind_of(source) in _KINDS for source in sources)
