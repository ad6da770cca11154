"""Every topic the hotline means to answer one day, with the sentences people use for each, so that a question on a
topic without an article is known for what it is and never gets a neighbour's answer."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from knowledge.article import read_yaml_list
from knowledge.errors import FileError
from knowledge.fields import Fields

_HERE = Path(__file__).parent
TRAINING = _HERE / "training"
_OTHER = "other-"
UNCLEAR = "other-unclear"
_AS_POSTED = 5.0  # weight of a post


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic by its id, which is also the id of its article, with its Chinese title, its category and its scope.

    The scope says in a sentence what belongs to it and what does not.
    """

    id: str
    title: str
    category: str
    scope: str


def read_topics(file: Path = _HERE / "catalogue.yaml") -> dict[str, Topic]:
    """The catalogue by id, in its order; raises KnowledgeError when the file is not as it must be."""
    entries = [Fields(file, entry, f"[{n}].") for n, entry in enumerate(read_yaml_list(file))]
    topics = (Topic(*(entry.text(name) for name in ("id", "title", "category", "scope"))) for entry in entries)
    return {topic.id: topic for topic in topics}


class Sentence(NamedTuple):
    """Something people say; any of its topics is a right answer, the first the best.

    `weight`: how much it counts beside others when it is learned.
    """

    topics: tuple[str, ...]
    text: str
    weight: float = 1.0


def read_sentences(file: Path, weight: float = 1.0) -> list[Sentence]:
    """The sentences of a file: on each line topic ids with commas between, a tab, the sentence.

    Raises FileError naming a line without a tab.
    """
    found = []
    for n, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        topics, tab, said = line.partition("\t")
        if not tab:
            raise FileError(file, f"line {n} must be an id, a tab and a sentence")
        found.append(Sentence(tuple(topics.split(",")), said, weight))
    return found


def training_files(folder: Path = TRAINING) -> list[tuple[Path, float]]:
    """The files that hold what people say, each with the weight of its sentences.

    Those under posts/ were written as people post them, with their spread over the topics and their noise; they count
    more than those that were written topic by topic.
    """
    by_topic = [(file, 1.0) for file in sorted(folder.glob("*.tsv"))]
    return by_topic + [(file, _AS_POSTED) for file in sorted((folder / "posts").glob("*.tsv"))]


def training_sentences(folder: Path = TRAINING) -> list[Sentence]:
    """What people say, each sentence with its topics; those that want no article with their kind ("other-family")."""
    return [it for file, weight in training_files(folder) for it in read_sentences(file, weight)]


def is_ours(topic: str) -> bool:
    """Whether this is a topic of the catalogue and not a kind of what we do not answer."""
    return not topic.startswith(_OTHER)


def is_labour(topic: str) -> bool:
    """Whether this is a topic, or the kind of what is about work but too vague to be answered."""
    return is_ours(topic) or topic == UNCLEAR
