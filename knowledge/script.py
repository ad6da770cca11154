"""Brings a text into the script we read: Traditional characters become Simplified ones, typed pinyin becomes words."""

from functools import cache

from opencc import OpenCC

from knowledge.features import is_chinese
from knowledge.sounds import Sounds

_LONGEST = 10_000  # characters


def in_our_script(text: str, sounds: Sounds) -> str:
    """The text as our sentences are written, as far as anybody reads it; English and whatever else stays as it is."""
    if is_chinese(text):
        return str(_converter().convert(text[:_LONGEST].encode("utf-8", "replace").decode()))
    return sounds.read(text) or text


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
