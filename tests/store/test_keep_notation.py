"""How long something is kept, as people write it."""

import pytest

from remit.engine.store.keep_notation import parse_keep


def test_for_how_long_something_is_kept_is_said_in_days_weeks_months_or_years():
    written = ("90d", "2w", "2m", "3y", " 1d ", "36500d")
    assert [90, 14, 60, 1095, 1, 36500] == [parse_keep(text) // 86_400_000 for text in written]
    for wrong in ("", "90", "0d", "d", "1.5y", "-1d", "9" * 20 + "d", "101y", "36501d", "1d 2w", "3Y"):
        with pytest.raises(ValueError, match="is no time to keep something, such as"):
            parse_keep(wrong)
