"""Several machines on one database: which folder holds its files, and who serves at this moment."""

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from storage import holders
from storage.database import Transaction
from storage.models import Fact

_FOLDER = "data folder"
_MACHINE = "machine:"


def bind_folder(tx: Transaction, folder_id: str) -> str:
    """The id of the folder that holds this database's files: the one given if none was known before."""
    insert = postgresql_insert if tx.on_postgresql else sqlite_insert
    tx.execute(insert(Fact).values(name=_FOLDER, value=folder_id.encode()).on_conflict_do_nothing())
    return tx.execute(select(Fact.value).where(Fact.name == _FOLDER)).scalar_one().decode()


def unbind_folder(tx: Transaction) -> None:
    """The next folder that is given is the right one: for a database that was restored, perhaps on another machine."""
    tx.execute(delete(Fact).where(Fact.name == _FOLDER))


def presence(machine: str) -> str:
    """The name of the hold by which a machine shows that it serves."""
    return f"{_MACHINE}{machine}"


def serving(tx: Transaction) -> set[str]:
    """The machines that serve at this moment, or did half a minute ago and died."""
    return {name.removeprefix(_MACHINE) for name in holders.all_held(tx) if name.startswith(_MACHINE)}
