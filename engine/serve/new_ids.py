"""Ids that nobody guesses, and that sort by when they were made, so that an index of them grows at its end."""

import os

_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"
_RANDOM_BYTES = 10
_LENGTH = 26


def new_decision_id(now: int) -> str:
    """Return the id of a decision that is made now, in milliseconds."""
    return f"D-{_unique(now)}"


def new_request_id(now: int) -> str:
    """Return an id for a request that came without one."""
    return f"R-{_unique(now)}"


def _unique(now: int) -> str:
    number = now << 8 * _RANDOM_BYTES | int.from_bytes(os.urandom(_RANDOM_BYTES), "big")
    return "".join([_DIGITS[number >> shift & 31] for shift in range(5 * (_LENGTH - 1), -1, -5)])
