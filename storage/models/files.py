"""What people send besides words, and the links by which they send what a channel will not carry."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Line
from storage.models.base import Base, Id


class StoredFile(Base):
    """A file somebody sent; its content lies sealed on the disk under its id, its name and digest are in `hidden`.

    `fingerprint` finds the same content again within its conversation; without the conversation's key it says nothing.
    """

    __tablename__ = "files"
    __table_args__ = (
        Index(None, "conversation_id", "album"),
        Index(
            "ix_files_unheard",
            "received_at",
            sqlite_where=text("heard IS NULL AND status = 'kept' AND kind IN ('voice', 'audio')"),
            postgresql_where=text("heard IS NULL AND status = 'kept' AND kind IN ('voice', 'audio')"),
        ),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    case_id: Mapped[str | None] = mapped_column(Id, index=True)
    key_id: Mapped[str] = mapped_column(ForeignKey("data_keys.id"))
    by: Mapped[str] = mapped_column(Line(16))
    channel: Mapped[str] = mapped_column(Line(16))
    kind: Mapped[str] = mapped_column(Line(16))
    mime: Mapped[str] = mapped_column(Line(100))
    size: Mapped[int | None] = mapped_column(BigInteger)
    status: Mapped[str] = mapped_column(Line(16))
    album: Mapped[str] = mapped_column(Line(64))
    message_id: Mapped[str] = mapped_column(Line(64))
    proves: Mapped[str] = mapped_column(Line(16), server_default=text("''"))
    flaw: Mapped[str] = mapped_column(Line(16), server_default=text("''"))
    fingerprint: Mapped[bytes | None]
    heard: Mapped[bytes | None]
    hidden: Mapped[bytes]
    received_at: Mapped[datetime]
    kept_at: Mapped[datetime | None]


class UploadLink(Base):
    """A one-time way to send a large file from a browser into a conversation, by the hash of its token.

    `file_id` is the file that its channel would not carry, where there is one.
    """

    __tablename__ = "upload_links"
    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    file_id: Mapped[str | None] = mapped_column(Id)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class PaperRead(Base):
    """What an engine read on a picture: lines sealed, and, until the worker has said, which facts he was shown."""

    __tablename__ = "readings"
    file_id: Mapped[str] = mapped_column(ForeignKey("files.id"), primary_key=True)
    key_id: Mapped[str] = mapped_column(ForeignKey("data_keys.id"))
    engine: Mapped[str] = mapped_column(Line(32))
    paper: Mapped[str] = mapped_column(Line(16))
    lines: Mapped[bytes]
    proposed: Mapped[bytes | None]
    read_at: Mapped[datetime]
