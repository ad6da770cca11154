"""How our answering compares with its peers on the same sentences, in one run: `python -m benchmarks.answering`.

Peers, each given exactly the sentences that we learn from, the best sentence or the best topic first:
    bm25s, tantivy        BM25 over jieba's words
    FTS5                  SQLite's full-text search over three characters in a row
    TF-IDF, nearest       our features, the nearest single sentence names the topic
    topic means           our features, the nearest mean names the topic (what we read with before lines were learned)
    linear classifier     scikit-learn's linear SVM over characters 1-4, one topic a sentence, its features as they come

Asked are the labelled questions of `knowledge/evaluation`, or those of `--questions FILE`: how often is a right topic
first, and among the first four, if everybody has to answer. Then the whole way of a question, and the same with 20,000
articles: made-up topics whose sentences are halves of ours put together (seeded), against bm25s with as many.
"""

import gc
import json
import logging
import random
import resource
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import bm25s
import click
import numpy as np
import tantivy
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.machine import machine
from knowledge.answering import answer
from knowledge.catalogue import is_ours
from knowledge.evaluation import OWN
from knowledge.evaluation.questions import read_questions
from knowledge.features import ChineseFeatures, plain
from knowledge.indexing import Said
from knowledge.library import Library
from knowledge.notions import Thesaurus
from knowledge.reader import Learned
from knowledge.search import Index
from knowledge.separating import Separator
from knowledge.shelf import MAIN_LANGUAGE, Shelf
from knowledge.words import Words

MANY, SAID = 20_000, 8  # articles, and sentences of each
TIMED = 300  # questions that are timed among so many
FOUND = 40  # sentences looked at until four topics are found

Rank = Callable[[str], list[str]]
Pairs = list[tuple[str, str]]
Build = Callable[[Pairs, Words], Rank]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and every topic that is right."""

    text: str
    topics: frozenset[str]


@dataclass(frozen=True, slots=True)
class Measured:
    """How one method did; `times` in seconds, sorted."""

    name: str
    build: float
    first: float
    within_four: float
    times: list[float]

    def quantile(self, share: float) -> float:
        """In milliseconds."""
        return self.times[int(share * (len(self.times) - 1))] * 1000


def four(topics: Iterable[str]) -> list[str]:
    """The first four different ones."""
    return list(dict.fromkeys(topics))[:4]


def ours(_: Pairs, __: Words) -> Rank:
    library = Library.load()
    return lambda text: [it.topic for it in library.read(library.in_our_script(text)).ranked[:4]]


def topic_means(pairs: Pairs, words: Words) -> Rank:
    index = Index.of(pairs, ChineseFeatures(words))
    return lambda text: [it.topic for it in index.rank(text, 4)]


def nearest_sentence(pairs: Pairs, words: Words) -> Rank:
    index = Index.of([(str(n), sentence) for n, (_, sentence) in enumerate(pairs)], ChineseFeatures(words))
    return lambda text: four(pairs[int(it.topic)][0] for it in index.rank(text, FOUND))


def bm25(pairs: Pairs, words: Words) -> Rank:
    retriever = bm25s.BM25()
    retriever.index([words.cut(plain(sentence)) for _, sentence in pairs], show_progress=False)

    def rank(text: str) -> list[str]:
        found, _ = retriever.retrieve([words.cut(plain(text)) or [""]], k=FOUND, show_progress=False)
        return four(pairs[n][0] for n in found[0])

    return rank


def rust(pairs: Pairs, words: Words) -> Rank:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("said", tokenizer_name="whitespace")
    builder.add_unsigned_field("n", stored=True)
    index = tantivy.Index(builder.build())
    writer = index.writer()
    for n, (_, sentence) in enumerate(pairs):
        writer.add_document(tantivy.Document(said=" ".join(words.cut(plain(sentence))), n=n))
    writer.commit()
    index.reload()
    searcher, schema = index.searcher(), index.schema

    def rank(text: str) -> list[str]:
        terms = [tantivy.Query.term_query(schema, "said", word) for word in set(words.cut(plain(text)))]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        return four(pairs[searcher.doc(at)["n"][0]][0] for _, at in searcher.search(query, FOUND).hits)

    return rank


def full_text(pairs: Pairs, _: Words) -> Rank:
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE said USING fts5(text, topic UNINDEXED, tokenize='trigram')")
    database.executemany("INSERT INTO said VALUES (?, ?)", [(plain(sentence), topic) for topic, sentence in pairs])

    def rank(text: str) -> list[str]:
        said = plain(text)
        grams = " OR ".join(f'"{said[n : n + 3]}"' for n in range(len(said) - 2))
        found = "SELECT topic FROM said WHERE said MATCH ? ORDER BY rank LIMIT ?"
        return four(topic for (topic,) in database.execute(found, (grams, FOUND))) if grams else []

    return rank


def linear(pairs: Pairs, _: Words) -> Rank:
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(1, 4), min_df=2, sublinear_tf=True, preprocessor=plain)
    line = LinearSVC(C=0.5, random_state=0).fit(
        vectors.fit_transform([said for _, said in pairs]), [topic for topic, _ in pairs]
    )

    def rank(text: str) -> list[str]:
        scores = line.decision_function(vectors.transform([text]))[0]
        return [str(line.classes_[n]) for n in np.argsort(-scores)[:4]]

    return rank


PEERS: tuple[tuple[str, Build], ...] = (
    ("ours", ours),
    ("bm25s + jieba", bm25),
    ("tantivy + jieba", rust),
    ("SQLite FTS5 trigram", full_text),
    ("TF-IDF, nearest", nearest_sentence),
    ("topic means", topic_means),
    ("linear classifier", linear),
)


def timed(rank: Callable[[str], object], texts: Iterable[str]) -> list[float]:
    """Seconds for each text, sorted."""
    times = []
    for text in texts:
        start = time.perf_counter()
        rank(text)
        times.append(time.perf_counter() - start)
    return sorted(times)


def measure(name: str, build: Build, known: Pairs, asked: list[Asked], words: Words) -> Measured:
    gc.collect()
    start = time.perf_counter()
    rank = build(known, words)
    built = time.perf_counter() - start
    rank(asked[0].text)
    found = [rank(it.text) for it in asked]
    first = np.mean([bool(it.topics.intersection(topics[:1])) for it, topics in zip(asked, found, strict=True)])
    within = np.mean([bool(it.topics.intersection(topics)) for it, topics in zip(asked, found, strict=True)])
    return Measured(name, built, float(first), float(within), timed(rank, (it.text for it in asked)))


def compare(asked: list[Asked]) -> list[dict[str, object]]:
    """All methods on the same sentences; `x_ours` is how much longer one takes than ours."""
    pairs = [
        (it.topics[0], it.text) for it in Said.on(Shelf.load()).sentences()[MAIN_LANGUAGE] if is_ours(it.topics[0])
    ]
    words = Words()
    rows = [measure(name, build, pairs, asked, words) for name, build in PEERS]
    return [figures(row, rows[0]) for row in rows]


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


def resident() -> int:
    """The most memory this process has held so far, in MiB (Linux counts it in KiB)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def whole(asked: list[Asked]) -> dict[str, float]:
    """The whole way as a worker's question goes it: script, danger, ranking, decision."""
    start, cpu = time.perf_counter(), time.process_time()
    library = Library.load()
    loaded, cpu = time.perf_counter() - start, time.process_time() - cpu
    answer(library, asked[0].text)
    row = Measured("answer()", loaded, 0, 0, timed(lambda text: answer(library, text), (it.text for it in asked)))
    return {
        "load_s": round(loaded, 2),
        "load_cpu_s": round(cpu, 2),
        "process_mib": resident(),
        "p50_ms": round(row.quantile(0.5), 2),
        "p99_ms": round(row.quantile(0.99), 2),
    }


def many(asked: list[Asked]) -> dict[str, object]:
    """Retrieving and deciding among MANY articles, and bm25s among as many, each article one document."""
    chosen, words = random.Random(12351), Words()
    sentences = Said.on(Shelf.load()).sentences()[MAIN_LANGUAGE]
    halves = [half for it in sentences for half in (it.text[: len(it.text) // 2], it.text[len(it.text) // 2 :]) if half]
    refused = [(it.topics[0], it.text) for it in sentences if not is_ours(it.topics[0])]
    pairs = [(f"t{n}", "".join(chosen.sample(halves, 2))) for n in range(MANY) for _ in range(SAID)]
    index = Index.of(pairs + refused, ChineseFeatures(words))
    with np.load(Path(__file__).parents[1] / "knowledge" / "model.npz") as model:
        lines = Separator.stored({name[6:]: model[name] for name in model.files if name.startswith("lines/")})
    reader = Learned(index, lines, ChineseFeatures(words, thesaurus=Thesaurus.read()))
    articles = [" ".join(said for _, said in pairs[n : n + SAID]) for n in range(0, len(pairs), SAID)]
    peer = bm25([(str(n), text) for n, text in enumerate(articles)], words)
    texts = [it.text for it in asked[:TIMED]]
    reader.read(texts[0])
    peer(texts[0])
    mine, theirs = (Measured("", 0, 0, 0, timed(rank, texts)) for rank in (reader.read, peer))
    return {
        "articles": MANY,
        "p50_ms": round(mine.quantile(0.5), 2),
        "p99_ms": round(mine.quantile(0.99), 2),
        "bm25s_p50_ms": round(theirs.quantile(0.5), 2),
        "times_bm25s": round(mine.quantile(0.5) / theirs.quantile(0.5), 1),
    }


@click.command()
@click.option("--questions", type=click.Path(path_type=Path, exists=True), default=OWN, help="Labelled questions.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def main(questions: Path, as_json: bool) -> None:
    """Print how fast and how often right our answering is, beside its peers."""
    logging.getLogger("bm25s").setLevel(logging.WARNING)
    asked = [Asked(it.text, it.topics) for it in read_questions(questions) if "topic" in it.kinds]
    described, answering = machine(Path()), whole(asked)
    rows, large = compare(asked), many(asked)
    if as_json:
        click.echo(json.dumps({"machine": described, "answer": answering, "rows": rows, "many": large}))
        return
    click.echo(f"{described}\nanswer(): {answering}\n{len(asked)} asked")
    click.echo(f"{'':<20}" + "".join(f"{name:>13}" for name in list(rows[0])[1:]))
    for row in rows:
        method, *rest = row.values()
        click.echo(f"{method:<20}" + "".join(f"{figure:>13}" for figure in rest))
    click.echo(f"many: {large}")


if __name__ == "__main__":
    main()
