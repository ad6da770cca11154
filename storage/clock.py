"""Time as the hotline sees it: aware instants, injected so that tests never sleep."""

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]

CHINA = ZoneInfo("Asia/Shanghai")


def system_clock() -> datetime:
    """The present instant, aware, in UTC."""
    return datetime.now(UTC)
