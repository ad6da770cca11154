"""Finds where a name begins: Chinese has no spaces, but a name holds no 在, 是, 的 or comma."""

import re

NAME = r"(?:(?![在是我你他她们的了欠没不])[一-鿿A-Za-z0-9×*（）()])"  # a character that names are made of
_LONGEST = 26  # characters of a name before its last word
_STOP = re.compile(
    r"[^一-鿿A-Za-z0-9×*＊（）()]|[在是我你他她俺们的了把跟找让叫欠这那但也又还没很说因从着到拖咱吗呢吧啊您]|"
    r"给(?![水排])|被(?!服)|向(?![阳荣前上东])|不(?!锈)"
)
_UNBALANCED = re.compile(r"^[^（(]*[）)]|^.*[（(](?=[^）)]*$)")


def run_before(text: str, at: int, after: int = 0) -> str:
    """The characters that could belong to one name and end at a place of the text, none of them before `after`."""
    piece = text[max(after, at - _LONGEST) : at]
    stops = [match.end() for match in _STOP.finditer(piece)]
    return _UNBALANCED.sub("", piece[stops[-1] if stops else 0 :])
