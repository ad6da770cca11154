"""What a page shows of a conversation: our replies in their order, and what the worker said and tapped in between."""

from dataclasses import dataclass
from typing import Any

from fastapi import Request

from bot.webchat.refusals import Refusal
from storage import conversations, files, outbox
from storage.conversations import Spoken
from storage.database import Transaction
from storage.files import File, NoSuchFile
from storage.outbox import Numbered

AT_ONCE = 200  # replies of one page
_DIGITS = 9  # more than anybody will ever read
_LATELY, _EVER = 500, 10_000  # messages of his own: on the newest page, and when he looks further back
_OPENING = "start-"  # the page says /start by itself, with what a poster's link carries, under an id of this kind
Shown = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which replies: those after a number, or the page before one, or the newest page."""

    after: int = 0
    before: int | None = None
    newest: bool = False


def wanted(request: Request) -> Wanted:
    """What the address asks for: `after=N`, `before=N` or `newest=1`. Raises Refusal 422 for what is no number."""
    if request.query_params.get("newest"):
        return Wanted(newest=True)
    if before := request.query_params.get("before"):
        return Wanted(before=_number(before))
    return Wanted(after=number_after(request))


def number_after(request: Request) -> int:
    """After which reply to go on: what a stream saw last, or `after`, or the beginning.

    Raises Refusal 422 for anything but a whole number from 0.
    """
    return _number(request.headers.get("last-event-id") or request.query_params.get("after") or "0")


def page_of(tx: Transaction, conversation_id: str, want: Wanted) -> tuple[list[Shown], list[Shown]]:
    """Our replies, and his own messages, each with the number of the reply after which he said it."""
    if want.before is not None:
        return _page_before(tx, conversation_id, want.before)
    after = max(conversations.last_n(tx, conversation_id) - AT_ONCE, 0) if want.newest else want.after
    mine = [as_said(tx, one) for one in _shown(tx, conversation_id, _LATELY) if one.after >= after]
    return replies_after(tx, conversation_id, after), mine


def replies_after(tx: Transaction, conversation_id: str, n: int, limit: int = AT_ONCE) -> list[Shown]:
    """Our replies after number `n`, in order, without gaps."""
    return [as_reply(tx, reply) for reply in outbox.after(tx, conversation_id, n, limit)]


def as_reply(tx: Transaction, reply: Numbered) -> Shown:
    """A reply as the page reads it; `press` is what its button sends, which may be more than its id.

    One that changes or takes back an earlier one says which in `edits` or `deletes`; of one that was taken back only
    its number is left, and what stands there instead.
    """
    buttons = [{"id": one.id, "label": one.label, "press": one.press} for one in reply.message.buttons]
    shown = {"n": reply.n, "text": reply.message.text, "buttons": buttons, "files": _files(tx, reply.message.files)}
    if reply.action != "send":
        shown["edits" if reply.action == "edit" else "deletes"] = reply.target
    return shown


def as_said(tx: Transaction, said: Spoken) -> Shown:
    """A message of his own as the page reads it; of a tapped button the page knows the label."""
    return {
        "after": said.after,
        "id": said.id,
        "text": said.text,
        "button": said.button,
        "files": _files(tx, said.files),
    }


def _page_before(tx: Transaction, conversation_id: str, before: int) -> tuple[list[Shown], list[Shown]]:
    first = max(before - 1 - AT_ONCE, 0)
    theirs = replies_after(tx, conversation_id, first, before - 1 - first) if before - 1 > first else []
    mine = _shown(tx, conversation_id, _EVER)
    return theirs, [as_said(tx, one) for one in mine if first <= one.after < before - 1]


def _shown(tx: Transaction, conversation_id: str, limit: int) -> list[Spoken]:
    return [said for said in conversations.said(tx, conversation_id, limit) if not _is_opening(said)]


def _is_opening(said: Spoken) -> bool:
    return said.text.partition(" ")[0] == "/start" and said.id.startswith(_OPENING)


def _files(tx: Transaction, file_ids: tuple[str, ...]) -> list[Shown]:
    found = [_file(tx, file_id) for file_id in file_ids]
    return [{"id": one.id, "kind": one.kind, "mime": one.mime, "size": one.size} for one in found if one]


def _file(tx: Transaction, file_id: str) -> File | None:
    """A file that is here; what was erased since is no longer shown."""
    try:
        file = files.by_id(tx, file_id)
    except NoSuchFile:
        return None
    return file if file.status == "kept" else None


def _number(asked: str) -> int:
    if not (asked.isascii() and asked.isdigit() and len(asked) <= _DIGITS):
        raise Refusal(422, "error_after")
    return int(asked)
