"""Generated policies of a fortnight whose rules read the receipt, and a walk through their hours by the quarter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hypothesis import assume
from hypothesis import strategies as st
from rules.brute import Brute
from rules.policies import _facts, _group, _offers, _promises
from rules.worlds import BUILT_IN, LEVELS, TIERS, tests_of

from remit.engine.language.yaml_writer import written_span
from remit.engine.model import Not, Presumption, Span
from remit.engine.model.receipt_facts import is_receipt_fact, receipt_fact, receipt_record

from .generated import SCOPES, Drawn, Situation, _varied, as_written, usable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from remit.engine.model import Fact, Hours, Policy, Value

BERLIN = ZoneInfo("Europe/Berlin")
FIRST, LAST = datetime(2026, 3, 23, tzinfo=BERLIN), datetime(2026, 4, 6, tzinfo=BERLIN)
"""A fortnight in which clocks change; the edition is in force on its days."""
QUARTERS = range(int(FIRST.timestamp()), int(LAST.timestamp()), 900)
MOST = 300
"""Situations of a generated policy up to which brute force looks at all."""

HOURS: dict[str, dict[str, object]] = {
    "office": {"timezone": "Europe/Berlin", "week": {"mon-fri": "09:00-17:00"}},
    "always": {"timezone": "UTC", "week": {"mon-sun": "00:00-24:00"}, "day": "24 hours"},
    "noon": {"timezone": "Europe/Berlin", "week": {"mon-fri": "11:00-13:00"}},
    "late": {"timezone": "UTC", "week": {"mon-thu": "14:30-20:00"}, "dates": {"2026-03-28": "10:00-11:00"}},
}
"""Hours of which not every combination occurs: `noon` lies within `office`."""

FACTS = {receipt_fact(name): receipt_record(receipt_fact(name)) for name in HOURS}


@st.composite
def received_policies(draw: st.DrawFn) -> str:
    """Draw a policy that can be used, as the text of its file; its rules and presumptions read the receipt."""
    facts = {name: draw(_presumed_by_receipt(fact)) for name, fact in draw(_facts(2)).items()}
    names = draw(st.lists(st.sampled_from(list(HOURS)), min_size=1, max_size=3, unique=True))
    receipts = [FACTS[receipt_fact(name)] for name in names]
    readable = [*facts.values(), BUILT_IN["tier"], *receipts, *receipts]
    late = [*readable, BUILT_IN["scope"], BUILT_IN["priority"]]
    groups = [
        draw(_group("scope", readable, st.sampled_from([*SCOPES, "support", "support"]), 2)),
        draw(_group("priority", readable, st.sampled_from(LEVELS), 3)),
        draw(_group("coverage", late, st.sampled_from(["office", "always"]), 2)),
        draw(_group("channel", late, _offers(), 2)),
    ]
    assume(all(group.rules for group in groups))
    drawn_promises = draw(_promises([fact.name for fact in facts.values() if fact.type == "span"], late))
    promises = {name: draw(_varied(promise, facts)) for name, promise in drawn_promises.items()}
    written = as_written(facts, groups, promises)
    written |= {"hours": HOURS, "timezone": "Europe/Berlin"}
    written["effective"] = {"from": FIRST.date().isoformat(), "to": (LAST - timedelta(days=1)).date().isoformat()}
    text = usable(written)
    assume(text is not None)
    assert text is not None
    return text


@st.composite
def _presumed_by_receipt(draw: st.DrawFn, fact: Fact) -> Fact:
    """Draw whether the presumptions of a fact are by the receipt, too."""
    if not fact.presume or draw(st.booleans()):
        return fact
    when = draw(tests_of(FACTS[receipt_fact(draw(st.sampled_from(["office", "noon", "late"])))]))
    first = fact.presume[0]
    return replace(fact, presume=(Presumption(draw(st.sampled_from([when, Not(when)])), first.value), *fact.presume))


# ── the walk ──────────────────────────────────────────────────────────────────


def is_open(hours: Hours, instant: int) -> bool:
    """Tell whether hours are open, by the wall clock of their zone and what is written for its day."""
    wall = datetime.fromtimestamp(instant, ZoneInfo(hours.timezone))
    openings = hours.dates.get(wall.date().isoformat(), hours.week[wall.weekday()])
    minute = wall.hour * 60 + wall.minute
    return any(opening.start <= minute < opening.end for opening in openings)


OPEN: dict[str, tuple[bool, ...]] = {}


def opens(hours: Hours) -> tuple[bool, ...]:
    """Tell at which quarters hours are open; they are walked through once."""
    key = repr(hours)
    if key not in OPEN:
        OPEN[key] = tuple(is_open(hours, instant) for instant in QUARTERS)
    return OPEN[key]


def walk(policy: Policy) -> list[tuple[int, dict[str, bool]]]:
    """Return each quarter with what `combination` gives for it."""
    names = [receipt_fact(name) for name in policy.hours]
    combinations = zip(*(opens(hours) for hours in policy.hours.values()), strict=True)
    return [(at, dict(zip(names, codes, strict=True))) for at, codes in zip(QUARTERS, combinations, strict=True)]


def combination(policy: Policy, instant: int) -> dict[str, bool]:
    """Return, by fact of the receipt, whether its hours are open."""
    return {receipt_fact(name): is_open(hours, instant) for name, hours in policy.hours.items()}


def reading_receipts(policy: Policy) -> Brute:
    """Return brute force over a policy, which knows the facts of the receipt."""
    brute = Brute(policy)
    brute.__dict__["facts"] = {**brute.facts, **{name: FACTS[name] for name in map(receipt_fact, policy.hours)}}
    return brute


def situations_of(brute: Brute, names: list[str]) -> Iterator[dict[str, Value | None]]:
    """Yield values of the facts that are not of the receipt, one for whatever some conditions can tell apart."""
    stated = [name for name in names if not is_receipt_fact(name)]
    for tier, *values in product(TIERS, *(brute.choices[name] for name in stated)):
        yield dict(zip(["tier", *stated], [tier, *values], strict=True))


class ReceivedDrawn(Drawn):
    """A policy that reads the receipt, what the checks say of it, and what brute force over every receipt says."""

    def __init__(self, content: str) -> None:
        """Read the policy."""
        super().__init__(content)
        self.brute = reading_receipts(self.policy)

    @cached_property
    def occurring(self) -> list[dict[str, bool]]:
        """The combinations of what rules read of the receipt that occur in the fortnight."""
        read = [name for name in self.brute.read if is_receipt_fact(name)]
        combinations = {tuple(opened[name] for name in read) for _, opened in walk(self.policy)}
        return [dict(zip(read, codes, strict=True)) for codes in combinations]

    def can_be(self, values: Mapping[str, Value | None]) -> bool:
        """Say whether no fact is absent of which something would be presumed."""
        return self._can_be(values)

    @cached_property
    def situations(self) -> list[Situation]:
        """Every situation that some request can be in at some receipt."""
        stated = list(situations_of(self.brute, self.brute.read))
        assume(len(stated) * len(self.occurring) <= MOST)
        every = [values | receipt for values in stated for receipt in self.occurring]
        return [Situation(self, values) for values in every if self._can_be(values)]


def request_at(values: Mapping[str, Value | None], instant: int) -> dict[str, object]:
    """Return the request that states the values of a situation, received at an instant."""
    facts = {name: value for name, value in values.items() if value is not None and not is_receipt_fact(name)}
    tier, channel = facts.pop("tier"), facts.pop("arrived_by", None)
    return {
        "received": datetime.fromtimestamp(instant, BERLIN).isoformat(),
        "policy": "drawn",
        "tier": tier,
        **({"channel": channel} if channel else {}),
        "facts": {name: _plain(value) for name, value in facts.items()},
    }


def _plain(value: Value) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return written_span(value) if isinstance(value, Span) else value
