"""A store to keep things in, for each kind of database."""

import pytest

from remit.engine.store.store import Store
from store.stores import NOW


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'remit.db'}"


@pytest.fixture
def store(url):
    with Store.open(url, lambda: NOW) as opened:
        yield opened
