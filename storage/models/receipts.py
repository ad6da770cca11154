"""Who comes back to a case with its code, besides whoever opened it, and how often a code was tried."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Line
from storage.models.base import Base, Id


class Access(Base):
    """Somebody who showed the code of a case; to him it is his own, `until` somebody denies it."""

    __tablename__ = "case_access"
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), primary_key=True, index=True)
    since: Mapped[datetime]
    until: Mapped[datetime | None]


class ReceiptTry(Base):
    """A code that was typed: in which conversation, or for which number; forgotten after a day."""

    __tablename__ = "receipt_tries"
    __table_args__ = (Index(None, "subject", "at"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    subject: Mapped[str] = mapped_column(Line(64))
    at: Mapped[datetime]
