"""Colleagues' chats, files, threads of replies, edits, holders, upload links and call-backs."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("conversations", sa.Column("staff_id", sa.String(length=16), nullable=True))
    op.create_index("uq_conversations_staff_id", "conversations", ["staff_id"], unique=True)
    op.add_column("outbox", sa.Column("lease_fence", sa.BigInteger(), nullable=True))
    op.add_column("outbox", sa.Column("urgent", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("outbox", sa.Column("action", sa.String(length=8), server_default="send", nullable=False))
    op.add_column("outbox", sa.Column("target", sa.String(length=32), nullable=True))
    waiting, urgent = sa.text("status = 'waiting'"), sa.text("status = 'waiting' AND urgent")
    op.create_index("ix_outbox_due", "outbox", ["channel", "due_at"], sqlite_where=waiting, postgresql_where=waiting)
    op.create_index(
        "ix_outbox_urgent",
        "outbox",
        ["channel", "conversation_id"],
        sqlite_where=sa.text("status = 'waiting' AND urgent = 1"),
        postgresql_where=urgent,
    )
    changes = sa.text("target IS NOT NULL")
    op.create_index("ix_outbox_target", "outbox", ["target"], sqlite_where=changes, postgresql_where=changes)
    op.create_table(
        "chat_messages",
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("outbox_id", sa.String(length=32), nullable=True),
        sa.Column("event_n", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_chat_messages_conversation_id")
        ),
        sa.PrimaryKeyConstraint("conversation_id", "message_id", name=op.f("pk_chat_messages")),
    )
    op.create_index(op.f("ix_chat_messages_outbox_id"), "chat_messages", ["outbox_id"], unique=False)
    op.create_table(
        "files",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=True),
        sa.Column("key_id", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(length=16), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("mime", sa.String(length=100), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("album", sa.String(length=64), nullable=False),
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("hidden", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", storage.columns.Instant(timezone=True), nullable=False),
        sa.Column("kept_at", storage.columns.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversations.id"], name=op.f("fk_files_conversation_id")),
        sa.ForeignKeyConstraint(["key_id"], ["data_keys.id"], name=op.f("fk_files_key_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
    )
    op.create_index(op.f("ix_files_case_id"), "files", ["case_id"], unique=False)
    op.create_index(op.f("ix_files_conversation_id_album"), "files", ["conversation_id", "album"], unique=False)
    op.create_table(
        "holders",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("fence", sa.BigInteger(), nullable=False),
        sa.Column("until", storage.columns.Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_holders")),
    )
    op.create_table(
        "upload_links",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("conversation_id", sa.String(length=32), nullable=False),
        sa.Column("made_at", storage.columns.Instant(timezone=True), nullable=False),
        sa.Column("expires_at", storage.columns.Instant(timezone=True), nullable=False),
        sa.Column("used_at", storage.columns.Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversations.id"], name=op.f("fk_upload_links_conversation_id")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_upload_links")),
    )
    op.create_table(
        "call_backs",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("asked_at", storage.columns.Instant(timezone=True), nullable=False),
        sa.Column("not_before", storage.columns.Instant(timezone=True), nullable=False),
        sa.Column("done_at", storage.columns.Instant(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(length=16), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_call_backs_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_backs")),
    )
    op.create_index(
        "uq_call_backs_one_open",
        "call_backs",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("done_at IS NULL"),
        postgresql_where=sa.text("done_at IS NULL"),
    )
