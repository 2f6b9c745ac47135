"""Time zones: their names and version, and what the layout of days relies on."""

from __future__ import annotations

import struct
from importlib.metadata import version
from importlib.resources import files
from itertools import pairwise

import pytest

from remit.engine.worktime import zone, zone_names, zones_version

DAY = 86_400


def _changes(name: str) -> list[tuple[int, int]]:
    """Return the instants after 1969 at which a zone's file changes the offset, and the offset from then on."""
    content = files("tzdata").joinpath("zoneinfo", *name.split("/")).read_bytes()
    counts = struct.unpack(">6l", content[20:44])
    isut, isstd, leap, times, types, letters = counts
    # The file says everything twice, in 32 bits and then in 64.
    second = 44 + 5 * times + 6 * types + letters + 8 * leap + isstd + isut
    times, types = struct.unpack(">2l", content[second + 32 : second + 40])
    at = second + 44
    instants = struct.unpack(f">{times}q", content[at : at + 8 * times])
    indexes = content[at + 8 * times : at + 9 * times]
    offsets = [struct.unpack(">l", content[at + 9 * times + 6 * n :][:4])[0] for n in range(types)]
    changes = [(-(2**63), offsets[0])]
    for instant, index in zip(instants, indexes, strict=True):
        if offsets[index] != changes[-1][1]:
            changes.append((instant, offsets[index]))
    return [change for change in changes if change[0] > -DAY]


def test_no_zone_changes_twice_in_two_days():
    """The layout of a day looks at the offsets before and after it and nothing between."""
    close = [
        name
        for name in sorted(zone_names())
        if any(later - earlier < 4 * DAY for (earlier, _), (later, _) in pairwise(_changes(name)))
    ]
    assert [] == close


def test_changes_are_read():
    """The test above has something to look at."""
    assert (1325239200, 50400) in _changes("Pacific/Apia")
    assert len(_changes("America/New_York")) > 70


def test_known_zones():
    """Every name in the list can be had, and carries its name."""
    assert {"UTC", "Europe/Berlin", "America/Argentina/Buenos_Aires"} <= zone_names()
    assert sorted(zone_names()) == [zone(name).key for name in sorted(zone_names())]


def test_version_of_the_tz_database():
    """It is the package's, which is the one that zones are read from."""
    assert version("tzdata") == zones_version()


@pytest.mark.parametrize("name", ["Europe/Berlin", "UTC"])
def test_zone_is_read_once(name: str):
    """Asking again gives the same."""
    assert zone(name) is zone(name)
