"""How our answering compares with its peers on the same sentences, in one run: `python -m benchmarks.answering`.

Peers, each given exactly the sentences that our own index is built from:
    bm25s + jieba         BM25 over words, the best sentence names the topic
    TF-IDF, nearest       our features, the nearest single sentence names the topic (no topic means)

Every fifth training sentence is held out and asked: how often is its topic first, and among the first four. That is a
comparison of methods on sentences of one kind, not a promise about workers; `hotline knowledge evaluate` measures that.
"""

import gc
import json
import logging
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bm25s
import click
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.machine import machine
from knowledge.answering import answer
from knowledge.catalogue import is_ours, read_topics, training_sentences
from knowledge.features import ChineseFeatures, plain
from knowledge.library import Library
from knowledge.search import Index
from knowledge.words import Words

HELD_OUT = 5  # every fifth sentence
ASKED = 1000

Rank = Callable[[str], list[str]]
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Measured:
    name: str
    build: float  # seconds
    first: float
    within_four: float
    times: list[float]  # seconds, sorted

    def quantile(self, share: float) -> float:
        return self.times[int(share * (len(self.times) - 1))] * 1000


def our_index(pairs: Pairs, words: Words) -> Rank:
    index = Index.of(pairs, ChineseFeatures(words))
    return lambda text: [it.topic for it in index.rank(text, 4)]


def bm25(pairs: Pairs, words: Words) -> Rank:
    retriever = bm25s.BM25()
    retriever.index([words.cut(plain(sentence)) for _, sentence in pairs], show_progress=False)
    topics = [topic for topic, _ in pairs]

    def rank(text: str) -> list[str]:
        found, _ = retriever.retrieve([words.cut(plain(text))], k=20, show_progress=False)
        return list(dict.fromkeys(topics[n] for n in found[0]))[:4]

    return rank


def nearest_sentence(pairs: Pairs, words: Words) -> Rank:
    index = Index.of([(str(n), sentence) for n, (_, sentence) in enumerate(pairs)], ChineseFeatures(words))
    topics = [topic for topic, _ in pairs]

    def rank(text: str) -> list[str]:
        return list(dict.fromkeys(topics[int(it.topic)] for it in index.rank(text, 20)))[:4]

    return rank


def measure(name: str, build: Callable[[Pairs, Words], Rank], known: Pairs, asked: Pairs, words: Words) -> Measured:
    gc.collect()
    start = time.perf_counter()
    rank = build(known, words)
    built = time.perf_counter() - start
    ranks, times = [], []
    for _, sentence in asked:
        start = time.perf_counter()
        ranks.append(rank(sentence))
        times.append(time.perf_counter() - start)
    first = np.mean([found[:1] == [topic] for found, (topic, _) in zip(ranks, asked, strict=True)])
    four = np.mean([topic in found for found, (topic, _) in zip(ranks, asked, strict=True)])
    return Measured(name, built, float(first), float(four), sorted(times))


def compare() -> dict[str, Any]:
    """All methods on the same sentences; `x_ours` is how much longer one takes than ours."""
    titles = [(topic.id, topic.title) for topic in read_topics().values()]
    pairs = [pair for pair in training_sentences() if is_ours(pair[0])] + titles
    asked = pairs[::HELD_OUT][:ASKED]
    known = [pair for n, pair in enumerate(pairs) if n % HELD_OUT]
    words = Words()
    peers = (("ours: topic means", our_index), ("bm25s + jieba", bm25), ("TF-IDF, nearest", nearest_sentence))
    rows = [measure(name, build, known, asked, words) for name, build in peers]
    return {"known": len(known), "asked": len(asked), "rows": [figures(row, rows[0]) for row in rows]}


def figures(row: Measured, ours: Measured) -> dict[str, object]:
    return {
        "method": row.name,
        "first": round(row.first, 3),
        "within_four": round(row.within_four, 3),
        "p50_ms": round(row.quantile(0.5), 2),
        "p99_ms": round(row.quantile(0.99), 2),
        "x_ours": round(row.quantile(0.5) / ours.quantile(0.5), 1),
        "build_s": round(row.build, 2),
    }


def peak() -> int:
    """The most memory this process has held so far, in MiB (Linux counts it in KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def whole() -> dict[str, float]:
    """The whole way as a worker's question goes it: danger, ranking, decision."""
    before, start, cpu = peak(), time.perf_counter(), time.process_time()
    library = Library.load()
    loaded, cpu, grown = time.perf_counter() - start, time.process_time() - cpu, peak() - before
    times = []
    for _, sentence in training_sentences()[:ASKED]:
        start = time.perf_counter()
        answer(library, sentence)
        times.append(time.perf_counter() - start)
    row = Measured("answer()", loaded, 0, 0, sorted(times))
    return {
        "load_s": round(loaded, 2),
        "load_cpu_s": round(cpu, 2),
        "load_mib": grown,
        "p50_ms": round(row.quantile(0.5), 2),
        "p99_ms": round(row.quantile(0.99), 2),
    }


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def main(as_json: bool) -> None:
    """Print how fast and how often right our answering is, beside its peers."""
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    described, answering, comparison = machine(Path()), whole(), compare()
    if as_json:
        click.echo(json.dumps({"machine": described, "answer": answering, **comparison}))
        return
    click.echo(f"{described}\nanswer(): {answering}\n{comparison['known']} known, {comparison['asked']} asked")
    click.echo(f"{'':<20}" + "".join(f"{name:>13}" for name in list(comparison["rows"][0])[1:]))
    for row in comparison["rows"]:
        method, *rest = row.values()
        click.echo(f"{method:<20}" + "".join(f"{figure:>13}" for figure in rest))


if __name__ == "__main__":
    main()
