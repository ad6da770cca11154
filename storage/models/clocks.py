"""By when something is due in a case, what became of it, and the days on which nobody works or everybody has to."""

from datetime import date, datetime, timedelta
from typing import Literal

from sqlalchemy import Boolean, Date, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Line
from storage.models.base import Base, Id

Step = Literal["accept", "first_words", "result"]
Waits = Literal["worker", "office"]
Came = Literal["met", "missed", "called_off"]


class CaseClock(Base):
    """A clock of a case: what is due, from whom, and how much working time was `remaining` when it last began to run.

    It runs since `since`; while it stands still `due_at` is empty. `outcome` is written once, when it is decided:
    a clock that was missed stays open until what was due has been done. A `fixed` one ends at a date that was promised.
    """

    __tablename__ = "case_clocks"
    __table_args__ = (
        Index(
            "uq_case_clocks_one",
            "case_id",
            "step",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    step: Mapped[Step] = mapped_column(Line(16))
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    periods: Mapped[str]
    span: Mapped[timedelta]
    remaining: Mapped[timedelta]
    level: Mapped[int]
    started_at: Mapped[datetime]
    since: Mapped[datetime]
    due_at: Mapped[datetime | None]
    fixed: Mapped[bool] = mapped_column(Boolean)
    stopped_at: Mapped[datetime | None]
    waits_for: Mapped[Waits | None] = mapped_column(Line(16))
    missed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[Came | None] = mapped_column(Line(16))


class Holiday(Base):
    """A day of which the federation itself says whether it is worked; it goes before the State's calendar."""

    __tablename__ = "holidays"
    day: Mapped[date] = mapped_column(Date, primary_key=True)
    works: Mapped[bool] = mapped_column(Boolean)
    name: Mapped[str]
