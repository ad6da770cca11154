"""A complaint told once: every fact read from it, whatever its kind."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("complaints", sa.Column("site", sa.Text(), nullable=True))
    op.add_column("complaints", sa.Column("answers", sa.LargeBinary(), nullable=True))
    _groups()
    _evidence()
    _readings()
    _receipts()
    _sites()


def _groups() -> None:
    op.create_table(
        "case_groups",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=True),
        sa.Column("code", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", Instant(timezone=True), nullable=True),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_groups_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_case_groups")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_case_groups_code_hash")),
    )
    op.create_table(
        "group_members",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=False),
        sa.Column("joined_at", Instant(timezone=True), nullable=False),
        sa.Column("left_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_groups.case_id"], name=op.f("fk_group_members_case_id")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_group_members_conversation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_group_members_person_id")),
        sa.ForeignKeyConstraint(["key_id"], ["data_keys.id"], name=op.f("fk_group_members_key_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_members")),
        sa.UniqueConstraint("number", name=op.f("uq_group_members_number")),
    )
    op.create_index(op.f("ix_group_members_person_id"), "group_members", ["person_id"], unique=False)
    op.create_index(
        "uq_group_members_one",
        "group_members",
        ["case_id", "person_id"],
        unique=True,
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )
    op.create_table(
        "wrong_codes",
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("since", Instant(timezone=True), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name=op.f("fk_wrong_codes_conversation_id")),
        sa.PrimaryKeyConstraint("conversation_id", name=op.f("pk_wrong_codes")),
    )


def _evidence() -> None:
    op.add_column("files", sa.Column("proves", sa.String(length=16), server_default=sa.text("''"), nullable=False))
    op.add_column("files", sa.Column("flaw", sa.String(length=16), server_default=sa.text("''"), nullable=False))
    op.add_column("files", sa.Column("fingerprint", sa.LargeBinary(), nullable=True))
    op.add_column("files", sa.Column("heard", sa.LargeBinary(), nullable=True))
    unheard = sa.text("heard IS NULL AND status = 'kept' AND kind IN ('voice', 'audio')")
    op.create_index("ix_files_unheard", "files", ["received_at"], sqlite_where=unheard, postgresql_where=unheard)


def _receipts() -> None:
    op.add_column("cases", sa.Column("receipt", sa.LargeBinary(), nullable=True))
    op.add_column("cases", sa.Column("digest", sa.LargeBinary(), nullable=True))
    op.add_column("cases", sa.Column("receipt_locked_at", Instant(timezone=True), nullable=True))
    op.add_column("cases", sa.Column("anonymous", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("conversations", sa.Column("discreet", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("outbox", sa.Column("behind", sa.LargeBinary(), nullable=True))
    op.create_table(
        "case_access",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("since", Instant(timezone=True), nullable=False),
        sa.Column("until", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_access_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"], name=op.f("fk_case_access_person_id")),
        sa.PrimaryKeyConstraint("case_id", "person_id", name=op.f("pk_case_access")),
    )
    op.create_index(op.f("ix_case_access_person_id"), "case_access", ["person_id"], unique=False)
    op.create_table(
        "receipt_tries",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt_tries")),
    )
    op.create_index(op.f("ix_receipt_tries_subject_at"), "receipt_tries", ["subject", "at"], unique=False)


def _readings() -> None:
    op.create_table(
        "readings",
        sa.Column("file_id", sa.String(length=32), nullable=False),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("engine", sa.String(length=32), nullable=False),
        sa.Column("paper", sa.String(length=16), nullable=False),
        sa.Column("lines", sa.LargeBinary(), nullable=False),
        sa.Column("proposed", sa.LargeBinary(), nullable=True),
        sa.Column("read_at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_readings_file_id")),
        sa.ForeignKeyConstraint(["key_id"], ["data_keys.id"], name=op.f("fk_readings_key_id")),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_readings")),
    )


def _sites() -> None:
    op.create_table(
        "sites",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("contractor", sa.Text(), nullable=False),
        sa.Column("employer", sa.Text(), nullable=True),
        sa.Column("district", sa.String(length=12), nullable=True),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["unit"], ["units.code"], name=op.f("fk_sites_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sites")),
    )
    op.create_index(op.f("ix_sites_unit"), "sites", ["unit"], unique=False)
