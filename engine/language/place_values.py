"""Time zones and countries as values of facts: what is wrong with the form of a written one, and what would do."""

import re

from .zone_suggestions import names_no_place, zone_help

CODE = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_EXPECTED = "write its ISO 3166 code, as in `DE` or, where holidays differ by region, `DE-BY`"


def form_problem(kind: str, written: str) -> tuple[str, str] | None:
    """Return what is wrong with the form of a time zone or country, and a help; None where nothing is."""
    if kind == "timezone":
        return ("names no place", zone_help(written)) if names_no_place(written) else None
    if CODE.fullmatch(written):
        return None
    meant = written.strip().upper().replace("_", "-")
    return "is not the code of a country", f"write `{meant}`" if CODE.fullmatch(meant) else _EXPECTED
