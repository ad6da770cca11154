"""What is read on badly photographed papers, how long it takes and how much memory: `python -m benchmarks.ocr`.

The pictures are drawn by a script (tests/papers), then turned, tilted, blurred, darkened and photographed from the
side. A fact counts as read if it is exactly what stands there; a wrong one is told apart from a missing one. The
memory is the most that the reader's process has taken so far. `--folder DIR` keeps the pictures to be looked at.
"""

import asyncio
import sys
import time
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.machine import machine
from bot.pictures.process import PictureReader, installed
from knowledge.reading.documents import Paper, read_paper
from knowledge.reading.sheets import Line, Sheet
from tests.papers.drawing import WAYS, font_file, jpeg
from tests.papers.specimens import Specimen, specimens

_TODAY = date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class Measured:
    """One picture: the seconds it took, the process's peak in MB, and what was read."""

    specimen: Specimen
    way: str
    seconds: float
    peak: int
    paper: Paper

    def judged(self) -> dict[str, str]:
        """For each fact that stands there or was read: read, missing or wrong."""
        there, found = self.specimen.facts, self.paper.facts
        return {name: _judged(there.get(name), found.get(name)) for name in {**there, **found}}


def _judged(there: str | None, found: str | None) -> str:
    if found is None:
        return "missing"
    return "read" if found == there else "wrong"


async def measure(folder: Path | None) -> list[Measured]:
    """Every paper in every way, one after the other, by one process."""
    reader, measured = PictureReader(), list[Measured]()
    await reader.read(b"")  # loads the models
    for specimen in specimens():
        for way, photographed in WAYS.items():
            content = jpeg(photographed(specimen.picture))
            if folder:
                (folder / f"{specimen.name}, {way}.jpg").write_bytes(content)
            began = time.perf_counter()
            page = await reader.read(content)
            seconds = time.perf_counter() - began
            paper = read_paper(Sheet([Line(*line) for line in page.lines]), _TODAY)  # type: ignore[arg-type]
            measured.append(Measured(specimen, way, seconds, page.peak, paper))
    await reader.close()
    return measured


def show(measured: list[Measured]) -> None:
    """A line for each picture, then the sums."""
    total = Counter[str]()
    for one in measured:
        judged = one.judged()
        total.update(judged.values())
        kind = "" if one.paper.kind == one.specimen.kind else f"  taken for {one.paper.kind}"
        facts = ", ".join(f"{name} {how}" for name, how in sorted(judged.items())) or "nothing to be told, nothing told"
        click.echo(f"{one.specimen.name:<17}{one.way:<14}{one.seconds:6.2f} s {one.peak:5} MB  {facts}{kind}")
    seconds = sorted(one.seconds for one in measured)
    click.echo(f"\nfacts: {total['read']} read, {total['missing']} missing, {total['wrong']} wrong")
    click.echo(f"seconds for a picture: median {seconds[len(seconds) // 2]:.2f}, longest {seconds[-1]:.2f}")
    click.echo(f"memory of the process at its most: {max(one.peak for one in measured)} MB")


@click.command()
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False, exists=True), help="Keep the pictures here.")
def main(folder: Path | None) -> None:
    """Read every drawn paper and print what came of it."""
    if installed() is None:
        raise click.ClickException("The extra [ocr] is not installed: pip install -e '.[ocr]'.")
    if font_file() is None:
        raise click.ClickException("There are no Chinese letters on this machine: install fonts-noto-cjk.")
    click.echo(f"{machine(folder or Path.cwd())}, {installed()}")
    show(asyncio.run(measure(folder)))


if __name__ == "__main__":
    main()
