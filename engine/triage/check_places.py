"""Checks that the zones and countries that facts give are known."""

from collections.abc import Iterator
from math import prod

from ..findings import Findings, Mark
from ..language.conditions import facts_read
from ..language.symbols import short_text
from ..language.zone_suggestions import zone_help
from ..model import Fact, Policy, Value
from ..model.facts import PLACES
from ..model.receipt_facts import hours_of_receipt, is_receipt_fact
from ..rules.compiled_policy import conditions_of
from ..text import did_you_mean, nearest
from ..worktime import countries, regions, zone_names

MOST_PLACES = 256
"""Combinations of zones and countries in which rules can read whether hours are open; others count as one."""
_COUNTRY_ALIASES = {"UK": "GB", "EL": "GR"}
"""Countries by what many call them, and ISO 3166 does not."""


def check_place(fact: Fact, value: Value, mark: Mark, findings: Findings, subject: str = "") -> bool:
    """Tell whether a value of a fact is no zone or country, or a known one; a finding says what it is else."""
    problem = _problem(fact.type, value) if fact.type in PLACES and isinstance(value, str) else None
    if problem:
        message = f"`{subject or fact.name}` is `{short_text(value)}`, which {problem[0]}"
        findings.error("wrong-value", message, mark, problem[1])
    return problem is None


def check_policy_places(policy: Policy, findings: Findings) -> None:
    """Add a finding for each zone and country that a policy presumes or derives, or takes where a fact has no value."""
    for fact in policy.facts.values():
        for presumption in fact.presume:
            check_place(fact, presumption.value, presumption.mark, findings)
        for entry in fact.derive:
            check_place(fact, entry.value, entry.key_mark("value"), findings)
    _check_receipts(policy, findings)
    for fact_name, otherwise, mark in _otherwise(policy):
        check_place(policy.facts[fact_name], otherwise, mark, findings, "else")


def _check_receipts(policy: Policy, findings: Findings) -> None:
    """Add a finding where a condition reads the receipt within hours that can be in more places than are looked at."""
    conditions = [*conditions_of(policy), *(invariant.when for invariant in policy.always)]
    for fact, mark in (entry for condition in conditions for entry in facts_read(condition)):
        if is_receipt_fact(fact):
            hours = policy.hours[hours_of_receipt(fact)]
            count = prod(1 + len(_named_places(policy.facts[place])) for place in hours.places if place in policy.facts)
            if count > MOST_PLACES:
                message = f"`received` within hours `{hours.name}`: facts place them in {count:,} ways, over the limit"
                findings.error("too-large", message, mark, f"name at most {MOST_PLACES} places, in all combinations")


def _named_places(fact: Fact) -> set[Value]:
    return {entry.value for entry in fact.presume}.union(entry.value for entry in fact.derive)


def _otherwise(policy: Policy) -> Iterator[tuple[str, str, Mark]]:
    for hours in policy.hours.values():
        places = [(place, "holidays") for place in hours.holidays_of]
        places += [(hours.zone_of, "timezone")] if hours.zone_of else []
        for place, key in places:
            if place.otherwise and place.fact in policy.facts:
                yield place.fact, place.otherwise, hours.key_mark(key)


def _problem(kind: str, written: str) -> tuple[str, str] | None:
    """Return what is wrong with a written time zone or country, and a help; None where it is known."""
    if kind == "timezone":
        known = zone_names()
        return None if written in known else ("is not a known time zone", zone_help(written, known))
    country, _, region = written.partition("-")
    if country not in countries():
        return "is a country whose holidays are not known", country_help(country)
    if region and region not in regions(country):
        codes = [f"{country}-{code}" for code in regions(country)]
        return f"is a region whose holidays are not known in country `{country}`", did_you_mean(written, codes)
    return None


def country_help(country: str) -> str:
    """Return what to write in place of what is no country whose holidays are known."""
    meant = _COUNTRY_ALIASES.get(country.upper())
    near = f"did you mean `{meant}`?" if meant else nearest(country, countries())
    return near or "write its code of two letters, such as `DE`"
