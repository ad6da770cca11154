"""Who works for the hotline, where, and how they sign in."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Line
from storage.models.base import Base


class Unit(Base):
    """A union body; `code` is its GB/T 2260 division."""

    __tablename__ = "units"
    code: Mapped[str] = mapped_column(Line(12), primary_key=True)
    name: Mapped[str]
    parent: Mapped[str | None] = mapped_column(ForeignKey("units.code"))


class Staff(Base):
    """Somebody who works for the hotline: lawyer, operator, supervisor or administrator."""

    __tablename__ = "staff"
    id: Mapped[str] = mapped_column(Line(16), primary_key=True)
    name: Mapped[str]
    role: Mapped[str] = mapped_column(Line(16))
    unit: Mapped[str] = mapped_column(ForeignKey("units.code"))
    district: Mapped[str | None] = mapped_column(Line(12))
    subjects: Mapped[list[str]]
    clients: Mapped[list[str]]
    capacity: Mapped[int]
    active: Mapped[bool]
    password_hash: Mapped[str | None]
    made_at: Mapped[datetime]


class SignInLink(Base):
    """A one-time way in for staff, by the hash of its token."""

    __tablename__ = "sign_in_links"
    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    purpose: Mapped[str] = mapped_column(Line(16))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class DeskCookie(Base):
    """A signed-in browser at the desk, by the hash of its cookie."""

    __tablename__ = "desk_sessions"
    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    csrf: Mapped[str] = mapped_column(Line(64))
    made_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
