"""Files as they arrive: written down at once, fetched later, and put where they belong."""

import re
from collections.abc import Sequence
from datetime import timedelta

from cases import enclosures
from cases.office import Office
from handlers.incoming import Attachment, Incoming
from handlers.turn import Turn
from knowledge.proofs import proofs
from storage import files, readings, tasks, threads, uploads
from storage.cases import Case
from storage.conversations import Draft, Standing
from storage.database import Transaction
from storage.files import WORKER, File, NoSuchFile
from storage.messages import Button, Message

OWN_NUMBERS, NUMBERS = "own_numbers", "numbers"  # of a draft: what goes into the sealed contact, never into the story
FETCH_FILE = "fetch_file"  # the task; its subject is the file's id
LARGEST = 20 * 2**20  # bytes that Telegram lets a bot fetch
_FETCHED_FROM = ("telegram",)
_LINK_LASTS = timedelta(days=3)
_NUMBER = re.compile(r"(?<!\d)(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[ -]?\d{7,8}|861[3-9]\d{9})(?!\d)")
_STILL_MEANT = timedelta(days=7)  # how long what was sent before a complaint counts as sent for it


def take_in(tx: Transaction, incoming: Incoming, standing: Standing) -> tuple[str, ...]:
    """Write down every file of a message and have it fetched; returns our ids of them.

    What an edited message brought already is not written down again; what a page uploaded must be of this conversation.
    """
    known = _brought_before(tx, incoming, standing) if incoming.kind == "edited" else set()
    fresh = (one for one in incoming.files if known.isdisjoint((one.file_id, one.unique)))
    found = (_take_in(tx, incoming, standing, one) for one in fresh)
    came = tuple(file_id for file_id in found if file_id)
    _name(tx, incoming, standing, came)
    return came


def loose(turn: Turn) -> list[File]:
    """What this person sent lately that belongs to no case yet; stickers are no evidence."""
    since = turn.tx.now - _STILL_MEANT
    mine = files.loose(turn.tx, turn.standing.id)
    return [one for one in mine if one.received_at >= since and one.kind != "sticker"]


def of_album_before(turn: Turn) -> list[File]:
    """The files of the same album that came with other messages."""
    if not turn.incoming.album:
        return []
    album = files.of_album(turn.tx, turn.standing.id, turn.incoming.album)
    return [one for one in album if one.id not in turn.files]


def attach(turn: Turn, case: Case, file_ids: Sequence[str], words: str = "") -> None:
    """These files belong to this case, with what was written under them; whoever has it is told once they are here."""
    for place, file in enumerate(files.by_id(turn.tx, file_id) for file_id in file_ids):
        enclosures.file_from_worker(turn.tx, case, file.id, "" if place else words, file.message_id)
        if file.status == "too_large":
            enclosures.file_lost(turn.tx, files.by_id(turn.tx, file.id))


def attach_loose(turn: Turn, case_id: str) -> None:
    """What was sent before its case was opened belongs to it, and so will what is still to come through a link."""
    awaited = uploads.awaited(turn.tx, turn.standing.id)
    files.attach(turn.tx, [one.id for one in (*loose(turn), *awaited)], case_id)
    for file in awaited:
        _lead_to_case(turn.tx, file, case_id)


def outside_form(turn: Turn) -> list[File]:
    """Of what belongs to no case yet, what is not counted to a form that is open: without one, all of it.

    Beside an open form that is what came with this very message, and what we have asked about and not been told.
    """
    mine = loose(turn)
    beside = {*turn.draft.get("beside", {}).get("files", ()), *turn.files}
    return [one for one in mine if one.id in beside] if turn.draft.get("at") else mine


def with_draft(turn: Turn) -> list[File]:
    """The files that are counted to the form that is open."""
    outside = {one.id for one in outside_form(turn)}
    return [one for one in loose(turn) if one.id not in outside]


def put_beside(turn: Turn, words: str = "") -> Draft:
    """The draft with what came while a form waits and is not known to be for it, until he says where it belongs."""
    if not turn.draft.get("at"):
        return put_aside(turn.draft, words) if words else turn.draft
    before = turn.draft.get("beside", {})
    said = [*before.get("words", ()), *([words] if words else ())]
    return {**turn.draft, "beside": {"files": [*before.get("files", ()), *turn.files], "words": said}}


def taken_along(draft: Draft) -> Draft:
    """The draft of a form that he goes on with: what lay beside it is part of it now."""
    words = draft.get("beside", {}).get("words", ())
    for one in words:
        draft = put_aside(draft, one)
    return {name: value for name, value in draft.items() if name != "beside"}


def put_aside(draft: Draft, words: str) -> Draft:
    """The draft with something that no question asked for: it goes into the case behind the story.

    Words with a telephone number do not; they go where numbers are sealed.
    """
    key = NUMBERS if has_number(words) else "aside"
    return {**draft, key: [*draft.get(key, ()), words]}


def put_number(draft: Draft, words: str, key: str = NUMBERS) -> Draft:
    """The draft with a telephone number that goes into the sealed contact: his own (OWN_NUMBERS), or anybody's."""
    return draft if words in draft.get(key, ()) else {**draft, key: [*draft.get(key, ()), words]}


def has_number(words: str) -> bool:
    """Whether a telephone number stands in these words."""
    return _NUMBER.search(words) is not None


def oversized(turn: Turn) -> tuple[Message, ...]:
    """One message for each file of this message that is known to be too large to be fetched."""
    office, language = turn.office, turn.language
    came = (files.by_id(turn.tx, file_id) for file_id in turn.files)
    return tuple(too_large_to_fetch(turn.tx, office, language, one) for one in came if one.status == "too_large")


def too_large_to_fetch(tx: Transaction, office: Office, language: str | None, file: File) -> Message:
    """What to do about a file that Telegram does not let us fetch: a link for the browser, once, for three days.

    What comes through it takes the place of this file. The token stands behind a #, which no browser sends and no
    server logs.
    """
    base = office.policy.public_url
    token = uploads.make_link(tx, file.conversation_id, _LINK_LASTS, file.id) if base else ""
    if file.case_id:
        _lead_to_case(tx, file, file.case_id)
    text = office.texts.say(
        language,
        "evidence.too_large",
        kind=office.texts.say(language, f"evidence.kind_{file.kind}"),
        size=round(file.size / 2**20) if file.size else None,
        largest=LARGEST // 2**20,
        days=_LINK_LASTS.days,
        link=f"{base}/chat/upload#{token}" if token else "",
    )
    return Message(text, (Button("person", office.texts.say(language, "buttons.person")),))


def _lead_to_case(tx: Transaction, file: File, case_id: str) -> None:
    """What answers the message of this file, such as what comes in its place, is about its case from now on."""
    if file.message_id and threads.find(tx, file.conversation_id, file.message_id) is None:
        threads.note(tx, file.conversation_id, file.message_id, case_id=case_id)


def _take_in(tx: Transaction, incoming: Incoming, standing: Standing, one: Attachment) -> str | None:
    if one.stored:
        return _stored(tx, standing, one.file_id)
    if incoming.channel not in _FETCHED_FROM:
        return None
    file_id = files.announce(
        tx,
        standing.id,
        by=standing.staff_id or WORKER,
        channel=incoming.channel,
        kind=one.kind,
        mime=one.mime,
        size=one.size,
        name=one.name,
        remote=one.file_id,
        unique=one.unique,
        message_id=incoming.message,
        album=incoming.album,
    )
    if _is_too_large(one):
        files.lost(tx, file_id, "too_large")
    else:
        tasks.add(tx, FETCH_FILE, file_id, tx.now)
    return file_id


def _name(tx: Transaction, incoming: Incoming, standing: Standing, came: Sequence[str]) -> None:
    """What a worker's words below it say it is, or said of its album before, holds for all that came together."""
    if standing.staff_id:
        return
    album = files.of_album(tx, standing.id, incoming.album) if incoming.album and came else []
    named = proofs().named_in(incoming.text) if came and incoming.text else ""
    shown = named or next((one.proves for one in album if one.proves), "")
    if shown:
        unknown = [one.id for one in album if not one.proves]
        files.show(tx, [*came, *unknown], shown)


def _stored(tx: Transaction, standing: Standing, file_id: str) -> str | None:
    """What his page uploaded, which is here already; None for what is not his."""
    try:
        file = files.by_id(tx, file_id)
    except NoSuchFile:
        return None
    if file.conversation_id != standing.id:
        return None
    readings.want(tx, file)
    return file_id


def _is_too_large(one: Attachment) -> bool:
    return not one.stored and (one.size or 0) > LARGEST


def _brought_before(tx: Transaction, incoming: Incoming, standing: Standing) -> set[str]:
    """The channel's ids, of both kinds, of the files that the message had before it was edited."""
    before = (files.hidden(tx, one) for one in files.of_message(tx, standing.id, incoming.message))
    return {known for one in before for known in (one.remote, one.unique) if known}
