"""What a GB/T 2260 code says by itself: which level a union body stands on, and which places lie above it."""

import re
from typing import Literal

Level = Literal["country", "province", "prefecture", "district", "enterprise"]
LEVELS: tuple[Level, ...] = ("country", "province", "prefecture", "district", "enterprise")
COUNTRY = "000000"
_CODE = re.compile(r"[0-9]{6}(?:-[0-9A-Za-z]{1,5})?")
_COUNTRIES = (COUNTRY, "100000")  # the second is what some registers write


def is_code(code: str) -> bool:
    """Whether it is six digits, or for an enterprise its county's six, a hyphen and one to five letters or digits."""
    return _CODE.fullmatch(code) is not None and ("-" not in code or level_of(code[:6]) == "district")


def level_of(code: str) -> Level:
    """The level of a union body with this code; a district stands for counties and cities of their rank as well."""
    if code in _COUNTRIES:
        return "country"
    if "-" in code:
        return "enterprise"
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "district"


def ladder(code: str) -> list[str]:
    """A place and those above it, the lowest first: 620502-07, 620502, 620500, 620000, 000000."""
    steps = (code, code[:6], f"{code[:4]}00", f"{code[:2]}0000", COUNTRY)
    return list(dict.fromkeys(steps))


def same_prefecture(one: str, other: str) -> bool:
    """Whether two places lie in one prefecture, or one of them is it."""
    return one[:4] == other[:4]
