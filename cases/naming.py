"""Sees in what a colleague writes to a worker that it would tell him who writes: the one rule for desk and chat."""

import re

from storage.people import Colleague

_MOBILE = re.compile(r"(?<!\d)(?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_HANDLE = re.compile(r"(?<![\w.])@[A-Za-z]\w{3,}|t\.me/\w+|微信号?\s*[:：]", re.IGNORECASE)
_SHORTEST_NAME = 2


def tells_who(text: str, colleague: Colleague) -> bool:
    """Whether it has the colleague's own name, a mobile number or an account in it, by which a worker knows him."""
    named = len(colleague.name) >= _SHORTEST_NAME and colleague.name in text
    return named or _MOBILE.search(text) is not None or _HANDLE.search(text) is not None
