"""Writing to a worker from the desk, with files: read into memory, looked into, sealed, and only then sent on."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from cases import correspondence, enclosures
from cases.errors import CaseError
from cases.letterbox import held_writable
from cases.masking import Masked, masked
from cases.office import Office
from cases.templates import must_be_whole
from desk.case_pages import CasePages, Entry
from desk.edge import LONGEST_FORM, LONGEST_UPLOAD
from desk.refusals import Refusal
from desk.second_look import must_be_meant, must_fit
from desk.visitors import Visit, Visitors
from storage import files
from storage.database import Database, Transaction
from storage.errors import StorageError, Unavailable
from storage.evidence import Evidence, Finished
from storage.ids import new_id
from storage.uploads import DESK

MOST_FILES = 10  # that one letter carries, as an album does
_KINDS: dict[str, files.Kind] = {"image/jpeg": "photo", "image/png": "photo", "image/webp": "photo"}


class _InMemory(MultiPartParser):
    """Reads a form without writing its files to the disk, where they would lie unsealed."""

    spool_max_size = LONGEST_UPLOAD


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as the browser sent it."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Sent:
    """The form of a letter as it came; `anyway` if it shall go even if it tells who writes it or begins like a note.

    `as_note`: it was meant for colleagues and goes nowhere; no form of a note can ever ask for the opposite.
    """

    text: str
    csrf: str
    uploads: tuple[Upload, ...]
    anyway: bool
    as_note: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """A file on its way into the case: its id, the key it is sealed with, what it is and its content."""

    id: str
    key: bytes
    mime: str
    content: bytes


class Letters:
    """Takes letters to workers, with or without files."""

    def __init__(
        self, database: Database, office: Office, evidence: Evidence, case_pages: CasePages, visitors: Visitors
    ) -> None:
        self._database, self._office, self._evidence = database, office, evidence
        self._case_pages, self._visitors = case_pages, visitors

    def add_to(self, router: APIRouter) -> None:
        """Mount the form."""

        @router.post("/cases/{number}/letters", response_model=None)
        def write(request: Request, number: str, sent: Annotated[Sent, Depends(self.read)]) -> Response:
            return self.write(request, number, sent)

    async def read(self, request: Request) -> Sent:
        """The form; raises Refusal for what is none, and SignedOut before it reads files of somebody unknown."""
        if int(request.headers.get("content-length", "0")) > LONGEST_FORM:
            await run_in_threadpool(self._visitors.signed_in, request)
        form = await _form(request)
        sent = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
        uploads = tuple([Upload(str(one.filename), await one.read()) for one in sent])
        await form.close()
        return Sent(
            str(form.get("text", "")),
            str(form.get("csrf", "")),
            uploads,
            bool(form.get("anyway")),
            bool(form.get("as_note")),
        )

    def write(self, request: Request, number: str, sent: Sent) -> Response:
        """Send the worker the letter; files that cannot be cleaned keep the whole letter here, with a sentence."""
        entry = Entry("letter", sent.text)
        if sent.as_note:
            return self._case_pages.act(
                request, number, sent.csrf, entry, lambda tx, visit: self._note(tx, visit, number, sent)
            )
        return self._case_pages.attempt(
            request, number, sent.csrf, entry, lambda visit: self._send(visit, number, sent)
        )

    def _note(self, tx: Transaction, visit: Visit, number: str, sent: Sent) -> None:
        must_fit(visit, self._office.policy, sent.text)
        correspondence.note(tx, visit.colleague, number, sent.text)

    def _send(self, visit: Visit, number: str, sent: Sent) -> None:
        must_fit(visit, self._office.policy, sent.text)
        if not sent.anyway:
            must_be_meant(visit, sent.text, _warning(visit, sent))
        must_be_whole(self._office, sent.text)
        if not sent.uploads:
            write = correspondence.write_to_worker
            self._database.call(lambda tx: write(tx, self._office, visit.colleague, number, sent.text))
            return
        cleaned = _passable(visit, sent.uploads)
        kept = self._database.call(lambda tx: _announce(tx, visit, number, sent.uploads, cleaned))
        try:
            finished = [self._evidence.write(one.key, one.id, one.content) for one in kept]
            self._database.call(lambda tx: _enclose(tx, visit, number, sent.text, kept, finished))
        except Unavailable:  # the letter may have gone all the same; what has not is swept away in three days
            raise
        except (CaseError, StorageError, OSError):  # what will not be sent is not kept either
            self._forget(kept)
            raise

    def _forget(self, kept: list[Kept]) -> None:
        self._database.call(lambda tx: _give_up(tx, kept))
        for one in kept:
            self._evidence.remove(one.id)


def _warning(visit: Visit, sent: Sent) -> str:
    chosen_anew = (visit.words("files_again"),) if sent.uploads else ()  # a browser gives no file back to its field
    return " ".join((visit.words("tells_who"), *chosen_anew))


def _give_up(tx: Transaction, kept: list[Kept]) -> None:
    for one in kept:
        files.lost(tx, one.id, "gone")


async def _form(request: Request) -> FormData:
    if not request.headers.get("content-type", "").startswith("multipart/"):
        return await request.form()
    try:
        return await _InMemory(request.headers, request.stream(), max_files=5 * MOST_FILES).parse()
    except MultiPartException:
        raise Refusal(400, "not_a_form") from None


def _passable(visit: Visit, uploads: tuple[Upload, ...]) -> list[Masked]:
    """What the worker will get of each; raises CaseError for the first that cannot be cleaned."""
    if len(uploads) > MOST_FILES:
        raise CaseError(visit.words("too_many_files", most=MOST_FILES))
    cleaned = list[Masked]()
    for one in uploads:
        found = masked("document", "", one.content)
        if found is None:
            raise CaseError(visit.words("cannot_clean", name=one.name))
        cleaned.append(found)
    return cleaned


def _announce(
    tx: Transaction, visit: Visit, number: str, uploads: tuple[Upload, ...], cleaned: list[Masked]
) -> list[Kept]:
    """A row for each file, with which its key comes; raises what writing a letter raises."""
    case, album = held_writable(tx, visit.colleague, number), new_id() if len(uploads) > 1 else ""
    return [
        _announced(tx, visit, case.conversation_id, album, upload, found)
        for upload, found in zip(uploads, cleaned, strict=True)
    ]


def _announced(
    tx: Transaction, visit: Visit, conversation_id: str, album: str, upload: Upload, cleaned: Masked
) -> Kept:
    file_id = files.announce(
        tx,
        conversation_id,
        by=visit.colleague.id,
        channel=DESK,
        kind=_kind(cleaned.mime),
        mime=cleaned.mime,
        name=upload.name,
        album=album,
    )
    key = tx.vault.key(files.by_id(tx, file_id).key_id)
    return Kept(file_id, key, cleaned.mime, upload.content)


def _kind(mime: str) -> files.Kind:
    if mime.startswith("audio/"):
        return "audio"
    return "video" if mime.startswith("video/") else _KINDS.get(mime, "document")


def _enclose(tx: Transaction, visit: Visit, number: str, text: str, kept: list[Kept], finished: list[Finished]) -> None:
    """The files are here: they go to the worker together, the letter with the first of them."""
    for one, whole in zip(kept, finished, strict=True):
        files.kept(tx, one.id, size=whole.size, sha256=whole.sha256, mime=one.mime)
    for n, one in enumerate(kept):
        enclosures.announce_to_worker(tx, visit.colleague, number, one.id, "" if n else text)
