"""Who works for the hotline, where, and how they sign in."""

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Line
from storage.models.base import Base


class Unit(Base):
    """A union body; `code` is its GB/T 2260 division, for an enterprise with its own sign behind a hyphen."""

    __tablename__ = "units"
    code: Mapped[str] = mapped_column(Line(12), primary_key=True)
    name: Mapped[str]
    parent: Mapped[str | None] = mapped_column(ForeignKey("units.code"), index=True)


class Staff(Base):
    """Somebody who works for the hotline: lawyer, operator, supervisor or administrator.

    `indexed` says that the names he declared stand in `declared_names` as they are now. `languages` are those he
    speaks beside Chinese; `licence_until` is the last day of a lawyer's licence, empty if nobody has looked at it;
    `notice_chat` is the conversation in which short notices go to his mobile phone.
    """

    __tablename__ = "staff"
    __table_args__ = (
        Index("ix_staff_unread", "id", sqlite_where=text("NOT indexed"), postgresql_where=text("NOT indexed")),
    )
    id: Mapped[str] = mapped_column(Line(16), primary_key=True)
    name: Mapped[str]
    role: Mapped[str] = mapped_column(Line(16))
    unit: Mapped[str] = mapped_column(ForeignKey("units.code"), index=True)
    district: Mapped[str | None] = mapped_column(Line(12))
    subjects: Mapped[list[str]]
    clients: Mapped[list[str]]
    capacity: Mapped[int]
    active: Mapped[bool]
    firm: Mapped[str] = mapped_column(server_default=text("''"))
    relatives: Mapped[list[str] | None]
    indexed: Mapped[bool] = mapped_column(Boolean, server_default=false())
    languages: Mapped[list[str] | None]
    licence_until: Mapped[date | None] = mapped_column(Date)
    notice_chat: Mapped[str | None] = mapped_column(Line(32))
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
