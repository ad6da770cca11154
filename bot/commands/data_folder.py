"""The data folder belongs to one hotline at a time, or, beside PostgreSQL, to the machines that share it."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.settings import WrongSetting


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Hold the data folder for this process; the kernel lets go when it dies. Raises WrongSetting if it is taken."""
    with _locked(file, fcntl.LOCK_EX, "Another hotline serves from HOTLINE_DATA_DIR {}; stop it first."):
        yield


@contextmanager
def beside_others(file: Path) -> Iterator[None]:
    """Keep the data folder from being restored while we serve from it; others may serve too. Raises WrongSetting."""
    with _locked(file, fcntl.LOCK_SH, "HOTLINE_DATA_DIR {} is being restored; wait for the end of it."):
        yield


def is_taken(file: Path) -> bool:
    """Whether anybody holds the data folder in either way."""
    try:
        with file.open() as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:  # nobody has ever served from it, or it is not ours to see
        return False
    return False


@contextmanager
def _locked(file: Path, way: int, refusal: str) -> Iterator[None]:
    with file.open("a+") as held:
        try:
            fcntl.flock(held, way | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WrongSetting(refusal.format(file.parent)) from None
        yield
