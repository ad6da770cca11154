"""The unified social credit code 统一社会信用代码 of a company or institution: its form and its check character.

GB 32100-2015: eighteen signs of the digits and the capitals without I, O, S, V and Z. The first two are the registering
authority and the kind of body, the next six its place (GB/T 2260), the next nine the organisation; the last is the
check character, by which every single wrong sign and every two neighbours that changed places are found out.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import Literal

from knowledge.reading.identity_numbers import IDENTITY, without_papers

SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
_WEIGHTS = tuple(pow(3, n, 31) for n in range(LENGTH - 1))
_COPIED = str.maketrans("OI", "01")  # no code has these letters: who writes them read a digit
_BETWEEN = r"[ \t\-‐-―－]?"
_SIGN = "[0-9A-RTUW-Y]"
_DIGIT = "[0-9OI]"
_WRITTEN = re.compile(
    rf"(?<![0-9A-Z])(?=(?P<code>{_SIGN}(?:{_BETWEEN}{_SIGN})(?:{_BETWEEN}{_DIGIT}){{6}}"
    rf"(?:{_BETWEEN}{_SIGN}){{{LENGTH - 8}}})(?![0-9A-Z]))"
)
_GAPS = re.compile(r"[\s\-‐-―－]")
Flaw = Literal["length", "signs", "check"]


class WrongCreditCode(Exception):
    """This is no unified social credit code. `flaw` says why; `check` is the last sign that the others would want."""

    def __init__(self, flaw: Flaw, check: str = "") -> None:
        super().__init__(_SENTENCES[flaw].format(check=check))
        self.flaw, self.check = flaw, check


def read_credit_code(written: str) -> str:
    """The code as it is registered, however it is written; raises WrongCreditCode."""
    code = _GAPS.sub("", _folded(written)).translate(_COPIED)
    if len(code) != LENGTH:
        raise WrongCreditCode("length")
    if set(code) - set(SIGNS) or not code[2:8].isdigit():
        raise WrongCreditCode("signs")
    if (right := check_character(code[:-1])) != code[-1]:
        raise WrongCreditCode("check", right)
    return code


def find_credit_codes(text: str) -> list[str]:
    """The codes that stand in a text, each once, in order.

    What has a wrong check character is none, and neither is the number of an identity card.
    """
    return list(dict.fromkeys(_found(_folded(text))))


def check_character(first: str) -> str:
    """The last sign of the code that begins with these seventeen (GB 32100-2015, 4.6)."""
    total = sum(SIGNS.index(sign) * weight for sign, weight in zip(first, _WEIGHTS, strict=True))
    return SIGNS[-total % 31]


def _found(folded: str) -> Iterator[str]:
    for match in _WRITTEN.finditer(folded):
        try:
            code = read_credit_code(match["code"])
        except WrongCreditCode:
            continue
        if IDENTITY not in without_papers(code):
            yield code


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).upper()


_SENTENCES = {
    "length": "A unified social credit code has 18 signs; count them on the business licence.",
    "signs": "A unified social credit code has no I, O, S, V, Z, and six digits for its place; compare the licence.",
    "check": "The last sign of this unified social credit code is not {check}, as it must be; compare the licence.",
}
