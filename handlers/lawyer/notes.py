"""Notes: what only colleagues read. A message that begins with // is one, whatever it answers, and stays one."""

from collections.abc import Sequence
from dataclasses import replace

from cases import correspondence, enclosures
from cases.owing import ASIDE
from handlers.lawyer import holding
from handlers.lawyer.answered import answered
from handlers.lawyer.bench import NUMBER, Bench
from handlers.lawyer.marks import without_mark
from handlers.lawyer.pad import Piece
from handlers.turn import Next
from storage import files, threads
from storage.cases import Case
from storage.messages import Button, Message


def marked(bench: Bench, piece: Piece) -> Next:
    """A message with the sign of a note: for the case it names, answers, was asked for, or that is in hand; else ask.

    Raises UnknownCase, OnlyOffered.
    """
    number, text = _numbered(without_mark(piece.text))
    note = replace(piece, text=text, note=True)
    case = _meant(bench, number)
    if case and not (text or piece.files):
        return ask(bench, case)
    if not (text or piece.files):
        return bench.says(aside(bench, "note_how"))
    return write(bench, case, [note]) if case else holding.hold(bench, note)


def ask(bench: Bench, case: Case) -> Next:
    """What he writes next is a note; said so on the message he may answer."""
    prompt = aside(bench, "note_prompt", bench.button("never"), number=case.number)
    return bench.says(prompt, pad=bench.pad.done().wanting("note", case.id), case=case)


def write(bench: Bench, case: Case, pieces: Sequence[Piece]) -> Next:
    """Put the pieces into the record as notes, their files beside them; raises as correspondence.note."""
    for piece in pieces:
        put(bench, case, piece)
    done = aside(bench, "noted", number=case.number)
    return bench.says(done, pad=bench.pad.done().taking(case.id, bench.turn.tx.now), case=case)


def case_of_album(bench: Bench, piece: Piece) -> Case | None:
    """The case among whose notes another picture of the same album is; None if there is none."""
    tx = bench.turn.tx
    album = files.of_album(tx, bench.turn.standing.id, piece.album) if piece.album else []
    others = [one for one in album if one.id not in piece.files and one.by == bench.me.id and one.case_id]
    unsent = (one.case_id for one in others if one.case_id and not enclosures.is_for_worker(tx, one))
    case_id = next(unsent, None)
    return bench.case_by_id(case_id) if case_id else None


def add(bench: Bench, case: Case, piece: Piece) -> Next:
    """One more picture of an album whose first was answered as a note; raises as correspondence.note."""
    put(bench, case, piece)
    return bench.says(case=case)


def put(bench: Bench, case: Case, piece: Piece) -> None:
    """One note; its files belong to the case and go nowhere. Raises as correspondence.note."""
    tx = bench.turn.tx
    text = piece.text or bench.words("note_is_file", n=len(piece.files))
    n = correspondence.note(tx, bench.me, case.number, text)
    files.attach(tx, piece.files, case.id)
    if piece.message:
        threads.note(tx, bench.turn.standing.id, piece.message, case_id=case.id, event_n=n)


def aside(bench: Bench, key: str, *buttons: Button, **values: object) -> Message:
    """A message of ours that speaks of a note: an answer to it is a note too."""
    return Message(f"{ASIDE} {bench.words(key, **values)}", buttons)


def _numbered(text: str) -> tuple[str, str]:
    first, _, rest = text.partition(" ")
    first, rest = (first, rest) if "\n" not in first else (first.split("\n", 1)[0], text.split("\n", 1)[1])
    return (first, rest.strip()) if NUMBER.fullmatch(first) else ("", text)


def _meant(bench: Bench, number: str) -> Case | None:
    if number:
        return bench.case(number)
    if found := answered(bench):
        return found.case
    if bench.pad.wanted:
        return bench.case_by_id(bench.pad.wanted.case)
    return bench.in_hand()
