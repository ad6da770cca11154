"""Files on the disk, sealed from the first byte: under random names, block by block, only ever appended to.

A file is a row of blocks: four bytes of length, then a nonce and the AES-256-GCM ciphertext, each bound to the file's
id and to where it begins, so that blocks can be neither exchanged nor left out. A block that a crash cut off is passed
over, and what comes next is written in its place. The digest of the whole stands in the database.
"""

import fcntl
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import BinaryIO

from storage.errors import StorageError
from storage.files import NoSuchFile
from storage.vault import Place, open_block, seal_block

_LENGTH = struct.Struct(">I")
_SEALING = 28  # bytes that sealing adds to a block
_BLOCK = 1024 * 1024  # bytes of one block, at most


class WrongOffset(StorageError):
    """A part of a file does not follow what is already there."""

    def __init__(self, length: int) -> None:
        super().__init__(f"The file has {length} bytes so far; send what comes after them.")
        self.length = length


@dataclass(frozen=True, slots=True)
class Finished:
    """A whole file: its size in bytes and its SHA-256 in hex."""

    size: int
    sha256: str


class Evidence:
    """The folder of sealed files. Its methods block; call them from a thread."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def append(self, key: bytes, file_id: str, offset: int, chunk: bytes) -> int:
        """Write what follows the first `offset` bytes; returns the new length. Raises WrongOffset, changing nothing.

        It is on the disk when this returns, except for its name in the folder: `finish` sees to that.
        """
        path = self._path(file_id)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # two parts at once, from a page that was impatient
            end, length = _whole_blocks(file)
            if offset != length:
                raise WrongOffset(length)
            file.seek(end)
            file.truncate()
            _write(file, key, file_id, length, chunk)
        return length + len(chunk)

    def length(self, file_id: str) -> int:
        """How many bytes of a file are here; 0 if none."""
        try:
            with self._path(file_id).open("rb") as file:
                return _whole_blocks(file)[1]
        except FileNotFoundError:
            return 0

    def finish(self, key: bytes, file_id: str) -> Finished:
        """The file is whole: make its name last, and read it once to know its digest. Raises NoSuchFile, WrongKey."""
        digest, size = sha256(), 0
        for block in self.blocks(key, file_id):
            digest.update(block)
            size += len(block)
        _sync(self._path(file_id).parent)
        _sync(self.root)
        return Finished(size, digest.hexdigest())

    def write(self, key: bytes, file_id: str, content: bytes) -> Finished:
        """Keep a whole file at once; whatever was there of it stays until the new one is on the disk to its last byte.

        A kill on the way leaves behind it, at most, a sealed beginning under a name that nobody asks for.
        """
        path = self._path(file_id)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = path.with_name(f"{file_id}.{token_hex(8)}")
        try:
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                _write(file, key, file_id, 0, content)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
        return self.finish(key, file_id)

    def read(self, key: bytes, file_id: str) -> bytes:
        """The content of a file; raises NoSuchFile, or WrongKey if it was not sealed with this key or is damaged."""
        return b"".join(self.blocks(key, file_id))

    def blocks(self, key: bytes, file_id: str) -> Iterator[bytes]:
        """The content of a file, block by block; raises as `read`."""
        try:
            file = self._path(file_id).open("rb")
        except FileNotFoundError:
            raise NoSuchFile from None
        with file:
            start = 0
            while head := file.read(_LENGTH.size):
                sealed = file.read(_LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else b""
                block = open_block(key, sealed, _place(file_id, start))
                yield block
                start += len(block)

    def remove(self, file_id: str) -> None:
        """Forget a file; does nothing if it is not here."""
        self._path(file_id).unlink(missing_ok=True)

    def _path(self, file_id: str) -> Path:
        """Where a file lies. Ids are hexadecimal; nothing else may become a path."""
        if not file_id.isalnum():
            raise NoSuchFile
        return self.root / file_id[-2:] / file_id


def _write(file: BinaryIO, key: bytes, file_id: str, start: int, content: bytes) -> None:
    """Seal what begins at byte `start` of a file, block by block; it is on the disk when this returns."""
    for at in range(0, len(content), _BLOCK):
        block = seal_block(key, content[at : at + _BLOCK], _place(file_id, start + at))
        file.write(_LENGTH.pack(len(block)) + block)
    file.flush()
    os.fsync(file.fileno())


def _whole_blocks(file: BinaryIO) -> tuple[int, int]:
    """Where the last whole block ends in the sealed file, and how many bytes of content that is."""
    total = file.seek(0, os.SEEK_END)
    end = length = 0
    while end + _LENGTH.size <= total:
        file.seek(end)
        size = _LENGTH.unpack(file.read(_LENGTH.size))[0]
        if size <= _SEALING or end + _LENGTH.size + size > total:
            break
        end, length = end + _LENGTH.size + size, length + size - _SEALING
    return end, length


def _place(file_id: str, start: int) -> Place:
    return Place("files", "content", f"{file_id}:{start}")


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
