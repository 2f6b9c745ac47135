"""Who looks at a page, and when."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Somebody by name, what proves that a form is theirs, and the instant at which they look, in seconds.

    A reader keeps nothing.
    """

    name: str
    csrf: str
    now: int
    may_keep: bool = True
