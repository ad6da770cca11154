"""Regular expressions that are compiled when they are first used.

Those that read a story are many and long: to compile them all would be a sixth of the start, and the hotline has to be
back within three seconds after it was killed.
"""

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from sys import maxsize

Match = re.Match[str]


class Pattern:
    """A regular expression, used as one of `re` is; immutable, shared between threads."""

    def __init__(self, text: str, flags: int = 0) -> None:
        self.pattern, self._flags = text, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self._flags)

    def search(self, text: str, begin: int = 0, end: int = maxsize) -> Match | None:
        """The first place that fits."""
        return self._compiled.search(text, begin, end)

    def match(self, text: str, begin: int = 0, end: int = maxsize) -> Match | None:
        """What fits at the beginning."""
        return self._compiled.match(text, begin, end)

    def fullmatch(self, text: str, begin: int = 0, end: int = maxsize) -> Match | None:
        """The whole text, if it fits."""
        return self._compiled.fullmatch(text, begin, end)

    def finditer(self, text: str, begin: int = 0, end: int = maxsize) -> Iterator[Match]:
        """Every place that fits, one after the other."""
        return self._compiled.finditer(text, begin, end)

    def sub(self, instead: str | Callable[[Match], str], text: str) -> str:
        """The text with every place that fits replaced."""
        return self._compiled.sub(instead, text)

    def split(self, text: str, maxsplit: int = 0) -> list[str]:
        """What stands between the places that fit."""
        return self._compiled.split(text, maxsplit)
