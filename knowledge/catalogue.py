"""Every topic the hotline means to answer one day, with the sentences people use for each, so that a question on a
topic without an article is known for what it is and never gets a neighbour's answer."""

from dataclasses import dataclass
from pathlib import Path

from knowledge.article import read_yaml_list
from knowledge.errors import FileError
from knowledge.fields import Fields

_HERE = Path(__file__).parent
_OTHER = "other-"


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


def read_sentences(file: Path) -> list[tuple[str, str]]:
    """Pairs of topic id and sentence from a tab-separated file; raises FileError naming a line without a tab."""
    pairs = []
    for n, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        topic, tab, sentence = line.partition("\t")
        if not tab:
            raise FileError(file, f"line {n} must be an id, a tab and a sentence")
        pairs.append((topic, sentence))
    return pairs


def training_sentences(folder: Path = _HERE / "training") -> list[tuple[str, str]]:
    """What people say, each sentence with its topic; those that want no article with their kind ("other-family")."""
    return [pair for file in sorted(folder.glob("*.tsv")) for pair in read_sentences(file)]


def is_ours(topic: str) -> bool:
    """Whether this is a topic of the catalogue and not a kind of what we do not answer."""
    return not topic.startswith(_OTHER)
