"""Who gets which case in a winter of a whole province, on the real routing and the real clocks, beside usual ways.

    .venv/bin/python -m benchmarks.routing --lawyers 500 --complaints 5000 --days 60 --seed 7 --json
    .venv/bin/python -m benchmarks.routing --world world.jsonl --events events.jsonl --json > figures.json
    .venv/bin/python -m benchmarks.routing_check world.jsonl events.jsonl figures.json

Units, lawyers and complaints are drawn from the seed alone. Everything that happens is written to --events, so that
anybody can compute the figures again; benchmarks.routing_check does, without a line of the hotline.

wait_hours: from the complaint until a lawyer has it, in hours of the clock of its class: opening hours, and for danger
every hour of the day. unowned_past_clock: cases that had no owner for a moment, or whose offer ran out without anything
being done there and then. conflict_breaches: offers to a lawyer who acts for the employer. two_owners: cases with two
at once. gini_load: of cases taken by place of capacity. greedy_over_optimum: all points of a day's cases chosen one by
one, over those of the best assignment. decisions_per_second: gathering and choosing, the rest of the time left out.
"""

import json
import resource
import sys
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any, TextIO

import click

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).parents[1]))  # started as a file and not as a module

from benchmarks.machine import machine
from benchmarks.routing_days import Days
from benchmarks.routing_record import DIGITS, Record
from benchmarks.routing_run import Simulation
from benchmarks.routing_ways import OURS, PEERS, way
from benchmarks.routing_world import World, draw_world
from cases.policy import Policy

_COMPARED = ("wait_hours", "gini_load", "mean_score", "never_accepted")


def simulate(world: World, name: str, file: TextIO | None = None, *, days: bool = False) -> dict[str, Any]:
    """One winter with one way of choosing; the figures of it."""
    policy = Policy()
    record = Record(world, policy, file)
    comparing = Days(world, record) if days else None
    simulation = Simulation(world, policy, way(name, world.seed), record, comparing)
    start = time.perf_counter()
    simulation.run()
    found = record.figures()
    if comparing:
        sums = comparing.sums
        found["greedy_over_optimum"] = round(sums.greedy / sums.optimum, DIGITS) if sums.optimum else 1.0
        found["compared_with_optimum"] = sums.cases
    return {
        **found,
        "decisions": simulation.decisions,
        "decisions_per_second": round(simulation.decisions / simulation.seconds_deciding, 1),
        "longest_queue": simulation.longest_queue,
        "seconds": round(time.perf_counter() - start, 2),
        "counts": dict(sorted(record.counts.items())),
    }


def peak_mb() -> float:
    """The most memory that this process has held, in megabytes."""
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def compared(world: World, ours: dict[str, Any]) -> dict[str, Any]:
    """The usual ways on the same world, and how ours stands to each: below one we wait less, or are fairer."""
    found = {}
    for name in PEERS:
        theirs = simulate(world, name)
        kept = {key: theirs[key] for key in _COMPARED}
        ratios = {"gini_load": _ratio(ours["gini_load"], theirs["gini_load"])}
        ratios["mean_score"] = _ratio(ours["mean_score"], theirs["mean_score"])
        for urgency, waits in theirs["wait_hours"].items():
            ratios[f"wait_{urgency}_p95"] = _ratio(ours["wait_hours"][urgency]["p95"], waits["p95"])
        found[name] = {**kept, "ours_over_theirs": ratios}
    return found


def _ratio(ours: float, theirs: float) -> float | None:
    return round(ours / theirs, 3) if theirs else None


@click.command()
@click.option("--lawyers", default=500, show_default=True, type=click.IntRange(1))
@click.option("--complaints", default=5_000, show_default=True, type=click.IntRange(1))
@click.option("--days", default=60, show_default=True, type=click.IntRange(1, 365), help="In which they come.")
@click.option("--seed", default=1, show_default=True)
@click.option("--world", "world_file", type=click.Path(path_type=Path), help="Where the world is written.")
@click.option("--events", "events_file", type=click.Path(path_type=Path), help="Where all that happens is written.")
@click.option("--peers/--no-peers", default=True, show_default=True, help="Also the usual ways of choosing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def main(
    lawyers: int,
    complaints: int,
    days: int,
    seed: int,
    world_file: Path | None,
    events_file: Path | None,
    peers: bool,
    as_json: bool,
) -> None:
    """Draw a winter, let it happen, and print what came of it."""
    start = time.perf_counter()
    world = draw_world(lawyers, complaints, days, seed)
    if world_file:
        _write(world, world_file)
    with events_file.open("w", encoding="utf-8") if events_file else nullcontext() as file:
        found = simulate(world, OURS, file, days=True)
    asked = {"lawyers": lawyers, "complaints": complaints, "days": days, "seed": seed}
    figures = {**asked, **found, "peak_mb": peak_mb()}
    if peers:
        figures["peers"] = compared(world, found)
    figures |= {"seconds_total": round(time.perf_counter() - start, 2), "machine": machine(Path())}
    click.echo(json.dumps(figures, ensure_ascii=False) if as_json else _table(figures))


def _write(world: World, file: Path) -> None:
    with file.open("w", encoding="utf-8") as opened:
        for line in world.lines():
            opened.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")


def _table(figures: dict[str, Any]) -> str:
    peers = figures.pop("peers", {})
    lines = [f"{name:<24}{value}" for name, value in figures.items()]
    return "\n".join([*lines, *(f"{name:<24}{value}" for name, value in peers.items())])


if __name__ == "__main__":
    main()
