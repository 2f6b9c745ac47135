"""The site that tests of the web ask."""

import pytest

from web.desk_site import DeskSite


@pytest.fixture
def site(tmp_path):
    """Return a site over a real service, which ends with the test."""
    opened = DeskSite(tmp_path)
    yield opened
    opened.close()
