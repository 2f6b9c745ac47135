"""A law of ages: a release is decided by its age on the day of receipt in the policy's zone, as the calendar counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from rules.test_age_laws import is_older
from rules.worlds import laws

from remit.engine.model import Age

from .test_dates_as_facts import FACTS, PRIORITIES, SCOPE
from .verbs import decision, policy, request, store

if TYPE_CHECKING:
    from remit.engine.triage.policy_store import PolicyStore

ZONES = ("Europe/Berlin", "America/New_York", "Pacific/Kiritimati", "UTC")
SECONDS = st.integers(
    int(datetime(1995, 1, 1, tzinfo=UTC).timestamp()), int(datetime(2050, 1, 1, tzinfo=UTC).timestamp())
)


@cache
def terms(zone: str, rules: str) -> PolicyStore:
    """Return the policy of a product's life, in the days of a zone."""
    text = policy(facts=FACTS, scope=SCOPE, priorities=PRIORITIES, timezone=zone)
    return store(text, rules="builtin" if rules == "builtin" else "auto")


@given(
    received=SECONDS,
    zone=st.sampled_from(ZONES),
    months=st.sampled_from([60, 96]),
    days=st.integers(-40, 40),
    seconds=st.sampled_from([0, 1, 43_200, 86_399]),
    rules=st.sampled_from(["builtin", "auto"]),
)
@laws(250)
def test_a_release_is_decided_by_its_age(  # noqa: PLR0913 - all that it depends on
    received: int, zone: str, months: int, days: int, seconds: int, rules: str
) -> None:
    """Beside its limits, at the first and the last second of a day, and whether or not it was decided before."""
    midnight = datetime.fromtimestamp(received, ZoneInfo(zone)).replace(hour=0, minute=0, second=0)
    at = datetime.fromtimestamp(midnight.timestamp() + seconds, UTC)
    day = at.astimezone(ZoneInfo(zone)).date()
    released = Age(months, "months").oldest(day) + timedelta(days=days)
    asked = request(received=at.isoformat(), facts={"released": released.isoformat(), "bought": "1990-01-01"})
    expected = (
        "not_covered"
        if is_older(released, Age(96, "months"), day)
        else "consulting"
        if is_older(released, Age(60, "months"), day)
        else "support"
    )
    assert expected == decision(asked, terms(zone, rules)).scope.outcome
