"""What readers read with: the index of all sentences and the learned lines, taken from the file that ships.

Learning takes half a minute and needs a teacher that does not ship; building the index takes some seconds, and the
hotline has to be back within three after it was killed. So `make knowledge-model` writes both to a file, together with
a fingerprint of everything it was built from. As soon as an article, a sentence or a word of the dictionary differs,
the index is built anew at the start; the lines stay as they were learned until the model is written again.
"""

from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from knowledge.catalogue import training_sentences
from knowledge.errors import FileError
from knowledge.features import ChineseFeatures, EnglishFeatures, Features
from knowledge.learning import learn
from knowledge.reader import Learned, Nearest, Reader
from knowledge.search import Index
from knowledge.separating import Separator
from knowledge.shelf import MAIN_LANGUAGE, Shelf
from knowledge.words import OWN_WORDS, Words

MODEL = Path(__file__).parent / "model.npz"
_KIND = "2"  # of features and tables; another number makes every older file stale
_LINES = "lines"
Sentences = Mapping[str, list[tuple[str, str]]]
Tables = Mapping[str, NDArray[np.generic]]


def readers(sentences: Sentences, model: Path = MODEL) -> dict[str, Reader]:
    """The reader of each language; raises FileError when the model is missing or damaged."""
    tables = _read(model)
    fresh = str(tables["fingerprint"]) == fingerprint(sentences)
    features = {language: _features(language) for language in sentences}
    indexes = {
        language: Index.stored(_of(tables, language), its) if fresh else Index.of(sentences[language], its)
        for language, its in features.items()
    }
    chinese = Learned(indexes[MAIN_LANGUAGE], Separator.stored(_of(tables, _LINES)), features[MAIN_LANGUAGE])
    return {MAIN_LANGUAGE: chinese, "en": Nearest(indexes["en"])}


def write(sentences: Sentences, model: Path = MODEL) -> None:
    """Learn, build and write; the same sentences give the same file.

    Raises NoTeacher where scikit-learn is not installed.
    """
    parts = {language: Index.of(said, _features(language)).tables() for language, said in sentences.items()}
    parts[_LINES] = learn(sentences[MAIN_LANGUAGE], _features(MAIN_LANGUAGE))
    tables = {f"{part}/{name}": table for part, its in parts.items() for name, table in its.items()}
    np.savez_compressed(model, fingerprint=np.array(fingerprint(sentences)), **tables)  # type: ignore[arg-type]


def sentences_of(shelf: Shelf) -> dict[str, list[tuple[str, str]]]:
    """Every sentence with its topic, by language: titles, what people ask, and what the articles bring."""
    titles = [(topic.id, topic.title) for topic in shelf.topics.values()]
    chinese = titles + training_sentences() + _spoken(shelf, MAIN_LANGUAGE)
    return {MAIN_LANGUAGE: chinese, "en": _spoken(shelf, "en")}


def fingerprint(sentences: Sentences) -> str:
    """What the index depends on, in 64 hex digits."""
    lines = [f"{language}\t{topic}\t{said}" for language, pairs in sentences.items() for topic, said in pairs]
    return sha256("\n".join([_KIND, OWN_WORDS.read_text("utf-8"), *lines]).encode()).hexdigest()


def _read(model: Path) -> dict[str, NDArray[np.generic]]:
    try:
        with np.load(BytesIO(model.read_bytes()), allow_pickle=False) as found:
            tables = {name: found[name] for name in found.files}
    except (OSError, ValueError, EOFError, BadZipFile):
        tables = {}
    if "fingerprint" not in tables or f"{_LINES}/scales" not in tables:
        raise FileError(model, "is missing or damaged; install it again, or write it with `make knowledge-model`")
    return tables


def _of(tables: Tables, part: str) -> dict[str, NDArray[np.generic]]:
    return {name.partition("/")[2]: table for name, table in tables.items() if name.startswith(f"{part}/")}


def _features(language: str) -> Features:
    return ChineseFeatures(Words()) if language == MAIN_LANGUAGE else EnglishFeatures()


def _spoken(shelf: Shelf, language: str) -> list[tuple[str, str]]:
    """What the articles themselves bring to the index: title, questions and lead of their newest version."""
    newest = [stand[-1] for (tongue, _), stand in shelf.versions.items() if tongue == language]
    return [(it.id, text) for it in newest for text in (it.title, *it.questions, " ".join(it.lead))]
