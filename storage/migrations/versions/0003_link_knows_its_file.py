"""A link for a file that a channel would not carry knows which file that is."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("upload_links", sa.Column("file_id", sa.String(length=32), nullable=True))
    op.create_index(op.f("ix_upload_links_conversation_id"), "upload_links", ["conversation_id"], unique=False)
