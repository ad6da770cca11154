"""What a colleague writes: an answer to a message of a case goes to that worker, everything else waits for his word."""

from collections.abc import Sequence
from dataclasses import replace

from cases import correspondence, enclosures
from cases.naming import tells_who
from cases.templates import must_be_whole
from handlers.lawyer import holding, notes, owed, proposing, referral, together
from handlers.lawyer.answered import Answered, answered
from handlers.lawyer.bench import Bench
from handlers.lawyer.marks import is_note, may_be_note, without_mark
from handlers.lawyer.pad import Piece
from handlers.turn import Next
from storage import conversations, files, threads
from storage.cases import Case
from storage.messages import Message

_NOT_PASSED_ON = ("sticker",)


def written(bench: Bench) -> Next:
    """Words or files of his: a note if they begin like one; a letter if they answer a case; else he is asked.

    An album goes one way: once a piece of it is a note, or waits for his word, so is and does all that follows.
    Raises UnknownCase, OnlyOffered, and CaseError for what cannot be done with the case.
    """
    turn = bench.turn
    if not (turn.said or turn.files):
        return bench.says(bench.saying("nothing_in_it"))
    if any(one.kind in _NOT_PASSED_ON for one in turn.incoming.files):
        return bench.says(bench.saying("not_passed_on"))
    piece = Piece(turn.said, turn.incoming.message, turn.files, turn.incoming.album)
    if holding.waits_for(bench, piece):
        return holding.join(bench, replace(piece, text=without_mark(piece.text), note=is_note(piece.text)))
    if is_note(piece.text):
        return notes.marked(bench, piece)
    if case := notes.case_of_album(bench, piece):
        return notes.add(bench, case, replace(piece, note=True))
    found = answered(bench)
    return _answer(bench, found, piece) if found else _asked_for(bench, piece)


def send(bench: Bench, case: Case, pieces: Sequence[Piece]) -> Next:
    """Send these to the worker, what is a note into the record; raises UnknownCase, NotYours, Ended, Empty.

    Raises StillAGap, and sends nothing, if a place of any of them was not filled in.
    """
    said: list[Message] = []
    for piece in pieces:
        if not piece.note:
            must_be_whole(bench.turn.office, piece.text)
    for piece in pieces:
        if piece.note:
            notes.put(bench, case, piece)
        elif piece.files:
            said.extend(_enclose(bench, case, piece))
        else:
            said.append(_letter(bench, case, piece))
    if any(piece.note for piece in pieces):
        said.append(notes.aside(bench, "noted", number=case.number))
    pad = bench.pad.done().without_drafts().taking(case.id, bench.turn.tx.now)
    return bench.says(*said, pad=pad, case=case)


def _answer(bench: Bench, found: Answered, piece: Piece) -> Next:
    wanted = bench.pad.wanted
    if found.of_record and not wanted:  # letters and notes stand there side by side: which is it?
        return holding.hold(bench, piece, found.case, "answers_record")
    if found.aside or (wanted and wanted.what == "note" and wanted.case == found.case.id):
        return notes.write(bench, found.case, [replace(piece, note=True)])
    if wanted and wanted.what == "note":  # he was to write a note about another case: which of the two is it?
        return holding.hold(bench, piece, found.case, "letter_or_note")
    if wanted and (wanted.what, wanted.case) == ("closing", found.case.id):
        return proposing.preview(bench, found.case, piece)
    if wanted and (wanted.what, wanted.case) == ("all", found.case.id):
        return together.preview(bench, found.case, piece)
    if wanted and (wanted.what, wanted.case) == ("their_number", found.case.id):
        return referral.their_number(bench, found.case, piece)
    return _to_worker(bench, found.case, piece)


def _asked_for(bench: Bench, piece: Piece) -> Next:
    """It answers nothing: it is what he tapped that he would write, or waits for his word."""
    wanted = bench.pad.wanted
    if wanted is None or bench.pad.held:
        return holding.hold(bench, piece)
    case = bench.case_by_id(wanted.case)
    match wanted.what:
        case "note":
            return notes.write(bench, case, [replace(piece, note=True)])
        case "closing":
            return proposing.preview(bench, case, piece)
        case "all":
            return together.preview(bench, case, piece)
    if bench.pad.in_hand(bench.turn.tx.now) != case.id:  # he tapped that long ago
        return holding.hold(replace(bench, pad=bench.pad.done()), piece)
    if wanted.what == "their_number":
        return referral.their_number(bench, case, piece)
    return _to_worker(bench, case, piece)


def _to_worker(bench: Bench, case: Case, piece: Piece) -> Next:
    """Send it; what may be a note, or would tell who he is, waits for his word.

    Of an album that is on its way already, what may be a note is one: it keeps the others back.
    """
    if may_be_note(piece.text):
        if _album_goes_on(bench, case, piece):
            return notes.write(bench, case, [replace(piece, note=True)])
        return holding.hold(replace(bench, pad=bench.pad.done()), piece, case, "perhaps_note")
    if tells_who(piece.text, bench.me):
        return holding.hold(replace(bench, pad=bench.pad.done()), piece, case, "tells_who")
    return send(bench, case, [piece])


def _letter(bench: Bench, case: Case, piece: Piece) -> Message:
    tx = bench.turn.tx
    letter = correspondence.send_letter(tx, bench.turn.office, bench.me, case.number, piece.text)
    _remember(bench, case, piece, letter.event_n)
    worker = conversations.lock_by_id(tx, case.conversation_id)
    how = worker.channel if worker.reachable else "unreachable"
    back = bench.button("take_back", case.number, str(letter.event_n))
    said = bench.saying("letter_queued", back, number=case.number, how=how)
    return owed.with_promises(bench, case, letter.event_n, piece.text, said)


def _enclose(bench: Bench, case: Case, piece: Piece) -> list[Message]:
    """Have the files sent once they are here; of an album only the first picture is answered."""
    tx = bench.turn.tx
    if any(files.by_id(tx, file_id).status == "too_large" for file_id in piece.files):
        why = bench.words("lost_too_large")
        return [bench.saying("file_not_sent", number=case.number, why=why)]
    goes_on, told = _album_goes_on(bench, case, piece), piece.text
    for file_id in piece.files:
        n = enclosures.announce_to_worker(tx, bench.me, case.number, file_id, told)
        _remember(bench, case, piece, n)
        told = ""
    back = bench.button("take_back", case.number, str(n))
    return [] if goes_on else [bench.saying("file_queued", back, number=case.number)]


def _album_goes_on(bench: Bench, case: Case, piece: Piece) -> bool:
    album = files.of_album(bench.turn.tx, bench.turn.standing.id, piece.album) if piece.album else []
    return any(one.case_id == case.id and one.id not in piece.files for one in album)


def _remember(bench: Bench, case: Case, piece: Piece, event_n: int) -> None:
    """An answer to his own message goes the same way, and an edit of it changes the worker's copy."""
    if piece.message and not piece.draft:
        threads.note(bench.turn.tx, bench.turn.standing.id, piece.message, case_id=case.id, event_n=event_n)
