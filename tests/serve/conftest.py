"""Services in the tests: by the shipped policies, with contracts of their own and a store of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from remit.engine.language.policy_folder import Policies
from remit.engine.serve.service import Service
from remit.engine.store.store import Store

from .desk_files import NOW, Clock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def clock() -> Clock:
    return Clock(NOW)


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path / 'remit.db'}", clock) as opened:
        yield opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a policy and contracts, which a test may change."""
    from .desk_files import CONTRACTS, POLICY, WORDS  # noqa: PLC0415 - texts of this fixture alone

    folder = tmp_path / "policies"
    folder.mkdir()
    (folder / "care.yaml").write_text(POLICY, "utf-8")
    (folder / "care.words.yaml").write_text(WORDS, "utf-8")
    (folder / "contracts.yaml").write_text(CONTRACTS, "utf-8")
    return folder


@pytest.fixture
def service(store: Store, folder: Path, clock: Clock) -> Service:
    return Service(store, policies=Policies.at(str(folder)), contracts=None, clock=clock, version="1.0")
