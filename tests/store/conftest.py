"""A store to keep things in, for each kind of database."""

import pytest
from extra.postgresql import postgresql_cluster, postgresql_url

from remit.engine.store.store import Store
from store.stores import NOW

__all__ = ["postgresql_cluster", "postgresql_url"]


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.extra)])
def url(request, tmp_path):
    """The address of a store that is still to be made."""
    if request.param == "postgresql":
        return request.getfixturevalue("postgresql_url")
    return f"sqlite:///{tmp_path / 'remit.db'}"


@pytest.fixture
def file_url(tmp_path):
    """The address of a store that is still to be made, in a file."""
    return f"sqlite:///{tmp_path / 'remit.db'}"


@pytest.fixture
def store(url):
    with Store.open(url, lambda: NOW) as opened:
        yield opened
