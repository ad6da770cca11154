"""The texts of laws that somebody keeps beside the project: to check against and to import, never to ship."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import FileError
from knowledge.laws import Law
from knowledge.numbering import HEADING, POINT, number

_HEAD_OF_FILE = re.compile(r"\A.*?^---\s*$", re.DOTALL | re.MULTILINE)  # title, publisher, where the text comes from
_CHAPTER = re.compile(r"^#+ .*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Statutes:
    """The text of each article by law and number; `excerpts` are the laws of which only a part is kept."""

    texts: Mapping[str, Mapping[str, str]]
    excerpts: frozenset[str]

    @classmethod
    def load(cls, folder: Path) -> "Statutes":
        """Read index.json and the texts it names, from the folder that holds it or from the `statutes` folder inside.

        Raises FileError when the index or a text it names cannot be read.
        """
        root = folder if (folder / "index.json").exists() else folder.parent
        index = _read_index(root / "index.json")
        texts = {str(law["cite_as"]): _articles(root, _files(law)) for law in index}
        return cls(texts, frozenset(str(law["cite_as"]) for law in index if not law.get("whole")))

    def differences(self, law: Law) -> Iterator[str]:
        """Where our list of a law's articles and its text are not the same, in words."""
        if law.cite_as not in self.texts:
            yield f"there is no text of {law.cite_as} to check against"
        elif law.articles != self.texts[law.cite_as].keys():
            odd = sorted(law.articles ^ self.texts[law.cite_as].keys())
            yield f"laws.yaml and the text of {law.cite_as} differ in {', '.join(odd[:5])}"

    def whole(self) -> Iterator[str]:
        """Every text, one law after the other."""
        for articles in self.texts.values():
            yield "\n".join(articles.values())


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


def _articles(root: Path, files: list[str]) -> dict[str, str]:
    texts = [_HEAD_OF_FILE.sub("", _read(root / file), count=1) for file in files]
    return dict(it for text in texts for it in _cut(text, HEADING)) or dict(
        it for text in texts for it in _cut(text, POINT)
    )


def _cut(text: str, heading: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Each article with its text, to the next one; headings of chapters between them are left out."""
    begins = list(heading.finditer(text))
    ends = [*(it.start() for it in begins), len(text)][1:]
    for match, end in zip(begins, ends, strict=True):
        first, _, more = text[match.start() : end].strip().partition("\n")
        yield number(match), f"{first.lstrip('#* ')}\n{_CHAPTER.sub('', more)}".strip()


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(file, "cannot be read as UTF-8 text") from error
