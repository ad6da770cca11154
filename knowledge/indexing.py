"""What readers read with: the index of all sentences and the learned lines, taken from the file that ships.

Learning takes some minutes and needs teachers that do not ship; building the index takes some seconds, and the
hotline has to be back within three after it was killed. So `make knowledge-model` writes both to a file, together with
a fingerprint of everything it was built from. As soon as an article, a sentence or a word of the dictionary differs,
the index is built anew at the start; the lines stay as they were learned until the model is written again. As long as
nothing differs, the files of sentences are only hashed: to read them would be a tenth of the start.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from knowledge.catalogue import TRAINING, Sentence, training_files, training_sentences
from knowledge.features import ChineseFeatures, EnglishFeatures, Features, plain
from knowledge.learning import learn
from knowledge.notions import BROAD, FINE, Thesaurus
from knowledge.reader import Learned, Nearest, Reader
from knowledge.search import Index
from knowledge.separating import Separator
from knowledge.shelf import MAIN_LANGUAGE, Shelf
from knowledge.sounds import MISHEARD, Sounds
from knowledge.tables import read_tables
from knowledge.words import OWN_WORDS, Words, shared_words

MODEL = Path(__file__).parent / "model.npz"
_KIND = "5"  # of features and tables; another number makes every older file stale
_LINES, _SOUNDS = "lines", "sounds"
Sentences = Mapping[str, Sequence[Sentence]]
Tables = Mapping[str, NDArray[np.generic]]


@dataclass(frozen=True, slots=True)
class Reads:
    """What a library reads with: a reader for each language, and the sounds of Chinese words."""

    readers: Mapping[str, Reader]
    sounds: Sounds


@dataclass(frozen=True, slots=True)
class Said:
    """Every sentence with its topics: `titles` and what the articles bring are at hand, a folder holds the others."""

    titles: Sequence[Sentence]
    brought: Sentences
    folder: Path = TRAINING

    @classmethod
    def on(cls, shelf: Shelf) -> Self:
        """What is said about the topics of a shelf."""
        titles = [Sentence((topic.id,), topic.title) for topic in shelf.topics.values()]
        return cls(titles, {language: _spoken(shelf, language) for language in (MAIN_LANGUAGE, "en")})

    def sentences(self) -> dict[str, list[Sentence]]:
        """All of them by language: titles, what people ask, and what the articles bring."""
        chinese = [*self.titles, *training_sentences(self.folder), *self.brought[MAIN_LANGUAGE]]
        return {**{language: list(its) for language, its in self.brought.items()}, MAIN_LANGUAGE: chinese}

    def fingerprint(self) -> str:
        """What the index depends on, in 64 hex digits."""
        at_hand = {"": self.titles, **self.brought}
        lines = [f"{language}\t{','.join(it.topics)}\t{it.text}" for language, its in at_hand.items() for it in its]
        words = [file.read_text("utf-8") for file in (OWN_WORDS, MISHEARD, BROAD, FINE)]
        found = sha256("\n".join([_KIND, *words, *lines]).encode())
        for file, weight in training_files(self.folder):
            found.update(f"\n{weight}\t{file.name}\n".encode() + file.read_bytes())
        return found.hexdigest()


def stored(said: Said, model: Path = MODEL) -> Reads:
    """What was written, with an index of these sentences; raises FileError when the model is missing or damaged."""
    tables = read_tables(model, f"{_SOUNDS}/meant")
    words, sounds = shared_words(), Sounds(_of(tables, _SOUNDS))
    fresh = str(tables["fingerprint"]) == said.fingerprint()
    indexes = _as_stored(tables, words, sounds) if fresh else _indexes(said.sentences(), words, sounds)
    meaning = ChineseFeatures(words, sounds, Thesaurus.read())
    chinese = Learned(indexes[MAIN_LANGUAGE], Separator.stored(_of(tables, _LINES)), meaning)
    return Reads({MAIN_LANGUAGE: chinese, "en": Nearest(indexes["en"])}, sounds)


def write(said: Said, model: Path = MODEL) -> None:
    """Learn, build and write; the same sentences give the same file.

    Raises NoTeacher where scikit-learn or pypinyin is not installed.
    """
    words, sentences = shared_words(), said.sentences()
    sounds = Sounds.of(words.cut(plain(it.text)) for it in sentences[MAIN_LANGUAGE])
    indexes = _indexes(sentences, words, sounds)
    parts: dict[str, Tables] = {language: index.tables() for language, index in indexes.items()}
    parts[_LINES] = learn(sentences[MAIN_LANGUAGE], ChineseFeatures(words, sounds, Thesaurus.read()))
    parts[_SOUNDS] = sounds.tables()
    tables = {f"{part}/{name}": table for part, its in parts.items() for name, table in its.items()}
    np.savez_compressed(model, fingerprint=np.array(said.fingerprint()), **tables)  # type: ignore[arg-type]


def _of(tables: Tables, part: str) -> dict[str, NDArray[np.generic]]:
    return {name.partition("/")[2]: table for name, table in tables.items() if name.startswith(f"{part}/")}


def _features(words: Words, sounds: Sounds) -> dict[str, Features]:
    """What the sentences of each language are compared by."""
    return {MAIN_LANGUAGE: ChineseFeatures(words, sounds), "en": EnglishFeatures()}


def _as_stored(tables: Tables, words: Words, sounds: Sounds) -> dict[str, Index]:
    """The index of each language, as it was written."""
    return {language: Index.stored(_of(tables, language), its) for language, its in _features(words, sounds).items()}


def _indexes(sentences: Sentences, words: Words, sounds: Sounds) -> dict[str, Index]:
    """The index of each language, built anew."""
    return {language: Index.of(_pairs(sentences[language]), its) for language, its in _features(words, sounds).items()}


def _pairs(sentences: Sequence[Sentence]) -> list[tuple[str, str]]:
    """Each sentence with the best of its topics."""
    return [(it.topics[0], it.text) for it in sentences]


def _spoken(shelf: Shelf, language: str) -> list[Sentence]:
    """What the articles themselves bring to the index: title, questions and lead of their newest version."""
    newest = [stand[-1] for (tongue, _), stand in shelf.versions.items() if tongue == language]
    return [Sentence((it.id,), text) for it in newest for text in (it.title, *it.questions, " ".join(it.lead))]
