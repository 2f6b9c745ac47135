"""How the service is reached, and what it takes: the settings of the web alone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from urllib.parse import urlsplit

from ...findings import HelpfulError

LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "[::1]"})
Network = IPv4Network | IPv6Network


def _no_line(_line: str) -> None:
    """Drop a line of the log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebConfig:
    """Where the service listens, as whom it answers, and its limits."""

    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str | None = None
    """The address at which people reach it: its host is answered for, and `https` makes cookies secure."""
    trusted_proxies: tuple[Network, ...] = ()
    """Those who may say in `X-Remote-User` who asks, and in `X-Forwarded-For` from where."""
    has_rate_limit: bool = True
    logs_requests: bool = True
    requests_a_second: int = 100
    failed_logins_a_minute: int = 20
    most_bytes: int = 256 * 1024
    most_message_bytes: int = 25 * 1024 * 1024
    most_lines: int = 10_000
    body_seconds: float = 10
    session_ms: int = 12 * 3_600_000
    timer: Callable[[], float] = field(default=lambda: 0.0)
    """Seconds on a clock that only runs forward, for how long answers take."""
    write_log: Callable[[str], None] = _no_line
    """Called with each line of the log, in a thread of its own."""

    @property
    def is_https(self) -> bool:
        """Tell whether people reach it by https."""
        return bool(self.public_url) and str(self.public_url).startswith("https://")

    @property
    def is_loopback(self) -> bool:
        """Tell whether only this machine can reach it."""
        return is_loopback(self.host)

    @property
    def hosts(self) -> frozenset[str]:
        """The values of the header `Host` that are answered for."""
        names = set(LOOPBACK_NAMES)
        if not is_unspecified(self.host):
            names.add(f"[{self.host}]" if ":" in self.host else self.host.lower())
        hosts = names | {f"{name}:{self.port}" for name in names}
        return frozenset(hosts | ({urlsplit(self.public_url).netloc.lower()} if self.public_url else set()))

    @property
    def address(self) -> str:
        """The address at which people reach it, without a path."""
        if self.public_url:
            return self.public_url.rstrip("/")
        host = "127.0.0.1" if is_unspecified(self.host) else self.host
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine alone."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def is_unspecified(host: str) -> bool:
    """Tell whether a host stands for all addresses of this machine."""
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return not host


def parse_public_url(written: str) -> str:
    """Return the address at which people reach the service; raise `ValueError` where it is none."""
    parts = urlsplit(written)
    has_more = parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc
    if parts.scheme not in ("http", "https") or not parts.hostname or has_more or not written.isascii():
        raise HelpfulError("is no address of a service, such as `https://desk.example.org`")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def parse_network(written: str) -> Network:
    """Return an address or a network; raise `ValueError` where it is none."""
    try:
        return ip_network(written)
    except ValueError:
        raise HelpfulError("is no address or network, such as `127.0.0.1` or `10.0.0.0/8`") from None
