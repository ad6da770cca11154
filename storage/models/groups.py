"""Workmates with one case: the code by which they join, what each told for himself, and who tried wrong codes."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Line
from storage.models.base import Base, Id


class Group(Base):
    """The workmates of a case; without a code nobody can join. The code stands sealed, and is found by its hash."""

    __tablename__ = "case_groups"
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    code_hash: Mapped[bytes | None] = mapped_column(unique=True)
    code: Mapped[bytes | None]
    expires_at: Mapped[datetime | None]
    made_at: Mapped[datetime]


class Member(Base):
    """A workmate who joined; what he told is sealed with a key of his own, which is erased when he leaves."""

    __tablename__ = "group_members"
    __table_args__ = (
        Index(
            "uq_group_members_one",
            "case_id",
            "person_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("case_groups.case_id"))
    number: Mapped[str] = mapped_column(Line(32), unique=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"))
    person_id: Mapped[str] = mapped_column(ForeignKey("persons.id"), index=True)
    key_id: Mapped[str] = mapped_column(ForeignKey("data_keys.id"))
    told: Mapped[bytes]
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]


class WrongCodes(Base):
    """How many wrong codes came from a conversation since the first of them, so that codes cannot be tried out."""

    __tablename__ = "wrong_codes"
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversations.id"), primary_key=True)
    since: Mapped[datetime]
    tries: Mapped[int]
