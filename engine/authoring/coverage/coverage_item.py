"""One thing of a policy that cases can cover."""

from dataclasses import dataclass

from ...findings import NOWHERE, Mark
from ...model import Group
from .coverage_records import Kind
from .targets import Target


@dataclass(frozen=True, slots=True, eq=False)
class Item:
    """One thing to be covered: any of its targets covers it.

    It is `at` something that the policy names. `words` say what is not covered;
    `cited_by` names what cites a clause or a reading.
    """

    kind: Kind
    row: str
    at: str
    words: str
    targets: tuple[Target, ...]
    mark: Mark = NOWHERE
    cited_by: tuple[str, ...] = ()


def row_of(group: Group) -> str:
    """Return the row in which what is of a group counts."""
    return group.name if group.promise is None else "promises"
