"""A correction of something told before: 不是8万，是8万5.

Grammar, for a message that says nothing else:

    correction = [ lead ] 不是 wrong [ stop ] ( 而是 | 应该是 | 是 ) right
               | lead [ stop ] [ 是 | 应该是 ] right
               | wrong ( 错了 | 不对 ) [ stop ] ( 是 | 应该是 ) right
               | ( 改成 | 改为 | 应该是 | 更正 … ) right
    lead       = 说错了 | 写错了 | 打错了 | 记错了 | 不对 | 更正 …
"""

import re
from dataclasses import dataclass

_LONGEST = 60  # characters; what is longer tells more than a correction
_STOP = r"[\s，,。.；;:：!！、]*"
_SLIPPED = r"(?:我|刚才|刚刚|前面|上面)*(?:说|写|打|记|弄|算|发)错了?"
_LEAD = rf"(?:{_SLIPPED}|不对|更正(?:一下)?|纠正(?:一下)?|改(?:一)?下|sorry|no)"
_IS = r"(?:而是|应该是|应是|其实是|是|it is|it's)"
_PART = r"[^，,。；;!！?？\n]{1,30}?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?:{_LEAD}{_STOP})?(?:不是|不是说|not)\s*(?P<wrong>{_PART}){_STOP}(?:{_IS}|but)\s*(?P<right>{_PART})",
        rf"{_LEAD}{_STOP}{_IS}?\s*(?P<right>{_PART})",
        rf"(?:{_LEAD}{_STOP})?(?P<wrong>{_PART})(?:错了|不对){_STOP}{_IS}\s*(?P<right>{_PART})",
        rf"(?:改成|改为|应该是|应是)\s*(?P<right>{_PART})",
    )
)
_ASKS = re.compile(r"[?？吗么呢]\s*$")


@dataclass(frozen=True, slots=True)
class Correction:
    """What is right, and, where he named it, what was wrong."""

    right: str
    wrong: str | None = None


def read_correction(text: str) -> Correction | None:
    """The correction that a message is; None if it is none, asks something, or says more than that."""
    said = text.strip().rstrip("。.!！ 的啊呀哦了")
    if len(text) > _LONGEST or _ASKS.search(text):
        return None
    found = next(filter(None, (form.fullmatch(said) for form in _FORMS)), None)
    if found is None:
        return None
    told = found.groupdict()
    return Correction(told["right"].strip(), (told.get("wrong") or "").strip() or None)
