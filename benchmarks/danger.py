"""How well and how fast danger is noticed: `python -m benchmarks.danger [--messages FILE]`.

Three readers of the same messages in one run: the phrases of danger.yaml alone (each is enough, as before there was
anything learned), the learned lines alone, and both together as the hotline reads. Beside them, how many of our own
questions and of the posts that we learned from raise an alarm.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import click

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.machine import machine
from knowledge.catalogue import training_sentences
from knowledge.evaluation import OWN as QUESTIONS
from knowledge.evaluation.danger import OWN, noticed, read_told
from knowledge.reading.danger import DANGERS, NOTICED, Danger, read_danger, read_phrases
from knowledge.reading.danger_lines import shipped

Reads = Callable[[str], Danger | None]
PHRASES = read_phrases()
LETTER = "老板欠我三个月工资一直不给，我在工地绑钢筋，说好一天二百六，干了四十三天，去要钱就说等甲方。"
TIMES = 50


def by_phrases(text: str) -> Danger | None:
    """What the phrases alone tell."""
    heard = PHRASES.heard(text)
    return heard.danger if heard else None


def by_lines(text: str) -> Danger | None:
    """What the learned lines alone tell."""
    learned = shipped().read(text)
    return DANGERS[learned.danger] if learned.side >= NOTICED else None


READERS: Mapping[str, Reads] = {"phrases": by_phrases, "lines": by_lines, "both": read_danger}


def milliseconds(reads: Reads, characters: int) -> float:
    """How long one message of so many characters takes, the median of many."""
    text = (LETTER * (characters // len(LETTER) + 1))[:characters]
    taken = []
    for _ in range(TIMES):
        began = time.perf_counter()
        reads(text)
        taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)[TIMES // 2]


def alarms(reads: Reads) -> dict[str, float]:
    """The share of our questions and posts that raise an alarm."""
    questions = [json.loads(line)["text"] for line in QUESTIONS.read_text("utf-8").splitlines()]
    posts = [it.text for it in training_sentences() if it.weight > 1]
    return {
        name: sum(reads(text) is not None for text in texts) / len(texts)
        for name, texts in (("questions", questions), ("posts", posts))
    }


@click.command()
@click.option("--messages", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=OWN)
@click.option("--quick", is_flag=True, help="Without the posts.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def main(file: Path, quick: bool, as_json: bool) -> None:
    """Print the table of each reader."""
    messages = read_told(file)
    table = {
        name: {
            **noticed(messages, reads),
            **({} if quick else alarms(reads)),
            **{f"ms_{many}": milliseconds(reads, many) for many in (60, 2000)},
        }
        for name, reads in READERS.items()
    }
    if as_json:
        print(json.dumps({"file": file.name, "machine": machine(Path.cwd()), "readers": table}, ensure_ascii=False))
        return
    print(f"{len(messages)} messages of {file.name}; {machine(Path.cwd())}")
    print(f"  {'noticed':14s}" + "".join(f"{name:>10s}" for name in table))
    for row in next(iter(table.values())):
        print(f"  {row:14s}" + "".join(f"{its[row]:10.3f}" for its in table.values()))


if __name__ == "__main__":
    main()
