"""Plain text has nothing besides what it shows, as long as it is plain."""

import re

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_NOT_PROSE = re.compile(r"\s*(<|\{\\rtf|%!|begin:v|from:|return-path:|received:)", re.IGNORECASE)
_LONGEST = 2_000_000


def is_text(content: bytes) -> bool:
    """Whether these bytes are prose or a table in UTF-8 or GB 18030; no mark-up, cards or mails, which have authors."""
    if not content or len(content) > _LONGEST:
        return False
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            said = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return not _CONTROLS.search(said) and not _NOT_PROSE.match(said)
    return False


def text(content: bytes) -> bytes:
    """The text as it is."""
    return content
