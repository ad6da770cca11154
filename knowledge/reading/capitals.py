"""A sum in the capital numerals of receipts and contracts, so that nobody mistakes a digit: 叁万陆仟元整."""

from decimal import Decimal
from functools import cache
from importlib import import_module
from typing import Protocol


class _Writer(Protocol):
    def __call__(self, digits: str, mode: str) -> str: ...


def capitals(yuan: Decimal) -> str:
    """The sum in capital numerals, to the fen; "" for what has none: nothing, less than nothing, a trillion or more."""
    if not 0 < yuan < Decimal(10**12):
        return ""
    whole = yuan.quantize(Decimal("0.01"))
    return _writer()(f"{whole:f}".removesuffix(".00"), "rmb") if whole else ""


@cache
def _writer() -> _Writer:
    """What writes them; loaded with the first sum, because it takes a quarter of a second to load."""
    write: _Writer = import_module("cn2an").an2cn
    return write
