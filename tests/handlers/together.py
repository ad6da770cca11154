"""The same thing done by several threads that begin at the same moment."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

Result = TypeVar("Result")


def at_once(*works: Callable[[], Result]) -> list[Result | Exception]:
    """What each returned or raised, in the order of the works."""
    barrier = Barrier(len(works))

    def begin(work: Callable[[], Result]) -> Result | Exception:
        barrier.wait()
        try:
            return work()
        except Exception as error:  # told as a result, so that each test says what it expects
            return error

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(begin, works))
