"""What is written down of a file that has been fetched, or never will be, in one unit with the mark that it is done."""

from bot.sniffing import Sniffed
from cases import enclosures
from cases.office import Office
from handlers.arriving import too_large_to_fetch
from handlers.remarks import remark
from storage import cases, conversations, files, outbox, readings, tasks
from storage.database import Transaction
from storage.evidence import Finished
from storage.files import WORKER, File, Flaw, Lost
from storage.messages import Button, Message
from storage.tasks import Due


def keep(tx: Transaction, office: Office, task: Due, finished: Finished, judged: tuple[Sniffed, Flaw]) -> None:
    """The whole of a file is here; its sender hears if it is one he sent before, or one that nobody can read."""
    file = _held(tx, task.subject)
    if not tasks.done(tx, task.id):
        return
    is_, flaw = judged
    size, sha256 = finished.size, finished.sha256
    files.kept(tx, file.id, size=size, sha256=sha256, kind=is_.kind, mime=is_.mime, flaw=flaw)
    file = files.by_id(tx, file.id)
    enclosures.file_kept(tx, file)
    readings.want(tx, file)
    if said := remark(tx, office, conversations.language_of(tx, file.conversation_id), file):
        outbox.promise(tx, file.conversation_id, said, case_id=file.case_id)


def give_up(tx: Transaction, office: Office, task: Due, status: Lost) -> None:
    """The content will never be here; its sender hears why and what he can do."""
    file = _held(tx, task.subject)
    if not tasks.done(tx, task.id):
        return
    files.lost(tx, file.id, status)
    enclosures.file_lost(tx, files.by_id(tx, file.id))
    if said := _sorry(tx, office, file, status):
        outbox.promise(tx, file.conversation_id, said)


def _sorry(tx: Transaction, office: Office, file: File, status: Lost) -> Message | None:
    """What its sender is told; a colleague is told with the case it was for."""
    language, say = conversations.language_of(tx, file.conversation_id), office.texts.say
    kind = say(language, f"evidence.kind_{file.kind}")
    if file.by != WORKER and status == "too_large" and file.case_id is None:
        return Message(say(language, "evidence.too_large_colleague", kind=kind, largest=20))
    if file.by != WORKER and file.case_id is not None:
        return None
    if file.by == WORKER and status == "too_large":
        return too_large_to_fetch(tx, office, language, file)
    ways = (Button("person", say(language, "buttons.person")),) if file.by == WORKER else ()
    return Message(say(language, "evidence.gone", kind=kind), ways)


def _held(tx: Transaction, file_id: str) -> File:
    """The file, with its conversation and case held, in that order: nobody puts it into a case meanwhile."""
    conversations.lock_by_id(tx, files.by_id(tx, file_id).conversation_id)
    file = files.by_id(tx, file_id)
    if file.case_id:
        cases.lock(tx, file.case_id)
    return file
