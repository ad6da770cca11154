"""The two pages of the web chat and their files, which come from here and from nowhere else."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from texts import LANGUAGES, Language, Texts

POLICY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data: blob:; "
        "media-src 'self' blob:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
}
KEPT_FOR_A_YEAR = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}

_ENVIRONMENT = Environment(loader=PackageLoader("bot.webchat"), autoescape=True, undefined=StrictUndefined)
_STATIC = Path(__file__).parent / "static"
_COMMON = ("wire.js", "keeping.js", "uploads.js", "tray.js")
_LAST = ("menu.js", "invited.js", "chat.js")
_SENT_AS_ONE = {  # an old phone asks for few files; each is a scope of its own
    "chat.css": ("chat.css", "panels.css", "dark.css"),
    "look.js": ("look.js",),
    "chat.js": (*_COMMON, "recorder.js", "ways.js", "bubbles.js", "talk.js", "cases.js", *_LAST),
    "upload.js": (*_COMMON, "upload.js"),
}
_MEDIA = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
_PAGES = ("chat", "upload")
_NOT_FOR_THE_SCRIPT = ("error_", "stage_")


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file of the pages, held in memory."""

    content: bytes
    media_type: str


class Page:
    """The pages in both languages; the address of each static file changes when one of them does."""

    def __init__(self, texts: Texts) -> None:
        self.files = {name: _joined(name, parts) for name, parts in _SENT_AS_ONE.items()}
        self.version = hashlib.sha256(b"".join(file.content for file in self.files.values())).hexdigest()[:12]
        self._rendered: dict[tuple[str, str], str] = {
            (page, language): self._render(texts, page, language) for page in _PAGES for language in LANGUAGES
        }

    def html(self, language: str, page: str = "chat") -> str:
        """A page in one of our languages."""
        return self._rendered[page, language]

    def _render(self, texts: Texts, page: str, language: Language) -> str:
        words = texts.group(language, "page")
        return _ENVIRONMENT.get_template(f"{page}.html").render(
            language=language,
            other=next(other for other in LANGUAGES if other != language),
            version=self.version,
            script=f"{page}.js",
            words=words,
            for_the_script={name: text for name, text in words.items() if not name.startswith(_NOT_FOR_THE_SCRIPT)},
        )


def _joined(name: str, parts: tuple[str, ...]) -> StaticFile:
    content = b"\n".join((_STATIC / part).read_bytes() for part in parts)
    return StaticFile(content, _MEDIA[Path(name).suffix])
