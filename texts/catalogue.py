"""Finding and filling in our sentences: texts/<language>/<group>.yaml, each a Jinja2 template."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from jinja2 import Environment, StrictUndefined, Template, meta

Language = Literal["zh-CN", "en"]
LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")
_FOLDER = Path(__file__).parent
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ENVIRONMENT = Environment(undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True)  # noqa: S701 (plain text; pages escape it)


class UnknownText(Exception):
    """A sentence was asked for that no catalogue has."""


class Texts:
    """All our sentences in all languages; immutable once loaded."""

    def __init__(self, sources: Mapping[Language, Mapping[str, str]]) -> None:
        self.sources = sources
        self._templates: dict[tuple[Language, str], Template] = {}
        for texts in sources.values():
            for source in texts.values():
                _ENVIRONMENT.parse(source)  # a broken sentence is found now; compiling waits until it is said

    @classmethod
    def load(cls, folder: Path = _FOLDER) -> "Texts":
        """Every catalogue of a folder, the one that ships read once in a process.

        A broken file raises yaml.YAMLError or jinja2.TemplateError.
        """
        return _shipped() if folder == _FOLDER else _load(folder)

    def say(self, language: str | None, key: str, **values: object) -> str:
        """The sentence `key`, such as "dialogue.welcome", in this language (Chinese if unknown), filled in.

        Raises UnknownText for a key no catalogue has, jinja2.UndefinedError for a value that is missing.
        """
        spoken = known(language)
        template = self._templates.get((spoken, key)) or self._compiled(spoken, key)
        return template.render(values).strip()

    def _compiled(self, language: Language, key: str) -> Template:
        """The sentence as a template, compiled when it is said for the first time."""
        source = self.sources[language].get(key)
        if source is None:
            raise UnknownText(f"No text {key} in {language}.")
        return self._templates.setdefault((language, key), _ENVIRONMENT.from_string(source))

    def group(self, language: str | None, group: str) -> dict[str, str]:
        """All sentences of a group that need no values, by their short key."""
        texts, prefix = self.sources[known(language)], f"{group}."
        return {key.removeprefix(prefix): text for key, text in texts.items() if key.startswith(prefix)}

    def variables(self, language: Language, key: str) -> set[str]:
        """The names a sentence wants filled in."""
        return meta.find_undeclared_variables(_ENVIRONMENT.parse(self.sources[language][key]))


def known(language: str | None) -> Language:
    """The nearest of our languages: English for any kind of English, else Chinese."""
    if language in LANGUAGES:
        return language
    return "en" if (language or "").lower().startswith("en") else "zh-CN"


@cache
def _shipped() -> Texts:
    return _load(_FOLDER)


def _load(folder: Path) -> Texts:
    return Texts({language: _read(folder / language) for language in LANGUAGES})


def _read(folder: Path) -> dict[str, str]:
    found: dict[str, str] = {}
    for file in sorted(folder.glob("*.yaml")):
        for key, text in yaml.load(file.read_text("utf-8"), _LOADER).items():  # noqa: S506 (both loaders are safe)
            found[f"{file.stem}.{key}"] = str(text)
    return found
