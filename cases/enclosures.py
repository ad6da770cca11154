"""Files of a case on their way from one side to the other: announced, fetched, passed on without name and place."""

from collections.abc import Sequence
from datetime import timedelta

from cases import deadlines, notices, telling
from cases.letterbox import begin_work, go_on, held_writable, may_write, worded_files, worded_letter
from cases.news import FILE_FROM_WORKER, FILE_KEPT, FILE_LOST, FILE_TO_WORKER, FILES_SENT, TAKEN_BACK
from cases.office import Office
from storage import cases, events, files, tasks, threads
from storage.cases import Case
from storage.database import Transaction
from storage.events import Event
from storage.files import HOTLINE, WORKER, File
from storage.people import Colleague

SEND_FILES, SEND_CARD = "send_files", "send_card"
_REST_OF_ALBUM = timedelta(seconds=2)  # in which the other pictures of an album come in


def file_from_worker(tx: Transaction, case: Case, file_id: str, words: str = "", message: str = "") -> int:
    """The worker sent a file about his case, with these words; its owner is told once it is here.

    `message` is the channel's id of his message. Returns the event's number.
    """
    locked, file = cases.lock(tx, case.id), files.by_id(tx, file_id)
    files.attach(tx, [file_id], case.id)
    n = events.record(tx, locked, FILE_FROM_WORKER, events.WORKER, _facts(file), words.strip() or None)
    if message:
        threads.note(tx, locked.conversation_id, message, case_id=case.id, event_n=n)
    if file.status == "kept":
        file_kept(tx, files.by_id(tx, file_id))
    go_on(tx, locked)
    tx.wake("letters")
    return n


def file_kept(tx: Transaction, file: File) -> None:
    """The whole of a file is here: the worker's is shown to whoever has the case, a colleague's goes to the worker.

    Nothing if it belongs to no case yet; what we drew ourselves is sent.
    """
    if file.by == HOTLINE:
        tasks.add(tx, SEND_CARD, file.id, tx.now)
    if file.case_id is None:
        return
    case = cases.lock(tx, file.case_id)
    delay = _REST_OF_ALBUM if file.album else timedelta(0)
    if file.by == WORKER:
        n = events.record(tx, case, FILE_KEPT, events.HOTLINE, {**_facts(file), "size": file.size})
        telling.tell_owner(tx, case, n, delay=delay)
    elif _announced(tx, case, [file]):
        tasks.add(tx, SEND_FILES, file.id, tx.now + delay)


def file_lost(tx: Transaction, file: File) -> None:
    """A file of a case will never be here: whoever has the case hears why, or the colleague who sent it."""
    if file.case_id is None:
        return
    case = cases.lock(tx, file.case_id)
    n = events.record(tx, case, FILE_LOST, events.HOTLINE, {**_facts(file), "by": file.by, "why": file.status})
    if file.by == WORKER:
        telling.tell_owner(tx, case, n)
    else:
        telling.tell(tx, file.by, case, n)
        tasks.add(tx, SEND_FILES, file.id, tx.now)  # what else is in its album need not wait for it


def announce_to_worker(tx: Transaction, colleague: Colleague, number: str, file_id: str, words: str = "") -> int:
    """A colleague sends the worker a file, with these words, as soon as it is here; returns the event's number.

    Raises UnknownCase, NotYours or Ended.
    """
    case = held_writable(tx, colleague, number)
    files.attach(tx, [file_id], case.id)
    file = files.by_id(tx, file_id)
    n = events.record(tx, case, FILE_TO_WORKER, colleague.id, _facts(file), words.strip() or None)
    if file.status == "kept":
        file_kept(tx, files.by_id(tx, file_id))
    return n


def lock_of_file(tx: Transaction, file_id: str) -> Case | None:
    """The case of a file, held until the transaction ends."""
    file = files.by_id(tx, file_id)
    return cases.lock(tx, file.case_id) if file.case_id else None


def send_files(tx: Transaction, office: Office, file_id: str) -> None:
    """Promise the worker what a colleague sent him, an album as one, once nothing of it is still to come.

    What he may not write any more, since the case was taken from him or ended, is not sent, and he hears that; nor
    is anything of an album of which another picture was made a note.
    """
    file = files.by_id(tx, file_id)
    if file.case_id is None:
        return
    case = cases.by_id(tx, file.case_id)
    together = _together(tx, file)
    if any(one.status == "announced" for one in together):
        return  # the last one to come brings the others along
    ready = _not_sent(tx, case, [one for one in together if one.status == "kept"])
    if not ready:
        return
    if not may_write(tx, file.by, case):
        _keep_back(tx, case, file, "not_yours")
    elif not all(is_for_worker(tx, one) for one in together):
        _keep_back(tx, case, file, "note")
    else:
        _send(tx, office, case, ready)


def is_for_worker(tx: Transaction, file: File) -> bool:
    """Whether a colleague's file was meant for the worker of its case; one of a note never was."""
    return file.case_id is not None and bool(_announced(tx, cases.by_id(tx, file.case_id), [file]))


def sent_with(tx: Transaction, case: Case, letter: Event) -> tuple[list[tuple[str, int]], list[int]]:
    """Our messages in which a letter or file went to the worker, by chat and number, and the events of its album."""
    if letter.kind != FILE_TO_WORKER:
        return [_where(case, letter)], [letter.n]
    album, those = letter.facts.get("album"), events.of_case(tx, case, (FILE_TO_WORKER,))
    together = [
        one
        for one in those
        if one.n == letter.n or (album and (one.actor, one.facts.get("album")) == (letter.actor, album))
    ]
    ids = {one.facts["file"] for one in together}
    sent = [one for one in events.of_case(tx, case, (FILES_SENT,)) if ids & set(one.facts["files"])]
    return [_where(case, one) for one in sent], [one.n for one in together]


def _where(case: Case, sent: Event) -> tuple[str, int]:
    """The conversation and the number of a message of ours; its worker may be in another chat by now."""
    return str(sent.facts.get("chat", case.conversation_id)), int(sent.facts["n"])


def _send(tx: Transaction, office: Office, case: Case, ready: Sequence[File]) -> None:
    captions = "\n".join(one.words for one in _announced(tx, case, ready) if one.words)
    ids = [one.id for one in ready]
    letter = worded_letter(tx, office, case, captions, tuple(ids))
    message = letter if captions else worded_files(tx, office, case, ready)
    n = notices.promise(tx, office, case.conversation_id, message, case_id=case.id)
    events.record(tx, case, FILES_SENT, ready[0].by, {"n": n, "chat": case.conversation_id, "files": ids})
    deadlines.spoke(tx, case, ready[0].by, captions)
    begin_work(tx, case)


def _keep_back(tx: Transaction, case: Case, file: File, why: str) -> None:
    """The file's sender hears why it does not go out; of an album once."""
    before = (one.facts for one in events.of_case(tx, case, (FILE_LOST,)))
    if file.album and any((one.get("album"), one["why"]) == (file.album, why) for one in before):
        return
    facts = {**_facts(file), "by": file.by, "why": why}
    telling.tell(tx, file.by, case, events.record(tx, case, FILE_LOST, events.HOTLINE, facts))


def _together(tx: Transaction, file: File) -> list[File]:
    """The files of the same album for the same case, or the one."""
    album = files.of_album(tx, file.conversation_id, file.album) if file.album else [file]
    return [one for one in album if (one.case_id, one.by) == (file.case_id, file.by)]


def _not_sent(tx: Transaction, case: Case, kept: Sequence[File]) -> list[File]:
    """Those that were meant for the worker, not sent before and not taken back."""
    announced = {str(one.facts["file"]): one.n for one in _announced(tx, case, kept)}
    sent = {one for event in events.of_case(tx, case, (FILES_SENT,)) for one in event.facts["files"]}
    gone = {event.facts.get("of") for event in events.of_case(tx, case, (TAKEN_BACK,))}
    return [one for one in kept if one.id in announced and one.id not in sent and announced[one.id] not in gone]


def _announced(tx: Transaction, case: Case, those: Sequence[File]) -> list[Event]:
    """The events with which colleagues sent these files to the worker; a file of a note has none."""
    ids = {one.id for one in those}
    return [one for one in events.of_case(tx, case, (FILE_TO_WORKER,)) if one.facts.get("file") in ids]


def _facts(file: File) -> dict[str, object]:
    return {"file": file.id, "kind": file.kind, "album": file.album}
