"""A month of the common calendar in the farmers' calendar, by which many people on building sites count."""

from calendar import monthrange

from lunar_python import Solar

_YEARS = range(1970, 2100)  # for which the calendars are told together


def lunar_months(month: str) -> str:
    """The lunar months in which "2026-03" begins and ends, 正月到二月; "" for what is no such month."""
    year, _, number = month.partition("-")
    if not (year.isdecimal() and number.isdecimal() and int(year) in _YEARS and 1 <= int(number) <= 12):
        return ""
    last = monthrange(int(year), int(number))[1]
    first, then = (f"{_named(int(year), int(number), day)}月" for day in (1, last))
    return first if first == then else f"{first}到{then}"


def _named(year: int, month: int, day: int) -> str:
    name: str = Solar.fromYmd(year, month, day).getLunar().getMonthInChinese()
    return name
