"""Which kind of file an author wrote."""

from __future__ import annotations

import pytest

from remit.engine.language.files import SourceFile
from remit.engine.language.input_files import InputFile, sources_of
from remit.engine.language.outline import kind_of


def a_file(name: str, text: str) -> SourceFile:
    """Return a file as read."""
    return SourceFile(name, text.encode(), text)


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("acme.yaml", "remit: 1\npolicy: acme\n", "policy"),
        ("acme.cases.yaml", "cases: []", "cases"),
        ("acme.cases.yml", "remit: 1", "cases"),
        ("acme.words.yaml", "remit: 1\nwords: acme\n", "words"),
        ("acme.Words.yml", "", "words"),
        ("acme.yaml", "remit: 1\nwords: acme\n", "policy"),
        ("tries.yaml", "# said before\ncases:\n", "cases"),
        ("acme.yaml", "contracts: []", "contracts"),
        ("contracts.yaml", "remit: 1\n", "policy"),
        ("acme.yaml", "title: x\n  cases: 1\n", "policy"),
        ("acme.yaml", "remit: 1\ncases: x\n", "policy"),
        ("acme.yaml", "cases: x\nremit: 1\n", "policy"),
        ("acme.yaml", "policy: acme\ncases: x\n", "cases"),
        ("acme.yaml", "policy: acme\ncontracts: x\n", "contracts"),
        ("acme.yaml", "id: 1\nreceived: x\n", "request"),
        ("acme.yaml", "policy: acme\ntier: base\n", "request"),
        ("acme.yaml", "contract: x\n", "request"),
        ("acme.yaml", "policy: acme\n", "policy"),
        ("acme.yaml", "", "policy"),
        ("acme.yaml", "# nothing yet\n", "policy"),
        ("acme.yaml", "sources: {}\n", "policy"),
        (".pre-commit-config.yaml", "repos: []\n", "other"),
        ("compose.yaml", "services:\n  web:\n    hours: 1\n", "other"),
        ("history.yaml", "- {id: a}\n", "other"),
    ],
)
def test_kind_of_a_file(name, text, kind):
    """It is told by its name, and else by its first telling key."""
    assert kind == kind_of(a_file(name, text))


def test_policies_among_files():
    """Those of other kinds are left out."""
    files = [a_file("a.yaml", "remit: 1"), a_file("a.cases.yaml", ""), a_file("c.yaml", "contracts: []")]
    assert files[:1] == sources_of([InputFile(file, kind_of(file), is_named=True) for file in files], "policy")


def test_kind_of_a_file_in_braces():
    """Its keys need not begin a line."""
    assert "request" == kind_of(a_file("r.json", '{"id": "a", "received": "2026-03-06T16:30:00Z"}'))
    assert "contracts" == kind_of(a_file("c.yaml", "{contracts: [{id: a, tier: gold}]}"))
