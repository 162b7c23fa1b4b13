"""What a monitoring system asks for: counts and times, in the format of Prometheus.

Names and units follow https://prometheus.io/docs/practices/naming/.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)
from prometheus_client.exposition import generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

UNMATCHED = "unmatched"  # the route of requests that no route answers
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
_SECONDS = (0.005, 0.02, 0.05, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)


class Metrics:
    """The figures of one server, in a registry of its own."""

    def __init__(self) -> None:
        """Begin at zero."""
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "voltwin_http_requests",
            "Requests that have been answered.",
            ("method", "route", "status"),
            registry=self._registry,
        )
        self._seconds = Histogram(
            "voltwin_http_request_seconds",
            "From the first byte of a request to the last of its answer.",
            ("method", "route"),
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._store_failures = Counter(
            "voltwin_store_failures",
            "Times that the store did not answer.",
            registry=self._registry,
        )
        self._sockets = Gauge("voltwin_sockets", "Sockets that are open.", registry=self._registry)
        self._sockets_ended = Counter(
            "voltwin_sockets_ended", "Sockets that have ended.", ("why",), registry=self._registry
        )
        self._frames = Counter(
            "voltwin_socket_frames", "Frames that were sent.", registry=self._registry
        )
        self._messages = Counter(
            "voltwin_socket_messages", "Messages that were sent.", registry=self._registry
        )
        self._socket_bytes = Counter(
            "voltwin_socket_bytes", "Bytes of both.", registry=self._registry
        )
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request that has been answered.

        Args:
            method: of the request; those that nobody needs are counted together.
            route: its template, not its path: there are few.
            status: of the answer.
            seconds: that it took [s].
        """
        method = method if method in _METHODS else "other"
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(method, route).observe(seconds)

    def store_failed(self) -> None:
        """Count that the store did not answer."""
        self._store_failures.inc()

    def socket_opened(self) -> None:
        """Count a socket that is open from now on."""
        self._sockets.inc()

    def socket_ended(self, why: str) -> None:
        """Count a socket that is open no more.

        Args:
            why: in a word of few.
        """
        self._sockets.dec()
        self._sockets_ended.labels(why).inc()

    def sent(self, frames: int, messages: int, size: int) -> None:
        """Count what was sent by sockets.

        Args:
            frames: how many.
            messages: how many.
            size: of all of it [bytes].
        """
        self._frames.inc(frames)
        self._messages.inc(messages)
        self._socket_bytes.inc(size)

    def watch_jobs(self, counts: Callable[[], Mapping[str, int]]) -> None:
        """Tell how many jobs there are, from now on.

        Args:
            counts: returns how many, by status (PENDING, RUNNING, ...); asked whenever figures
                are.
        """
        self._registry.register(_Jobs(counts))

    def watch_twins(self, twins: "TwinFigures") -> None:
        """Tell how many twins there are and what they take, from now on.

        Args:
            twins: that are asked whenever figures are.
        """
        self._registry.register(_Twins(twins))

    def text(self) -> bytes:
        """Return all figures as text."""
        return generate_latest(self._registry)


class TwinFigures(Protocol):
    """What is told of twins."""

    @property
    def bytes(self) -> int:
        """That they have in memory."""

    @property
    def deaths(self) -> int:
        """Of their processes."""

    def counts(self) -> Mapping[str, int]:
        """Return how many there are by state."""


class _Twins(Collector):
    """How many twins there are, and what they take, asked for when it is wanted."""

    def __init__(self, twins: TwinFigures) -> None:
        self._twins = twins

    def describe(self) -> list[Metric]:
        """Return nothing: to register it asks nobody."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Yield how many twins there are by state, their memory, and deaths of processes."""
        twins = GaugeMetricFamily("voltwin_twins", "Twins of the server.", labels=("state",))
        for state, count in self._twins.counts().items():
            twins.add_metric((state,), count)
        yield twins
        about = "Memory of twins, as they count it."
        yield GaugeMetricFamily("voltwin_twin_bytes", about, value=self._twins.bytes)
        about = "Processes of twins that have died."
        yield CounterMetricFamily("voltwin_twin_process_deaths", about, value=self._twins.deaths)


class _Jobs(Collector):
    """How many jobs there are, asked for when it is wanted."""

    def __init__(self, counts: Callable[[], Mapping[str, int]]) -> None:
        self._counts = counts

    def describe(self) -> list[Metric]:
        """Return nothing: to register it asks nobody."""
        return []

    def collect(self) -> Iterator[Metric]:
        """Yield how many jobs there are by status, and how many wait."""
        counts = self._counts()
        jobs = GaugeMetricFamily("voltwin_jobs", "Jobs that the server has.", labels=("status",))
        for status, count in counts.items():
            jobs.add_metric((status,), count)
        yield jobs
        waiting = counts.get("PENDING", 0)
        yield GaugeMetricFamily("voltwin_queue_length", "Jobs that wait.", value=waiting)
