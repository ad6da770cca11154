"""The files of a case as its page shows them, and their content: masked for a look, whole only with a reason."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cases.errors import Empty, NotYours
from cases.masking import Masked, masked
from cases.masking.remembered import Remembered
from desk.refusals import NotThere, Refusal
from desk.visitors import Visit
from desk.words import Words
from storage import cases, events, files
from storage.cases import Case
from storage.database import Database, Transaction
from storage.evidence import Evidence
from storage.files import WORKER, File, NoSuchFile

ORIGINAL_OPENED = "original_opened"
LARGEST_PREVIEW = 12 * 1024 * 1024  # bytes of a picture that is shown without being asked for
Look = Literal["picture", "sound", "other"]


@dataclass(frozen=True, slots=True)
class FileView:
    """A file on the page of its case; `sha256` is that of the original, `missing` says why it is not here.

    `proves` is what the worker said it shows, `times` how often he sent it, `flaw` why nobody can look at it,
    `heard` what a machine made of the words in it.
    """

    id: str
    title: str
    who: str
    at: datetime
    size: str
    look: Look
    sha256: str
    missing: str
    proves: str
    times: int
    flaw: str
    heard: str


@dataclass(frozen=True, slots=True)
class Original:
    """A file as it came, under a name that says nothing."""

    name: str
    content: bytes


def views(tx: Transaction, visit: Visit, case: Case, names: Mapping[str, str]) -> list[FileView]:
    """The files of a case that this colleague may read, the newest first; one that came again is shown once."""
    again = files.repeated(tx, case.id)
    times = Counter(again.values())
    shown = (file for file in files.of_case(tx, case.id) if file.id not in again)
    return [_view(tx, visit.words, file, names, times[file.id] + 1) for file in reversed(list(shown))]


def mark(shown: Sequence[FileView]) -> str:
    """What changes when a file comes or what is known of one changes; an open page asks with it for news."""
    known = "".join(f"{one.id}{one.missing}{one.sha256}{one.proves}{one.times}{one.heard}" for one in shown)
    return hashlib.sha256(known.encode()).hexdigest()[:12]


def shown(
    database: Database, evidence: Evidence, remembered: Remembered, visit: Visit, number: str, file_id: str
) -> Masked:
    """A file as the other side would get it; raises NotThere, or Refusal if it is not here or cannot be cleaned."""
    file, key = database.read(lambda tx: _found(tx, visit, number, file_id))
    return cleaned(evidence, remembered, file, key)


def cleaned(evidence: Evidence, remembered: Remembered, file: File, key: bytes) -> Masked:
    """A file that whoever asks may see, as the other side would get it; raises Refusal as `shown` does."""
    if file.flaw:
        raise Refusal(415, "cannot_clean_here")
    clean = remembered.get(file.id, lambda: masked(file.kind, file.mime, _content(evidence, key, file.id)))
    if clean is None:
        raise Refusal(415, "cannot_clean_here")
    stem, _, ending = clean.name.rpartition(".")
    return Masked(f"{stem}-{file.id[-6:]}.{ending}", clean.mime, clean.content)


def original(database: Database, evidence: Evidence, visit: Visit, number: str, file_id: str, reason: str) -> Original:
    """A file as it came, for whoever answers for the case; his reason is on the record before he gets it.

    Raises NotThere, NotYours, Empty without a reason, or Refusal if the file is not here.
    """
    reason = reason.replace("\0", "").strip()
    if not reason:
        raise Empty
    file, key = database.call(lambda tx: _opened(tx, visit, number, file_id, reason))
    content = _content(evidence, key, file_id)
    return Original(f"original-{file.id[-6:]}.{_ending(file, content)}", content)


def _opened(tx: Transaction, visit: Visit, number: str, file_id: str, reason: str) -> tuple[File, bytes]:
    file, key = _found(tx, visit, number, file_id)
    case = cases.lock(tx, str(file.case_id))
    if case.owner != visit.colleague.id:
        raise NotYours(number)
    events.record(tx, case, ORIGINAL_OPENED, visit.colleague.id, {"file": file.id, "kind": file.kind}, words=reason)
    return file, key


def _found(tx: Transaction, visit: Visit, number: str, file_id: str) -> tuple[File, bytes]:
    """A file that is here, of a case this colleague may read, and the key it is sealed with."""
    case = cases.visible(tx, visit.colleague, number)
    try:
        file = files.by_id(tx, file_id)
    except NoSuchFile:
        raise NotThere from None
    if file.case_id != case.id:
        raise NotThere
    if file.status != "kept":
        raise Refusal(404, f"file_{file.status}")
    return file, tx.vault.key(file.key_id)


def _content(evidence: Evidence, key: bytes, file_id: str) -> bytes:
    try:
        return evidence.read(key, file_id)
    except NoSuchFile:
        raise Refusal(404, "file_gone") from None


def _view(tx: Transaction, words: Words, file: File, names: Mapping[str, str], times: int) -> FileView:
    kept = file.status == "kept"
    return FileView(
        file.id,
        words.label("file_kind", file.kind),
        words("worker") if file.by == WORKER else names.get(file.by, file.by),
        file.received_at,
        words.size(file.size),
        _look(file) if kept else "other",
        files.hidden(tx, file).sha256 if kept else "",
        "" if kept else words(f"file_{file.status}"),
        words.say(f"proofs.name_{file.proves}") if file.proves else "",
        times,
        words.say(f"proofs.desk_{file.flaw}") if file.flaw else "",
        files.heard(tx, file) if kept else "",
    )


def _look(file: File) -> Look:
    """How a file is shown, by what is known of it; its bytes decide what is sent."""
    if file.flaw:
        return "other"
    if (file.kind == "photo" or file.mime.startswith("image/")) and (file.size or 0) <= LARGEST_PREVIEW:
        return "picture"
    return "sound" if file.kind in ("voice", "audio") or file.mime.startswith("audio/") else "other"


def _ending(file: File, content: bytes) -> str:
    """What to call an original by, judged by its bytes; by what was declared only among harmless ones."""
    if file.flaw == "program":
        return "bin"
    cleaned = masked(file.kind, file.mime, content)
    if cleaned is not None:
        return cleaned.name.rpartition(".")[2]
    return _ENDINGS.get(file.mime, "bin")


_ENDINGS = {
    "application/msword": "doc",
    "application/pdf": "pdf",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/zip": "zip",
    "image/heic": "heic",
    "image/heif": "heif",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/tiff": "tif",
    "video/mp4": "mp4",
    "video/quicktime": "mov",
}
