"""Signs in what a colleague writes: that it is a note, and that it would show the worker who he is."""

import re

from handlers.turn import readable
from storage.people import Colleague

_NOTE = re.compile(r"\s*(?:/note(?:@\w+)?(?![a-z])|/备注|//|／／|备注|note\s*[:：])[\s:：,，]*", re.IGNORECASE)
_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_HANDLE = re.compile(r"(?<![\w.])@[A-Za-z]\w{3,}|t\.me/\w+|微信号?\s*[:：]", re.IGNORECASE)
_SHORTEST_NAME = 2


def is_note(text: str) -> bool:
    """Whether it begins with the sign of a note ("//", "备注", "/note"); such a message never goes to a worker."""
    return _NOTE.match(readable(text)) is not None


def without_mark(text: str) -> str:
    """The note without its sign."""
    text = readable(text)
    return text[found.end() :].strip() if (found := _NOTE.match(text)) else text


def tells_who(text: str, colleague: Colleague) -> bool:
    """Whether it has the colleague's own name, a mobile number or an account in it, by which a worker knows him."""
    named = len(colleague.name) >= _SHORTEST_NAME and colleague.name in text
    return named or _MOBILE.search(text) is not None or _HANDLE.search(text) is not None
