"""The files that Telegram holds: those a worker sends and those the hotline sends."""

from dataclasses import dataclass
from itertools import count
from typing import Any

LARGEST = 20 * 2**20  # bytes that a bot may fetch
PICTURE = b"\xff\xd8\xff\xe0 a very small picture \xff\xd9"


@dataclass(frozen=True)
class Held:
    """A file; `size` is what Telegram says of it, which a test may state larger than it is."""

    content: bytes
    name: str = ""
    mime: str = ""
    size: int = 0


class Shelf:
    """Files by their id. `getFile` gives a path, under which they can be fetched."""

    def __init__(self) -> None:
        self._held: dict[str, Held] = {}
        self._ids = count(1)

    def put(self, held: Held) -> str:
        """Take a file; returns its id."""
        file_id = f"file-{next(self._ids)}"
        self._held[file_id] = held
        return file_id

    def forget(self, file_id: str) -> None:
        """Telegram no longer has this file."""
        del self._held[file_id]

    def __getitem__(self, file_id: str) -> Held:
        return self._held[file_id]

    def __contains__(self, file_id: object) -> bool:
        return file_id in self._held

    def described(self, file_id: str) -> dict[str, Any]:
        """A file as it stands in a message, without what only some kinds have."""
        held = self._held[file_id]
        about = {"file_id": file_id, "file_unique_id": f"u-{file_id}", "file_size": held.size or len(held.content)}
        return {
            **about,
            **({"file_name": held.name} if held.name else {}),
            **({"mime_type": held.mime} if held.mime else {}),
        }

    def at(self, path: str) -> bytes | None:
        """The bytes at a path that getFile gave."""
        held = self._held.get(path.removeprefix("files/"))
        return held.content if held else None
