"""Whole decisions as a desk reads them; `expected` holds each sheet as it must look in 80 columns."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from .sheets import call, contract, sheet

if TYPE_CHECKING:
    from remit.engine.model import Request

SITUATIONS: dict[str, tuple[Request, tuple[dict[str, Any], ...], dict[str, Any]]] = {
    "decided": (
        call(facts={"activity": "fault", "outage": "complete"}, channel="email", claimed_priority="High"),
        (),
        {"reader": "Europe/Berlin", "why": True},
    ),
    "open": (call(facts={"activity": "fault"}, tier="gold", channel="email"), (), {}),
    "consulting": (
        call(facts={"activity": "project"}, tier=None, policy=None, contract="ada-1"),
        (contract(tier="gold"),),
        {},
    ),
    "not-covered": (call(facts={"activity": "project", "fee_paid": False}), (), {}),
    "explained": (
        call(facts={"activity": "fault", "outage": "complete"}, tier="gold", channel="email"),
        (),
        {"explain": True},
    ),
    "invalid": (call(facts={"activity": "fault", "outage": "total"}), (), {}),
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_whole_sheet(situation):
    asked, contracts, look = SITUATIONS[situation]
    expected = Path(__file__).with_name("expected").joinpath(f"{situation}.txt").read_text("utf-8")
    assert expected == sheet(asked, *contracts, **look)
