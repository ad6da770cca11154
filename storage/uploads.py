"""One-time links by which somebody sends from a browser what his own channel will not carry."""

import secrets
from datetime import timedelta

from sqlalchemy import ColumnElement, insert, select, update

from storage.database import Transaction
from storage.models import UploadLink

_PURPOSE = "upload link"


def make_link(tx: Transaction, conversation_id: str, lasts: timedelta) -> str:
    """A token with which files can be sent into this conversation once, for so long; only its hash is kept."""
    token = secrets.token_urlsafe(24)
    values = {
        "token_hash": tx.vault.look_up(_PURPOSE, token),
        "conversation_id": conversation_id,
        "made_at": tx.now,
        "expires_at": tx.now + lasts,
    }
    tx.execute(insert(UploadLink).values(values))
    return token


def conversation_of_link(tx: Transaction, token: str) -> str | None:
    """The conversation a token leads to; None if it was used, has expired or never was."""
    return tx.execute(select(UploadLink.conversation_id).where(*_valid(tx, token))).scalar_one_or_none()


def use_link(tx: Transaction, token: str) -> str | None:
    """Use the token up; returns the conversation, None as above."""
    used = update(UploadLink).where(*_valid(tx, token)).values(used_at=tx.now)
    return tx.execute(used.returning(UploadLink.conversation_id)).scalar_one_or_none()


def _valid(tx: Transaction, token: str) -> tuple[ColumnElement[bool], ...]:
    hashed = tx.vault.look_up(_PURPOSE, token)
    return (UploadLink.token_hash == hashed, UploadLink.used_at.is_(None), UploadLink.expires_at > tx.now)
