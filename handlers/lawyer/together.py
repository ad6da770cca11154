"""Writing to all whose cases are worked on together: read over once more, then each gets a letter of his own case."""

from dataclasses import replace

from cases import circulars
from cases.naming import tells_who
from handlers.lawyer.bench import Bench
from handlers.lawyer.pad import Piece
from handlers.turn import Next
from storage.cases import Case
from storage.messages import Button, Message


def ask(bench: Bench) -> Next:
    """What he writes next is for all of them. Raises UnknownCase, NotTogether, NotYours, CaseError if none goes on."""
    case = bench.case(bench.pressed[1])
    count = len(circulars.addressed(bench.turn.tx, bench.me, case))
    pad = bench.pad.done().wanting("all", case.id).taking(case.id, bench.turn.tx.now)
    return bench.says(_saying(bench, "prompt", _never(bench), number=case.number, count=count), pad=pad, case=case)


def preview(bench: Bench, case: Case, piece: Piece) -> Next:
    """Show what all of them would read, and whether it tells of him or of one of them; nothing is sent yet.

    Raises NamesOne for what none of them may read, and as `ask`.
    """
    if not piece.text or piece.files:
        return bench.says(_saying(bench, "in_words"), case=case)
    count = len(circulars.addressed(bench.turn.tx, bench.me, case))
    key = _second_look(bench, case, piece.text)
    label = _words(bench, "button_all_yes" if key == "preview" else "button_all_anyway")
    sure = Button(f"all_yes:{case.number}", label, piece.message)
    pad = replace(bench.pad, summary=piece.text, summary_of=piece.message)
    return bench.says(_saying(bench, key, sure, _never(bench), count=count, text=piece.text), pad=pad, case=case)


def send(bench: Bench) -> Next:
    """He has read it over: every one of them is written to. Raises as `circulars.write_to_all`."""
    _, number, at = bench.pressed
    case, wanted = bench.case(number), bench.pad.wanted
    fits = wanted and (wanted.what, wanted.case) == ("all", case.id) and bench.pad.summary_of == at
    if not fits or not bench.pad.summary:
        return bench.says(bench.saying("old_button"))
    tx, office = bench.turn.tx, bench.turn.office
    count = circulars.write_to_all(tx, office, bench.me, case.number, bench.pad.summary, anyway=True)
    return bench.says(_saying(bench, "sent", count=count), pad=bench.pad.done(), case=case)


def _second_look(bench: Bench, case: Case, text: str) -> str:
    """Which question to ask before it goes."""
    circulars.must_tell_of_nobody(bench.turn.tx, case, text, anyway=True)
    if tells_who(text, bench.me):
        return "tells_who"
    try:
        circulars.must_tell_of_nobody(bench.turn.tx, case, text, anyway=False)
    except circulars.MayTellOfOne:
        return "tells_of_one"
    return "preview"


def _never(bench: Bench) -> Button:
    return bench.button("never")


def _words(bench: Bench, key: str, **values: object) -> str:
    return bench.turn.words(f"together.{key}", **values)


def _saying(bench: Bench, key: str, *buttons: Button, **values: object) -> Message:
    return Message(_words(bench, key, **values), buttons)
