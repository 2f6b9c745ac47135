"""The reference of the library is run, and leaves no name out."""

from __future__ import annotations

import doctest
import re
from dataclasses import fields
from pathlib import Path

import pytest

import remit

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs/reference/python.md"
TEXT = REFERENCE.read_text("utf-8")


def test_what_the_reference_shows_is_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    failed, attempted = doctest.testfile(str(REFERENCE), module_relative=False, encoding="utf-8")
    assert failed == 0
    assert attempted > 20


@pytest.mark.parametrize("name", remit.__all__)
def test_every_name_is_documented(name: str) -> None:
    assert re.search(rf"`(remit\.)?{name}\b", TEXT)
    value = getattr(remit, name)
    assert name == "__version__" or value.__doc__


@pytest.mark.parametrize(
    "record",
    [
        remit.CaseResult,
        remit.CaseResults,
        remit.Edition,
        remit.Finding,
        remit.Missing,
        remit.Presumed,
        remit.Priority,
        remit.Ruling,
    ],
)
def test_every_field_of_a_record_is_documented(record: type) -> None:
    hidden = {"reasons", "mark"}  # what they hold has names of its own
    names = {field.name for field in fields(record)} - hidden
    assert set() == {name for name in names if f"`{name}`" not in TEXT}


def test_what_is_no_name_is_no_attribute() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        remit.nothing  # noqa: B018 - asking is the test
    assert set(remit.__all__) <= set(dir(remit))
