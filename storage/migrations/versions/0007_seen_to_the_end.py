"""A case that is seen to its end: its clocks, who is on duty, who is who, promises, referrals, money, cases together."""

import sqlalchemy as sa
from alembic import op

from storage.columns import Instant

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _clocks()
    _money()
    _promises()
    _parties()
    _duty()
    _collectives()
    _referrals()


def _clocks() -> None:
    op.create_table(
        "case_clocks",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("step", sa.String(length=16), nullable=False),
        sa.Column("staff_id", sa.String(length=16), nullable=False),
        sa.Column("periods", sa.Text(), nullable=False),
        sa.Column("span", sa.BigInteger(), nullable=False),
        sa.Column("remaining", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("started_at", Instant(timezone=True), nullable=False),
        sa.Column("since", Instant(timezone=True), nullable=False),
        sa.Column("due_at", Instant(timezone=True), nullable=True),
        sa.Column("fixed", sa.Boolean(), nullable=False),
        sa.Column("stopped_at", Instant(timezone=True), nullable=True),
        sa.Column("waits_for", sa.String(length=16), nullable=True),
        sa.Column("missed_at", Instant(timezone=True), nullable=True),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_clocks_case_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_case_clocks_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_clocks")),
    )
    op.create_index(op.f("ix_case_clocks_case_id"), "case_clocks", ["case_id"], unique=False)
    runs = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_case_clocks_one", "case_clocks", ["case_id", "step"], unique=True, sqlite_where=runs, postgresql_where=runs
    )
    op.create_table(
        "holidays",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("works", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_holidays")),
    )


def _money() -> None:
    op.create_table(
        "money_entries",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("stated_by", sa.String(length=40), nullable=False),
        sa.Column("of", sa.Integer(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_money_entries_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_money_entries")),
        sa.UniqueConstraint("case_id", "n", name=op.f("uq_money_entries_case_id_n")),
    )
    for statement in _only_added_to(op.get_bind().dialect.name):
        op.execute(statement)
    op.create_table(
        "surveys",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("asked_at", Instant(timezone=True), nullable=False),
        sa.Column("answered_at", Instant(timezone=True), nullable=True),
        sa.Column("timely", sa.Boolean(), nullable=True),
        sa.Column("solved", sa.Boolean(), nullable=True),
        sa.Column("satisfied", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_surveys_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surveys")),
    )
    op.create_index(op.f("ix_surveys_case_id"), "surveys", ["case_id"], unique=False)
    _reviews()


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("asked_at", Instant(timezone=True), nullable=False),
        sa.Column("done_at", Instant(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(length=16), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_reviews_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    op.create_index(op.f("ix_reviews_case_id"), "reviews", ["case_id"], unique=False)
    still_open = sa.text("done_at IS NULL")
    op.create_index(
        "uq_reviews_one_open",
        "reviews",
        ["case_id", "kind"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )


def _only_added_to(engine: str) -> list[str]:
    """Triggers that keep a ledger from being rewritten; erasing a key needs no rewriting."""
    if engine == "sqlite":
        return [
            f"CREATE TRIGGER money_entries_no_{verb.lower()} BEFORE {verb} ON money_entries "
            "BEGIN SELECT RAISE(ABORT, 'a ledger is only ever added to'); END"
            for verb in ("UPDATE", "DELETE")
        ]
    return [
        "CREATE FUNCTION refuse_rewriting_money() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'a ledger is only ever added to'; END $$",
        "CREATE TRIGGER money_entries_append_only BEFORE UPDATE OR DELETE ON money_entries "
        "FOR EACH ROW EXECUTE FUNCTION refuse_rewriting_money()",
        "CREATE TRIGGER money_entries_not_emptied BEFORE TRUNCATE ON money_entries "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_rewriting_money()",
    ]


def _promises() -> None:
    op.create_table(
        "promises",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("made_by", sa.String(length=16), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.Column("event_n", sa.Integer(), nullable=False),
        sa.Column("letter_n", sa.Integer(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("times_late", sa.Integer(), nullable=False),
        sa.Column("with_supervisor", sa.Boolean(), nullable=False),
        sa.Column("settled_at", Instant(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_promises_case_id")),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_promises_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promises")),
    )
    op.create_index(op.f("ix_promises_case_id"), "promises", ["case_id"], unique=False)
    op.create_table(
        "todos",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("made_by", sa.String(length=16), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.Column("event_n", sa.Integer(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_todos_case_id")),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_todos_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_todos")),
    )
    op.create_index(op.f("ix_todos_case_id"), "todos", ["case_id"], unique=False)
    op.create_table(
        "letter_templates",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(length=16), nullable=False),
        sa.Column("changed_at", Instant(timezone=True), nullable=False),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_letter_templates_made_by")),
        sa.ForeignKeyConstraint(["unit"], ["units.code"], name=op.f("fk_letter_templates_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_templates")),
    )
    op.create_index(op.f("ix_letter_templates_unit"), "letter_templates", ["unit"], unique=False)


def _parties() -> None:
    op.add_column("staff", sa.Column("firm", sa.Text(), server_default=sa.text("''"), nullable=False))
    op.add_column("staff", sa.Column("relatives", sa.JSON(), nullable=True))
    op.add_column("staff", sa.Column("indexed", sa.Boolean(), server_default=sa.false(), nullable=False))
    unread = sa.text("NOT indexed")
    op.create_index("ix_staff_unread", "staff", ["id"], unique=False, sqlite_where=unread, postgresql_where=unread)
    op.create_table(
        "parties",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("credit_code", sa.String(length=18), nullable=True),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parties")),
        sa.UniqueConstraint("credit_code", name=op.f("uq_parties_credit_code")),
    )
    op.create_table(
        "party_names",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("party_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("bare", sa.Text(), nullable=False),
        sa.Column("core", sa.Text(), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_party_names_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_names")),
        sa.UniqueConstraint("party_id", "name", name=op.f("uq_party_names_party_id_name")),
    )
    op.create_index(op.f("ix_party_names_bare"), "party_names", ["bare"], unique=False)
    op.create_index(op.f("ix_party_names_core"), "party_names", ["core"], unique=False)
    _ties_of_parties()
    _declared()


def _ties_of_parties() -> None:
    op.create_table(
        "party_ties",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("lower_id", sa.String(length=32), nullable=False),
        sa.Column("upper_id", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.Column("settled_by", sa.String(length=40), nullable=True),
        sa.Column("settled_at", Instant(timezone=True), nullable=True),
        sa.Column("undone_by", sa.String(length=40), nullable=True),
        sa.Column("undone_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["lower_id"], ["parties.id"], name=op.f("fk_party_ties_lower_id")),
        sa.ForeignKeyConstraint(["upper_id"], ["parties.id"], name=op.f("fk_party_ties_upper_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_party_ties")),
    )
    op.create_index(op.f("ix_party_ties_lower_id"), "party_ties", ["lower_id"], unique=False)
    op.create_index(op.f("ix_party_ties_upper_id"), "party_ties", ["upper_id"], unique=False)
    alive = sa.text("state IN ('proposed', 'stands')")
    one = ["kind", "lower_id", "upper_id"]
    op.create_index("uq_party_ties_one", "party_ties", one, unique=True, sqlite_where=alive, postgresql_where=alive)
    op.create_table(
        "case_parties",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("party_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("added_by", sa.String(length=40), nullable=False),
        sa.Column("added_at", Instant(timezone=True), nullable=False),
        sa.Column("removed_by", sa.String(length=40), nullable=True),
        sa.Column("removed_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_parties_case_id")),
        sa.ForeignKeyConstraint(["party_id"], ["parties.id"], name=op.f("fk_case_parties_party_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_parties")),
    )
    op.create_index(op.f("ix_case_parties_party_id"), "case_parties", ["party_id"], unique=False)
    there, one = sa.text("removed_at IS NULL"), ["case_id", "party_id", "role"]
    op.create_index("uq_case_parties_one", "case_parties", one, unique=True, sqlite_where=there, postgresql_where=there)


def _declared() -> None:
    op.create_table(
        "declarations",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=16), nullable=False),
        sa.Column("clients", sa.JSON(), nullable=False),
        sa.Column("firm", sa.Text(), nullable=False),
        sa.Column("relatives", sa.JSON(), nullable=False),
        sa.Column("declared_by", sa.String(length=40), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_declarations_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declarations")),
    )
    op.create_index(op.f("ix_declarations_staff_id_at"), "declarations", ["staff_id", "at"], unique=False)
    op.create_table(
        "declared_names",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=16), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("whole", sa.Text(), nullable=False),
        sa.Column("bare", sa.Text(), nullable=False),
        sa.Column("core", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_declared_names_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_names")),
    )
    op.create_index(op.f("ix_declared_names_staff_id"), "declared_names", ["staff_id"], unique=False)
    op.create_index(op.f("ix_declared_names_core"), "declared_names", ["core"], unique=False)
    op.create_table(
        "declared_pairs",
        sa.Column("pair", sa.String(length=4), nullable=False),
        sa.Column("name_id", sa.String(length=32), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["name_id"], ["declared_names.id"], name=op.f("fk_declared_pairs_name_id")),
        sa.PrimaryKeyConstraint("pair", "name_id", name=op.f("pk_declared_pairs")),
    )
    op.create_index(op.f("ix_declared_pairs_name_id"), "declared_pairs", ["name_id"], unique=False)
    op.create_table(
        "sealed",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=16), nullable=False),
        sa.Column("since", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_sealed_case_id")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_sealed_staff_id")),
        sa.PrimaryKeyConstraint("case_id", "staff_id", name=op.f("pk_sealed")),
    )
    op.create_index(op.f("ix_sealed_staff_id"), "sealed", ["staff_id"], unique=False)


def _duty() -> None:
    op.create_index(op.f("ix_units_parent"), "units", ["parent"], unique=False)
    op.create_index(op.f("ix_staff_unit"), "staff", ["unit"], unique=False)
    op.add_column("staff", sa.Column("languages", sa.JSON(), nullable=True))
    op.add_column("staff", sa.Column("licence_until", sa.Date(), nullable=True))
    op.add_column("staff", sa.Column("notice_chat", sa.String(length=32), nullable=True))
    op.add_column("offers", sa.Column("looked_at", Instant(timezone=True), nullable=True))
    op.add_column("offers", sa.Column("call_asked_at", Instant(timezone=True), nullable=True))
    for index, table, condition in (
        ("ix_offers_open", "offers", "outcome IS NULL"),
        ("ix_case_owners_now", "case_owners", "until IS NULL"),
    ):
        where = sa.text(condition)
        op.create_index(index, table, ["staff_id"], unique=False, sqlite_where=where, postgresql_where=where)
    op.create_index(op.f("ix_offers_staff_id_made_at"), "offers", ["staff_id", "made_at"], unique=False)
    _leaves_and_shifts()
    op.create_table(
        "queued_cases",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("since", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_queued_cases_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_queued_cases")),
    )


def _leaves_and_shifts() -> None:
    op.create_table(
        "leaves",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("staff_id", sa.String(length=16), nullable=False),
        sa.Column("begins", Instant(timezone=True), nullable=False),
        sa.Column("ends", Instant(timezone=True), nullable=False),
        sa.Column("cover", sa.String(length=16), nullable=True),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_leaves_staff_id")),
        sa.ForeignKeyConstraint(["cover"], ["staff.id"], name=op.f("fk_leaves_cover")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaves")),
    )
    op.create_table(
        "duty_shifts",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("staff_id", sa.String(length=16), nullable=False),
        sa.Column("begins", Instant(timezone=True), nullable=False),
        sa.Column("ends", Instant(timezone=True), nullable=False),
        sa.Column("made_by", sa.String(length=40), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["unit"], ["units.code"], name=op.f("fk_duty_shifts_unit")),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_duty_shifts_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_shifts")),
    )
    for table, columns in (("leaves", ("staff_id", "ends")), ("duty_shifts", ("unit", "staff_id", "ends"))):
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column], unique=False)


def _collectives() -> None:
    _alike()
    op.create_table(
        "collectives",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("lead_id", sa.String(length=32), nullable=False),
        sa.Column("made_by", sa.String(length=16), nullable=False),
        sa.Column("made_at", Instant(timezone=True), nullable=False),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["lead_id"], ["cases.id"], name=op.f("fk_collectives_lead_id")),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_collectives_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collectives")),
    )
    op.create_index(op.f("ix_collectives_lead_id"), "collectives", ["lead_id"], unique=False)
    op.create_table(
        "collective_cases",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("collective_id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("joined_at", Instant(timezone=True), nullable=False),
        sa.Column("joined_by", sa.String(length=16), nullable=False),
        sa.Column("owner_before", sa.String(length=16), nullable=False),
        sa.Column("status_before", sa.String(length=16), nullable=False),
        sa.Column("status_given", sa.String(length=16), nullable=False),
        sa.Column("clocks", sa.JSON(), nullable=False),
        sa.Column("left_at", Instant(timezone=True), nullable=True),
        sa.Column("left_by", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["collective_id"], ["collectives.id"], name=op.f("fk_collective_cases_collective_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_collective_cases_case_id")),
        sa.ForeignKeyConstraint(["joined_by"], ["staff.id"], name=op.f("fk_collective_cases_joined_by")),
        sa.ForeignKeyConstraint(["owner_before"], ["staff.id"], name=op.f("fk_collective_cases_owner_before")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collective_cases")),
    )
    op.create_index(op.f("ix_collective_cases_collective_id"), "collective_cases", ["collective_id"], unique=False)
    there, one = sa.text("left_at IS NULL"), ["case_id"]
    op.create_index(
        "uq_collective_cases_one", "collective_cases", one, unique=True, sqlite_where=there, postgresql_where=there
    )
    _circulars()
    _crowds()


def _circulars() -> None:
    op.create_table(
        "circular_letters",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("lead_id", sa.String(length=32), nullable=False),
        sa.Column("event_n", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("chat", sa.String(length=32), nullable=True),
        sa.Column("n", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(length=16), nullable=True),
        sa.ForeignKeyConstraint(["lead_id"], ["cases.id"], name=op.f("fk_circular_letters_lead_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_circular_letters_case_id")),
        sa.ForeignKeyConstraint(["chat"], ["conversations.id"], name=op.f("fk_circular_letters_chat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circular_letters")),
    )
    letters = ["lead_id", "event_n"]
    op.create_index(op.f("ix_circular_letters_lead_id_event_n"), "circular_letters", letters, unique=False)


def _alike() -> None:
    op.create_table(
        "case_marks",
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_case_marks_case_id")),
        sa.PrimaryKeyConstraint("case_id", "hash", name=op.f("pk_case_marks")),
    )
    op.create_index(op.f("ix_case_marks_hash_at"), "case_marks", ["hash", "at"], unique=False)
    op.create_table(
        "alike_pairs",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("one_id", sa.String(length=32), nullable=False),
        sa.Column("other_id", sa.String(length=32), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("grounds", sa.JSON(), nullable=False),
        sa.Column("found_at", Instant(timezone=True), nullable=False),
        sa.Column("refused_at", Instant(timezone=True), nullable=True),
        sa.Column("refused_by", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["one_id"], ["cases.id"], name=op.f("fk_alike_pairs_one_id")),
        sa.ForeignKeyConstraint(["other_id"], ["cases.id"], name=op.f("fk_alike_pairs_other_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alike_pairs")),
        sa.UniqueConstraint("one_id", "other_id", name=op.f("uq_alike_pairs_one_id_other_id")),
    )
    op.create_index(op.f("ix_alike_pairs_other_id"), "alike_pairs", ["other_id"], unique=False)
    op.execute(  # what is open already is compared by the timers: its words are sealed, so only they can read them
        "INSERT INTO tasks (id, kind, subject, due_at, attempts) "
        "SELECT 'k' || substr(id, 2), 'compare_case', id, opened_at, 0 FROM cases WHERE status NOT IN ('closed', 'withdrawn')"
    )


def _crowds() -> None:
    op.create_table(
        "crowds",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("raised_at", Instant(timezone=True), nullable=False),
        sa.Column("ended_at", Instant(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_crowds_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crowds")),
    )
    op.create_index(op.f("ix_crowds_case_id"), "crowds", ["case_id"], unique=False)
    stands = sa.text("ended_at IS NULL")
    op.create_index("uq_crowds_one", "crowds", ["hash"], unique=True, sqlite_where=stands, postgresql_where=stands)


def _referrals() -> None:
    op.create_table(
        "referrals",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("case_id", sa.String(length=32), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=True),
        sa.Column("shares", sa.JSON(), nullable=False),
        sa.Column("file_ids", sa.JSON(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("wording", sa.LargeBinary(), nullable=False),
        sa.Column("sheet", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("letter", sa.LargeBinary(), nullable=True),
        sa.Column("their_number", sa.LargeBinary(), nullable=True),
        sa.Column("made_by", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked_at", Instant(timezone=True), nullable=False),
        sa.Column("agreed_at", Instant(timezone=True), nullable=True),
        sa.Column("sent_at", Instant(timezone=True), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=16), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("revoked_at", Instant(timezone=True), nullable=True),
        sa.Column("times_sent", sa.Integer(), nullable=False),
        sa.Column("times_silent", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_referrals_case_id")),
        sa.ForeignKeyConstraint(["unit"], ["units.code"], name=op.f("fk_referrals_unit")),
        sa.ForeignKeyConstraint(["made_by"], ["staff.id"], name=op.f("fk_referrals_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referrals")),
        sa.UniqueConstraint("case_id", "n", name=op.f("uq_referrals_case_id_n")),
        sa.UniqueConstraint("number", name=op.f("uq_referrals_number")),
    )
    for column in ("unit", "state"):
        op.create_index(op.f(f"ix_referrals_{column}"), "referrals", [column], unique=False)
