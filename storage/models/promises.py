"""What is owed beside the money: promises to workers, things colleagues have to do, and letters prepared for all."""

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Line
from storage.models.base import Base, Id


class Promise(Base):
    """Something promised to the worker of a case: by which day, in words sealed with the case.

    Whoever owns the case owes it, or, once it was late too often, his supervisor.
    """

    __tablename__ = "promises"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    made_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime]
    event_n: Mapped[int]
    letter_n: Mapped[int | None]
    words: Mapped[bytes]
    due_on: Mapped[date] = mapped_column(Date)
    times_late: Mapped[int]
    with_supervisor: Mapped[bool] = mapped_column(Boolean)
    settled_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(Line(16))


class Todo(Base):
    """Something to be done for a case on a day, by whoever owns the case then; no worker ever sees it."""

    __tablename__ = "todos"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), index=True)
    made_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    made_at: Mapped[datetime]
    event_n: Mapped[int]
    words: Mapped[bytes]
    due_on: Mapped[date] = mapped_column(Date)
    done_at: Mapped[datetime | None]


class LetterTemplate(Base):
    """A letter that a unit has prepared for its colleagues and those below it; nothing in it is about a person."""

    __tablename__ = "letter_templates"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    unit: Mapped[str] = mapped_column(ForeignKey("units.code"), index=True)
    name: Mapped[str] = mapped_column(Line(40))
    text: Mapped[str]
    made_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    changed_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
