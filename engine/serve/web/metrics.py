"""What the service counts of itself, as Prometheus reads it."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from ..service_records import Answer
from .gate import Exchange

METRICS_TYPE = CONTENT_TYPE_LATEST
_BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.04, 0.1, 0.25, 1, 5, 30)


class Metrics:
    """Counts requests by address, method and status, the seconds they take, and decisions that are kept."""

    def __init__(self, is_ready: Callable[[], bool]) -> None:
        self._registry = CollectorRegistry()
        labels = ["method", "route", "status"]
        self._requests = Counter("remit_requests", "Requests that were answered.", labels, registry=self._registry)
        self._seconds = Histogram(
            "remit_request_seconds", "Seconds to answer.", ["route"], registry=self._registry, buckets=_BUCKETS
        )
        self._kept = Counter("remit_decisions_kept", "Decisions that were made and kept.", registry=self._registry)
        ready = Gauge("remit_ready", "Whether the files in use are those that are there.", registry=self._registry)
        ready.set_function(lambda: float(is_ready()))
        ProcessCollector(registry=self._registry)
        self._children: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}

    def observe(self, method: str, exchange: Exchange, seconds: float) -> None:
        """Count an answer."""
        key = (method, exchange.route, exchange.status)
        children = self._children.get(key)
        if children is None:
            labels = self._requests.labels(method, exchange.route, str(exchange.status))
            children = self._children[key] = (labels, self._seconds.labels(exchange.route))
        children[0].inc()
        children[1].observe(seconds)

    def count(self, answer: Answer) -> None:
        """Count a decision that is new."""
        if answer.is_new:
            self._kept.inc()

    def text(self) -> bytes:
        """Return all of it in Prometheus's text format."""
        return generate_latest(self._registry)
