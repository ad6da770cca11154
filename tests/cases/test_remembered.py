"""A recording that is played in parts is made once, and not kept longer than that needs."""

import pytest

from cases.masking import Masked
from cases.masking.remembered import Remembered
from tests.conftest import SettableClock


class Made:
    """Makes files of a size, and counts."""

    def __init__(self, size: int = 10_000) -> None:
        self.times, self.size = 0, size

    def __call__(self) -> Masked | None:
        self.times += 1
        return Masked("audio.ogg", "audio/ogg", bytes(self.size)) if self.size else None


@pytest.fixture
def remembered(clock: SettableClock) -> Remembered:
    return Remembered(most=100_000, seconds=60, clock=lambda: clock().timestamp())


@pytest.mark.parametrize("size", [10_000, 0])
def test_what_was_made_is_not_made_again_within_a_minute(
    remembered: Remembered, clock: SettableClock, size: int
) -> None:
    """
    Neither a recording nor the finding that a file cannot be shown; after a minute nothing is left of it.
    """
    made = Made(size)
    first = remembered.get("a", made)
    clock.advance(seconds=59)
    assert remembered.get("a", made) is first
    assert made.times == 1

    clock.advance(seconds=1)
    remembered.get("a", made)
    assert made.times == 2


def test_the_oldest_make_room(remembered: Remembered) -> None:
    """
    However much is looked at, only so many bytes are held; what is larger than that is not held at all.
    """
    one, other = Made(60_000), Made(60_000)
    remembered.get("one", one)
    remembered.get("huge", Made(200_000))
    remembered.get("one", one)
    assert one.times == 1

    remembered.get("other", other)
    remembered.get("other", other)
    remembered.get("one", one)
    assert (one.times, other.times) == (2, 1)


def test_a_failure_is_not_remembered(remembered: Remembered) -> None:
    """
    A file that could not be read this time is read next time.
    """

    def broken() -> Masked:
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 (it is passed on as it is)
        remembered.get("a", broken)
    assert remembered.get("a", Made()) is not None
