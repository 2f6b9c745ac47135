"""What a page answers, whatever carries it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAnswer:
    """A page with its status, or the address of ours to which it leads."""

    html: str = ""
    status: int = 200
    location: str = ""
