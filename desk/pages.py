"""The pages of the desk, filled in, and the files they need, which come from here and from nowhere else."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from desk.visitors import Visit
from desk.words import Words
from texts import LANGUAGES

PRIVATE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; media-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "strict-origin",  # "no-referrer" would also blank the Origin that sign-in looks at
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
KEPT_FOR_A_YEAR = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}

_STATIC = Path(__file__).parent / "static"
_TYPES = {
    "vendor/pico.min.css": "text/css; charset=utf-8",
    "vendor/htmx.min.js": "text/javascript; charset=utf-8",
    "desk.css": "text/css; charset=utf-8",
    "desk.js": "text/javascript; charset=utf-8",
}


_ENVIRONMENT = Environment(
    loader=PackageLoader("desk"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file of the pages, held in memory."""

    content: bytes
    media_type: str


class Pages:
    """The templates; the address of the static files changes when one of them does."""

    def __init__(self) -> None:
        self.files = {name: StaticFile((_STATIC / name).read_bytes(), media) for name, media in _TYPES.items()}
        self._version = hashlib.sha256(b"".join(file.content for file in self.files.values())).hexdigest()[:12]

    def text(self, name: str, words: Words, visit: Visit | None = None, **values: object) -> str:
        """A page or a part of one as HTML; whatever people wrote is escaped."""
        other = next(language for language in LANGUAGES if language != words.language)
        return _ENVIRONMENT.get_template(name).render(
            words=words, visit=visit, other=other, version=self._version, **values
        )

    def page(
        self, name: str, words: Words, visit: Visit | None = None, status: int = 200, **values: object
    ) -> HTMLResponse:
        """The same as an answer."""
        return HTMLResponse(self.text(name, words, visit, **values), status)
