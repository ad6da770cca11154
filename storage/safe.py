"""The vault inside a transaction: finds the data key, seals and opens."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.errors import Erased, WrongKey
from storage.ids import new_id
from storage.models import DataKey
from storage.vault import Master, Place, key_of, open_sealed, seal

ERASED = "erased"  # the topic that is woken when a key was erased

_FIND = select(DataKey.wrapped).where(DataKey.id == bindparam("id"))


class Safe:
    """Seals with data keys kept in this transaction's database."""

    def __init__(self, connection: Connection, master: Master, now: datetime, wake: Callable[[str], None]) -> None:
        self._connection, self._master, self._now, self._wake = connection, master, now, wake
        self._keys: dict[str, bytes] = {}

    def new_key(self) -> str:
        """Make a data key; returns its id."""
        key_id = new_id()
        self._keys[key_id], wrapped = self._master.new_key(key_id)
        self._connection.execute(insert(DataKey).values(id=key_id, wrapped=wrapped, made_at=self._now))
        return key_id

    def seal(self, key_id: str, text: str, place: Place) -> bytes:
        """`text` sealed to its place; raises Erased if the key is gone."""
        return seal(key_id, self.key(key_id), text, place)

    def open(self, sealed: bytes, place: Place) -> str:
        """What was sealed at this place; raises Erased or WrongKey."""
        return open_sealed(self.key(key_of(sealed)), sealed, place)

    def look_up(self, purpose: str, value: str) -> bytes:
        """The hash under which `value` is found."""
        return self._master.look_up(purpose, value)

    def erase(self, key_id: str) -> None:
        """Destroy the key, and with it everything it sealed, for good; after the commit ERASED is woken."""
        self._keys.pop(key_id, None)
        self._connection.execute(update(DataKey).where(DataKey.id == key_id).values(wrapped=None, erased_at=self._now))
        self._wake(ERASED)

    def key(self, key_id: str) -> bytes:
        """The data key itself, for sealing a file outside the transaction; raises Erased if it is gone."""
        if key_id not in self._keys:
            row = self._connection.execute(_FIND, {"id": key_id}).one_or_none()
            if row is None:
                raise WrongKey("A sealed value names a key that this database does not have.")
            if row.wrapped is None:
                raise Erased("This content was erased at the person's wish.")
            self._keys[key_id] = self._master.unwrap(key_id, row.wrapped)
        return self._keys[key_id]
