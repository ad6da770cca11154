"""The money of a case, what its worker said of us when it was to be closed, and what waits for a supervisor's look."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Date, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Line
from storage.models.base import Base, Id


class MoneyEntry(Base):
    """A line of a case's ledger; rows are only ever added (a trigger refuses anything else).

    `of` is the number of the line that this one voids, pays or calls missed; the words are sealed with the case.
    """

    __tablename__ = "money_entries"
    __table_args__ = (UniqueConstraint("case_id", "n"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"))
    n: Mapped[int]
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(Line(16))
    amount: Mapped[Decimal | None]
    due_on: Mapped[date | None] = mapped_column(Date)
    stated_by: Mapped[str] = mapped_column(Line(40))
    of: Mapped[int | None]
    words: Mapped[bytes | None]


class Survey(Base):
    """What a worker said when he was asked, once for each time that closing was proposed; what he left open is None."""

    __tablename__ = "surveys"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    timely: Mapped[bool | None]
    solved: Mapped[bool | None]
    satisfied: Mapped[bool | None]


class Review(Base):
    """Something about a case that waits for a supervisor's look; one of each kind stands open for a case at most."""

    __tablename__ = "reviews"
    __table_args__ = (
        Index(
            "uq_reviews_one_open",
            "case_id",
            "kind",
            unique=True,
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    kind: Mapped[str] = mapped_column(Line(16))
    reason: Mapped[str] = mapped_column(Line(16))
    asked_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by: Mapped[str | None] = mapped_column(Line(16))
    outcome: Mapped[str | None] = mapped_column(Line(16))
    words: Mapped[bytes | None]
