"""A month of the common calendar in the farmers' calendar, by which many people on building sites count."""

from calendar import monthrange
from datetime import date

from lunar_python import Lunar, Solar

_YEARS = range(1970, 2100)  # for which the calendars are told together


def lunar_months(month: str) -> str:
    """The lunar months in which "2026-03" begins and ends, 正月到二月; "" for what is no such month."""
    year, _, number = month.partition("-")
    if not (year.isdecimal() and number.isdecimal() and int(year) in _YEARS and 1 <= int(number) <= 12):
        return ""
    last = monthrange(int(year), int(number))[1]
    first, then = (f"{_named(int(year), int(number), day)}月" for day in (1, last))
    return first if first == then else f"{first}到{then}"


def new_year_of(year: int) -> date:
    """The first day of the Spring Festival 春节 of a year."""
    solar = Lunar.fromYmd(year, 1, 1).getSolar()
    return date(solar.getYear(), solar.getMonth(), solar.getDay())


def days_to_new_year(day: date) -> int:
    """How many days it is until the next Spring Festival begins; 0 on its first day."""
    coming = next(found for year in (day.year, day.year + 1) if (found := new_year_of(year)) >= day)
    return (coming - day).days


def _named(year: int, month: int, day: int) -> str:
    name: str = Solar.fromYmd(year, month, day).getLunar().getMonthInChinese()
    return name
