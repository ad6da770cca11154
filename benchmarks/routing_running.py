"""A simulated case while it is on its way."""

from dataclasses import dataclass, field
from datetime import datetime

from benchmarks.routing_world import Told
from storage.models import Step


@dataclass(slots=True)
class Running:
    """A case on its way: who owns it, who is asked, who was, and whose clocks still count."""

    told: Told
    owner: str
    offered_to: str | None = None
    lawyer: str | None = None
    asked: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    clocks: dict[Step, int] = field(default_factory=dict)
    result_runs: bool = False
    tried_at: datetime | None = None
    ended: bool = False
