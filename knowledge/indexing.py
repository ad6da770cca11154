"""The index of all sentences: built from them, or taken from the file that ships with the hotline.

Building takes a second, and the hotline has to be back within three after it was killed. So `make knowledge-model`
writes the index to a file, together with a fingerprint of everything it was built from; as soon as an article, a
sentence or a word of the dictionary differs, the file is passed over and the index is built anew.
"""

from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from knowledge.catalogue import other_sentences, training_sentences
from knowledge.features import ChineseFeatures, EnglishFeatures, Features
from knowledge.search import Index
from knowledge.shelf import MAIN_LANGUAGE, Shelf
from knowledge.words import OWN_WORDS, Words

MODEL = Path(__file__).parent / "model.npz"
_KIND = "1"  # of features and tables; another number makes every older file stale
Sentences = Mapping[str, list[tuple[str, str]]]


def indexes(shelf: Shelf, model: Path = MODEL) -> Mapping[str, Index]:
    """The index of each language: from the model if it was made of this shelf, otherwise built now."""
    sentences = sentences_of(shelf)
    return _read(model, fingerprint(sentences)) or build(sentences)


def write(shelf: Shelf, model: Path = MODEL) -> None:
    """Build the indexes and write them; the same shelf gives the same tables."""
    sentences = sentences_of(shelf)
    tables = {
        f"{language}/{name}": table
        for language, index in build(sentences).items()
        for name, table in index.tables().items()
    }
    np.savez_compressed(model, fingerprint=np.array(fingerprint(sentences)), **tables)  # type: ignore[arg-type]


def build(sentences: Sentences) -> dict[str, Index]:
    """The index of each language, built from its sentences."""
    return {language: Index.of(pairs, _features(language)) for language, pairs in sentences.items()}


def sentences_of(shelf: Shelf) -> dict[str, list[tuple[str, str]]]:
    """Every sentence with its topic, by language: titles, what people ask, and what the articles bring."""
    titles = [(topic.id, topic.title) for topic in shelf.topics.values()]
    chinese = titles + training_sentences() + other_sentences() + _spoken(shelf, MAIN_LANGUAGE)
    return {MAIN_LANGUAGE: chinese, "en": _spoken(shelf, "en")}


def fingerprint(sentences: Sentences) -> str:
    """What the index depends on, in 64 hex digits."""
    lines = [f"{language}\t{topic}\t{said}" for language, pairs in sentences.items() for topic, said in pairs]
    return sha256("\n".join([_KIND, OWN_WORDS.read_text("utf-8"), *lines]).encode()).hexdigest()


def _read(model: Path, wanted: str) -> dict[str, Index] | None:
    """The indexes of the model; None if there is none, it is broken, or it was made of something else."""
    try:
        with np.load(BytesIO(model.read_bytes()), allow_pickle=False) as found:
            if str(found["fingerprint"]) != wanted:
                return None
            tables = {name: found[name] for name in found.files}
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None
    return {language: Index.stored(_of(tables, language), _features(language)) for language in (MAIN_LANGUAGE, "en")}


def _of(tables: Mapping[str, np.ndarray], language: str) -> dict[str, np.ndarray]:
    return {name.partition("/")[2]: table for name, table in tables.items() if name.startswith(f"{language}/")}


def _features(language: str) -> Features:
    return ChineseFeatures(Words()) if language == MAIN_LANGUAGE else EnglishFeatures()


def _spoken(shelf: Shelf, language: str) -> list[tuple[str, str]]:
    """What the articles themselves bring to the index: title, questions and lead of their newest version."""
    newest = [stand[-1] for (tongue, _), stand in shelf.versions.items() if tongue == language]
    return [(it.id, text) for it in newest for text in (it.title, *it.questions, " ".join(it.lead))]
