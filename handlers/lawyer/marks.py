"""Signs in what a colleague writes: that it is a note, or that it may be meant as one."""

import re

from handlers.turn import readable

_NOTE = re.compile(
    r"\s*(?:[/／]note(?:@\w+)?(?![a-z])|[/／]备注|//|／／|备注(?=[\s:：]|$)|note\s*[:：])[\s:：,，]*", re.IGNORECASE
)
_PERHAPS = re.compile(
    r"[\W_]*(?:(?:内部|內部)?(?:备注|備註|备忘|備忘|notes?(?![a-z]))|内部|內部|internal(?![a-z])|memo(?![a-z])"
    r"|[仅只]?(?:限|给)?同事(?:们)?(?:之间|看|知道|传阅)|自己看|工人看不到|(?:别|勿|不要?|请勿)(?:转)?(?:发|告诉)给?(?:工人|对方|当事人)"
    r"|n\s*[:：])|[/／\\、]",
    re.IGNORECASE,
)
_NEARLY_A_COMMAND = re.compile(
    r"/(?:n|nt|no|not|notes?|nb|bz|beizhu|neibu|memo|internal|内部|內部|備註|备忘)(?:@\w+)?(?:[\s:：]|$)",
    re.IGNORECASE,
)


def is_note(text: str) -> bool:
    """Whether it begins with the sign of a note ("//", "备注：", "/note"); such a message never goes to a worker."""
    return _NOTE.match(readable(text)) is not None


def may_be_note(text: str) -> bool:
    """Whether it begins like a note without its sign: "备注栏请填……" is a letter, "（备注）" hardly; he has to say."""
    return not is_note(text) and _PERHAPS.match(readable(text)) is not None


def nearly_a_command(text: str) -> bool:
    """Whether it begins with a command that was meant to be /note, such as "/n": what follows is not to be lost."""
    return not is_note(text) and _NEARLY_A_COMMAND.match(readable(text)) is not None


def without_mark(text: str) -> str:
    """The note without its sign."""
    text = readable(text)
    return text[found.end() :].strip() if (found := _NOTE.match(text)) else text
