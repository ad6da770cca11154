"""What was logged, for tests that say what a log may hold."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

import structlog


class Logged:
    """Every line that is logged; `said` is set by the first."""

    def __init__(self) -> None:
        self.lines: list[dict[str, Any]] = []
        self.said = Event()

    def __call__(self, _: object, level: str, line: Any) -> Any:
        """Stand where structlog's processors stand."""
        self.lines.append({"level": level, **line})
        self.said.set()
        raise structlog.DropEvent

    def __str__(self) -> str:
        return "\n".join(map(str, self.lines))

    def of(self, level: str) -> list[dict[str, Any]]:
        """The lines of one level."""
        return [line for line in self.lines if line["level"] == level]


@contextmanager
def listening() -> Iterator[Logged]:
    """Keep the lines instead of writing them; in place, because loggers may hold on to the list of processors."""
    processors = structlog.get_config()["processors"]
    before, logged = list(processors), Logged()
    processors[:] = [logged]
    try:
        yield logged
    finally:
        processors[:] = before
