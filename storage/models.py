"""The tables. Sealed columns hold vault bytes; everything else may be read by whoever may read the database."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Date,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from storage.columns import Instant, Line, Words, Yuan


class Base(DeclarativeBase):
    """All tables, their constraints named alike on both engines."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 (SQLAlchemy reads it from the class)
        str: Words,
        bytes: LargeBinary,
        datetime: Instant,
        Decimal: Yuan,
        dict[str, Any]: JSON,
        list[str]: JSON,
    }


Id = Line(32)
Outcome = Literal["accepted", "declined", "timed_out", "taken_back"]


class Fact(Base):
    """One remembered fact about this database, such as the proof of its master key."""

    __tablename__ = "facts"
    name: Mapped[str] = mapped_column(Line(40), primary_key=True)
    value: Mapped[bytes]


class Counter(Base):
    """A number that only grows, such as the cases of a day."""

    __tablename__ = "counters"
    name: Mapped[str] = mapped_column(Line(40), primary_key=True)
    value: Mapped[int] = mapped_column(BigInteger)


class DataKey(Base):
    """A wrapped data key; without it what it sealed is gone."""

    __tablename__ = "data_keys"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    wrapped: Mapped[bytes | None]
    made_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]


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


class ChatMessage(Base):
    """Which message of a chat is about which case, so that a reply to it finds its way."""

    __tablename__ = "chat_messages"
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    message_id: Mapped[str] = mapped_column(Line(64), primary_key=True)
    case_id: Mapped[str | None] = mapped_column(Id)
    outbox_id: Mapped[str | None] = mapped_column(Id, index=True)
    event_n: Mapped[int | None]


class StoredFile(Base):
    """A file somebody sent; its content lies sealed on the disk under its id, its name and digest are in `hidden`."""

    __tablename__ = "files"
    __table_args__ = (Index(None, "conversation_id", "album"),)
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
    hidden: Mapped[bytes]
    received_at: Mapped[datetime]
    kept_at: Mapped[datetime | None]


class Holder(Base):
    """Which process does what only one may do, until when; `fence` grows each time another takes over."""

    __tablename__ = "holders"
    name: Mapped[str] = mapped_column(Line(40), primary_key=True)
    holder: Mapped[str] = mapped_column(Line(64))
    fence: Mapped[int] = mapped_column(BigInteger)
    until: Mapped[datetime]


class UploadLink(Base):
    """A one-time way to send a large file from a browser into a conversation, by the hash of its token."""

    __tablename__ = "upload_links"
    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class CallBack(Base):
    """A worker whom nobody reaches in writing and who has to be called; at most one stands open for a case."""

    __tablename__ = "call_backs"
    __table_args__ = (
        Index(
            "uq_call_backs_one_open",
            "case_id",
            unique=True,
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"))
    reason: Mapped[str] = mapped_column(Line(40))
    asked_at: Mapped[datetime]
    not_before: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None] = mapped_column(Line(16))
    outcome: Mapped[str | None] = mapped_column(Line(16))


class Task(Base):
    """Something to be done at a time, by whichever process gets to it first."""

    __tablename__ = "tasks"
    __table_args__ = (
        Index(
            "ix_tasks_open",
            "due_at",
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
        Index(None, "kind", "subject"),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(Line(40))
    subject: Mapped[str] = mapped_column(Line(64))
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    attempts: Mapped[int]
    done_at: Mapped[datetime | None]
    outcome: Mapped[str | None]


class Unit(Base):
    """A union body; `code` is its GB/T 2260 division."""

    __tablename__ = "units"
    code: Mapped[str] = mapped_column(Line(12), primary_key=True)
    name: Mapped[str]
    parent: Mapped[str | None] = mapped_column(ForeignKey("units.code"))


class Staff(Base):
    """Somebody who works for the hotline: lawyer, operator, supervisor or administrator."""

    __tablename__ = "staff"
    id: Mapped[str] = mapped_column(Line(16), primary_key=True)
    name: Mapped[str]
    role: Mapped[str] = mapped_column(Line(16))
    unit: Mapped[str] = mapped_column(ForeignKey("units.code"))
    district: Mapped[str | None] = mapped_column(Line(12))
    subjects: Mapped[list[str]]
    clients: Mapped[list[str]]
    capacity: Mapped[int]
    active: Mapped[bool]
    password_hash: Mapped[str | None]
    made_at: Mapped[datetime]


class SignInLink(Base):
    """A one-time way in for staff, by the hash of its token."""

    __tablename__ = "sign_in_links"
    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    purpose: Mapped[str] = mapped_column(Line(16))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class DeskCookie(Base):
    """A signed-in browser at the desk, by the hash of its cookie."""

    __tablename__ = "desk_sessions"
    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    csrf: Mapped[str] = mapped_column(Line(64))
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Case(Base):
    """A case 案件: what has to be done about one complaint, and where it stands."""

    __tablename__ = "cases"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[str] = mapped_column(Line(32), unique=True)
    receipt_hash: Mapped[bytes]
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), index=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), index=True)
    key_id: Mapped[str] = mapped_column(ForeignKey("data_keys.id"))
    unit: Mapped[str] = mapped_column(ForeignKey("units.code"), index=True)
    kind: Mapped[str] = mapped_column(Line(16))
    status: Mapped[str] = mapped_column(Line(16), index=True)
    ending: Mapped[str | None] = mapped_column(Line(16))
    urgency: Mapped[str] = mapped_column(Line(16))
    district: Mapped[str | None] = mapped_column(Line(12))
    last_event: Mapped[int]
    follow_ups: Mapped[int]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Complaint(Base):
    """A complaint 诉求: what the worker told us, in his words and in figures."""

    __tablename__ = "complaints"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), unique=True)
    employer: Mapped[str | None] = mapped_column(index=True)
    amount: Mapped[Decimal | None]
    since: Mapped[str | None]
    headcount: Mapped[int | None]
    approximate: Mapped[list[str]]
    asked_on: Mapped[date] = mapped_column(Date)
    story: Mapped[bytes]
    contact: Mapped[bytes | None]


class Owner(Base):
    """Who answers for a case, from when until when; the open row is the owner now, and there is never a second."""

    __tablename__ = "case_owners"
    __table_args__ = (
        Index(
            "uq_case_owners_one",
            "case_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Line(40))


class Offer(Base):
    """A case offered to one lawyer; at most one stands open for a case."""

    __tablename__ = "offers"
    __table_args__ = (
        Index(
            "uq_offers_one_open",
            "case_id",
            unique=True,
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    outcome: Mapped[Outcome | None] = mapped_column(Line(16))
    settled_at: Mapped[datetime | None]
    reason: Mapped[str | None]


class Event(Base):
    """What happened to a case, in order; rows are only ever added (a trigger refuses anything else)."""

    __tablename__ = "case_events"
    __table_args__ = (UniqueConstraint("case_id", "n"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"))
    n: Mapped[int]
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(Line(32))
    actor: Mapped[str] = mapped_column(Line(40))
    facts: Mapped[dict[str, Any]]
    words: Mapped[bytes | None]
