"""Finds sentences of a statute in our articles: we say what the law means in our own words."""

import re
from collections.abc import Iterable

LONGEST = 25  # characters, from which a run that also stands in a statute counts as copied

_BLANK = re.compile(r"\s+")


class Copied:
    """What stands in the statutes, cut into every run of 25 characters; titles of laws are nobody's own words."""

    def __init__(self, texts: Iterable[str], titles: Iterable[str]) -> None:
        self._titles = re.compile("|".join(sorted(map(re.escape, titles), key=len, reverse=True)) or r"(?!)")
        self._runs = {run for text in texts for run in _runs(_BLANK.sub("", text))}

    def first(self, text: str) -> str | None:
        """The first run of the text that stands in a statute; None if it is all our own."""
        own = self._titles.sub("\0", _BLANK.sub("", text))
        return next((run for run in _runs(own) if run in self._runs), None)


def _runs(text: str) -> Iterable[str]:
    return (text[at : at + LONGEST] for at in range(len(text) - LONGEST + 1))
