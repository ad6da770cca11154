"""What has to be done for a worker, who answers for it, and what happened."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import Boolean, Date, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Line
from storage.models.base import Base, Id

Outcome = Literal["accepted", "declined", "timed_out", "taken_back"]


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
    receipt: Mapped[bytes | None]
    digest: Mapped[bytes | None]
    receipt_locked_at: Mapped[datetime | None]
    anonymous: Mapped[bool] = mapped_column(Boolean, server_default=false())


class Complaint(Base):
    """A complaint 诉求: what the worker told us, in his words and in figures."""

    __tablename__ = "complaints"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), unique=True)
    employer: Mapped[str | None] = mapped_column(index=True)
    site: Mapped[str | None]
    amount: Mapped[Decimal | None]
    since: Mapped[str | None]
    headcount: Mapped[int | None]
    approximate: Mapped[list[str]]
    asked_on: Mapped[date] = mapped_column(Date)
    story: Mapped[bytes]
    contact: Mapped[bytes | None]
    answers: Mapped[bytes | None]


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
        Index(
            "ix_case_owners_now",
            "staff_id",
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
    """A case offered to one lawyer; at most one stands open for a case.

    `looked_at`: since when he knows of it from the desk; `call_asked_at`: since when his supervisor is to call him.
    """

    __tablename__ = "offers"
    __table_args__ = (
        Index(
            "uq_offers_one_open",
            "case_id",
            unique=True,
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
        Index(
            "ix_offers_open",
            "staff_id",
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
        Index(None, "staff_id", "made_at"),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    outcome: Mapped[Outcome | None] = mapped_column(Line(16))
    settled_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    looked_at: Mapped[datetime | None]
    call_asked_at: Mapped[datetime | None]


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
