"""What is said: people, their conversations, what came in, what was promised and which message is about what."""

from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Line
from storage.models.base import Base, Id


class Person(Base):
    """Somebody who came to us, on whatever channel."""

    __tablename__ = "persons"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    made_at: Mapped[datetime]


class Conversation(Base):
    """One address on one channel and where its dialogue stands; `last_n` numbers our replies.

    `staff_id` is set where it is a colleague's chat and not a worker's.
    """

    __tablename__ = "conversations"
    __table_args__ = (
        UniqueConstraint("channel", "address_hash"),
        Index("uq_conversations_staff_id", "staff_id", unique=True),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    channel: Mapped[str] = mapped_column(Line(16))
    address_hash: Mapped[bytes]
    address: Mapped[bytes]
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), index=True)
    key_id: Mapped[str] = mapped_column(ForeignKey("data_keys.id"))
    language: Mapped[str | None] = mapped_column(Line(16))
    step: Mapped[str] = mapped_column(Line(40))
    draft: Mapped[bytes | None]
    version: Mapped[int]
    last_n: Mapped[int]
    case_in_hand: Mapped[str | None] = mapped_column(Id)
    staff_id: Mapped[str | None] = mapped_column(Line(16))
    reachable: Mapped[bool] = mapped_column(Boolean)
    made_at: Mapped[datetime]
    heard_at: Mapped[datetime]
    discreet: Mapped[bool] = mapped_column(Boolean, server_default=false())


class WebCookie(Base):
    """The cookie of a web chat, by its hash."""

    __tablename__ = "web_sessions"
    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    csrf: Mapped[str] = mapped_column(Line(64))
    made_at: Mapped[datetime]


class Inbound(Base):
    """A message that has been handled; its primary key is the claim."""

    __tablename__ = "inbox"
    __table_args__ = (Index(None, "conversation_id", "received_at"),)
    channel: Mapped[str] = mapped_column(Line(16), primary_key=True)
    address_hash: Mapped[bytes] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(Line(64), primary_key=True)
    received_at: Mapped[datetime]
    conversation_id: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"))
    after_n: Mapped[int | None]
    body: Mapped[bytes | None]


class Failure(Base):
    """A message that could not be handled: how often, why, and, once parked, its sealed body."""

    __tablename__ = "failures"
    channel: Mapped[str] = mapped_column(Line(16), primary_key=True)
    address_hash: Mapped[bytes] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(Line(64), primary_key=True)
    failures: Mapped[int]
    reason: Mapped[str]
    failed_at: Mapped[datetime]
    parked_at: Mapped[datetime | None] = mapped_column(index=True)
    body: Mapped[bytes | None]


class Outbound(Base):
    """A reply that was promised; per conversation they leave in the order of n.

    `action` says whether it is a message of its own ("send"), or changes or takes back the reply `target`.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("conversation_id", "n"),
        Index(
            "ix_outbox_waiting",
            "channel",
            "conversation_id",
            "n",
            sqlite_where=text("status = 'waiting'"),
            postgresql_where=text("status = 'waiting'"),
        ),
        Index(
            "ix_outbox_due",
            "channel",
            "due_at",
            sqlite_where=text("status = 'waiting'"),
            postgresql_where=text("status = 'waiting'"),
        ),
        Index(
            "ix_outbox_urgent",
            "channel",
            "conversation_id",
            sqlite_where=text("status = 'waiting' AND urgent = 1"),
            postgresql_where=text("status = 'waiting' AND urgent"),
        ),
        Index(
            "ix_outbox_target",
            "target",
            sqlite_where=text("target IS NOT NULL"),
            postgresql_where=text("target IS NOT NULL"),
        ),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    n: Mapped[int]
    channel: Mapped[str] = mapped_column(Line(16))
    message: Mapped[bytes]
    case_id: Mapped[str | None] = mapped_column(Id, index=True)
    status: Mapped[str] = mapped_column(Line(16))
    promised_at: Mapped[datetime]
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    lease_fence: Mapped[int | None] = mapped_column(BigInteger)
    attempts: Mapped[int]
    settled_at: Mapped[datetime | None]
    receipt: Mapped[str | None]
    reason: Mapped[str | None]
    urgent: Mapped[bool] = mapped_column(Boolean, server_default=false())
    action: Mapped[str] = mapped_column(Line(8), server_default="send")
    target: Mapped[str | None] = mapped_column(Id)
    behind: Mapped[bytes | None]


class ChatMessage(Base):
    """Which message of a chat is about which case, so that a reply to it finds its way."""

    __tablename__ = "chat_messages"
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    message_id: Mapped[str] = mapped_column(Line(64), primary_key=True)
    case_id: Mapped[str | None] = mapped_column(Id)
    outbox_id: Mapped[str | None] = mapped_column(Id, index=True)
    event_n: Mapped[int | None]
