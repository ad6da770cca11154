"""Which failures are the database's plight and which a unit's own fault: only the latter may count against a message.

A full disk, a lock, a lost server pass by themselves, and a message that met one is sent again as often as it takes.
A broken rule or a wrong statement comes back every time, so it must be told apart and set aside after a few tries.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from storage.errors import Unavailable

_OWN_ON_SQLITE = {  # after any other code SQLite may have ended the transaction
    sqlite3.SQLITE_ERROR,
    sqlite3.SQLITE_CONSTRAINT,
    sqlite3.SQLITE_MISMATCH,
    sqlite3.SQLITE_RANGE,
    sqlite3.SQLITE_TOOBIG,
}
_READ_ONLY_ON_POSTGRESQL = "25006"  # also what a provider does to a server whose disk is full
_TOO_SLOW_ON_POSTGRESQL = {"25P03", "25P04"}
_LIMIT_ON_POSTGRESQL = "54"  # the class of rows too large for their index and the like
_TRY_AGAIN_ON_POSTGRESQL = {"40001", "40P01"}  # serialization failure, deadlock


@contextmanager
def unavailable_if_lost(*, writing: bool = True) -> Iterator[None]:
    """Raise Unavailable for what is the database's plight; let everything else through."""
    try:
        yield
    except Exception as error:
        if is_loss(error, writing=writing):
            raise unavailable() from error
        raise


def unavailable() -> Unavailable:
    """What a caller is told. After a connection lost during COMMIT it may be there all the same: claims see to that."""
    return Unavailable("The database could not do this now (full disk, lock or lost connection); try again.")


def is_loss(error: BaseException, *, writing: bool = True) -> bool:
    """Whether the database could not help it; while only reading, a refused write is the unit's own fault."""
    if isinstance(error, NoConnectionFree | PendingRollbackError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if isinstance(error.orig, sqlite3.Error):
        return _lost_on_sqlite(error.orig, writing)
    return error.connection_invalidated or _lost_on_postgresql(error, writing)


def can_be_tried_again(error: DBAPIError) -> bool:
    """Whether PostgreSQL only asks for the same transaction once more."""
    return _sqlstate(error) in _TRY_AGAIN_ON_POSTGRESQL


def _lost_on_sqlite(error: sqlite3.Error, writing: bool) -> bool:
    code = getattr(error, "sqlite_errorcode", None)  # None: the driver itself refused, such as a value it cannot bind
    if code is None:
        return isinstance(error, sqlite3.OperationalError)
    if code == sqlite3.SQLITE_READONLY:
        return writing
    return code & 0xFF not in _OWN_ON_SQLITE


def _lost_on_postgresql(error: DBAPIError, writing: bool) -> bool:
    state = _sqlstate(error)
    if state == _READ_ONLY_ON_POSTGRESQL:
        return writing
    if state in _TOO_SLOW_ON_POSTGRESQL:
        return True
    return isinstance(error, OperationalError) and not state.startswith(_LIMIT_ON_POSTGRESQL)


def _sqlstate(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""
