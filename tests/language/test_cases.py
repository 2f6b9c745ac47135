"""Case files."""

from __future__ import annotations

import pytest

from remit.engine.findings import Mark
from remit.engine.language.expected_clocks import Due
from remit.engine.model import Request
from remit.engine.model.cases import Case, Expected

from .verbs import complains, found, reads, said

AT = "2026-01-01T00:00:00Z"
INSTANT = 1_767_225_600
REQUEST = f"request: {{received: {AT}}}"


def expectations(written: str) -> dict[str, object]:
    """Return what a case expects, by key."""
    (case,) = reads(f"cases: [{{name: a, {REQUEST}, expect: {{{written}}}}}]", "cases")
    return {expected.key: expected.value for expected in case.expect}


def test_case():
    """It is read as its record."""
    expected = Case("a", Request(None, INSTANT), (Expected("status", "decided"),))
    assert (expected,) == reads(f"cases: [{{name: a, {REQUEST}, expect: {{status: decided}}}}]", "cases")


def test_everything_that_can_be_expected():
    """It is kept as written, null and empty lists as well, and only what is written."""
    written = (
        "status: needs_facts, scope: null, priority: P1, required: null, preferred: email, allowed: [b, a], "
        "missing: [], presumed: [x], rules: [], findings: [y, z]"
    )
    values = {
        "status": "needs_facts",
        "scope": None,
        "priority": "P1",
        "required": None,
        "preferred": "email",
        "allowed": ["b", "a"],
        "missing": [],
        "presumed": ["x"],
        "rules": [],
        "findings": ["y", "z"],
    }
    assert values == expectations(written)


def test_due():
    """An instant is one, and `none` says that nothing is owed."""
    text = f"cases:\n  - name: a\n    {REQUEST}\n    expect:\n      due:\n        p: {AT}\n        q: none\n"
    (case,) = reads(text, "cases")
    assert (Due("p", INSTANT, Mark("", 6, 9)), Due("q", None, Mark("", 7, 9))) == case.expect[0].value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cases: []", "1:1 empty `cases` must not be empty"),
        ("cases: {}", "1:1 wrong-type `cases` must be a list, not a mapping"),
        ("cases: [x]", "1:9 wrong-type item 1 of `cases` must be a mapping, not a string"),
        (f"cases: [{{{REQUEST}, expect: {{scope: null}}}}]", "1:9 missing-key item 1 of `cases` lacks the key `name`"),
        (f"cases: [{{name: '', {REQUEST}, expect: {{scope: null}}}}]", "1:10 empty `name` must not be empty"),
        (f"cases: [{{name: a, {REQUEST}}}]", "1:9 missing-key item 1 of `cases` lacks the key `expect`"),
        (f"cases: [{{name: a, {REQUEST}, expect: {{}}}}]", "1:62 expects-nothing case `a` expects nothing"),
        (
            f"cases: [{{name: a, {REQUEST}, expect: {{status: good}}}}]",
            "1:71 wrong-value `status` is `good`, not one of `decided`, `needs_facts`, `undecided`, `invalid`",
        ),
        (
            f"cases: [{{name: a, {REQUEST}, expect: {{scope: none}}}}]",
            "1:71 wrong-value `scope` is `none`, not one of `support`, `consulting`, `not_covered`",
        ),
        (f"cases: [{{name: a, {REQUEST}, expect: {{level: P1}}}}]", "1:71 unknown-key unknown key `level` in `expect`"),
        (
            f"cases: [{{name: a, {REQUEST}, expect: {{allowed: email}}}}]",
            "1:71 wrong-type `allowed` must be a list, not a string",
        ),
        (
            f"cases: [{{name: a, {REQUEST}, expect: {{rules: [5]}}}}]",
            "1:79 wrong-type item 1 of `rules` must be a string, not a number",
        ),
        (f"cases: [{{name: a, {REQUEST}, expect: {{due: {{}}}}}}]", "1:71 empty `due` must not be empty"),
        (
            f"cases: [{{name: a, {REQUEST}, expect: {{due: {{p: null}}}}}}]",
            "1:77 wrong-type `p` must be a string, not null",
        ),
        (
            f"cases: [{{name: a, {REQUEST}, expect: {{due: {{p: tomorrow}}}}}}]",
            (
                "1:80 wrong-instant `p` is `tomorrow`, which is not an instant with an offset such as "
                "`2026-03-06T16:30:00-05:00`"
            ),
        ),
        (
            f"cases: [{{name: a, {REQUEST}, expect: {{due: {{p: 2026-01-01}}}}}}]",
            "1:80 wrong-instant `p` is `2026-01-01`, which has no offset such as `+01:00`",
        ),
        (
            "cases: [{name: a, request: {}, expect: {scope: null}}]",
            "1:28 missing-key the request lacks the key `received`",
        ),
        (
            f"cases: [{{name: a, request: {{received: {AT}, x: 1}}, expect: {{scope: null}}}}]",
            "1:61 unknown-key unknown key `x` in `request`",
        ),
    ],
)
def test_refusal_of_a_case(text, expected):
    """It has one message, at the part that is wrong."""
    assert expected in complains(text, "cases")
    assert 1 == len(complains(text, "cases"))


def test_case_that_is_given_twice():
    """The later place is the position, and the first one is named."""
    text = "cases:\n" + f"  - {{name: a, {REQUEST}, expect: {{scope: null}}}}\n" * 2
    assert ["3:5 duplicate-case case `a` is given twice, first on line 2"] == complains(text, "cases")


def test_case_of_a_request_that_is_not_valid():
    """Where that is expected, what is wrong is kept for comparing and is no finding of the file."""
    (case,) = reads("cases: [{name: a, request: {received: 2026-01-01}, expect: {status: invalid}}]", "cases")
    assert case.request is None
    assert ["1:39 wrong-instant `received` is `2026-01-01`, which has no offset such as `+01:00`"] == said(
        [*case.invalid]
    )


def test_case_of_a_request_of_the_wrong_shape():
    """It is an error of the file, whatever is expected."""
    text = f"cases: [{{name: a, request: {{received: {AT}, tier: 5}}, expect: {{status: invalid}}}}]"
    assert ["1:61 wrong-type `tier` must be a string, not a number"] == complains(text, "cases")


def test_other_cases_of_a_file_with_a_mistake():
    """They are read."""
    text = f"cases: [{{name: a, {REQUEST}, expect: {{}}}}, {{name: b, {REQUEST}, expect: {{scope: support}}}}]"
    cases, problems = found(text, "cases")
    assert ["a", "b"] == [case.name for case in cases]
    assert 1 == len(problems)


def test_null_for_a_status():
    """It is one finding, in YAML's words."""
    said_of_it = complains(f"cases: [{{name: a, {REQUEST}, expect: {{status: null}}}}]", "cases")
    assert "1:71 wrong-type `status` must be a string, not null" in said_of_it
    assert "None" not in " ".join(said_of_it)
