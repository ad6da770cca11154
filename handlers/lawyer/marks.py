"""Signs in what a colleague writes: that it is a note, or that it may be meant as one."""

import re

from handlers.turn import readable

_NOTE = re.compile(
    r"\s*(?:[/／]note(?:@\w+)?(?![a-z])|[/／]备注|//|／／|备注(?=[\s:：]|$)|note\s*[:：])[\s:：,，]*", re.IGNORECASE
)
_PERHAPS = re.compile(r"[\W_]*(?:内部)?(?:备注|備註|notes?(?![a-z]))|[/／\\、]", re.IGNORECASE)


def is_note(text: str) -> bool:
    """Whether it begins with the sign of a note ("//", "备注：", "/note"); such a message never goes to a worker."""
    return _NOTE.match(readable(text)) is not None


def may_be_note(text: str) -> bool:
    """Whether it begins like a note without its sign: "备注栏请填……" is a letter, "（备注）" hardly; he has to say."""
    return not is_note(text) and _PERHAPS.match(readable(text)) is not None


def without_mark(text: str) -> str:
    """The note without its sign."""
    text = readable(text)
    return text[found.end() :].strip() if (found := _NOTE.match(text)) else text
