"""Brings a text into the script we read: Traditional characters become Simplified ones, typed pinyin becomes words."""

from functools import cache

from opencc import OpenCC

from knowledge.features import is_chinese
from knowledge.sounds import Sounds

_LONGEST = 10_000  # characters
_TRADITIONAL = 3  # different characters from which a text is written in them


def in_our_script(text: str, sounds: Sounds) -> str:
    """The text as our sentences are written, as far as anybody reads it; English and whatever else stays as it is."""
    if is_chinese(text):
        return str(_converter().convert(text[:_LONGEST].encode("utf-8", "replace").decode()))
    return sounds.read(text) or text


def simplified(text: str) -> str:
    """The text in Simplified characters, one for one; what is not Traditional stays as it is."""
    return str(_converter().convert(text.encode("utf-8", "replace").decode()))


def for_facts(text: str) -> str:
    """The text in Simplified characters if it was written in Traditional ones, not just a name like 王乾 in it."""
    ours = simplified(text)
    changed = {was for was, is_ in zip(text, ours, strict=False) if was != is_}
    return ours if len(changed) >= _TRADITIONAL else text


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
