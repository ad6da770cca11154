"""The vault: what people say and who they are is sealed before it reaches a column or the disk.

Each conversation and each case has a data key of its own, wrapped by the master key. Erasing the data key erases
everything sealed with it. The place of a value (table, column, row) is authenticated, so a sealed value moved to
another row does not open.
"""

import hmac
import os
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from hashlib import sha256
from threading import Lock

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from storage.errors import WrongKey

_NONCE = 12
_KEY_ID = 16
_REMEMBERED_KEYS = 4096


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value lives; it opens nowhere else."""

    table: str
    column: str
    row: str

    def authenticated(self, key_id: bytes) -> bytes:
        """The bytes that AES-GCM authenticates beside the ciphertext."""
        return b"\x1f".join((key_id, self.table.encode(), self.column.encode(), self.row.encode()))


def seal(key_id: str, key: bytes, text: str, place: Place) -> bytes:
    """Key id (16 bytes), nonce (12 bytes) and AES-256-GCM ciphertext of `text`, bound to its place."""
    nonce, owner = os.urandom(_NONCE), bytes.fromhex(key_id)
    return owner + nonce + AESGCM(key).encrypt(nonce, text.encode("utf-8", "surrogatepass"), place.authenticated(owner))


def seal_block(key: bytes, block: bytes, place: Place) -> bytes:
    """Nonce (12 bytes) and AES-256-GCM ciphertext of a block of a file, bound to its place; 28 bytes longer."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, block, place.authenticated(b""))


def open_block(key: bytes, sealed: bytes, place: Place) -> bytes:
    """The block that was sealed at this place; raises WrongKey if key or place differ, or a byte was changed."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], place.authenticated(b""))
    except (InvalidTag, ValueError):  # ValueError: cut short
        raise WrongKey(f"A block of a file in {place.table} does not open with this key.") from None


def key_of(sealed: bytes) -> str:
    """The id of the data key that opens this value."""
    return sealed[:_KEY_ID].hex()


def open_sealed(key: bytes, sealed: bytes, place: Place) -> str:
    """The text that was sealed at this place; raises WrongKey if key or place differ."""
    owner, nonce, rest = sealed[:_KEY_ID], sealed[_KEY_ID : _KEY_ID + _NONCE], sealed[_KEY_ID + _NONCE :]
    try:
        return AESGCM(key).decrypt(nonce, rest, place.authenticated(owner)).decode("utf-8", "surrogatepass")
    except (InvalidTag, ValueError):  # ValueError: cut short
        raise WrongKey(f"A value in {place.table}.{place.column} does not open with this key.") from None


class Master:
    """The master key: wraps data keys and makes look-up hashes; it never seals content itself."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()
        self._wrapping = AESGCM(self._derive("wrap data keys"))
        self._purposes: dict[str, bytes] = {}
        self._opened: OrderedDict[tuple[str, bytes], bytes] = OrderedDict()
        self._lock = Lock()

    def new_key(self, key_id: str) -> tuple[bytes, bytes]:
        """A fresh data key and its wrapped form, which opens only under this id."""
        key, nonce = AESGCM.generate_key(256), os.urandom(_NONCE)
        return key, nonce + self._wrapping.encrypt(nonce, key, key_id.encode())

    def unwrap(self, key_id: str, wrapped: bytes) -> bytes:
        """The data key; raises WrongKey if HOTLINE_SECRET_KEY is not the one it was wrapped with."""
        with self._lock:
            if (key_id, wrapped) in self._opened:
                self._opened.move_to_end((key_id, wrapped))
                return self._opened[key_id, wrapped]
        try:
            key = self._wrapping.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], key_id.encode())
        except (InvalidTag, ValueError):
            raise WrongKey("HOTLINE_SECRET_KEY is not the key this database was sealed with.") from None
        with self._lock:
            self._opened[key_id, wrapped] = key
            if len(self._opened) > _REMEMBERED_KEYS:
                self._opened.popitem(last=False)
        return key

    def look_up(self, purpose: str, value: str) -> bytes:
        """A keyed hash to find `value` by, another for each purpose; 32 bytes."""
        key = self._purposes.get(purpose) or self._purposes.setdefault(purpose, self._derive(f"look up {purpose}"))
        return hmac.digest(key, value.encode("utf-8", "surrogatepass"), sha256)

    def _derive(self, purpose: str) -> bytes:
        return HKDF(SHA256(), 32, salt=None, info=f"hotline: {purpose}".encode()).derive(self._secret)


def new_secret() -> str:
    """A fresh master key as text, 256 bits."""
    return secrets.token_urlsafe(32)
