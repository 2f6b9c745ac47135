"""Editions of one policy whose days are those of different zones."""

from __future__ import annotations

import re

import pytest

from .verbs import File, complaints, edited

TO_NOVEMBER, FROM_DECEMBER = "{from: 2026-01-01, to: 2026-11-30}", "{from: 2026-12-01}"


def said(first: tuple[str, str], second: tuple[str, str]) -> list[tuple[str, str, str]]:
    """Return what is found in two editions, each by its zone and its days, and the help; files without their folder."""
    files = [
        File(
            f"{name}.yaml",
            edited(
                ('edition: "2026"', f'edition: "{name}"'),
                ("timezone: Europe/Berlin", f"timezone: {timezone}"),
                ("{from: 2026-01-01}", effective),
            ),
        )
        for name, (timezone, effective) in zip("ab", (first, second), strict=True)
    ]
    return [
        (without_folder(check), without_folder(message), without_folder(help_))
        for check, message, help_, _ in complaints(*files)
    ]


def without_folder(text: str) -> str:
    """Return a text less the name of the folder, which is another one each time."""
    return re.sub(r"[^ (]*/([ab]\.yaml)", r"\1", text)


def test_days_of_a_zone_to_the_west_begin_later_and_leave_a_gap():
    message = "no edition of policy `acme` is in force for 5 h, from 2026-12-01T00:00:00Z until 2026-12-01T05:00:00Z"
    help_ = (
        "`a` is in a.yaml; the editions' time zones differ: "
        "`a` has the days of `UTC` and `b` has the days of `America/New_York`"
    )
    found = said(("UTC", TO_NOVEMBER), ("America/New_York", FROM_DECEMBER))
    assert [("warning edition-gap", f"{message}, before `b`", help_)] == found


def test_days_of_a_zone_to_the_east_begin_earlier_and_overlap():
    message = (
        "editions `a` (from 2026-01-01 to 2026-11-30) (a.yaml) and `b` (from 2026-12-01) of policy `acme` "
        "are in force at once for 13 h, from 2026-11-30T11:00:00Z until 2026-12-01T00:00:00Z"
    )
    help_ = "the editions' time zones differ: `a` has the days of `UTC` and `b` has the days of `Pacific/Auckland`"
    found = said(("UTC", TO_NOVEMBER), ("Pacific/Auckland", FROM_DECEMBER))
    assert [("error edition-overlap", message, help_)] == found


@pytest.mark.parametrize(
    ("first", "second", "when", "does_more"),
    [
        ("{to: 2026-12-01}", FROM_DECEMBER, "for 1 d 1 h, from 2026-11-30T23:00:00Z until 2026-12-02T00:00:00Z", True),
        ("{from: 2026-01-01}", FROM_DECEMBER, "from 2026-11-30T23:00:00Z on", True),
        ("{to: 2026-11-30}", "{to: 2026-12-31}", "until 2026-12-01T00:00:00Z", True),
        (TO_NOVEMBER, FROM_DECEMBER, "for 1 h, from 2026-11-30T23:00:00Z until 2026-12-01T00:00:00Z", False),
    ],
)
def test_an_overlap_is_worded_by_what_ends_it_has(first, second, when, does_more):
    """Where the days themselves overlap, too, it is also said what to do about that."""
    ((check, message, help_),) = said(("UTC", first), ("Europe/Berlin", second))
    assert ("error edition-overlap", True) == (check, message.endswith(f"at once {when}"))
    assert does_more == help_.startswith("end the earlier one on the day before the later one starts; the editions'")


def test_zones_of_one_clock_leave_nothing():
    assert [] == said(("UTC", TO_NOVEMBER), ("Africa/Abidjan", FROM_DECEMBER))


def test_a_day_between_is_not_enough_for_zones_that_are_more_than_a_day_apart():
    ((check, message, _),) = said(("Pacific/Midway", TO_NOVEMBER), ("Pacific/Kiritimati", "{from: 2026-12-02}"))
    assert ("error edition-overlap", True) == (check, "for 1 h, from 2026-12-01T10:00:00Z until" in message)


@pytest.mark.parametrize(
    ("first", "second", "check"),
    [
        ("{to: 2026-11-30}", "{from: 0001-01-01}", "error edition-overlap"),
        ("{to: 9999-12-31}", "{from: 9999-12-31}", "error edition-overlap"),
        ("{to: 0001-01-01}", "{from: 9999-12-31}", "warning edition-gap"),
    ],
)
def test_the_first_and_the_last_of_all_days(first, second, check):
    for zones in (("UTC", "UTC"), ("Pacific/Kiritimati", "Pacific/Midway"), ("Pacific/Midway", "Pacific/Kiritimati")):
        assert check in [one[0] for one in said(*zip(zones, (first, second), strict=True))]
