"""Texts are checked as an editor holds them, without a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

import pytest

import remit

ROOT = Path(__file__).parents[2]
BASE = ROOT / "tests/bad_input/base"
TODAY = date(2026, 6, 1)

Kind = Literal["policy", "cases", "contracts", "request"]


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("policies/acme.yaml", "policy"),
        ("policies/acme.cases.yaml", "cases"),
        ("contracts.yaml", "contracts"),
        ("inbox/request.yaml", "request"),
        ("inbox/request.json", "request"),
    ],
)
def test_text_of_each_kind_is_checked_as_its_file_is(tmp_path: Path, file: str, kind: Kind) -> None:
    text = (BASE / file).read_text("utf-8")
    wrong = text.replace("gold", "glod").replace("complete", "compleet")
    copy = tmp_path / Path(file).name
    copy.write_text(wrong, "utf-8")
    of_file = remit.check(copy, at=TODAY, policies=BASE / "policies", contracts=BASE / "contracts.yaml")
    name = str(tmp_path / "elsewhere" / copy.name)
    of_text = remit.check_text(
        wrong, at=TODAY, name=name, policies=BASE / "policies", contracts=BASE / "contracts.yaml"
    )
    moved = [(f.file.replace(str(copy), name), f.line, f.column, f.check, f.message) for f in of_file]
    assert sorted(moved) == sorted((f.file, f.line, f.column, f.check, f.message) for f in of_text)
    assert of_text == remit.check_text(
        wrong.encode(), at=TODAY, name=name, kind=kind, policies=BASE / "policies", contracts=BASE / "contracts.yaml"
    )


def test_kind_that_is_said_counts() -> None:
    """An empty text is a policy without anything, and whatever else somebody says it is."""
    checks = {
        kind: [f.check for f in remit.check_text("{}", at=TODAY, kind=kind)]
        for kind in ("policy", "cases", "contracts", "request")
    }
    assert {"missing-key", "no-contract"} == {check for found in checks.values() for check in found}
    assert len(checks["policy"]) > len(checks["cases"]) == len(checks["contracts"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"\xff\xfe", "<text>: error: file is UTF-16, not UTF-8 [encoding]\n  help: save it as UTF-8"),
        ("title: \ud800", "<text>:1:8: error: byte 0xed is not UTF-8 [encoding]\n  help: save it as UTF-8"),
        ("", "<text>: error: file is empty [yaml]"),
    ],
)
def test_text_that_is_none(text: str | bytes, expected: str) -> None:
    assert [expected] == [str(finding) for finding in remit.check_text(text, at=TODAY)]
