"""The lists of words that names are read by; names.yaml holds them, to be read and mended without a programmer."""

from functools import cache
from pathlib import Path

from knowledge.article import read_yaml_mapping
from knowledge.fields import Fields

_FILE = Path(__file__).parent / "names.yaml"


def any_of(*lists: str) -> str:
    """A group of a regular expression that matches any word of the lists, the longest first.

    Raises KnowledgeError naming the list that is missing.
    """
    words = {word for name in lists for word in _lists().text(name).split()}
    return f"(?:{'|'.join(sorted(words, key=lambda word: (-len(word), word)))})"


@cache
def _lists() -> Fields:
    return Fields(_FILE, read_yaml_mapping(_FILE))
