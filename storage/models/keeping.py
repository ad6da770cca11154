"""What the program keeps for itself: keys, counters, who holds what, and what is still to be done."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Line
from storage.models.base import Base, Id


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


class Holder(Base):
    """Which process does what only one may do, until when; `fence` grows each time another takes over."""

    __tablename__ = "holders"
    name: Mapped[str] = mapped_column(Line(40), primary_key=True)
    holder: Mapped[str] = mapped_column(Line(64))
    fence: Mapped[int] = mapped_column(BigInteger)
    until: Mapped[datetime]


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
