"""The figures on /metrics: what this process has done, counted as it happens, and what the database holds when asked.

Labels are channels, kinds and outcomes, of which there are few; never words, and nobody's id.
"""

from collections.abc import Iterable, Iterator, Mapping

import structlog
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from storage.database import Database
from storage.figures import Standings, Waiting, standings

MEDIA_TYPE = CONTENT_TYPE_LATEST
_QUICK = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # seconds
_PATIENT = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 15.0, 60.0, 300.0, 3600.0)  # seconds

log = structlog.get_logger(__name__)


class Figures:
    """One process's figures; `worker` tells the processes of one machine apart."""

    def __init__(self, worker: str = "1") -> None:
        self._worker, self._registry = worker, CollectorRegistry()
        counted = ("worker", "channel", "outcome")
        self._messages = Counter(
            "hotline_messages", "Messages that came in.", (*counted, "kind"), registry=self._registry
        )
        self._door = Histogram(
            "hotline_door_seconds",
            "From a message's arrival to its commit.",
            ("worker", "channel"),
            buckets=_QUICK,
            registry=self._registry,
        )
        self._replies = Counter("hotline_replies", "Attempts to send a reply.", counted, registry=self._registry)
        self._waited = Histogram(
            "hotline_reply_wait_seconds",
            "From the promise of a reply to its sending.",
            ("worker", "channel"),
            buckets=_PATIENT,
            registry=self._registry,
        )
        self._tasks = Counter("hotline_tasks", "Tasks done.", ("worker", "kind", "outcome"), registry=self._registry)

    def message(self, channel: str, kind: str, outcome: str, seconds: float) -> None:
        """A message came in: `fresh`, a `copy`, `failed`, `set_aside`, or `unavailable` (the database was)."""
        self._messages.labels(self._worker, channel, outcome, kind).inc()
        self._door.labels(self._worker, channel).observe(seconds)

    def reply(self, channel: str, outcome: str, waited: float | None = None) -> None:
        """A reply was tried: `sent` after so many seconds since it was promised, `later`, `unreachable`, …"""
        self._replies.labels(self._worker, channel, outcome).inc()
        if waited is not None:
            self._waited.labels(self._worker, channel).observe(waited)

    def task(self, kind: str, outcome: str) -> None:
        """A task was `done`, or `failed` and will be tried again."""
        self._tasks.labels(self._worker, kind, outcome).inc()

    async def page(self, database: Database, held: Mapping[str, bool]) -> bytes:
        """The page for Prometheus, of MEDIA_TYPE; `held` says which of the things only one process does are ours.

        A database that does not answer is a figure too: hotline_database_up is 0 then, and its other figures are left
        out.
        """
        try:
            found = await database.look(standings)
        except Exception as error:  # the edge of the process: a page of figures is wanted most when things are broken
            log.warning("the database could not be asked for figures", reason=type(error).__name__)
            found = None
        return generate_latest(_Page(self._registry, [*_of_database(found), self._holds(held)]))

    def _holds(self, held: Mapping[str, bool]) -> Metric:
        family = GaugeMetricFamily(
            "hotline_holds", "1 for what this process alone does now.", labels=("worker", "name")
        )
        for name, ours in held.items():
            family.add_metric((self._worker, name), float(ours))
        return family


class _Page(Collector):
    """Figures of the process and of the database together, without the times at which counting began."""

    def __init__(self, registry: CollectorRegistry, families: Iterable[Metric]) -> None:
        self._registry, self._families = registry, list(families)

    def collect(self) -> Iterator[Metric]:
        """All of them."""
        for family in self._registry.collect():
            family.samples = [sample for sample in family.samples if not sample.name.endswith("_created")]
            yield family
        yield from self._families


def _of_database(found: Standings | None) -> Iterator[Metric]:
    yield GaugeMetricFamily("hotline_database_up", "1 if the database answers.", value=float(found is not None))
    if found is None:
        return
    yield from _waiting("hotline_outbox", "replies", "channel", found.replies)
    yield from _waiting("hotline_tasks", "tasks", "kind", found.tasks)
    yield _by("hotline_cases", "Cases by status.", "status", found.cases)
    yield GaugeMetricFamily("hotline_parked", "Messages set aside.", value=found.parked)
    yield GaugeMetricFamily("hotline_files_announced", "Files still to be fetched.", value=found.files_announced)
    for name, number in found.totals.items():
        yield CounterMetricFamily(f"hotline_{name}", f"Rows of {name} there have ever been.", value=number)


def _waiting(name: str, what: str, label: str, found: Mapping[str, Waiting]) -> Iterator[Metric]:
    yield _by(f"{name}_waiting", f"Open {what}.", label, {key: one.all for key, one in found.items()})
    overdue = {key: one.overdue for key, one in found.items()}
    yield _by(f"{name}_overdue", f"Open {what} due for more than five minutes.", label, overdue)


def _by(name: str, says: str, label: str, numbers: Mapping[str, int]) -> Metric:
    family = GaugeMetricFamily(name, says, labels=(label,))
    for key, number in numbers.items():
        family.add_metric((key,), number)
    return family
