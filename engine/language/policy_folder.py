"""The folder of policies for what files name and do not hold."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SHIPPED = str(Path(__file__).parents[2] / "policies")
"""The folder of the policies that come with remit."""


@dataclass(frozen=True, slots=True)
class Policies:
    """A folder of policies. Where somebody `is_named` it, it comes before the policies that stand beside the files."""

    folder: str
    is_named: bool

    @classmethod
    def at(cls, folder: str | None) -> Policies:
        """Return the folder named, or that of the shipped policies where none is."""
        return cls(folder=SHIPPED if folder is None else folder, is_named=folder is not None)
