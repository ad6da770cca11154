"""The page of the web chat and its two files, which come from here and from nowhere else."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from texts import LANGUAGES, Language, Texts

POLICY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
}
KEPT_FOR_A_YEAR = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}

_ENVIRONMENT = Environment(loader=PackageLoader("bot.webchat"), autoescape=True, undefined=StrictUndefined)
_STATIC = Path(__file__).parent / "static"
_TYPES = {"chat.css": "text/css; charset=utf-8", "chat.js": "text/javascript; charset=utf-8"}
_FOR_THE_SCRIPT = ("person", "you", "hotline", "sending", "sent", "again", "connecting", "offline", "not_taken")


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file of the page, held in memory."""

    content: bytes
    media_type: str


class Page:
    """The page in both languages; its address of each static file changes when the file does."""

    def __init__(self, texts: Texts) -> None:
        self.files = {name: StaticFile((_STATIC / name).read_bytes(), media) for name, media in _TYPES.items()}
        self.version = hashlib.sha256(b"".join(file.content for file in self.files.values())).hexdigest()[:12]
        self._rendered: dict[str, str] = {language: self._render(texts, language) for language in LANGUAGES}

    def html(self, language: str) -> str:
        """The page in one of our languages."""
        return self._rendered[language]

    def _render(self, texts: Texts, language: Language) -> str:
        words = texts.group(language, "page")
        return _ENVIRONMENT.get_template("chat.html").render(
            language=language,
            other=next(other for other in LANGUAGES if other != language),
            version=self.version,
            words=words,
            for_the_script={name: words[name] for name in _FOR_THE_SCRIPT},
        )
