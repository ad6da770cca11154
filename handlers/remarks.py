"""What a worker is told of a file once its bytes are known: he sent it before, it is a program, it is locked."""

from dataclasses import replace

from cases.office import Office
from handlers.turn import Next, Turn
from storage import files
from storage.database import Transaction
from storage.files import WORKER, File
from storage.messages import Button, Message


def remark(tx: Transaction, office: Office, language: str | None, file: File) -> Message | None:
    """What is to be said of a file that is here; None if all is well, or was said of another of its album."""
    what = _what(tx, file) if file.by == WORKER and file.status == "kept" and file.kind != "sticker" else ""
    if not what or _was_said(tx, file, what):
        return None
    say = office.texts.say
    if what == "same" and file.album:
        return Message(say(language, "proofs.same_album"))
    kind = say(language, f"evidence.kind_{file.kind}")
    ways = (Button("person", say(language, "buttons.person")),) if file.flaw else ()
    return Message(say(language, f"proofs.{what}", kind=kind), ways)


def with_remarks(turn: Turn, following: Next) -> Next:
    """The same, and what is to be said of the files that came whole with this message, of each kind once."""
    came = (files.by_id(turn.tx, file_id) for file_id in turn.files)
    said = (remark(turn.tx, turn.office, following.language or turn.language, one) for one in came)
    once = tuple(dict.fromkeys(one for one in said if one))
    return replace(following, say=(*following.say, *once)) if once else following


def _what(tx: Transaction, file: File) -> str:
    return file.flaw or ("same" if files.same(tx, file) else "")


def _was_said(tx: Transaction, file: File, what: str) -> bool:
    """Whether the same was found of another file of the album, which was here before."""
    if not file.album:
        return False
    others = files.of_album(tx, file.conversation_id, file.album)
    return any(one.id != file.id and one.status == "kept" and _what(tx, one) == what for one in others)
