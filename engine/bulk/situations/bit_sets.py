"""Sets of situations or completions, as integers of one bit each and as arrays of one boolean each."""

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]
"""One boolean for each situation or completion."""

Indices = npt.NDArray[np.intp]


def flags_of(bits: int, count: int) -> Flags:
    """Return which of so many are in a set; the first is the lowest bit."""
    octets = np.frombuffer(bits.to_bytes((count + 7) // 8, "little"), np.uint8)
    return np.unpackbits(octets, count=count, bitorder="little").view(np.bool_)


def bits_of(flags: Flags) -> int:
    """Return those that are flagged as a set."""
    return int.from_bytes(np.packbits(flags, bitorder="little").tobytes(), "little")


def indices_of(bits: int, count: int) -> Indices:
    """Return the places of those in a set, lowest first."""
    return np.flatnonzero(flags_of(bits, count))
