"""Who stands on the other side of cases, whom colleagues act for, and from whom a case is kept."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.columns import Line
from storage.models.base import Base, Id


class Party(Base):
    """A company or institution, or a person, whose name is sealed with the case in which he was named."""

    __tablename__ = "parties"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str | None]
    sealed: Mapped[bytes | None]
    credit_code: Mapped[str | None] = mapped_column(Line(18), unique=True)
    made_at: Mapped[datetime]


class PartyName(Base):
    """One way in which a company is called, with its bare name and its core by which it is found."""

    __tablename__ = "party_names"
    __table_args__ = (UniqueConstraint("party_id", "name"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    party_id: Mapped[str] = mapped_column(ForeignKey("parties.id"))
    name: Mapped[str]
    bare: Mapped[str] = mapped_column(index=True)
    core: Mapped[str] = mapped_column(index=True)
    made_at: Mapped[datetime]


class PartyTie(Base):
    """What two parties are to each other: `upper` is parent, contractor or firm; of "same", the one that stays named.

    A merge is a standing tie of the kind "same", and touches no other row.
    """

    __tablename__ = "party_ties"
    __table_args__ = (
        Index(
            "uq_party_ties_one",
            "kind",
            "lower_id",
            "upper_id",
            unique=True,
            sqlite_where=text("state IN ('proposed', 'stands')"),
            postgresql_where=text("state IN ('proposed', 'stands')"),
        ),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    kind: Mapped[str] = mapped_column(Line(16))
    lower_id: Mapped[str] = mapped_column(ForeignKey("parties.id"), index=True)
    upper_id: Mapped[str] = mapped_column(ForeignKey("parties.id"), index=True)
    state: Mapped[str] = mapped_column(Line(16))
    made_by: Mapped[str] = mapped_column(Line(40))
    made_at: Mapped[datetime]
    settled_by: Mapped[str | None] = mapped_column(Line(40))
    settled_at: Mapped[datetime | None]
    undone_by: Mapped[str | None] = mapped_column(Line(40))
    undone_at: Mapped[datetime | None]


class CaseParty(Base):
    """A party of a case in its role, until somebody takes it out again."""

    __tablename__ = "case_parties"
    __table_args__ = (
        Index(
            "uq_case_parties_one",
            "case_id",
            "party_id",
            "role",
            unique=True,
            sqlite_where=text("removed_at IS NULL"),
            postgresql_where=text("removed_at IS NULL"),
        ),
    )
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"))
    party_id: Mapped[str] = mapped_column(ForeignKey("parties.id"), index=True)
    role: Mapped[str] = mapped_column(Line(16))
    added_by: Mapped[str] = mapped_column(Line(40))
    added_at: Mapped[datetime]
    removed_by: Mapped[str | None] = mapped_column(Line(40))
    removed_at: Mapped[datetime | None]


class Declaration(Base):
    """What a colleague declared at a time: whom he acts for, his firm, his relatives."""

    __tablename__ = "declarations"
    __table_args__ = (Index(None, "staff_id", "at"),)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"))
    clients: Mapped[list[str]]
    firm: Mapped[str]
    relatives: Mapped[list[str]]
    declared_by: Mapped[str] = mapped_column(Line(40))
    at: Mapped[datetime]


class DeclaredName(Base):
    """A name that a colleague declared, in the forms in which it is compared; made anew from what he declares."""

    __tablename__ = "declared_names"
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), index=True)
    kind: Mapped[str] = mapped_column(Line(16))
    whole: Mapped[str]
    bare: Mapped[str]
    core: Mapped[str] = mapped_column(index=True)


class DeclaredPair(Base):
    """Two neighbouring characters of a declared name, so that it is found in any text; `leads`: the name begins so."""

    __tablename__ = "declared_pairs"
    pair: Mapped[str] = mapped_column(Line(4), primary_key=True)
    name_id: Mapped[str] = mapped_column(ForeignKey("declared_names.id"), primary_key=True, index=True)
    leads: Mapped[bool] = mapped_column(Boolean)


class Sealed(Base):
    """A case that is kept from a colleague for good, because he stands on the other side."""

    __tablename__ = "sealed"
    case_id: Mapped[str] = mapped_column(ForeignKey("cases.id"), primary_key=True)
    staff_id: Mapped[str] = mapped_column(ForeignKey("staff.id"), primary_key=True, index=True)
    since: Mapped[datetime]
