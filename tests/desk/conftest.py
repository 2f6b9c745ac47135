"""A service of the small vendor, and somebody at its desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from remit.engine.language.policy_folder import Policies
from remit.engine.serve.service import Service
from remit.engine.store.store import Store

from .pages import Person
from .verbs import NOW, vendor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def clock() -> int:
    return NOW * 1000


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """Return a service by the small vendor's files, with a store of its own."""
    vendor(tmp_path / "files")
    with Store.open(f"sqlite:///{tmp_path / 'remit.db'}", clock) as store:
        policies = Policies(str(tmp_path / "files"), is_named=True)
        yield Service(store, policies=policies, contracts=None, clock=clock, version="1")


@pytest.fixture
def person(service: Service) -> Person:
    """Return somebody at the desk."""
    return Person(service)
