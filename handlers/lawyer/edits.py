"""A message that a colleague has changed after sending it: the worker's copy follows, a note stays a note."""

from dataclasses import replace

from cases import correspondence
from cases.naming import tells_who
from handlers.lawyer import holding, notes, owed
from handlers.lawyer.bench import Bench
from handlers.lawyer.marks import is_note, may_be_note, without_mark
from handlers.lawyer.pad import Piece
from handlers.turn import Next
from storage import cases, events, threads
from storage.cases import Case
from storage.events import Event


def edited(bench: Bench) -> Next:
    """Change what became of the message: the worker's copy, the note, or what still waits for his word.

    Raises UnknownCase if the case is not his any more, CaseError if the letter cannot be changed.
    """
    tx, message = bench.turn.tx, bench.turn.incoming.message
    if any(piece.message == message for piece in bench.pad.held):
        return _waiting(bench, message)
    thread = threads.find(tx, bench.turn.standing.id, message)
    if thread is None or thread.case_id is None or thread.event_n is None:
        return bench.says(bench.saying("edit_of_nothing"))
    case = bench.case_by_id(thread.case_id)
    return _sent(bench, case, events.by_n(tx, cases.by_id(tx, case.id), thread.event_n))


def take_back(bench: Bench) -> Next:
    """The letter disappears from the worker's chat, if it still can. Raises UnknownCase, NotYours, CaseError."""
    _, number, at = bench.pressed
    if not at.isdecimal():
        return bench.says(bench.saying("old_button"))
    case = correspondence.take_back_letter(bench.turn.tx, bench.turn.office, bench.me, number, int(at))
    return bench.says(bench.saying("taken_back", number=number), case=case)


def _waiting(bench: Bench, message: str) -> Next:
    """It was not sent yet: ask again with the new words. What was a note once stays one."""
    said = bench.turn.said
    pieces = tuple(_changed(piece, said) if piece.message == message else piece for piece in bench.pad.held)
    fresh = replace(bench, pad=replace(bench.pad, held=pieces))
    return bench.says(holding.question(fresh), pad=fresh.pad)


def _changed(piece: Piece, said: str) -> Piece:
    return replace(piece, text=without_mark(said) if piece.note or is_note(said) else said, note=_is_note(piece, said))


def _is_note(piece: Piece, said: str) -> bool:
    return piece.note or is_note(said)


def _sent(bench: Bench, case: Case, event: Event) -> Next:
    tx, said = bench.turn.tx, bench.turn.said
    match event.kind:
        case "note":
            correspondence.edit_note(tx, bench.me, case.number, event.n, without_mark(said))
            return bench.says(notes.aside(bench, "note_edited", number=case.number), case=case)
        case "to_worker" if is_note(said):
            return bench.says(bench.saying("edit_into_note", number=case.number), case=case)
        case "to_worker" if may_be_note(said) and not may_be_note(event.words or ""):
            return bench.says(bench.saying("edit_perhaps_note", number=case.number), case=case)
        case "to_worker" if tells_who(said, bench.me):
            return bench.says(bench.saying("edit_tells_who", number=case.number), case=case)
        case "to_worker":
            correspondence.edit_letter(tx, bench.turn.office, bench.me, case.number, event.n, said)
            told = owed.with_promises(bench, case, event.n, said, bench.saying("letter_edited", number=case.number))
            return bench.says(told, case=case)
        case _:
            return bench.says(bench.saying("edit_of_file", number=case.number), case=case)
