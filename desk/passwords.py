"""Passwords of colleagues: argon2id, slow to guess at, and locked after five wrong ones until a new link is made."""

import secrets
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from desk.refusals import Refusal
from desk.visitors import LONGEST_ID, SIGNED_IN_FOR
from storage import people
from storage.database import Database, Transaction

SHORTEST, LONGEST = 10, 200  # characters
FAILURES_ALLOWED = 5
_AT_ONCE = 4  # each check takes 64 MiB


class Passwords:
    """Checks and changes passwords. An unknown id takes as long as a wrong password."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._hasher = PasswordHasher()
        self._nobodys = self._hasher.hash(secrets.token_urlsafe(24))
        self._places = BoundedSemaphore(_AT_ONCE)

    def sign_in(self, staff_id: str, password: str) -> str:
        """The token of a new session; raises Refusal 401 if id or password is wrong, 429 once the id is locked.

        The attempt is counted before the password is looked at, so that many at once do not get more guesses.
        """
        staff_id = staff_id.strip().upper()
        known = self._database.call(lambda tx: _count_attempt(tx, staff_id)) if _is_an_id(staff_id) else None
        if not self._fits(known or self._nobodys, password[:LONGEST]) or known is None:
            raise Refusal(401, "wrong_password")
        return self._database.call(lambda tx: people.open_session(tx, staff_id, SIGNED_IN_FOR))

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


def _is_an_id(staff_id: str) -> bool:
    return 0 < len(staff_id) <= LONGEST_ID and staff_id.isascii() and staff_id.isalnum()


def _count_attempt(tx: Transaction, staff_id: str) -> str | None:
    people.count_failed_sign_in(tx, staff_id)  # first, so that attempts at the same moment wait for each other here
    if people.failed_sign_ins(tx, staff_id) > FAILURES_ALLOWED:
        raise Refusal(429, "locked")
    hashed = people.password_hash(tx, staff_id)
    return hashed if hashed and people.colleague(tx, staff_id).active else None


def _renew(tx: Transaction, staff_id: str, hashed: str) -> str:
    people.set_password(tx, staff_id, hashed)
    return people.open_session(tx, staff_id, SIGNED_IN_FOR)
