"""Every row of a table is decided as its request would be by itself."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from every_word.drawn_policies import policies
from every_word.drawn_requests import requests
from every_word.verbs import file_of, written
from hypothesis import given
from hypothesis import strategies as st
from rules.worlds import laws

import remit
from remit.engine.findings import Findings
from remit.engine.language.files import POLICY_BYTES, read_text
from remit.engine.language.nodes import read_plain
from remit.engine.language.request_files import contracts_of
from remit.engine.triage.policy_store import PolicyStore

from .tables import Written, check_rows

if TYPE_CHECKING:
    from remit.engine.model import Contract, Fact, Policy

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(str(path) for path in ROOT.glob("policies/*.yaml") if path.stem.isidentifier())
VENDORS = sorted(str(path) for path in ROOT.glob("examples/vendors/*.yaml") if "." not in path.stem)
MOST = 40
"""Rows of a table, so that single decisions do not take long."""


def agreed(*contracts: Written) -> tuple[Contract, ...]:
    findings = Findings()
    records = contracts_of(read_plain({"contracts": list(contracts)}, findings), findings)
    assert [] == findings
    return records


def mixed(drawn: list[Written], chance: random.Random) -> list[Written]:
    """Return rows that take each of their keys and facts from one of some requests."""
    rows = list(drawn)
    while len(rows) < MOST:
        row = {key: value for key, value in chance.choice(drawn).items() if key not in ("events", "facts")}
        facts = {name: value for name, value in chance.choice(drawn).get("facts", {}).items() if chance.random() < 0.8}
        facts |= {name: value for name, value in chance.choice(drawn).get("facts", {}).items() if chance.random() < 0.5}
        instant = datetime.fromisoformat(row["received"]) + timedelta(minutes=chance.choice([0, 1, 90, 1440, 60_000]))
        row |= {"received": instant.astimezone(UTC).isoformat(), "facts": facts, "id": f"T-{len(rows)}"}
        rows.append(row)
    return rows


@st.composite
def tables(draw: st.DrawFn) -> tuple[Written, list[Written], random.Random]:
    """Draw a policy of any words and requests to it."""
    policy = draw(policies())
    chance = random.Random(draw(st.integers(0, 1 << 30)))  # noqa: S311 - it draws tests
    return policy, mixed(draw(st.lists(requests(policy), min_size=1, max_size=6)), chance), chance


@laws(60)
@given(tables(), st.booleans())
def test_a_row_under_a_policy_of_any_words(
    drawn: tuple[Written, list[Written], random.Random], presumptions: bool
) -> None:
    policy, rows, chance = drawn
    check_rows(rows, PolicyStore([file_of(written(policy))], "builtin"), (), chance, presumptions=presumptions)


def values_of(fact: Fact) -> list[Any]:
    """Return values of a fact, and one that it cannot be."""
    if fact.type == "number":
        low = 0 if fact.minimum is None else fact.minimum
        return [low, low + 0.5, low + 10, low + 1_000, low - 1]
    by_type: dict[str, list[Any]] = {
        "boolean": [True, False],
        "span": ["1 business day", "2 hours", "3 days", "soon"],
        "date": ["2026-01-01", "2024-03-01", "2025-06-30", "2020-02-29"],
        "timezone": ["America/New_York", "Europe/Berlin", "Asia/Kolkata", "Mars"],
        "country": ["US", "DE"],
    }
    return by_type.get(fact.type) or [*fact.choices, *map(str.upper, fact.choices)] or ["a text", "another"]


def rows_for(policy: Policy, chance: random.Random, keys: list[Written]) -> list[Written]:
    """Return requests to a policy, the keys of each one of some."""
    rows: list[Written] = []
    for number in range(MOST):
        received = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=chance.randrange(365 * 86_400))
        row: Written = {"id": f"T-{number}", "received": received.isoformat(), **chance.choice(keys)}
        for key, values in (
            ("channel", [*policy.ways, "pigeon"]),
            ("claimed_priority", [*policy.levels, "highest", "??"]),
            ("last_update", [(received + timedelta(hours=2)).isoformat()]),
        ):
            if chance.random() < (0.05 if key == "last_update" else 0.6):
                row[key] = chance.choice(values)
        facts = {
            name: None if chance.random() < 0.1 else chance.choice(values_of(fact))
            for name, fact in policy.facts.items()
            if not fact.derive and chance.random() < 0.75
        }
        rows.append({**row, "facts": facts} if facts else row)
    return rows


@pytest.mark.parametrize("file", [*SHIPPED, *VENDORS], ids=lambda file: Path(file).stem)
@pytest.mark.parametrize("presumptions", [True, False])
def test_a_row_under_a_policy_of_a_vendor(file: str, presumptions: bool) -> None:
    chance = random.Random(14)  # noqa: S311 - it draws tests
    loaded = remit.load(file)
    store: PolicyStore = loaded._store  # noqa: SLF001 - the library does not hand it out
    policy = store.editions(loaded.id)[0][-1].compiled.policy
    keys = [{"policy": policy.id, "tier": tier} for tier in policy.tiers] * 3 + [{"policy": policy.id}]
    for _ in range(3):
        check_rows(rows_for(policy, chance, keys), store, (), chance, presumptions=presumptions)


def test_rows_under_contracts_and_editions_that_begin_and_end() -> None:
    texts = [
        read_text(str(ROOT / f"examples/editions/northlight-{year}.yaml"), POLICY_BYTES, Findings())
        for year in (2026, 2027)
    ]
    store = PolicyStore([text for text in texts if text], "builtin")
    policy = store.editions("northlight")[0][0].compiled.policy
    tiers = [*policy.tiers]
    contacts = ["ada@one.example", *(f"c{n}@one.example" for n in range(20))]
    contracts = agreed(
        {"id": "C1", "customer": "One", "policy": "northlight", "tier": tiers[0], "domains": ["one.example"]}
        | {"from": "2026-03-01", "to": "2026-10-31", "timezone": "America/St_Johns", "contacts": contacts},
        {"id": "C2", "customer": "One", "policy": "northlight", "tier": tiers[-1], "domains": ["one.example"]}
        | {"from": "2026-11-01"},
        {"id": "C3", "customer": "Two", "policy": "northlight", "tier": tiers[-1], "edition": policy.edition},
        {"id": "C4", "customer": "Three", "policy": "northlight", "tier": tiers[0], "domains": ["two.example"]},
        {"id": "C5", "customer": "Three", "policy": "northlight", "tier": tiers[-1], "domains": ["two.example"]},
    )
    keys: list[Written] = [
        *({"contract": contract} for contract in ("C1", "C2", "C3", "C9")),
        {"contract": "C1", "tier": "nothing"},
        *({"from": sender} for sender in ("ada@one.example", "Eve <eve@mail.one.example>", "x@two.example", "x@else")),
        {"policy": "northlight", "tier": tiers[0]},
        {"policy": "northlight", "tier": tiers[0], "from": "x@else"},
        {"policy": "northlight"},
        {},
    ]
    chance = random.Random(14)  # noqa: S311 - it draws tests
    for _ in range(6):
        rows = rows_for(policy, chance, keys)
        for row in chance.sample(rows, 10):  # around a change
            row["received"] = f"2026-1{chance.choice('01')}-01T0{chance.randrange(6)}:0{chance.randrange(3)}:00Z"
            row.pop("last_update", None)
        check_rows(rows, store, contracts, chance, presumptions=True)
