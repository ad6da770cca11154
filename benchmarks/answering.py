"""How our answering compares with its peers on the same sentences, in one run: `python -m benchmarks.answering`.

Peers, each given exactly the sentences that our own index is built from:
    bm25s + jieba         BM25 over words, the best sentence names the topic
    TF-IDF, nearest       our features, the nearest single sentence names the topic (no topic means)

Every fifth training sentence is held out and asked: how often is its topic first, and among the first four. That is a
comparison of methods on sentences of one kind, not a promise about workers; `hotline knowledge evaluate` measures that.
"""

import gc
import logging
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import bm25s
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from knowledge.answering import answer
from knowledge.catalogue import read_topics, training_sentences
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


def compare() -> None:
    pairs = training_sentences() + [(topic.id, topic.title) for topic in read_topics().values()]
    asked = pairs[::HELD_OUT][:ASKED]
    known = [pair for n, pair in enumerate(pairs) if n % HELD_OUT]
    words = Words()
    peers = (("ours: topic means", our_index), ("bm25s + jieba", bm25), ("TF-IDF, nearest", nearest_sentence))
    rows = [measure(name, build, known, asked, words) for name, build in peers]
    print(f"{len(known)} sentences known, {len(asked)} asked")
    print(f"{'':20s} {'first':>6s} {'of 4':>6s} {'p50 ms':>8s} {'p99 ms':>8s} {'x ours':>7s} {'build s':>8s}")
    for row in rows:
        ratio = row.quantile(0.5) / rows[0].quantile(0.5)
        figures = f"{row.quantile(0.5):8.2f} {row.quantile(0.99):8.2f} {ratio:7.1f} {row.build:8.2f}"
        print(f"{row.name:20s} {row.first:6.3f} {row.within_four:6.3f} {figures}")


def peak() -> int:
    """The most memory this process has held so far, in MiB (Linux counts it in KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def whole() -> None:
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
    print(f"Library.load {loaded:.2f} s ({cpu:.2f} s of CPU), {grown} MiB; ", end="")
    print(f"answer() p50 {row.quantile(0.5):.2f} ms, p99 {row.quantile(0.99):.2f} ms")


if __name__ == "__main__":
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    whole()
    compare()
