"""Who is away and who stands in, who is on duty for a union body, and which cases wait for a lawyer with room."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Line
from storage.models.base import Base, Id


class Leave(Base):
    """A colleague is away from `begins` until before `ends`; `cover` gets what comes for him."""

    __tablename__ = "leaves"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    begins: Mapped[datetime]
    ends: Mapped[datetime] = mapped_column(index=True)
    cover: Mapped[str | None] = mapped_column(ForeignKey("staff.id"))
    made_by: Mapped[str] = mapped_column(Line(40))
    made_at: Mapped[datetime]


class Shift(Base):
    """A colleague is on duty for a union body from `begins` until before `ends`."""

    __tablename__ = "duty_shifts"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    unit: Mapped[str] = mapped_column(ForeignKey("units.code"), index=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    begins: Mapped[datetime]
    ends: Mapped[datetime] = mapped_column(index=True)
    made_by: Mapped[str] = mapped_column(Line(40))
    made_at: Mapped[datetime]


class Queued(Base):
    """A case that waits with its supervisor until a lawyer has room for it."""

    __tablename__ = "queued_cases"
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    since: Mapped[datetime]
