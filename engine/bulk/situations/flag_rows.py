"""A row of bits for each situation: which of many features it has."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from .bit_sets import Indices, flags_of

_MIX = np.uint64(0x9E3779B97F4A7C15)
"""An odd number whose bits are mixed well: the golden ratio, as a fraction of 2 to the 64."""


Feature = tuple[str, Any]
"""The kind of a feature, and what it is of that kind: anything with a hash."""


class Features:
    """The features that situations were found to have, each with one place, whatever the table."""

    def __init__(self) -> None:
        """Start with none."""
        self._places: dict[Feature, int] = {}
        self._listed: list[Feature] = []

    def __len__(self) -> int:
        return len(self._listed)

    def __getitem__(self, place: int) -> Feature:
        return self._listed[place]

    def place(self, feature: Feature) -> int:
        """Return the place of a feature."""
        place = self._places.setdefault(feature, len(self._listed))
        if place == len(self._listed):
            self._listed.append(feature)
        return place


class FlagRows:
    """Which features situations have, of which there are so many; a row each."""

    def __init__(self, features: Features, count: int) -> None:
        """Start with none."""
        self._features = features
        self._octets = np.zeros((count, max(8, len(features) // 8 + 8)), np.uint8)

    def add(self, kind: str, sets: Mapping[Any, int], indices: Indices | None = None) -> None:
        """Note features of a kind, given by name the situations that have them, by place among the indices, if any."""
        count = len(self._octets) if indices is None else len(indices)
        columns: dict[int, npt.NDArray[np.uint8]] = {}
        for name, bits in sets.items():
            if bits:
                octet, bit = divmod(self._features.place((kind, name)), 8)
                flags = np.left_shift(flags_of(bits, count), bit, dtype=np.uint8)
                columns[octet] = columns[octet] | flags if octet in columns else flags
        for octet, column in columns.items():
            self._widen(octet)
            if indices is None:
                self._octets[:, octet] |= column
            else:
                self._octets[indices, octet] |= column

    def _widen(self, octet: int) -> None:
        width = self._octets.shape[1]
        if octet >= width:
            wider = np.zeros((len(self._octets), 2 * octet), np.uint8)
            wider[:, :width] = self._octets
            self._octets = wider

    def of(self, index: int) -> list[Feature]:
        """Return the features that a situation has, each with its kind."""
        places = np.flatnonzero(np.unpackbits(self._octets[index], bitorder="little")).tolist()
        return [self._features[place] for place in places]

    def key(self, index: int) -> bytes:
        """Return what stands for all that a situation has, whatever features come later."""
        octets: bytes = self._octets[index].tobytes()
        return octets.rstrip(b"\0")

    def distinct(self) -> tuple[Indices, npt.NDArray[np.intp]]:
        """Return one situation of each distinct row, and the place of every row among these."""
        width = -(-self._octets.shape[1] // 8) * 8
        padded = np.zeros((len(self._octets), width), np.uint8)
        padded[:, : self._octets.shape[1]] = self._octets
        words = padded.view(np.uint64)
        used = np.flatnonzero(words.any(axis=0))
        mixed = np.zeros(len(words), np.uint64)
        for column in used.tolist():
            mixed = (mixed ^ words[:, column]) * _MIX
            mixed ^= mixed >> np.uint64(29)
        _, first, inverse = np.unique(mixed, return_index=True, return_inverse=True)
        inverse = inverse.ravel()
        if np.array_equal(words[:, used], words[first][:, used][inverse]):
            return first, inverse
        keys = padded.view(np.dtype((np.void, width))).ravel()  # two distinct rows are mixed alike
        _, first, inverse = np.unique(keys, return_index=True, return_inverse=True)
        return first, inverse.ravel()
