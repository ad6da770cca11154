"""The rules of a federation that are its own to set: hours, limits, where cases go when nobody is found."""

from dataclasses import dataclass, field
from datetime import time, timedelta

Periods = tuple[tuple[time, time], ...]

_WORKDAY: Periods = ((time(8, 30), time(12, 0)), (time(14, 30), time(18, 0)))
_WITHIN = {"normal": timedelta(hours=4), "high": timedelta(hours=1), "urgent": timedelta(minutes=15)}


@dataclass(frozen=True, slots=True)
class Policy:
    """What one federation decided. Times are those of China; `offer_within` counts opening hours only."""

    city: str = "620500"
    prefix: str = "TS"
    opening: Periods = _WORKDAY
    offer_within: dict[str, timedelta] = field(default_factory=lambda: dict(_WITHIN))
    follow_up_after: timedelta = timedelta(days=3)
    follow_ups: int = 2
    most_open_cases: int = 100  # of one person; with so many open, another complaint is not begun
    fairness_over: timedelta = timedelta(days=30)
    notices: bool = False  # whether there is a gateway that takes short notices to mobile phones
    group_code_lasts: timedelta = timedelta(days=30)
    most_members: int = 300  # of one case; a code that came into wrong hands fills no list for ever
    wrong_codes: int = 5  # that one conversation may try within an hour
    wrong_receipts: int = 10  # that may be tried for one case within a day
    first_words_within: timedelta = timedelta(hours=7)  # of opening time, after a lawyer accepted: one working day
    cards: bool = False  # whether receipts can be drawn: there are Chinese letters on this machine
    longest_text: int = 20_000  # characters of one message that are read; all of it is kept
    public_url: str = ""  # where people reach us from outside, without a slash at its end; "" if nowhere
