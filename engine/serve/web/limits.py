"""How often somebody may ask, and an address may fail to log in."""

from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

from .problems import Problem

_MOST_ADDRESSES = 10_000
_SECOND, _MINUTE = 1_000, 60_000


class RequestBudget:
    """How many requests somebody may still send: so many a second, and as many at once."""

    __slots__ = ("_at", "_left", "_rate")

    def __init__(self, rate: int, at: int) -> None:
        self._rate, self._left, self._at = rate, float(rate), at

    def spend(self, now: int) -> bool:
        """Take one request off; False where none is left."""
        passed = max(now - self._at, 0)
        self._left = min(self._left + passed * self._rate / _SECOND, self._rate)
        self._at = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class FailedLogins:
    """Counts, for each address, the failed logins of the last minute."""

    def __init__(self, most: int, clock: Callable[[], int]) -> None:
        self._most, self._clock = most, clock
        self._instants: OrderedDict[str, list[int]] = OrderedDict()

    def note(self, address: str) -> None:
        """Count a failed login."""
        key = network_of(address)
        self._instants[key] = [*self._recent(key), self._clock()][-self._most :]
        self._instants.move_to_end(key)
        while len(self._instants) > _MOST_ADDRESSES:
            self._instants.popitem(last=False)

    def check(self, address: str) -> None:
        """Raise a problem where an address has failed too often."""
        recent = self._recent(network_of(address))
        if len(recent) >= self._most:
            seconds = max(1, -(-(recent[0] + _MINUTE - self._clock()) // _SECOND))
            raise Problem(
                "too-many-logins",
                f"more than {self._most} logins a minute failed from this address",
                help=f"try again in {seconds} s",
                headers={"Retry-After": str(seconds)},
            )

    def _recent(self, key: str) -> list[int]:
        start = self._clock() - _MINUTE
        return [instant for instant in self._instants.get(key, ()) if instant > start]


def network_of(address: str) -> str:
    """Return an address, or the network of 64 bits that whoever has one of IPv6 has all of."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or IPv6Address(int(parsed) >> 64 << 64))
    return address
