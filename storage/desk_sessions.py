"""How a colleague's browser is signed in at the desk: his password's hash, and a cookie that ends."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import insert, select, update

from storage import people
from storage.database import Transaction
from storage.models import DeskCookie, Staff
from storage.people import Colleague


@dataclass(frozen=True, slots=True)
class DeskSession:
    """A signed-in browser; `csrf` goes with every form."""

    colleague: Colleague
    csrf: str


def password_hash(tx: Transaction, staff_id: str) -> str | None:
    """The argon2id hash, None if no password was chosen yet or nobody has this id."""
    return tx.execute(select(Staff.password_hash).where(Staff.id == staff_id)).scalar_one_or_none()


def set_password(tx: Transaction, staff_id: str, hashed: str) -> None:
    """Keep a new argon2id hash and sign every browser of this colleague out."""
    tx.execute(update(DeskCookie).where(DeskCookie.staff_id == staff_id).values(expires_at=tx.now))
    tx.execute(update(Staff).where(Staff.id == staff_id).values(password_hash=hashed))


def begin(tx: Transaction, staff_id: str, lasts: timedelta) -> str:
    """Sign a browser in; returns the cookie's token, of which only the hash is kept."""
    token = secrets.token_urlsafe(32)
    values = {
        "token_hash": tx.vault.look_up("desk session", token),
        "staff_id": staff_id,
        "csrf": secrets.token_urlsafe(24),
        "made_at": tx.now,
        "seen_at": tx.now,
        "expires_at": tx.now + lasts,
    }
    tx.execute(insert(DeskCookie).values(values))
    return token


def known(tx: Transaction, token: str) -> DeskSession | None:
    """Who this browser is signed in as; None once it has expired or the colleague is no longer active."""
    its = (DeskCookie.token_hash == tx.vault.look_up("desk session", token), DeskCookie.expires_at > tx.now)
    found = tx.execute(select(DeskCookie.csrf, DeskCookie.staff_id).where(*its)).first()
    if found is None:
        return None
    colleague = people.colleague(tx, found.staff_id)
    return DeskSession(colleague, found.csrf) if colleague.active else None


def end(tx: Transaction, token: str) -> None:
    """Sign a browser out."""
    hashed = tx.vault.look_up("desk session", token)
    tx.execute(update(DeskCookie).where(DeskCookie.token_hash == hashed).values(expires_at=tx.now))
