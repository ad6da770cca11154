"""Looks up whether an article of a law exists in a folder of statute texts that somebody keeps beside the project."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import cn2an

from knowledge.errors import FileError

_WHOLE = ("全文", "附件", "通知")
_HEADING = re.compile(r"^[#*\s]*第([零〇一二三四五六七八九十百千\d]+)条(?:之([一二三四五六七八九十]+))?", re.MULTILINE)
_POINT = re.compile(r"^[#*\s]*([一二三四五六七八九十]+)、()", re.MULTILINE)  # notices count points, not articles
_CITED = re.compile(r"第?\s*(\d+|[零〇一二三四五六七八九十百千]+)\s*条?(?:\s*之\s*([一二三四五六七八九十]+|\d+))?")


@dataclass(frozen=True, slots=True)
class Statutes:
    """The article numbers that the text of each law contains; None for a law of which only an excerpt is kept."""

    numbers: Mapping[str, frozenset[str]]
    excerpts: frozenset[str]

    @classmethod
    def load(cls, folder: Path) -> "Statutes":
        """Read index.json and the texts it names, from the folder that holds it or from the `statutes` folder inside.

        Raises FileError when the index or a text it names cannot be read.
        """
        root = folder if (folder / "index.json").exists() else folder.parent
        index = _read_index(root / "index.json")
        numbers = {str(law["cite_as"]): _numbers_in(root, _files(law)) for law in index}
        return cls(numbers, frozenset(str(law["cite_as"]) for law in index if not law.get("whole")))

    def problem(self, law: str, article: str) -> str | None:
        """What is wrong with citing this article of this law, in words; None when it stands in the text."""
        if law not in self.numbers:
            return f"there is no text of {law} to check against"
        cited = [_number(match) for match in _CITED.finditer(article)]
        if not cited:
            return None if any(word in article for word in _WHOLE) else f"{law} {article} names no article number"
        missing = [number for number in cited if number not in self.numbers[law]]
        if not missing:
            return None
        where = "the excerpt kept of it" if law in self.excerpts else "its text"
        return f"{law} {', '.join(missing)} does not stand in {where}"


def _read_index(file: Path) -> list[dict[str, object]]:
    try:
        index = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FileError(file, "cannot be read as JSON") from error
    if not isinstance(index, list) or not all(isinstance(law, dict) and "cite_as" in law for law in index):
        raise FileError(file, "must be a list of laws with cite_as")
    return index


def _files(law: dict[str, object]) -> list[str]:
    files = law.get("files", [])
    return [str(file) for file in files] if isinstance(files, list) else []


def _numbers_in(root: Path, files: list[str]) -> frozenset[str]:
    texts = [_read(root / file) for file in files]
    headings = [match for text in texts for match in _HEADING.finditer(text)]
    return frozenset(map(_number, headings or [match for text in texts for match in _POINT.finditer(text)]))


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(file, "cannot be read as UTF-8 text") from error


def _number(match: re.Match[str]) -> str:
    return _arabic(match[1]) + (f"之{_arabic(match[2])}" if match[2] else "")


def _arabic(numeral: str) -> str:
    return numeral if numeral.isdigit() else str(cn2an.cn2an(numeral.replace("〇", "零"), "normal"))
