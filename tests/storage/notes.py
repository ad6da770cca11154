"""Plain rows for tests that care about keeping and losing, not about what is kept."""

from collections.abc import Callable

from sqlalchemy import insert, select, text

from storage.database import Database, Transaction
from storage.models import Fact


def note(name: str, size: int = 1) -> Callable[[Transaction], None]:
    """A unit of work that writes one row of about `size` bytes."""

    def write(tx: Transaction) -> None:
        tx.execute(insert(Fact).values(name=name, value=b"x" * size))

    return write


def in_turn(*works: Callable[[Transaction], object]) -> Callable[[Transaction], None]:
    """One unit of work that does all of these."""

    def all_of_them(tx: Transaction) -> None:
        for work in works:
            work(tx)

    return all_of_them


def kept(tx: Transaction) -> list[str]:
    """The names of the rows that were written."""
    return list(tx.execute(select(Fact.name).where(~Fact.name.like("proof%")).order_by(Fact.name)).scalars())


def fill_up(tx: Transaction, pages: int = 4) -> None:
    """Let the file of this connection grow by so many pages (4096 bytes each) and no more."""
    there = tx.execute(text("PRAGMA page_count")).scalar_one()
    tx.execute(text(f"PRAGMA max_page_count={there + pages}"))


def make_space(tx: Transaction) -> None:
    """Take the limit away again."""
    tx.execute(text("PRAGMA max_page_count=1073741823"))


def lose_connections(database: Database) -> None:
    """Cut every connection a PostgreSQL database has in use, as a restart of the server would."""
    with database.engine.connect() as connection:
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
        connection.execute(text(f"{others} AND pid <> pg_backend_pid()"))
