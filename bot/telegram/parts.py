"""Cuts a long text where a reader would pause, because Telegram takes 4096 characters and counts them its own way."""

from collections.abc import Iterator

LIMIT = 4096  # UTF-16 code units: most emoji count twice

_PAUSES = ("\n\n", "\n", "。", "！", "？", "；", ". ", "! ", "? ", "; ", "，", ", ", " ")


def length(text: str) -> int:
    """How long Telegram finds a text, in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split(text: str, limit: int = LIMIT) -> list[str]:
    """The text in parts of at most `limit` UTF-16 code units, cut at the greatest pause there is in each.

    Never inside a character, and without the blanks around a cut, which Telegram would trim anyway. A part is at least
    half full wherever the text allows; a text that fits comes back whole, and a blank one as it is.
    """
    if length(text) <= limit:
        return [text]
    return list(_parts(text, limit)) or [text[:1]]


def _parts(text: str, limit: int) -> Iterator[str]:
    rest = text.strip()
    while rest:
        head = _fitting(rest, limit)
        cut = len(head) if head == rest else _pause(head)
        yield rest[:cut].rstrip()
        rest = rest[cut:].lstrip()


def _fitting(text: str, limit: int) -> str:
    """As many whole characters from the start as fit."""
    return text[:limit].encode("utf-16-le", "surrogatepass")[: limit * 2].decode("utf-16-le", "ignore")


def _pause(head: str) -> int:
    """Where to cut: after the last of the greatest pauses in the second half of `head`, or else at its end."""
    for pause in _PAUSES:
        found = head.rfind(pause, len(head) // 2)
        if found >= 0:
            return found + len(pause)
    return len(head)
