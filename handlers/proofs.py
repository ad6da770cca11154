"""The evidence coach: what a photo shows, what a case can prove so far, and the one proof to look for next."""

from collections.abc import Sequence
from dataclasses import replace

from cases import proving
from cases.proving import ProofList
from handlers.status import own_case
from handlers.turn import Next, Turn
from knowledge.kinds import USUAL
from knowledge.proofs import OTHER, Missing, proofs
from storage import cases, files
from storage.cases import Case
from storage.files import WORKER, File, NoSuchFile
from storage.messages import Button, Message

_IN_A_ROW = 4
_SEEN = ("photo", "document", "video", "video_note")
_ASK = "ask"  # in place of a proof: what it shows is to be asked again


def show(turn: Turn) -> Next:
    """What proves what in a case, and the next missing proof with how to get it; typed, of his one case or asked which.

    The button "proofs:NUMBER:N" goes on to the N-th of what is missing.
    """
    number, _, place = turn.pressed[1].partition(":")
    if not turn.incoming.button and (asked := _which(turn)):
        return asked
    case = _case(turn, number)
    if case is None:
        return turn.again(turn.message("case_gone", ("status",)))
    shown = proving.proofs_of(turn.tx, case)
    if place.isdecimal():
        return turn.again(_next(turn, case, shown, int(place)), about=case.id)
    listed = turn.words("proofs.listed", number=case.number, lines=_lines(turn, shown))
    naming = _naming(turn, shown.unnamed)
    return turn.again(Message(listed, naming), _next(turn, case, shown, 0), about=case.id)


def tell(turn: Turn) -> Next:
    """He says what a photo shows, "shows:PROOF:FILE", and with it all that came with the same message or album."""
    what, _, file_id = turn.pressed[1].partition(":")
    file = _own_file(turn, file_id)
    if file is None:
        return turn.again(Message(turn.words("proofs.file_gone")))
    if what == _ASK:
        return turn.again(Message(turn.words("proofs.what_shown"), grid(turn, file), (file.id,)))
    if what != OTHER and what not in proofs().by_name:
        return turn.again(turn.message("old_button", ("status", "person")))
    files.show(turn.tx, [one.id for one in _together(turn, file)], what)
    return turn.again(_noted(turn, file, what), about=file.case_id)


def asking(turn: Turn, came: Sequence[str] = ()) -> tuple[Button, ...]:
    """Below the word that photos came: what they may show, one tap for all of them; nothing where it is known.

    `came` are their ids, by default those of this message. What his words named already can be taken back.
    """
    those = [files.by_id(turn.tx, one) for one in (came or turn.files)]
    seen = [one for one in those if one.by == WORKER and one.kind in _SEEN and one.status != "too_large"]
    if not seen or len({(one.message_id, one.album) for one in those}) > 1:
        return ()
    first = seen[0]
    if not first.proves:
        return grid(turn, first)
    known = turn.words(f"proofs.name_{first.proves}")
    return (Button(f"shows:{_ASK}:{first.id}", f"{known}？{turn.words('proofs.button_not_that')}"),)


def grid(turn: Turn, file: File) -> tuple[Button, ...]:
    """What a photo may show, in short words, four in a row."""
    return _grid(turn, file, (*proofs().tapped, OTHER))


def _grid(turn: Turn, file: File, names: Sequence[str]) -> tuple[Button, ...]:
    labels = (turn.words(f"proofs.name_{name}") for name in names)
    return tuple(
        Button(f"shows:{name}:{file.id}", label, beside=place % _IN_A_ROW > 0)
        for place, (name, label) in enumerate(zip(names, labels, strict=True))
    )


def _noted(turn: Turn, file: File, what: str) -> Message:
    """That it is noted; of something else than the usual, what it may be; the way to the list of its case."""
    case = cases.by_id(turn.tx, file.case_id) if file.case_id else None
    ways = (Button(f"proofs:{case.number}", turn.words("buttons.proofs")),) if case else ()
    if what != OTHER:
        return Message(turn.words("proofs.shown_as", name=turn.words(f"proofs.name_{what}")), ways)
    kind = case.kind if case else str(turn.draft.get("kind") or USUAL)
    text = f"{turn.words('proofs.shown_as_other')}\n{turn.words('proofs.more_names')}"
    return Message(text, (*_grid(turn, file, proofs().more_of_kind(kind)), *ways))


def _next(turn: Turn, case: Case, shown: ProofList, place: int) -> Message:
    """One missing proof with how to get it and the law behind it, and the way to another."""
    if not shown.missing:
        return Message(turn.words("proofs.nothing_missing"), (turn.button("status"),))
    if place >= len(shown.missing):
        return Message(turn.words("proofs.no_more"), (turn.button("status"), turn.button("person")))
    another = Button(f"proofs:{case.number}:{place + 1}", turn.words("proofs.button_next"))
    return Message(_coached(turn, shown.missing[place]), (another, turn.button("status")))


def _coached(turn: Turn, one: Missing) -> str:
    law = proving.cited(turn.office, turn.language, proofs().by_name[one.proof].citations)
    return turn.words(
        "proofs.next",
        name=turn.words(f"proofs.name_{one.proof}"),
        element=turn.words(f"proofs.element_{one.element}"),
        how=turn.words(f"proofs.how_{one.proof}"),
        law=law,
    )


def _lines(turn: Turn, shown: ProofList) -> list[str]:
    nothing = [turn.words("proofs.nothing_yet")] if shown.empty else []
    return [*nothing, *proving.lines(turn.office, turn.language, shown)]


def _naming(turn: Turn, unnamed: Sequence[File]) -> tuple[Button, ...]:
    """The way to say what his photos are, one after the other."""
    mine = [one for one in unnamed if one.kind in _SEEN and _own_file(turn, one.id)]
    return (Button(f"shows:{_ASK}:{mine[0].id}", turn.words("proofs.button_name")),) if mine else ()


def _which(turn: Turn) -> Next | None:
    """Of several cases he is asked which, of none he is told how to begin; of one, or of the one in hand, nothing."""
    mine = [case for case in cases.of_person(turn.tx, turn.standing.person_id) if not case.ended]
    if not mine:
        return turn.again(turn.message("no_cases", ("complaint", "person")))
    if len(mine) == 1 or any(case.id == turn.standing.case_in_hand for case in mine):
        return None
    ways = tuple(
        Button(f"proofs:{case.number}", f"{turn.words(f'words.kind_{case.kind}')} {case.number}") for case in mine
    )
    return turn.again(Message(turn.words("proofs.which_case"), ways))


def _case(turn: Turn, number: str) -> Case | None:
    """The case of this number, if it is his; for the word typed, the one in hand or his only one."""
    if turn.incoming.button:
        return own_case(replace(turn, incoming=replace(turn.incoming, button=f"proofs:{number}")))
    mine = [case for case in cases.of_person(turn.tx, turn.standing.person_id) if not case.ended]
    return next((case for case in mine if case.id == turn.standing.case_in_hand), mine[0])


def _own_file(turn: Turn, file_id: str) -> File | None:
    try:
        file = files.by_id(turn.tx, file_id)
    except NoSuchFile:
        return None
    return file if file.conversation_id == turn.standing.id and file.by == WORKER else None


def _together(turn: Turn, file: File) -> list[File]:
    """What came with the same message or album."""
    if file.album:
        return [one for one in files.of_album(turn.tx, turn.standing.id, file.album) if one.by == WORKER]
    if file.message_id:
        return [one for one in files.of_message(turn.tx, turn.standing.id, file.message_id) if one.by == WORKER]
    return [file]
