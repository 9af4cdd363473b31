"""What operators may count: routes, states and the age of the list, in Prometheus' format.

A label is always one of a small fixed set (the route as it is written in the code, a status, a state). No label and no
value may ever come from a caller: no address, no link, no user agent.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from flask import Flask, Response, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from cektautan.web.application import STARTED

SECONDS = (0.0002, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 0.5)
METHODS = {"GET", "HEAD", "POST", "OPTIONS"}


class Metrics:
    """The counters of one application."""

    def __init__(self, *, several: bool = False) -> None:
        """Begin at nothing; `several` says that other worker processes count too."""
        self._several = several
        self.registry = CollectorRegistry()
        self._requests = Counter(
            "cektautan_requests",
            "Answers given, by route as written in the code, method and status.",
            ("route", "method", "status"),
            registry=self.registry,
        )
        self._seconds = Histogram(
            "cektautan_request_seconds",
            "Time taken to answer, by route.",
            ("route",),
            buckets=SECONDS,
            registry=self.registry,
        )
        self._states = Counter(
            "cektautan_checks", "Addresses judged, by the state of the answer.", ("state",), registry=self.registry
        )
        self._refused = Counter(
            "cektautan_limited", "Requests refused by a limit, by its name.", ("limit",), registry=self.registry
        )
        self._resolved = Counter(
            "cektautan_resolves", "Short links resolved or not, by outcome.", ("outcome",), registry=self.registry
        )
        # `labels()` takes a lock and builds a key; the few children that there are can be kept.
        self._kept: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self._kept_states: dict[str, Counter] = {}

    def judged(self, state: str | None) -> None:
        """Count one judged address; None is a test page, and not counted."""
        if state is None:
            return
        counter = self._kept_states.get(state)
        if counter is None:
            counter = self._kept_states[state] = self._states.labels(state)
        counter.inc()

    def refused(self, limit: str) -> None:
        """Count one request that a limit refused."""
        self._refused.labels(limit).inc()

    def resolved(self, outcome: str) -> None:
        """Count one short link that was resolved, or why it was not."""
        self._resolved.labels(outcome).inc()

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one answer."""
        label = (route, method, status)
        kept = self._kept.get(label)
        if kept is None:
            kept = (self._requests.labels(route, method, str(status)), self._seconds.labels(route))
            self._kept[label] = kept
        kept[0].inc()
        kept[1].observe(seconds)

    def watch(self, app: Flask) -> None:
        """Count every answer of the application."""

        def after(response: Response) -> Response:
            asked = request._get_current_object()  # type: ignore[attr-defined] # the proxy costs more than the count
            rule = asked.url_rule
            method = asked.method if asked.method in METHODS else "other"
            seconds = time.perf_counter() - asked.environ[STARTED]
            self.answered(rule.rule if rule is not None else "none", method, response.status_code, seconds)
            return response

        app.after_request(after)

    def watch_list(self, seen: Callable[[], tuple[int, int] | None]) -> None:
        """Report seq and age of the list that answers come from; `seen` gives both, or None while there is none."""
        self.registry.register(_ListGauges(seen))

    def text(self) -> bytes:
        """Everything counted so far, of all workers where there are several (PROMETHEUS_MULTIPROC_DIR)."""
        if self._several:
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call] # the library types only half of itself
            return generate_latest(registry)
        return generate_latest(self.registry)


class _ListGauges(Collector):
    def __init__(self, seen: Callable[[], tuple[int, int] | None]) -> None:
        self._seen = seen

    def collect(self) -> Iterator[Metric]:
        """Yield the gauges of this moment."""
        found = self._seen()
        if found is not None:
            yield GaugeMetricFamily("cektautan_list_seq", "Sequence number of the list in use.", value=found[0])
            yield GaugeMetricFamily("cektautan_list_age_seconds", "Age of the list in use.", value=found[1])
