"""What no policy may say though each of its words is known: by part of a policy, the part made wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .drawn_facts import Written

COMPARED = frozenset({"at_least", "more_than", "at_most", "less_than"})


def mappings(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Written]]:
    """Yield every mapping of a policy under its path."""
    if isinstance(value, dict) and path:
        yield path, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from mappings(part, (*path, key))


def WRONG_ORDERS(policy: Written) -> Iterator[tuple[tuple[str | int, ...], Any]]:  # noqa: N802 - a table
    """Yield an end before its start, a key twice by another form, two cases of which the first hides the second."""
    if "effective" in policy:
        yield ("effective",), {"from": "2027-01-01", "to": "2026-01-01"}
    for name, fact in policy.get("facts", {}).items():
        if fact.get("type") == "number":
            yield ("facts", name), {"type": "number", "minimum": 1000, "maximum": 0}
        if "choices" in fact:
            yield ("facts", name, "choices"), [*fact["choices"], next(iter(fact["choices"]))]
    for name, hours in policy["hours"].items():
        if isinstance(hours.get("week"), dict):
            yield ("hours", name, "week"), {"mon": "12:00-14:00, 09:00-13:00"}
            yield ("hours", name, "dates"), {"2026-12-31..2026-12-24": "closed"}
            yield ("hours", name, "dates"), {"12-24..12-26": "closed", "12-26..12-28": "closed"}
    for path, mapping in mappings(policy):
        if "at_least" in mapping:
            yield path, {"more_than": mapping["at_least"], "less_than": mapping["at_least"]}
        if mapping.keys() == {"from", "before"}:
            yield path, {"from": mapping["before"], "before": mapping["from"]}


OUT: dict[str, list[Any]] = {
    "per_year": [0, -1, 1.5], "contacts": [-1, "some"], "business_days": [-1, 0.5], "days": [-1, "2"],
    "at": ["25:00", "24:01", "9:00"], "cutoff": ["25:00", "12:60", "open"], "share": ["101 %", "95", "1e2 %"],
    "older_than": ["99999 months", "0 years", "1.5 days"], "at_most_old": ["-1 days", "24"], "span": ["-1 hour", "1h"],
    "after": ["1000000000 hours", "2 weeks"], "day": ["0 hours", "1 day"], "review_by": ["2026-02-30", "30.06.2027"],
    "remit": [2, "1"], "before": ["2026-13-01", "1 January 2026"], "country": ["XX", "Germany"], "week": ["24x6"],
    "sat, sun": ["25:00-26:00", "09:00-09:00"], "mon-fri": ["24:00-24:00", "17:00"], "repeats": ["yes", 1],
}  # fmt: skip
"""By key, values that are of the right kind, but too small, too large, or written as nothing is."""


def OUT_OF_RANGE(policy: Written) -> Iterator[tuple[tuple[str | int, ...], Any]]:  # noqa: N802 - a table
    """Yield values beyond the ends of what may stand in their place."""
    for path, mapping in mappings(policy):
        is_clause = "clauses" in path or "accept" in path
        for key in mapping:
            if not (is_clause and key == "at"):
                yield from (((*path, key), value) for value in OUT.get(key, ()))
        if "users" in mapping and path[-1] != "facts" and "between" not in path:
            yield (*path, "users"), 1001
            yield (*path, "users"), {"at_least": -1}


def COMBINATIONS(policy: Written) -> Iterator[tuple[tuple[str | int, ...], Any]]:  # noqa: N802 - a table
    """Yield parts of which each is known and which do not go together."""
    yield from _facts(policy)
    yield from _hours(policy)
    yield from _promises(policy)
    for path, mapping in mappings(policy):
        if "by" in mapping:
            yield path, {**mapping, "within": "1 hour"}
            yield path, {"by": {"days": 1, "at": "close"}}
            yield path, {"by": {"days": 1, "business_days": 1, "at": "12:00"}}
        if "cutoff" in mapping:
            yield path, {"cutoff": mapping["cutoff"]}
        if mapping.keys() == {"follow_up"}:
            yield path, {"require": "phone", "follow_up": "phone"}
        if "between" in mapping:
            yield (*path, "between"), {"tier": ["basic", "gold"], "arrived_by": ["phone", "email"]}
            yield (*path, "between"), {"received": ["office", "noon"]}
            yield (*path, "between"), {"priority": ["P1", "P2"]}
    for n, entry in enumerate(policy.get("escalation", [])):
        if "after" not in entry:
            yield ("escalation", n), {**entry, "hours": "office"}


def _facts(policy: Written) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    for name, fact in policy.get("facts", {}).items():
        if "derive" in fact:
            yield from ((("facts", name), {**fact, key: value}) for key, value in MORE_THAN_DERIVED.items())
            if "grid" not in fact["derive"][0]:
                yield ("facts", name, "derive"), fact["derive"][:1]
        if "type" in fact:
            yield ("facts", name), {**fact, "choices": ["a", "b"]}
        if fact.get("type") != "number":
            yield ("facts", name), {**fact, "minimum": 1}


MORE_THAN_DERIVED: Written = {"from": "contract", "optional": True, "presume": "x"}


def _hours(policy: Written) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    for name, hours in policy["hours"].items():
        if "any_of" in hours:
            yield ("hours", name), {**hours, "week": "24x7"}
            yield ("hours", name), {**hours, "any_of": [name]}
        if "week" in hours:
            yield ("hours", name), {**hours, "any_of": ["noon"]}


def _promises(policy: Written) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    for name, promise in policy["promises"].items():
        at = ("promises", name)
        yield at, {**promise, "from": "closed"}
        if not promise.get("repeats"):
            yield at, {**promise, "from": "asked", "until": "asked"}
            yield at, {**promise, "pauses": "waiting", "on_resume": "restart"}
        yield at, {key: value for key, value in promise.items() if key not in ("within", "rules")}
        if promise.get("scope") != "consulting" and "rules" not in promise:
            yield (*at, "cite"), [{"tiers": "nobody", "cite": "terms.all"}]
