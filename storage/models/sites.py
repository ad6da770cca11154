"""The sites at which a poster of ours hangs."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Line
from storage.models.base import Base, Id


class Site(Base):
    """A site with a poster; once `ended_at` is set, whoever scans it is no longer told which site this is."""

    __tablename__ = "sites"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    unit: Mapped[str] = mapped_column(ForeignKey("units.code"), index=True)
    name: Mapped[str]
    contractor: Mapped[str]
    employer: Mapped[str | None]
    district: Mapped[str | None] = mapped_column(Line(12))
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
