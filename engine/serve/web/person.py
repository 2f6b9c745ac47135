"""Who asks: somebody by a name and a role."""

from dataclasses import dataclass

from ...store.records import Role

RANKS: dict[Role, int] = {"reader": 0, "agent": 1, "admin": 2}
"""Each may do what those before it may."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody whom the service knows, as handlers get them in `request.state.person`."""

    name: str
    role: Role

    def may(self, role: Role) -> bool:
        """Tell whether somebody of their role may do what a role may."""
        return RANKS[self.role] >= RANKS[role]
