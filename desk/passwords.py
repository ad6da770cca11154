"""Passwords of colleagues: argon2id, slow to guess at, and after five wrong ones there is a pause."""

import base64
import secrets
from datetime import datetime, timedelta
from threading import BoundedSemaphore, Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from desk.refusals import Refusal
from desk.visitors import LONGEST_ID, SIGNED_IN_FOR
from storage import desk_sessions, people
from storage.clock import Clock
from storage.database import Database, Transaction

SHORTEST, LONGEST = 10, 200  # characters
FAILURES_ALLOWED = 5
LOCKED_FOR = timedelta(minutes=15)  # since the last wrong one
_REMEMBERED = 10_000  # pairs of id and address
_AT_ONCE = 4  # each check takes 64 MiB


class Guesses:
    """Wrong passwords in a row, by the id typed and the address it came from, whether or not anybody has the id.

    They are kept in memory, each process its own: nobody can lock a colleague out for long, least of all from
    elsewhere, and the answers do not tell which ids exist.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock, self._lock = clock, Lock()
        self._wrong: dict[tuple[str, str], tuple[int, datetime]] = {}

    def count(self, staff_id: str, address: str) -> None:
        """Count one more; raises Refusal 429 for fifteen minutes after the fifth."""
        with self._lock:
            now = self._clock()
            times, last = self._wrong.pop((staff_id, address), (0, now))
            times = times if now - last < LOCKED_FOR else 0
            locked = times >= FAILURES_ALLOWED
            self._wrong[staff_id, address] = (times, last) if locked else (times + 1, now)
            if len(self._wrong) > _REMEMBERED:
                del self._wrong[next(iter(self._wrong))]  # whoever has been quiet for longest
        if locked:
            raise Refusal(429, "locked")

    def forget(self, staff_id: str) -> None:
        """This colleague has shown who he is: he starts anew from every address."""
        with self._lock:
            self._wrong = {who: kept for who, kept in self._wrong.items() if who[0] != staff_id}


class Passwords:
    """Checks and changes passwords. An unknown id takes as long as a wrong password."""

    def __init__(self, database: Database, hasher: PasswordHasher | None = None) -> None:
        """Passwords of this database; `hasher` is the library's own, slow one where none is given."""
        self._database = database
        self._guesses = Guesses(database.clock)
        self._hasher = hasher or PasswordHasher()
        self._nobodys = _of_nobody(self._hasher)
        self._places = BoundedSemaphore(_AT_ONCE)

    def sign_in(self, staff_id: str, password: str, address: str) -> str:
        """The token of a new session for somebody at this network address.

        Raises Refusal 401 if id or password is wrong, 429 after five in a row. The attempt is counted before the
        password is looked at, so that many at once do not get more guesses.
        """
        staff_id = staff_id.strip().upper()[: LONGEST_ID + 1]
        self._guesses.count(staff_id, address)
        known = self._database.read(lambda tx: _hash_of(tx, staff_id)) if _is_an_id(staff_id) else None
        if not self._fits(known or self._nobodys, password[:LONGEST]) or known is None:
            raise Refusal(401, "wrong_password")
        self.forgive(staff_id)
        return self._database.call(lambda tx: desk_sessions.begin(tx, staff_id, SIGNED_IN_FOR))

    def forgive(self, staff_id: str) -> None:
        """Forget the wrong passwords of a colleague who came in, by password or by link."""
        self._guesses.forget(staff_id)

    def choose(self, staff_id: str, password: str, again: str) -> str:
        """Keep a new password, sign every browser of the colleague out, and return the token of a new session.

        Raises Refusal 409 if it is shorter than ten characters, longer than two hundred, or not the same twice.
        """
        if not SHORTEST <= len(password) <= LONGEST:
            raise Refusal(409, "password_too_short")
        if password != again:
            raise Refusal(409, "password_not_twice")
        with self._places:
            hashed = self._hasher.hash(password)
        return self._database.call(lambda tx: _renew(tx, staff_id, hashed))

    def _fits(self, hashed: str, password: str) -> bool:
        with self._places:
            try:
                return self._hasher.verify(hashed, password)
            except (VerificationError, InvalidHashError):
                return False


def _of_nobody(hasher: PasswordHasher) -> str:
    """A hash that no password has and that takes as long to check as any other; to make one costs nothing."""
    salt, digest = (base64.b64encode(secrets.token_bytes(n)).rstrip(b"=").decode() for n in (16, hasher.hash_len))
    return f"$argon2id$v=19$m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}${salt}${digest}"


def _is_an_id(staff_id: str) -> bool:
    return 0 < len(staff_id) <= LONGEST_ID and staff_id.isascii() and staff_id.isalnum()


def _hash_of(tx: Transaction, staff_id: str) -> str | None:
    hashed = desk_sessions.password_hash(tx, staff_id)
    return hashed if hashed and people.colleague(tx, staff_id).active else None


def _renew(tx: Transaction, staff_id: str, hashed: str) -> str:
    desk_sessions.set_password(tx, staff_id, hashed)
    return desk_sessions.begin(tx, staff_id, SIGNED_IN_FOR)
