"""How well we read the facts of a story beside its peers, in one run: `python -m benchmarks.reading [--stories FILE]`.

Peers, each read as its documentation shows it, for the facts that it can tell at all:
    jionlp      sums of money, months and places of a text (`extract_money`, `parse_time`, `recognize_location`)
    cn2an       the Chinese numerals of a text turned into figures, then the largest sum that 元 or 块 marks

The stories are our own, or those of another labelled file. Peers that are not installed are left out, with a word:
`pip install jionlp`.
"""

import json
import logging
import sys
import time
import warnings
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.machine import machine
from benchmarks.reading_peers import peers
from knowledge.evaluation.stories import NUMBERS, OWN, REST, Facts, Share, Story, judge, read_stories, together
from knowledge.reading.story import read_story

Read = Callable[[Story], Facts]

LETTER = 10_000  # characters
NASTY = (
    *("欠我3万", "我们三个人", "在天水市", "从3月干到5月", "某某公司"),
    *("一二三四五", "老板王总给了2万", "，", "a1 ", "工资没发"),
)


def ours(story: Story) -> Facts:
    """What we read."""
    return read_story(story.text, story.asked_on).as_json()


def measured(stories: list[Story], read: Read) -> tuple[dict[str, Share], list[float]]:
    """The shares of each fact, and the milliseconds of each story, sorted."""
    found, times = dict[str, Facts](), list[float]()
    for story in stories:
        began = time.perf_counter()
        found[story.id] = read(story)
        times.append((time.perf_counter() - began) * 1000)
    return judge(stories, found)[0], sorted(times)


def longest() -> float:
    """The milliseconds that the slowest of some nasty texts takes which fill a whole message of 10,000 characters."""
    told = (story_of((piece * LETTER)[:LETTER]) for piece in NASTY)
    return max(measured([it], ours)[1][0] for it in told)


def story_of(text: str) -> Story:
    """A story of which nothing is known."""
    return Story("", text, date(2026, 5, 1), dict.fromkeys((*NUMBERS, *REST)), {})


def line(name: str, share: Share) -> str:
    """One row of the table."""
    counted = f"given {share.given:4d}  wanted {share.wanted:4d}"
    return f"  {name:22s} precision {share.precision:.3f}  recall {share.recall:.3f}  {counted}"


def row(share: Share) -> dict[str, float]:
    """The same for a program."""
    return {"precision": share.precision, "recall": share.recall, "given": share.given, "wanted": share.wanted}


@click.command()
@click.option("--stories", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=OWN)
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def main(file: Path, as_json: bool) -> None:
    """Print the table of each reader."""
    logging.disable()  # peers report what they cannot read
    warnings.simplefilter("ignore")
    stories = read_stories(file)
    found = {"stories": len(stories), "file": file.name, "machine": machine(Path.cwd())}
    if not as_json:
        print(*found.values())
    readers: Mapping[str, Read] = {"ours": ours, **peers()}
    for name, read in readers.items():
        read(stories[0])
        shares, times = measured(stories, read)
        rows = {"numbers": together(shares, NUMBERS), "the rest": together(shares, REST), **shares}
        found[name] = {"p50_ms": times[len(times) // 2], "slowest_ms": times[-1], **{it: row(rows[it]) for it in rows}}
        if not as_json:
            print(f"{name}: p50 {times[len(times) // 2]:.2f} ms, slowest {times[-1]:.2f} ms")
            print(*(line(fact, share) for fact, share in rows.items() if share.given), sep="\n")
    found["longest_ms"] = longest()
    if as_json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        print(f"ours, the slowest of {len(NASTY)} nasty texts of {LETTER} characters: {found['longest_ms']:.0f} ms")


if __name__ == "__main__":
    main()
