"""A line such as 约定 2026-12-15 付 8000: money that somebody promised, written into the ledger once he has tapped."""

from cases import money
from cases.facts import money as in_digits
from cases.plans import Due, UnreadLine, is_plan, read_plan
from handlers.lawyer.answered import answered
from handlers.lawyer.bench import Bench
from handlers.lawyer.pad import Piece
from handlers.turn import Next
from storage.cases import Case
from storage.messages import Button, Message


def is_meant(bench: Bench) -> bool:
    """Whether what he typed is to be asked about as a promise of money, and is nothing that he was about to write."""
    return is_plan(bench.turn.text) and not bench.pad.wanted and not any(not one.draft for one in bench.pad.held)


def ask(bench: Bench) -> Next:
    """Show what was read, and wait for his word: into the ledger, or a letter after all. Nothing is sent by itself.

    Raises UnknownCase, OnlyOffered.
    """
    found = answered(bench)
    case = found.case if found else bench.in_hand()
    if case is None:
        return bench.says(Message(bench.turn.words("money.plan_no_case")))
    piece = Piece(bench.turn.said, bench.turn.incoming.message)
    pad = bench.pad.without_drafts().holding(piece).taking(case.id, bench.turn.tx.now)
    return bench.says(_question(bench, case, piece.text, pad.stamp), pad=pad, case=case)


def keep(bench: Bench) -> Next:
    """Into the ledger it goes, as it was shown. Raises UnknownCase, NotYours, CaseError."""
    case = bench.case(bench.pressed[1])
    try:
        dues = read_plan(bench.pad.held[-1].text, bench.turn.today)
    except UnreadLine:  # a day has gone by since it was shown
        return bench.says(_question(bench, case, bench.pad.held[-1].text, bench.pad.stamp), case=case)
    money.promise(bench.turn.tx, bench.me, case.number, dues, "")
    said = Message(bench.turn.words("money.plan_kept", number=case.number))
    return bench.says(said, pad=bench.pad.empty_handed(), case=case)


def _question(bench: Bench, case: Case, text: str, stamp: str) -> Message:
    letter = bench.button("send", case.number, stamp, bench.turn.words("money.plan_is_letter"))
    drop = bench.button("drop", at=stamp)
    try:
        dues = read_plan(text, bench.turn.today)
    except UnreadLine as unread:
        return Message(bench.turn.words("money.plan_unread", line=unread.line), (letter, drop))
    yes = Button(f"agreed:{case.number}", bench.turn.words("money.plan_yes"), stamp)
    shown = bench.turn.words("money.plan_asked", number=case.number, lines=[_line(bench, one) for one in dues])
    return Message(shown, (yes, letter, drop))


def _line(bench: Bench, due: Due) -> str:
    return bench.turn.words("money.to_come", day=due.day.isoformat(), amount=in_digits(due.amount))
