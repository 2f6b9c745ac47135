"""Contracts from a table: what differs from their file is shown, and written where that is asked for."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from remit.cli import main

MAP = """
id: Number
customer: Company
policy: {value: jumpmind}
tier: {column: Plan, values: {Ent: enterprise, Std: standard}}
from: Start
domains: Domains
"""
HEAD = "Number,Company,Plan,Start,Domains\n"
FILE = """\
# Our customers.
contracts:
  - id: h-1        # since ever
    customer: Harbour
    policy: jumpmind
    tier: standard
    cases: [H-*]
  # a comment between
  - {id: k-1, customer: Kept, policy: jams, tier: premium}
"""


@pytest.fixture(autouse=True)
def desk(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "map.yaml").write_text(MAP, "utf-8")
    return tmp_path


def imports(desk, rows, *options, head=HEAD):
    (desk / "crm.csv").write_text(head + rows, "utf-8", newline="")
    return CliRunner().invoke(
        main, ["contracts", "import", "crm.csv", "--map", "map.yaml", "--contracts", "c.yaml", *options]
    )


def rejects(desk, rows, **options):
    result = imports(desk, rows, **options)
    assert 3 == result.exit_code
    return [line.partition(": error: ")[2] for line in result.stderr.splitlines() if ": error: " in line]


def test_what_differs_is_shown_and_nothing_is_written(desk):
    (desk / "c.yaml").write_text(FILE, "utf-8")
    result = imports(desk, 'h-1,Harbour,Ent,2026-01-01,"h.example; i.example"\nn-1,New,Std,,\n')
    assert (0, "") == (result.exit_code, result.stderr)
    assert [
        "c.yaml: 1 new, 1 changed, 0 as they are and 1 only in the file",
        "+ n-1",
        "    customer: New",
        "    policy: jumpmind",
        "    tier: standard",
        "~ h-1",
        "    tier: standard -> enterprise",
        "    from: nothing -> 2026-01-01",
        "    domains: nothing -> h.example, i.example",
    ] == result.stdout.splitlines()
    assert FILE == (desk / "c.yaml").read_text("utf-8")


def test_what_differs_is_written_and_all_else_stays(desk):
    (desk / "c.yaml").write_text(FILE, "utf-8")
    rows = "h-1,Harbour,Ent,,\nn-1,New,Std,,\n"
    assert "2 contracts written to c.yaml\n" == imports(desk, rows, "--apply").stderr
    assert """\
# Our customers.
contracts:
  - id: h-1
    customer: Harbour
    policy: jumpmind
    tier: enterprise
    cases: ["H-*"]
  # a comment between
  - {id: k-1, customer: Kept, policy: jams, tier: premium}
  - id: n-1
    customer: New
    policy: jumpmind
    tier: standard
""" == (desk / "c.yaml").read_text("utf-8")
    again = imports(desk, rows, "--apply")
    assert "c.yaml: 0 new, 0 changed, 2 as they are and 1 only in the file\n" == again.stdout
    assert "0 contracts written to c.yaml\n" == again.stderr


def test_a_file_that_is_not_there_is_made(desk):
    imports(desk, "n-1,=1+1,Std,,\n", "--apply")
    assert 'contracts:\n  - id: n-1\n    customer: "=1+1"\n    policy: jumpmind\n    tier: standard\n' == (
        desk / "c.yaml"
    ).read_text("utf-8")


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("n-1,New,Gold,,", "tier `Gold` is not declared by policy `jumpmind` (known: "),
        ("n-1,New,Std,1.2.2026,", "`from` is `1.2.2026`"),
        ("n-1,New,Std,2026-02-30,", "`2026-02-30` is not a day"),
        ("n-1,,Std,,", "it lacks the key `customer`"),
        ("n-1,New,Std,", "it has 4 cells, and the first line 5"),
        (f"n-1,{'x' * 10_001},Std,,", "a cell is longer than 10,000 characters"),
    ],
)
def test_a_row_that_gives_no_contract_is_rejected_by_its_line(desk, row, why):
    (said,) = rejects(desk, f"a-1,Ada,Std,,\n{row}\n")
    assert said.startswith("row on line 3 is rejected: ")
    assert why in said


def test_rows_of_one_id_are_rejected_but_for_the_first(desk):
    said = rejects(desk, "a-1,Ada,Std,,\n\na-1,Bob,Std,,\n")
    assert ["row on line 4 is rejected: contract `a-1` stands on line 2, too [rejected-row]"] == said


def test_a_quote_that_never_ends_is_said(desk):
    (said,) = rejects(desk, 'a-1,"Ada,Std,,\n')
    assert said.startswith("row on line 2 is rejected, and all below it: ")


def test_semicolons_and_tabs_part_cells_as_well(desk):
    for delimiter in (";", "\t"):
        rows = "a-1,Ada,Std,,\n".replace(",", delimiter)
        assert 0 == imports(desk, rows, head=HEAD.replace(",", delimiter)).exit_code


def test_a_column_that_is_not_there_is_said_at_the_map(desk):
    result = imports(desk, "", head="Number,Company\n")
    assert (3, "") == (result.exit_code, result.stdout)
    assert "map.yaml:5:7: error: the table has no column `Plan` [unknown-column]" in result.stderr


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("id: Number\n", "the map lacks the key `customer`"),
        (f"{MAP}colour: Colour\n", "a contract has no key `colour`"),
        (f"{MAP}to: {{}}\n", "`to` names no column and has no value"),
        ("- id\n", "a map must be a mapping"),
    ],
)
def test_a_map_that_is_none_is_refused(desk, text, why):
    (desk / "map.yaml").write_text(text, "utf-8")
    assert why in imports(desk, "a-1,Ada,Std,,\n").stderr


def test_a_file_whose_contracts_cannot_be_told_apart_is_left_alone(desk):
    flow = "contracts: [{id: h-1, customer: Harbour, policy: jumpmind, tier: standard}]\n"
    (desk / "c.yaml").write_text(flow, "utf-8")
    result = imports(desk, "h-1,Harbour,Ent,,\n", "--apply")
    assert 2 == result.exit_code
    assert "they do not" not in result.stdout
    assert flow == (desk / "c.yaml").read_text("utf-8")


def test_a_public_domain_is_said_by_check(desk):
    text = "contracts:\n  - {id: a, customer: A, policy: jams, tier: premium, domains: [GMail.com]}\n"
    (desk / "c.yaml").write_text(text, "utf-8")
    result = CliRunner().invoke(main, ["check", "c.yaml"])
    assert "[public-domain]" in result.stderr + result.stdout
