"""Complaints that are alike, cases that are worked on together, and the alarms at many complaints within days."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Line
from storage.models.base import Base, Id

MarkKind = Literal["employer", "site", "foreman", "phone", "district"]


class CaseMark(Base):
    """Something by which a complaint is compared, only as a keyed hash; the kind is part of what was hashed."""

    __tablename__ = "case_marks"
    __table_args__ = (Index(None, "hash", "at"),)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    hash: Mapped[bytes] = mapped_column(primary_key=True)
    kind: Mapped[MarkKind] = mapped_column(Line(16))
    at: Mapped[datetime]


class AlikePair(Base):
    """Two cases that may be about the same employer, the lower id first; refused if somebody said that they are not."""

    __tablename__ = "alike_pairs"
    __table_args__ = (UniqueConstraint("one_id", "other_id"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    one_id: Mapped[str] = mapped_column(ForeignKey("cases.id"))
    other_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    points: Mapped[int]
    grounds: Mapped[list[str]]
    found_at: Mapped[datetime]
    refused_at: Mapped[datetime | None]
    refused_by: Mapped[str | None] = mapped_column(Line(40))


class Collective(Base):
    """Cases that one lawyer works on together; each stays a case of its own. The reason stands in the lead's record."""

    __tablename__ = "collectives"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    lead_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    made_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None] = mapped_column(Line(40))


class CollectiveCase(Base):
    """A case that is worked on with others, and how it stood before, so that it can be put back; in one at a time.

    `clocks` are those that counted then, by id, each with whom it counted against.
    """

    __tablename__ = "collective_cases"
    __table_args__ = (
        Index(
            "uq_collective_cases_one",
            "case_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    collective_id: Mapped[str] = mapped_column(ForeignKey("collectives.id"), index=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"))
    joined_at: Mapped[datetime]
    joined_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    owner_before: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    status_before: Mapped[str] = mapped_column(Line(16))
    status_given: Mapped[str] = mapped_column(Line(16))
    clocks: Mapped[dict[str, Any]]
    left_at: Mapped[datetime | None]
    left_by: Mapped[str | None] = mapped_column(Line(40))


class CircularLetter(Base):
    """One copy of a message to all: of which event of the lead, to which case, and the letter it became, or why none.

    `chat` and `n` are the conversation and the number of our message there; all three empty while it waits.
    """

    __tablename__ = "circular_letters"
    __table_args__ = (Index(None, "lead_id", "event_n"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    lead_id: Mapped[str] = mapped_column(ForeignKey("cases.id"))
    event_n: Mapped[int]
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"))
    chat: Mapped[str | None] = mapped_column(ForeignKey("conversations.id"))
    n: Mapped[int | None]
    why: Mapped[str | None] = mapped_column(Line(16))


class Crowd(Base):
    """Many complaints within days about one employer, site or district; the case is the one that filled the measure."""

    __tablename__ = "crowds"
    __table_args__ = (
        Index(
            "uq_crowds_one",
            "hash",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[MarkKind] = mapped_column(Line(16))
    hash: Mapped[bytes]
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    number: Mapped[int]
    days: Mapped[int]
    raised_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
