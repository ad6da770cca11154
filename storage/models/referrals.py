"""What of a case is handed over to an office beside its owner, with what its worker said to that."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Line
from storage.models.base import Base, Id


class Referral(Base):
    """A referral 转办 of a case to one receiver; whoever owns the case goes on owning it.

    A receiver is an office and no person, so its name and address are plain; `unit` is set if it is a union body.
    Sealed with the case: why (`words`), what the worker was asked (`wording`), what is shared (`sheet`), the digest of
    these as he was asked, the letter that goes along and the number that the receiver gave it.
    """

    __tablename__ = "referrals"
    __table_args__ = (UniqueConstraint("case_id", "n"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"))
    n: Mapped[int]
    number: Mapped[str] = mapped_column(Line(40), unique=True)
    kind: Mapped[str] = mapped_column(Line(16))
    name: Mapped[str]
    address: Mapped[str]
    unit: Mapped[str | None] = mapped_column(ForeignKey("units.code"), index=True)
    shares: Mapped[list[str]]
    file_ids: Mapped[list[str]]
    words: Mapped[bytes]
    wording: Mapped[bytes]
    sheet: Mapped[bytes]
    digest: Mapped[bytes]
    letter: Mapped[bytes | None]
    their_number: Mapped[bytes | None]
    made_by: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    state: Mapped[str] = mapped_column(Line(16), index=True)
    asked_at: Mapped[datetime]
    agreed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    due_on: Mapped[date | None] = mapped_column(Date)
    reason: Mapped[str | None] = mapped_column(Line(16))
    answered_on: Mapped[date | None] = mapped_column(Date)
    revoked_at: Mapped[datetime | None]
    times_sent: Mapped[int]
    times_silent: Mapped[int]
