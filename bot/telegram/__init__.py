"""Telegram: the only place that knows its updates, its errors and its limits."""

import os

# PTB's own switch for durations as timedelta; without it every 429 carries a deprecation warning along.
os.environ.setdefault("PTB_TIMEDELTA", "true")
